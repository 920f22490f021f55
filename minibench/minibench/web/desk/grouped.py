"""Records counted, summed and averaged by one or two fields, dates by day, week, month, quarter or year.

The database groups by value and by day, with Frappe's own functions; longer spans are put together here.
"""

import datetime
from typing import NamedTuple

from minibench.local import _dict
from minibench.paging import index_of
from minibench.query import get_list
from minibench.translate import _
from minibench.web.desk import display, filters
from minibench.web.desk.columns import MOMENTS, Column
from minibench.web.desk.env import list_url

SPANS = ("day", "week", "month", "quarter", "year")
FIGURES = {"sum": "Sum of {0}", "avg": "Average of {0}", "min": "Least {0}", "max": "Most {0}"}
MOST = 1000  # groups read; of more the largest are shown
MOST_DAYS = 50_000  # rows read where dates are put together
COUNT = {"fieldtype": "Int"}


class Group(NamedTuple):
	"""What records are grouped by."""

	column: Column
	span: str = ""

	@property
	def key(self):
		return f"{self.column.key}:{self.span}" if self.span else self.column.key

	def sql(self, alone):
		"""The column where its index holds all that is read. Else an expression: walking along that index
		would fetch every row on its own, six times slower than reading the table through."""
		kind, column = self.column.fieldtype, self.column.sql
		if kind == "Datetime" or (kind == "Date" and not alone):
			return f"date({column})"
		return column if alone or kind in (*display.NUMBERS, "Check", "Date") else f"ifnull({column}, '')"

	@property
	def label(self):
		return _("{0}, by {1}").format(self.column.label, _(self.span)) if self.span else self.column.label

	def of(self, value):
		"""The group that a stored value belongs to; None for nothing."""
		if self.span:
			moment = display.as_date(value)
			return start_of(self.span, moment) if moment else None
		return None if value == "" else value

	def said(self, value, titles):
		if value is None:
			return _("Not set")
		if self.span:
			return span_said(self.span, value)
		if self.column.fieldtype == "Check":
			return _("Yes") if int(value) else _("No")
		if self.column.fieldtype == "Link":
			return display.strip(display.named(self.column.df.options, value, titles))
		return display.plain(self.column.df, value)

	def filter(self, value):
		"""The pair of a list's address that finds this group; None where a list has no such filter."""
		if self.column.source and not self.column.is_child:
			return None
		if value is None:
			return self.column.key, filters.address("is", "not set")
		if self.span:
			return self.column.key, filters.address("between", [str(value), str(end_of(self.span, value))])
		return self.column.key, filters.address("=", str(value))


class Figure(NamedTuple):
	"""Sum, average, least or most of a column of numbers (or dates, for the last two)."""

	how: str
	column: Column

	@property
	def key(self):
		return f"{self.how}:{self.column.key}"

	@property
	def label(self):
		return _(FIGURES[self.how]).format(self.column.label)

	@property
	def df(self):
		df, broken = self.column.df, self.how == "avg" and self.column.fieldtype == "Int"
		return _dict(df, fieldtype="Float", precision=2) if broken else df

	@property
	def parts(self):
		"""What the database works out: an average is put together from sums and counts."""
		return ("sum", "count") if self.how == "avg" else (self.how,)


def fits(how, column):
	"""Can a column be summed, averaged, or asked for its least or most so?"""
	return column.numeric or (how in ("min", "max") and column.fieldtype in MOMENTS)


class Sums:
	"""The figures of one group, which grow as its parts are added."""

	def __init__(self, figures):
		self.figures, self.count, self.parts = figures, 0, {}

	def add(self, row):
		count, *values = row
		self.count += count or 0
		for figure in self.figures:
			for part in figure.parts:
				self._add((figure.key, part), values.pop(0))

	def _add(self, key, value):
		known, part = self.parts.get(key), key[1]
		if value is not None:
			fold = {"min": min, "max": max}.get(part, lambda old, new: old + new)
			self.parts[key] = value if known is None else fold(known, value)

	def values(self):
		return [self.count, *map(self._value, self.figures)]

	def _value(self, figure):
		found = [self.parts.get((figure.key, part)) for part in figure.parts]
		if figure.how != "avg":
			return found[0]
		return found[0] / found[1] if found[1] else None


def start_of(span, moment):
	day = moment.date() if isinstance(moment, datetime.datetime) else moment
	if span == "week":
		return day - datetime.timedelta(days=day.weekday())
	month = {"quarter": (day.month - 1) // 3 * 3 + 1, "year": 1}.get(span, day.month)
	return day if span == "day" else day.replace(month=month, day=1)


def end_of(span, start):
	"""The last day of the span that begins with `start`."""
	if span in ("day", "week"):
		return start + datetime.timedelta(days=6 if span == "week" else 0)
	months = {"month": 1, "quarter": 3, "year": 12}[span]
	year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
	if year == 10_000:
		return datetime.date.max
	return datetime.date(year, month + 1, 1) - datetime.timedelta(days=1)


def every_span(span, values, most):
	"""The spans from the first to the last of some, none left out; of more than `most` the last."""
	found = [max(values)] if values else []
	while found and found[-1] > min(values) and len(found) < most:
		found.append(start_of(span, found[-1] - datetime.timedelta(days=1)))
	return found[::-1]


def span_said(span, start):
	month = _(display.MONTHS[start.month - 1])
	if span == "week":
		return _("Week of {0}").format(display.full(start))
	if span == "quarter":
		return f"{start.year} Q{(start.month + 2) // 3}"
	return {"day": display.full(start), "month": f"{month} {start.year}", "year": str(start.year)}[span]


def read(report, groups, figures, joined=False):
	"""({group values: Sums}, Sums of all, cut off) of a report's records. Raises ValueError for too many.

	What stands behind a link is read once for each linked record; where those are too many, `joined` to each row.
	"""
	spans = any(group.span for group in groups)
	links = [None if joined or g.column.is_child else report.all.find(g.column.source) for g in groups]
	keys = [Group(link) if link else group for link, group in zip(links, groups, strict=True)]
	sums = [f"{part}({figure.column.sql})" for figure in figures for part in figure.parts]
	amounts = [f"{sql} as v{n}" for n, sql in enumerate([f"count(`tab{report.doctype}`.`name`)", *sums])]
	alone = in_index(report, [each.column for each in (*keys, *figures)])
	asked = [f"{key.sql(alone)} as g{n}" for n, key in enumerate(keys)] + amounts
	most = MOST_DAYS if spans else MOST
	rows = get_list(
		report.doctype, fields=asked, group_by=", ".join(f"g{n}" for n in range(len(keys))), as_list=True,
		order_by="v0 desc", limit=most + 1, **report.where(),
	)  # fmt: skip
	cut = len(rows) > most
	if cut and any(links):
		return read(report, groups, figures, joined=True)
	if cut and spans:
		raise ValueError(_("There are too many groups. Choose a longer time, or filter for less."))
	found, whole = {}, Sums(figures)
	for row in behind(groups, links, rows[:most]):
		values = tuple(group.of(value) for group, value in zip(groups, row, strict=False))
		found.setdefault(values, Sums(figures)).add(row[len(groups) :])
		whole.add(row[len(groups) :])
	if cut:
		whole = Sums(figures)
		tables = [f"max({g.column.sql}) as j{n}" for n, g in enumerate(groups) if g.column.source]
		(row,) = get_list(report.doctype, [*amounts, *tables], as_list=True, order_by=None, **report.where())
		whole.add(row[: len(amounts)])
	return found, whole, cut


def in_index(report, columns):
	"""Is all that is read, the first column's groups and figures of them, in one index? Its order is theirs then."""
	narrowed = report.filters or report.all.access.match()[0] or any(column.source for column in columns)
	return not narrowed and bool(index_of(report.doctype, *(column.df.fieldname for column in columns)))


def behind(groups, links, rows):
	"""The rows, with values of linked records in the place of their names, as far as the person's own lists show them."""
	for n, group in enumerate(groups):
		if links[n]:
			fields, where = ["name", group.column.df.fieldname], [["name", "in", [row[n] for row in rows]]]
			found = get_list(group.column.doctype, fields, where, order_by=None, as_list=True)
			values = {str(name).lower(): value for name, value in found}
			rows = [(*row[:n], values.get(str(row[n]).lower()), *row[n + 1 :]) for row in rows]
	return rows


def ordered(found, groups, main, order):
	"""The groups in the order asked for: time goes forwards, other groups by size, the largest first."""
	totals = {}
	for values, sums in found.items():
		totals[values[0]] = totals.get(values[0], 0) + amount(sums.values()[main])

	def key(values):
		parts = []
		for n, (group, value) in enumerate(zip(groups, values, strict=True)):
			size = totals[value] if n == 0 else amount(found[values].values()[main])
			by_size = order in ("most", "least") or (not order and not group.span)
			parts += [size if order == "least" else -size] if by_size else []
			parts += [value is None, *place(group.column.df, value)]
		return parts

	return sorted(found, key=key)


def amount(value):
	return value if isinstance(value, int | float) else 0


def place(df, value):
	"""Where a value stands among others: a choice where the field lists it, the rest by number or name."""
	options = (df.options or "").split("\n") if df.fieldtype == "Select" else ()
	at = options.index(value) if value in options else len(options)
	number = value if isinstance(value, int | float) else 0
	return at, number, str(value).lower()


def link(report, groups, values):
	"""The list of a group's records; None where a list has no such filter."""
	pairs = [group.filter(value) for group, value in zip(groups, values, strict=True)]
	return None if None in pairs else list_url(report.doctype, [*report.filter_pairs(), *pairs])
