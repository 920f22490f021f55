"""The report builder: columns, filters, groups, figures, order and chart all stand in the address.

`_cols=a,b`, `_group=field` or `field:month` (twice at most), `_figure=sum:field`, `_sort=field desc`, `_order=label`,
`_chart=bar`, `_x`, `_y`, `_total=1`, `_len`, `_start`; every other name is a filter as in a list.
"""

from functools import cached_property

from werkzeug.datastructures import MultiDict

from minibench.errors import DoesNotExistError
from minibench.local import _dict
from minibench.query import get_list
from minibench.translate import _
from minibench.web.desk import display, filters, grouped, save, shell
from minibench.web.desk.columns import MOMENTS, Columns
from minibench.web.desk.env import doc_url
from minibench.web.methods import ask

MOST_GROUPS, MOST_FIGURES, MOST_SORTS = 2, 3, 2
CHARTS = {
	"bar": "Bars",
	"column": "Columns",
	"line": "Line",
	"pie": "Parts of the whole",
	"heatmap": "Heat map",
}
ORDERS = {"": "As usual", "most": "Largest first", "least": "Smallest first", "label": "By name"}
DRAWN, TIMES, SERIES = 24, 36, 8  # lines, steps of time and series that a chart can hold and still be read
NOT_SPEC = ("_start", "_export", "_print", "_field", "_op")
MOVES = ("_col", "_up", "_down", "_off")


class Report(filters.Addressed):
	"""One report as its address asks for it, within what the person may see. Problems are sentences."""

	def __init__(self, doctype, args):
		if not shell.may(doctype) or not shell.may(doctype, "report"):
			raise DoesNotExistError(doctype)
		self.doctype, self.args, self.problems, self.notes = doctype, args, [], []
		self.all = Columns(doctype)
		self.filters = self.read_filters()
		self.groups = [g for key in self.texts("_group")[:MOST_GROUPS] if (g := self.read_group(key))]
		self.figures = [f for key in self.texts("_figure")[:MOST_FIGURES] if (f := self.read_figure(key))]
		self.columns = self.read_columns([key for key in args.get("_cols", "").split(",") if key])
		self.sorts = self.read_sorts()
		self.check_rows()
		chart = args.get("_chart", "")
		self.chart = chart if chart in CHARTS else ""
		self.order = args["_order"] if args.get("_order") in ORDERS else ""
		self.read_place(filters.LENGTHS[1])
		self.with_total = args.get("_total") == "1"

	# what the address says

	def texts(self, name):
		return list(dict.fromkeys(text for text in self.args.getlist(name) if text))

	def column(self, key):
		"""The column of a key. What is not there and what the person may not see are told in the same words."""
		found = self.all.find(key)
		if not found:
			self.notes.append(_("{0}: there is no such column. It was left out.").format(key))
		return found

	def read_filters(self):
		"""As filters.read; a filter that cannot be used stops the report: without it there would be more rows."""
		found = []
		for key, text in self.args.items(multi=True):
			if key[:1] == "_" or ":" in key or text == "":
				continue
			column, (operator, value) = self.all.find(key), filters.pair(text)
			if not column or (column.source and not column.is_child):
				self.problems.append(_("{0}: no filter can be set on this. Take the filter out.").format(key))
				continue
			if sentence := filters.problem(column.df, operator, value):
				self.problems.append(sentence)
			found.append((key, column.df, operator, value))
		return found

	def read_group(self, text):
		key, _colon, span = text.partition(":")
		column = self.column(key)
		if not column or column.long:
			return None
		dated = column.fieldtype in MOMENTS
		return grouped.Group(column, (span if span in grouped.SPANS else "day") if dated else "")

	def read_figure(self, text):
		how, _colon, key = text.partition(":")
		column = self.column(key) if how in grouped.FIGURES else None
		return grouped.Figure(how, column) if column and grouped.fits(how, column) else None

	def read_columns(self, keys):
		found = [column for key in keys if (column := self.column(key))]
		return found or self.all.default()

	def read_sorts(self):
		"""[(column, way)]; of a table or a linked record only what is shown can be sorted by."""
		found = []
		for text in self.texts("_sort")[:MOST_SORTS]:
			key, way = (text.rpartition(" ")[::2]) if text.endswith((" asc", " desc")) else (text, "asc")
			column = self.column(key)
			if column and (not column.source or column in self.columns):
				found.append((column, "desc" if way == "desc" else "asc"))
		return found

	def check_rows(self):
		"""Rows of two tables side by side would be multiplied by one another, and so would sums of a record."""
		grouped_by = [g.column for g in self.groups]
		used = [*grouped_by, *(f.column for f in self.figures)] if self.groups else self.columns
		tables = list(dict.fromkeys(column.source for column in used if column.is_child))
		self.child = tables[0] if tables else None
		if len(tables) > 1:
			words = _("{0}: only one table of rows can be shown at a time. It was left out.")
			self.notes += [words.format(self.all.tables[table]) for table in tables[1:]]
			self.columns = [c for c in self.columns if not c.is_child or c.source == self.child]
			self.groups = [g for g in self.groups if not g.column.is_child or g.column.source == self.child]
			self.figures = [f for f in self.figures if not f.column.is_child or f.column.source == self.child]
		added = [f for f in self.figures if f.how in ("sum", "avg") and not f.column.is_child]
		twice = added if self.groups and self.child else []
		words = _("{0}: a record would be counted once for each of its rows. It was left out.")
		self.notes += [words.format(figure.label) for figure in twice]
		self.figures = [figure for figure in self.figures if figure not in twice]

	def pairs(self):
		"""The address of this report without what is empty or only moves within it."""
		return [(key, value) for key, value in self.args.items(multi=True) if value and key not in NOT_SPEC]

	def state(self):
		"""What makes this report another one."""
		keys = [[each.key for each in found] for found in (self.groups, self.figures, self.columns)]
		axes = [self.args.get(name) for name in ("_x", "_y")] if self.chart and not self.groups else []
		sorts = [(column.key, way) for column, way in self.sorts]
		rest = self.chart, self.order, self.length, self.with_total
		return sorted(self.filter_pairs()), keys, axes, sorts, rest

	# what is found

	@cached_property
	def wide(self):
		"""A filter on a table finds a record once for each row that fits, where no column shows the rows."""
		return any("." in key and key.rpartition(".")[0] != self.child for key, *_rest in self.filters)

	def where(self):
		return dict(self.found_by)

	@cached_property
	def found_by(self):
		query = filters.as_query(self.all.meta, self.filters)
		if not self.wide:
			return {"filters": query}
		if not self.groups and not self.child:
			return {"filters": query, "distinct": True}
		own = [row for row in query if row[0] == self.child]
		names = get_list(self.doctype, pluck="name", distinct=True, filters=query, order_by=None)
		return {"filters": [["name", "in", names or [""]], *own]}

	def run(self, whole=False):
		"""columns, rows (values, urls), total, count and the values of the chart; empty where there are problems."""
		result = _dict(columns=self.columns, rows=[], total=None, count=0, figures=[], drawn=None, titles={})
		if self.problems:
			return result
		try:
			(self.run_groups if self.groups else self.run_rows)(result, whole)
		except (*save.REFUSALS, ValueError) as error:
			self.problems = save.told(error)
		return result

	def run_rows(self, result, whole):
		result.count, total = self.count()
		self.start = self.start if self.start < result.count else 0
		by = self.sorts or [(column, way) for column, way in [self.usual_order()] if column]
		order = [f"{column.sql} {way}" for column, way in by] + [f"`tab{self.doctype}`.`name` asc"]
		shown = (f"{c.sql} as c{n}" for n, c in enumerate(self.columns))
		fields = [f"`tab{self.doctype}`.`name` as r", *shown]
		start, length = (0, whole) if whole else (self.start, self.length)
		rows = get_list(
			self.doctype, fields=fields, order_by=", ".join(order), start=start, limit=length, as_list=True,
			**self.where(),
		)  # fmt: skip
		leads = self.columns[0].fieldtype != "Link"
		for name, *values in rows:
			result.rows.append(_dict(values=values, urls={0: doc_url(self.doctype, name)} if leads else {}))
		result.total = total
		result.titles = titles_of(self.columns, [values for _name, *values in rows])
		self.draw_rows(result)

	def usual_order(self):
		name = (self.all.meta.sort_field or "modified").split(",")[0].split()[0]
		way = "asc" if (self.all.meta.sort_order or "DESC").lower() == "asc" else "desc"
		return self.all.find(name) or self.all.find("modified"), way

	def count(self):
		"""(how many rows, the total row or None)."""
		own = (c for c in self.columns if c.is_child or not self.child)
		added = [c for c in own if c.numeric and self.with_total]
		if not self.child and not added:
			return ask("frappe.desk.reportview.get_count", doctype=self.doctype, **self.where()), None
		where = self.where()
		if where.pop("distinct", None):
			names = get_list(self.doctype, pluck="name", distinct=True, order_by=None, **where)
			where = {"filters": [["name", "in", names or [""]]]}
		how = {"Percent": "avg"}
		parts = [f"{how.get(c.fieldtype, 'sum')}({c.sql}) as v{n}" for n, c in enumerate(added)]
		joined = [f"max(`tab{self.child}`.`name`) as j"] if self.child else []
		fields = [f"count(`tab{self.doctype}`.`name`) as n", *parts, *joined]
		((number, *sums),) = get_list(self.doctype, fields=fields, as_list=True, order_by=None, **where)
		found = dict(zip((column.key for column in added), sums, strict=False))
		return number, [found.get(column.key) for column in self.columns] if added else None

	def run_groups(self, result, whole):
		found, total, cut = grouped.read(self, self.groups, self.figures)
		if cut:
			self.notes.append(_("Only the {0} largest groups are shown.").format(f"{grouped.MOST:,}"))
		main = self.figures.index(self.main) + 1 if self.main else 0
		keys = grouped.ordered(found, self.groups, main, self.order)
		counted = _("Number of rows") if self.child else _("Number of records")
		heads = [_dict(label=g.label, df={"fieldtype": "Data"}, numeric=False) for g in self.groups]
		heads += [_dict(label=counted, df=grouped.COUNT, numeric=True)]
		heads += [_dict(label=f.label, df=f.df, numeric=f.column.numeric) for f in self.figures]
		titles = titles_of([group.column for group in self.groups], keys)
		said = {key: [g.said(v, titles) for g, v in zip(self.groups, key, strict=True)] for key in keys}
		self.start = self.start if self.start < len(keys) else 0
		shown = keys if whole else keys[self.start : self.start + self.length]
		for key in shown:
			url = grouped.link(self, self.groups, key)
			urls = {len(self.groups) - 1: url} if url else {}
			result.rows.append(_dict(values=[*said[key], *found[key].values()], urls=urls))
		result.total = [_("Total"), *[None] * (len(self.groups) - 1), *total.values()]
		result.columns, result.count = heads, len(keys)
		result.figures = list(zip(heads[len(self.groups) :], total.values(), strict=True))
		result.drawn = self.drawn_groups(keys, said, {key: found[key].values()[main] for key in keys})

	# what is drawn

	def drawn_groups(self, keys, said, sizes):
		"""(labels, [(name, values)], urls) of the groups that a chart has room for; along an axis no time is left out."""
		first, *rest = self.groups
		firsts, most = list(dict.fromkeys(key[0] for key in keys)), DRAWN
		timed = first.span and self.chart in ("line", "column")
		if timed:
			firsts = grouped.every_span(first.span, [value for value in firsts if value], TIMES + 1)
			most = TIMES
		drawn = firsts[-most:] if timed else firsts[:most]
		if self.chart and len(firsts) > len(drawn):
			words = _("The chart shows the last {0}.") if timed else _("The chart shows the first {0}.")
			self.notes.append(words.format(len(drawn)))
		added = timed and (not self.main or self.main.how == "sum")
		seconds = self.second_groups(keys) if rest else [()]
		words = [{key[n]: said[key][n] for key in keys} for n in range(len(self.groups))]
		sets, urls = [], []
		for second in seconds:
			found = [(value, *second) for value in drawn]
			values = [sizes.get(key, 0 if added else None) for key in found]
			sets.append((words[1][second[0]] if second else self.measure, values))
			urls.append([grouped.link(self, self.groups, key) if key in sizes else None for key in found])
		return [words[0].get(value) or first.said(value, {}) for value in drawn], sets, urls

	def second_groups(self, keys):
		"""The values of the second group in their own order, as many as a chart has room for."""
		df, values = self.groups[1].column.df, {key[1] for key in keys}
		ordered = sorted(values, key=lambda value: (value is None, *grouped.place(df, value)))
		return [(value,) for value in ordered[: DRAWN if self.chart == "heatmap" else SERIES]]

	@property
	def main(self):
		"""The figure that is drawn and that groups are ordered by: the first of numbers; None for their count."""
		return next((figure for figure in self.figures if figure.column.numeric), None)

	@property
	def measure(self):
		return self.main.label if self.main else _("Number of rows") if self.child else _("Number of records")

	def draw_rows(self, result):
		"""Rows are drawn by a label and numbers of theirs."""
		numbers = [n for n, column in enumerate(self.columns) if column.numeric]
		named = {column.key: n for n, column in enumerate(self.columns)}
		y = named.get(self.args.get("_y"), numbers[0] if numbers else None)
		x = named.get(self.args.get("_x"), 0)
		if y not in numbers:
			return
		column, rows = self.columns[x], result.rows[:DRAWN]
		labels = [display.strip(display.cell(column.df, row["values"][x], result.titles)) for row in rows]
		values = [row["values"][y] for row in rows]
		urls = [[row.urls.get(0) for row in rows]]
		result.drawn = labels, [(self.columns[y].label, values)], urls


def titles_of(columns, rows):
	"""The titles of all links in rows of values of these columns."""
	links = [(at, column.df.options) for at, column in enumerate(columns) if column.fieldtype == "Link"]
	return display.link_titles((target, row[at]) for row in rows for at, target in links)


def canonical(report, args):
	"""The address that the panel's form leads to, or None where the address is already in that shape."""
	if not {*MOVES, "_value"} & {*args} and "" not in args.values():
		return None
	columns = list(dict.fromkeys(key for key in args.getlist("_col") if key and key != args.get("_off")))
	for name, way in (("_up", -1), ("_down", 1)):
		if (key := args.get(name)) in columns:
			at = columns.index(key)
			columns.insert(max(at + way, 0), columns.pop(at))
	kept = [(k, v) for k, v in args.items(multi=True) if v and k not in MOVES]
	if columns:
		kept = [(k, v) for k, v in kept if k != "_cols"] + [("_cols", ",".join(columns))]
	found = filters.canonical(report.all.meta, MultiDict(kept)) if any(args.getlist("_value")) else None
	return found or [(k, v) for k, v in kept if not k.startswith("_value")]
