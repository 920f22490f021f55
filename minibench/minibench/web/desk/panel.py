"""The panel of the report builder: what can be chosen in each of its boxes."""

from functools import cached_property

from markupsafe import Markup, escape

from minibench.translate import _
from minibench.web.desk import filters, grouped
from minibench.web.desk.columns import MOMENTS


class Panel:
	"""The choices of one report's panel, each list written once for all its boxes."""

	def __init__(self, report):
		self.report, self.lists = report, {}

	@cached_property
	def offered(self):
		"""[(label, [(column, words)])] of all columns."""
		choices = self.report.all.choices
		return [(label, [(column, column.label) for column in columns]) for label, columns in choices]

	def options(self, kind, now=None, none=""):
		"""The options of one box, `now` chosen."""
		if kind not in self.lists:
			groups = getattr(self, f"{kind}_choices")()
			self.lists[kind] = "".join(_group(label, found) for label, found in groups if found)
		text, value = self.lists[kind], escape(now or "")
		if value and f'value="{value}"' not in text:
			text = str(_option(value, value)) + text
		text = text.replace(f'value="{value}"', f'value="{value}" selected', 1) if value else text
		return Markup(str(_option("", none)) + text)  # each part was escaped

	def column_choices(self):
		taken = {column.key for column in self.report.columns}
		for label, found in self.offered:
			yield label, [(c.key, words) for c, words in found if c.key not in taken]

	def filter_choices(self):
		for label, found in self.offered:
			yield label, [(c.key, words) for c, words in found if not c.source or c.is_child]

	def group_choices(self):
		for label, found in self.offered:
			choices = []
			for column, words in found:
				if column.fieldtype in MOMENTS:
					by = _("{0}, by {1}")
					choices += [(f"{column.key}:{span}", by.format(words, _(span))) for span in grouped.SPANS]
				elif not column.long:
					choices.append((column.key, words))
			yield label, choices

	def figure_choices(self):
		columns = [(column, words) for _label, found in self.offered for column, words in found]
		for how, text in grouped.FIGURES.items():
			fits = ((column, words) for column, words in columns if grouped.fits(how, column))
			yield _(text).format("..."), [(f"{how}:{c.key}", _(text).format(words)) for c, words in fits]

	@property
	def new(self):
		"""The filter that is being put in: a row of the field chosen; None before that."""
		args = self.report.args
		column = self.report.all.find(args.get("_field", ""))
		if not column or (column.source and not column.is_child):
			return None
		return filters.fitting(column.df, column.key, args.get("_op"), column.doctype)


def _option(value, words):
	return Markup('<option value="{}">{}</option>').format(value, words)


def _group(label, found):
	options = Markup("").join(_option(*each) for each in found)
	return Markup('<optgroup label="{}">{}</optgroup>').format(label, options)
