"""Number cards, charts and shortcut counts, each counted through the person's own permissions."""

import json
from contextlib import suppress
from urllib.parse import quote

from minibench.core_access import card_has_permission
from minibench.errors import PermissionError, ValidationError
from minibench.local import _dict, local
from minibench.meta import get_meta
from minibench.query import get_count, get_counts, get_list
from minibench.translate import _
from minibench.utils import dates
from minibench.utils.numbers import cint, flt
from minibench.web.desk import chartdata, charts, display, dynamic, filters, shell
from minibench.web.desk.env import list_url, with_query
from minibench.web.methods import ask
from minibench.web.reports import run_report

MOST_GROUPS = 12
SINCE = {"Daily": "since yesterday", "Weekly": "since last week", "Monthly": "since last month"}
REPORTED = {"Sum": sum, "Minimum": min, "Maximum": max, "Average": lambda values: sum(values) / len(values)}


def _read(doctype, name):
	"""A card or chart that is for this person, else None."""
	rows = shell.once(doctype, lambda: {row.name: row for row in shell.for_my_roles(doctype, "*")})
	row = rows.get(name)
	return row if row and card_has_permission(row, "read", local.session.user) else None


def cards(names):
	"""The records of the number cards of these names that are for this person."""
	return [row for name in names if (row := _read("Number Card", name))]


def card(name, label=None):
	"""A number card as label, text, url and trend, or None where the person may not see it."""
	row = _read("Number Card", name)
	found = row and display.allowed(CARDS[row.type or "Document Type"], row)
	return found and _dict(found, label=_(label or row.label or name))


def gather(rows):
	"""Count together what the shortcuts and cards of a page count of one doctype, for `count` to find.

	The figures that cannot be counted so are left to be counted, refused or found wrong one by one.
	"""
	wanted, counts = {}, shell.once("counts", dict)
	for row in rows:
		with suppress(Exception):
			if doctype := _counts(row):
				texts = row.filters_json or row.stats_filter, row.dynamic_filters_json
				query = filters.from_json(doctype, *texts)[0]
				wanted.setdefault(doctype, []).append(query)
				if row.show_percentage_stats:
					wanted[doctype].append(_earlier(row, query))
	for doctype, many in wanted.items():
		with suppress(PermissionError, ValidationError):
			counts |= zip([_key(doctype, query) for query in many], get_counts(doctype, many), strict=True)


def _counts(row):
	"""The doctype of which a shortcut or a card only counts records."""
	if "stats_filter" in row:
		fits = row.type == "DocType" and row.stats_filter and row.doc_view != "New"
		return row.link_to if fits else None
	return row.document_type if row.function == "Count" and row.type in (None, "", "Document Type") else None


def _earlier(row, query):
	return chartdata.earlier(row, query, shell.once("now", dates.now))


def _key(doctype, query):
	return doctype, json.dumps(query, default=str)


def count(doctype, query):
	found = shell.once("counts", dict).get(_key(doctype, query))
	return get_count(doctype, query) if found is None else found


def _counted(row):
	doctype = row.document_type
	query, pairs = filters.from_json(doctype, row.filters_json, row.dynamic_filters_json)
	figure = count if _counts(row) else lambda _doctype, query: chartdata.one(row, query)
	value = figure(doctype, query)
	summed = row.function in chartdata.AGGREGATES
	df = get_meta(doctype).get_field(row.aggregate_function_based_on) if summed else None
	found = _dict(text=display.number(df or {"fieldtype": "Int"}, value), url=list_url(doctype, pairs))
	if row.show_percentage_stats:
		found.trend = trend(row, chartdata.difference(value, figure(doctype, _earlier(row, query))))
	return found


def trend(row, percent):
	"""A card's change in words, with a sign that is read without its colour."""
	if percent is None:
		return None
	since = _(SINCE.get(row.stats_time_interval, "since last year"))
	if not round(percent, 1):
		return f"{_('no change')} {since}"
	return f"{'▲' if percent > 0 else '▼'} {charts.number(abs(percent))}% {since}"


def _of_rows(row):
	"""A card over a column of a report; the row of totals is none of its rows."""
	if not shell.may_run(row.report_name):
		return None
	result, given = run(row)
	column = next((c for c in result.columns if c.fieldname == row.report_field), {"fieldtype": "Float"})
	values = [value for each in rows_of(result) if (value := flt(each.get(row.report_field)))]
	value = REPORTED[row.report_function](values) if values else 0
	return _dict(text=display.number(column, value), url=with_query(report_url(row.report_name), given))


def run(row):
	"""(result, filters) of the report behind a card or chart."""
	given = _given(row, "{}")
	return run_report(row.report_name, given), given


def _given(row, none):
	"""The filters of a card or chart for a report or a method: those that are fixed, and those worked out now."""
	fixed, more = dynamic.evaluate(row.filters_json or none), dynamic.dynamic(row.dynamic_filters_json)
	named = isinstance(fixed, dict) or isinstance(more, dict)
	return {**dict(fixed or {}), **dict(more)} if named else [*(fixed or ()), *more]


def rows_of(result):
	rows = [each for each in result.result or () if each]
	return rows[:-1] if result.add_total_row else rows


def _asked(row):
	"""A card whose number a method of the app gives: alone, or as {value, fieldtype, route, route_options}."""
	if not row.document_type and "System Manager" not in shell.roles():
		return None  # as on Frappe: for whom such a card is, its Document Type says
	answer = ask(row.method, filters=json.dumps(_given(row, "[]"), default=str))
	if not isinstance(answer, dict):
		return _dict(text=str(answer), url=None)
	route = answer.get("route")
	parts = route if isinstance(route, list) else [route]
	place = "/".join(quote(str(part), safe="") for part in parts if part)
	url = with_query(f"/app/{place}", answer.get("route_options") or {}) if place else None
	column = {"fieldtype": answer.get("fieldtype") or "Float"}
	return _dict(text=display.number(column, answer.get("value")), url=url)


CARDS = {"Document Type": _counted, "Report": _of_rows, "Custom": _asked}


def shortcut(row):
	"""A workspace shortcut as label, address and, where it counts, the count in words with its colour."""
	found = _dict(label=_(row.label or row.link_to), count=None)
	if row.type == "URL":
		found.url = display.safe_href(row.url or "")
	elif row.type != "DocType":
		found.url = place_url(row.type, row.link_to)
	elif row.doc_view == "New":
		found.url = f"{list_url(row.link_to)}/new"
	else:
		query, pairs = filters.from_json(row.link_to, row.stats_filter)
		found.url = list_url(row.link_to, pairs)
		if row.stats_filter and not get_meta(row.link_to).issingle:
			total = display.allowed(count, row.link_to, query)
			found.count = None if total is None else _(row.format or "{}").replace("{}", f"{total:,}")
			found.colour = display.colour(row.color) if total else "grey"
	return found


def place_url(kind, name):
	"""The address of a list, report or dashboard."""
	if kind == "Report":
		return report_url(name)
	return list_url(name) if kind == "DocType" else f"/app/dashboard-view/{quote(name, safe='')}"


def report_url(name):
	row = shell.reports().get(name)
	if row and row.report_type == "Report Builder":
		return f"{list_url(row.ref_doctype)}/view/report/{quote(name, safe='')}"
	return f"/app/query-report/{quote(name, safe='')}"


def chart(name, label=None):
	"""A dashboard chart as title, picture and url, or None where the person may not see it."""
	row = _read("Dashboard Chart", name)
	found = row and display.allowed(_reported if row.chart_type == "Report" else _charted, row)
	if not found:
		return None
	title = _(label or row.chart_name or name)
	picture = charts.draw(found.kind, title, found.labels, found.sets, found.urls)
	return _dict(title=title, chart=picture, url=found.url)


def _charted(row):
	"""What a chart over records draws: labels, one series, and the list behind each number."""
	doctype = row.document_type
	query, pairs = filters.from_json(doctype, row.filters_json, row.dynamic_filters_json)
	kind = (row.type or "Line").lower()
	if row.chart_type == "Group By":
		found = _grouped(row, query, pairs)
	elif row.type == "Heatmap":
		kind, found = "calendar", _year(row, query, pairs)
	else:
		kind, found = "column" if kind == "bar" else kind, _over_time(row, query, pairs)
	labels, values, urls = zip(*found, strict=True) if found else ((), (), ())
	return _dict(kind=kind, labels=labels, sets=[("", values)], urls=[urls], url=list_url(doctype, pairs))


def _over_time(row, query, pairs):
	grain, (start, end) = row.time_interval or "Monthly", chartdata.span(row)
	start = chartdata.GRAINS[grain][0](start)
	say, found = SAID.get(grain, display.full), chartdata.series(row, query, grain, start, end)
	return [(say(last), value, _days_url(row, pairs, first, last)) for first, last, value in found]


SAID = {
	"Monthly": lambda day: f"{_(display.MONTHS[day.month - 1])} {day.year}",
	"Quarterly": lambda day: f"{_('Q{0}').format((day.month + 2) // 3)} {day.year}",
	"Yearly": lambda day: str(day.year),
}


def _days_url(row, pairs, first, last):
	"""The list of what was between two days."""
	days = filters.address("between", [str(first), str(last)])
	return list_url(row.document_type, [*pairs, (row.based_on, days)])


def _year(row, query, pairs):
	year = cint(row.heatmap_year) or dates.getdate().year
	days = sorted(chartdata.days(row, query, year).items())
	found = [(str(day), value, _days_url(row, pairs, day, day)) for day, value in days]
	return found or [(f"{year}-01-01", None, None)]


def _grouped(row, query, pairs):
	"""The largest groups; what is left over is one more where it can be added up."""
	found, most = chartdata.groups(row, query), cint(row.number_of_groups) or MOST_GROUPS
	rest = sum(value for _label, value in found[most:]) if row.group_by_type != "Average" else 0
	named = _named(row.document_type, row.group_by_based_on, pairs, found[:most])
	return [*named, (_("Others"), rest, None)] if rest else named


def _reported(row):
	"""A report's own chart, or columns of its rows."""
	if not shell.may_run(row.report_name):
		return None
	result, given = run(row)
	labels, sets = _own_chart(result.chart if row.use_report_chart else None) or _of_columns(row, result)
	url = with_query(report_url(row.report_name), given)
	return _dict(kind=(row.type or "Bar").lower(), labels=labels, sets=sets, urls=None, url=url)


def _own_chart(chart):
	"""(labels, sets) of a report's chart ({"data": {labels, datasets}}), or None where it has none."""
	data = (chart or {}).get("data") or {}
	sets = [(_(each.get("name") or ""), each.get("values") or ()) for each in data.get("datasets") or ()]
	return (data.get("labels") or (), sets) if data else None


def _of_columns(row, result):
	"""(labels, sets) of the rows of a report: one column says what they are, others hold numbers."""
	rows, columns = rows_of(result), {each.fieldname: each for each in result.columns}
	where = {"parent": row.name}
	fields = local.db.get_all("Dashboard Chart Field", where, pluck="y_field", order_by="idx")
	column = columns.get(row.x_field) or _dict()
	target = column.options if column.fieldtype == "Link" else None
	values = [each.get(row.x_field) for each in rows]
	titles = display.link_titles((target, value) for value in values)
	labels = [str(titles.get((target, value), value) or _("Not set")) for value in values]
	heads = {field: _((columns.get(field) or _dict()).label or field) for field in fields}
	return labels, [(heads[field], [flt(each.get(field)) for each in rows]) for field in fields]


def _named(doctype, field, pairs, found):
	"""[(label, value, url)] of stored values: links by their titles, words translated."""
	df = filters.field(get_meta(doctype), field)
	target = df.options if df and df.fieldtype == "Link" else None
	titles = display.link_titles((target, stored) for stored, _value in found)
	named = []
	for stored, value in found:
		said = str(titles.get((target, stored), display.plain(df or {}, stored))) if stored else _("Not set")
		text = filters.address("=", str(stored)) if stored else filters.address("is", "not set")
		named.append((said, value, list_url(doctype, [*pairs, (field, text)])))
	return named


def of_report(chart):
	"""A report's own chart ({"data": {labels, datasets}, "type"}) as title and picture; None for another shape."""
	found = _own_chart(chart)
	if not found:
		return None
	title, kind = _(chart.get("title") or ""), chart.get("type")
	picture = charts.draw(kind if kind in charts.SHAPES else "bar", title or _("Chart"), *found)
	return _dict(title=title, chart=picture) if picture else None


def quick_list(row):
	"""The last few records of a workspace's quick list."""
	doctype, meta = row.document_type, get_meta(row.document_type)
	query, pairs = filters.from_json(doctype, row.quick_list_filter)
	title = meta.title_field or "name"
	fields = list(dict.fromkeys(["name", "docstatus", *display.state_fields(meta), title]))
	rows = display.allowed(get_list, doctype, fields=fields, filters=query, order_by="modified desc", limit=5)
	for each in rows or ():
		each.update(title=display.strip(each.get(title) or each.name), state=display.state(meta, each))
	label, url = _(row.label or doctype), list_url(doctype, pairs)
	return _dict(label=label, url=url, doctype=doctype, rows=rows or [])
