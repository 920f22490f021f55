"""What number cards and dashboard charts count: through get_list, so what the person's own lists would show."""

import datetime

from minibench.errors import PermissionError
from minibench.local import _dict
from minibench.meta import get_meta
from minibench.query import get_count, get_list
from minibench.utils import dates

AGGREGATES = {"Sum": "sum", "Average": "avg", "Minimum": "min", "Maximum": "max"}
BEFORE = {"Daily": {"days": -1}, "Weekly": {"weeks": -1}, "Monthly": {"months": -1}, "Yearly": {"years": -1}}
SPANS = {
	"Last Year": {"years": -1}, "Last Quarter": {"months": -3}, "Last Month": {"months": -1}, "Last Week": {"days": -7},
}  # fmt: skip
# of each interval: the first and the last day of the one that a day is in
GRAINS = {"Daily": (dates.getdate, dates.getdate)}
GRAINS |= {f"{unit.title()}ly": ends for unit, (*ends, _step) in dates.PERIODS.items()}


def within_reach(doctype, *names):
	"""Raises PermissionError for a field above this person's permission level: it is not summed or grouped either."""
	meta = get_meta(doctype)
	levels = {0, *meta.get_permlevel_access("read")}
	if any(df and int(df.permlevel or 0) not in levels for df in map(meta.get_field, names)):
		raise PermissionError(doctype)


def one(card, query):
	"""The value of a number card of type Document Type; None where nothing is to be summed."""
	how, of = AGGREGATES.get(card.function), card.aggregate_function_based_on
	parent = card.parent_document_type or None
	if not how:
		return get_count(card.document_type, query, parent_doctype=parent)
	within_reach(card.document_type, of)
	where = {"filters": query, "order_by": None, "parent_doctype": parent}
	return get_list(card.document_type, fields=[f"{how}(`{of}`) as value"], **where)[0].value


def earlier(card, query, now=None):
	"""The filters of a card, of what was made one interval ago."""
	step = BEFORE.get(card.stats_time_interval, BEFORE["Yearly"])
	past = dates.add_to_date(now or dates.now(), as_string=True, as_datetime=True, **step)
	return [*query, [card.document_type, "creation", "<", past]]


def difference(value, before):
	"""Per cent that a number is more than the one before; None without one before."""
	return (float(value or 0) / float(before) - 1) * 100 if before else None


def living(chart, query):
	"""The filters of a chart: cancelled documents are left out."""
	return [*query, [chart.document_type, "docstatus", "<", 2]]


def groups(chart, query, limit=None):
	"""[(stored value, number)] of a Group By chart, the largest first."""
	field, of = chart.group_by_based_on, chart.aggregate_function_based_on
	how = AGGREGATES.get(chart.group_by_type)
	within_reach(chart.document_type, field, of)
	rows = get_list(
		chart.document_type, fields=[f"`{field}` as label", f"{how}(`{of}`) as value" if how and of else "count(`name`) as value"],
		filters=living(chart, query), group_by=f"`{field}`", order_by="value desc", limit=limit,
		parent_doctype=chart.parent_document_type or None,
	)  # fmt: skip
	return [(row.label, row.value or 0) for row in rows]


def span(chart, start=None, end=None, timespan=None):
	"""(first day, last moment) that a chart over time looks at."""
	timespan = timespan or chart.timespan
	end = dates.get_datetime(end or chart.to_date) if timespan == "Select Date Range" else None
	start = dates.getdate(start or chart.from_date) if timespan == "Select Date Range" else None
	end = end or dates.now_datetime().replace(tzinfo=None)
	return start or dates.add_to_date(end, **SPANS.get(timespan, {})).date(), end


def series(chart, query, grain, start, end):
	"""[(first day, last day, number)] of the intervals of a chart over time (Count, Sum or Average)."""
	_first, last = GRAINS[grain]
	found, day = {}, start
	while not found or max(found) < end.date():
		found[last(day)] = _dict(first=day, sum=0.0, count=0.0)
		day = last(day) + datetime.timedelta(days=1)
	for row in _by_day(chart, query, [">=", str(start)], ["<=", str(end)]):
		here = found[last(row.day)]
		here.sum, here.count = here.sum + row.sum, here.count + row.count
	return [(each.first, day, _figure(chart.chart_type, each)) for day, each in found.items()]


def days(chart, query, year):
	"""{day: number} of the days of a year on which something was."""
	rows = _by_day(chart, query, [">=", f"{year}-01-01"], ["<", f"{year + 1}-01-01"])
	return {row.day: _figure(chart.chart_type, row) for row in rows}


def _figure(kind, found):
	"""Of the sum and the number of what was found in an interval."""
	if kind == "Average":
		return found.sum / found.count if found.count else found.sum
	return found.count if kind == "Count" else found.sum


def _by_day(chart, query, low, high):
	field, of = chart.based_on, chart.value_based_on
	within_reach(chart.document_type, field, of)
	rows = get_list(
		chart.document_type, fields=[f"date(`{field}`) as day", f"sum(`{of}`) as value" if of else "count(`name`) as value", "count(`name`) as number"],
		filters=[*living(chart, query), *([chart.document_type, field, *each] for each in (low, high))],
		group_by=f"date(`{field}`)", order_by=None, parent_doctype=chart.parent_document_type or None,
	)  # fmt: skip
	return [
		_dict(day=dates.getdate(row.day), sum=float(row.value or 0), count=float(row.number)) for row in rows
	]
