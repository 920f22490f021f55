"""Number cards, charts and shortcut counts, each counted through the person's own permissions."""

import datetime

from minibench.errors import PermissionError, ValidationError
from minibench.local import _dict, local
from minibench.meta import get_meta
from minibench.query import get_count, get_list
from minibench.translate import _
from minibench.web.desk import display, filters, shell
from minibench.web.desk.env import list_url

MOST_BARS = 12
SPANS = {"Last Year": 365, "Last Quarter": 91, "Last Month": 31, "Last Week": 7}
AGGREGATES = {"Sum": "sum", "Average": "avg", "Minimum": "min", "Maximum": "max"}


def card(name, label=None):
	"""A number card as (label, text, url), or None where the person may not see it."""
	row = _read("Number Card", name)
	if not row:
		return None
	label = _(label or row.label or name)
	if row.type == "Custom" and row.method:
		return _custom(row, label)
	if row.type == "Report" or not shell.may(row.document_type):
		return None
	query, pairs = with_dynamic(row)
	if query is None:
		return None
	df = get_meta(row.document_type).get_field(row.aggregate_function_based_on or "")
	if row.function in AGGREGATES and df:
		value = _aggregate(row.document_type, f"{AGGREGATES[row.function]}(`{df.fieldname}`)", query)
	else:
		df, value = {"fieldtype": "Int"}, display.allowed(get_count, row.document_type, query)
	if value is None:
		return None
	return _dict(label=label, text=display.number(df, value), url=list_url(row.document_type, pairs))


def _read(doctype, name):
	rows = shell.once(doctype, lambda: {row.name: row for row in local.db.get_all(doctype, fields=["*"])})
	return rows.get(name)


def _custom(row, label):
	from minibench.web import methods
	from minibench.whitelist import is_whitelisted

	_name, function = methods.find(row.method)
	is_whitelisted(function)
	try:
		found = methods.call_checked(function, {})
	except (PermissionError, ValidationError):
		return None
	if not isinstance(found, dict):
		found = {"value": found}
	route = found.get("route")
	url = "/app/" + "/".join(str(part) for part in route) if isinstance(route, list) else None
	text = display.plain({"fieldtype": found.get("fieldtype") or "Int"}, found.get("value"))
	return _dict(label=label, text=text, url=url)


def with_dynamic(row):
	"""Filters of a card or chart; of the dynamic ones only the person and today are known here."""
	query, pairs = filters.from_json(row.document_type, row.filters_json)
	known = {
		"frappe.session.user": local.session.user,
		"frappe.datetime.get_today()": str(datetime.date.today()),
		"frappe.datetime.nowdate()": str(datetime.date.today()),
	}
	dynamic, _pairs = filters.from_json(row.document_type, row.dynamic_filters_json)
	for doctype, field, operator, value in dynamic:
		if str(value).strip() not in known:
			return None, None
		query.append([doctype, field, operator, known[str(value).strip()]])
		pairs.append((field, filters.address(operator, query[-1][3])))
	return query, pairs


def _aggregate(doctype, what, query):
	rows = display.allowed(
		get_list, doctype, fields=[f"{what} as value"], filters=query, order_by=None, limit=0
	)
	return None if rows is None else (rows[0].value or 0)


def shortcut(row):
	"""A workspace shortcut as label, address and, where it counts, the count in words."""
	if row.type == "URL":
		return _dict(label=_(row.label), url=display.safe_href(row.url or ""), count=None)
	if row.type == "Report":
		return _dict(label=_(row.label or row.link_to), url=report_url(row.link_to), count=None)
	if row.type == "Dashboard":
		return _dict(label=_(row.label or row.link_to), url=f"/app/dashboard-view/{row.link_to}", count=None)
	query, pairs = filters.from_json(row.link_to, row.stats_filter)
	if row.doc_view == "New":
		return _dict(label=_(row.label), url=f"{list_url(row.link_to)}/new", count=None)
	count = None
	if row.format and not get_meta(row.link_to).issingle:
		total = display.allowed(get_count, row.link_to, query)
		count = None if total is None else _(row.format).replace("{}", f"{total:,}")
	return _dict(
		label=_(row.label or row.link_to), url=list_url(row.link_to, pairs), count=count, color=row.color
	)


def report_url(name):
	from urllib.parse import quote

	row = shell.reports().get(name)
	if row and row.report_type == "Report Builder":
		return f"{list_url(row.ref_doctype)}/view/report/{quote(name, safe='')}"
	return f"/app/query-report/{quote(name, safe='')}"


def chart(name, label=None):
	"""A dashboard chart as bars: title and (label, value, share of the longest, url) lines."""
	row = _read("Dashboard Chart", name)
	if not row or not row.document_type or not shell.may(row.document_type):
		return None
	found = points(row)
	return (
		None if found is None else bars(_(label or row.chart_name or name), [(_(row.document_type), found)])
	)


def points(row):
	"""(label, value, url) of a chart whose doctype the person may see; None for a kind that is not drawn."""
	query, pairs = with_dynamic(row)
	if query is None:
		return None
	if row.chart_type == "Group By":
		return _grouped(row, query, pairs)
	if row.chart_type in ("Count", "Sum", "Average") and row.based_on:
		return _over_time(row, query)
	return None


def _grouped(row, query, pairs):
	field = row.group_by_based_on
	df = get_meta(row.document_type).get_field(field)
	what = "count(`name`)"
	if row.group_by_type in ("Sum", "Average") and row.aggregate_function_based_on:
		what = f"{AGGREGATES[row.group_by_type]}(`{row.aggregate_function_based_on}`)"
	rows = display.allowed(
		get_list, row.document_type, fields=[f"`{field}` as label", f"{what} as value"], filters=query,
		group_by=f"`{field}`", order_by="value desc", limit=int(row.number_of_groups or 0) or MOST_BARS,
	)  # fmt: skip
	titles = (
		display.link_titles((df.options, each.label) for each in rows or ())
		if df and df.fieldtype == "Link"
		else {}
	)
	return rows and [
		(
			str(titles.get((df.options, each.label), each.label)) if each.label else _("Not set"),
			each.value or 0,
			list_url(row.document_type, [*pairs, (field, filters.address("=", each.label or ""))])
			if each.label
			else None,
		)
		for each in rows
	]


def _over_time(row, query):
	since = datetime.date.today() - datetime.timedelta(days=SPANS.get(row.timespan, 365))
	value = f"`{row.value_based_on}` as value" if row.value_based_on else "1 as value"
	rows = display.allowed(
		get_list, row.document_type, fields=[f"`{row.based_on}` as moment", *([value] if row.value_based_on else [])],
		filters=[*query, [row.document_type, row.based_on, ">=", str(since)]], order_by=f"`{row.based_on}`", limit=0,
	)  # fmt: skip
	if rows is None:
		return None
	buckets = {}
	for each in rows:
		moment = display.as_date(each.moment)
		if moment:
			buckets.setdefault(_bucket(moment, row.time_interval), []).append(each.get("value") or 0)
	count = row.chart_type == "Count"
	mean = row.chart_type == "Average"
	return [
		(label, len(found) if count else sum(found) / (len(found) if mean else 1), None)
		for label, found in buckets.items()
	]


def _bucket(moment, interval):
	month = _(display.MONTHS[moment.month - 1])
	if interval == "Yearly":
		return str(moment.year)
	if interval == "Quarterly":
		return f"{moment.year} Q{(moment.month + 2) // 3}"
	if interval in ("Weekly", "Daily"):
		back = moment.weekday() if interval == "Weekly" else 0
		start = moment - datetime.timedelta(days=back)
		return f"{start.day} {_(display.MONTHS[start.month - 1])}"
	return f"{month} {moment.year}"


def bars(title, sets):
	"""Bars for the template: `sets` are (name, [(label, value, url)])."""
	longest = max((abs(float(p[1] or 0)) for _name, points in sets for p in points), default=0) or 1
	lines = {}
	for _name, points in sets:
		for label, value, url in points:
			value = float(value or 0)
			text = display.number(
				{"fieldtype": "Int" if value.is_integer() else "Float", "precision": 1}, value
			)
			lines.setdefault(label, []).append(
				_dict(text=text, share=round(max(0, value) / longest * 100, 1), url=url)
			)
	return _dict(title=title, names=[name for name, _points in sets], lines=list(lines.items()))


def of_report(chart_data):
	"""A report's own chart ({"data": {labels, datasets}}) as bars; None for what is not of that shape."""
	data = (chart_data or {}).get("data") or {}
	labels, sets = data.get("labels") or [], data.get("datasets") or []
	if not labels or not sets:
		return None
	return bars(
		_(chart_data.get("title") or ""),
		[
			(
				_(s.get("name") or ""),
				[(str(n), v, None) for n, v in zip(labels, s.get("values") or [], strict=False)],
			)
			for s in sets
		],
	)


def quick_list(row):
	"""The last few records of a workspace's quick list."""
	meta = get_meta(row.document_type)
	query, pairs = filters.from_json(row.document_type, row.quick_list_filter)
	fields = list(
		dict.fromkeys(
			[
				"name",
				"modified",
				"docstatus",
				*display.state_fields(meta),
				*([meta.title_field] if meta.title_field else []),
			]
		)
	)
	rows = display.allowed(
		get_list, row.document_type, fields=fields, filters=query, order_by="modified desc", limit=5
	)
	return _dict(label=_(row.label or row.document_type), url=list_url(row.document_type, pairs), doctype=row.document_type,
		rows=[_dict(name=r.name, title=display.strip(r.get(meta.title_field) or r.name), state=display.state(meta, r)) for r in rows or ()])  # fmt: skip


def dashboard(name):
	"""Cards and charts of a Dashboard."""
	cards = local.db.get_all("Number Card Link", {"parent": name}, pluck="card", order_by="idx")
	charts = local.db.get_all("Dashboard Chart Link", {"parent": name}, ["chart", "width"], order_by="idx")
	return (
		[found for each in cards if (found := card(each))],
		[(found, "c6" if each.width == "Half" else "") for each in charts if (found := chart(each.chart))],
	)
