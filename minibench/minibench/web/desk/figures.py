"""Number cards, charts and shortcut counts, each counted through the person's own permissions."""

from urllib.parse import quote

from minibench.local import _dict, local
from minibench.meta import get_meta
from minibench.query import get_count, get_list
from minibench.translate import _
from minibench.web.desk import charts, display, filters, shell
from minibench.web.desk.env import list_url

MOST_BARS = 12
KINDS = {"Percentage": "percentage", "Pie": "pie", "Donut": "donut"}
AGGREGATES = {"Sum": "sum", "Average": "avg", "Minimum": "min", "Maximum": "max"}


def _read(doctype, name):
	"""A card or chart whose doctype the person may read and whose filters need no script; else None."""
	rows = shell.once(doctype, lambda: {row.name: row for row in local.db.get_all(doctype, fields=["*"])})
	row = rows.get(name)
	fixed = row and (row.dynamic_filters_json or "[]").strip() in ("[]", "{}")
	return row if fixed and row.document_type and shell.may(row.document_type) else None


def card(name, label=None):
	"""A number card as label, text and url, or None where the person may not see it."""
	row = _read("Number Card", name)
	if not row or row.type in ("Custom", "Report"):
		return None
	doctype = row.document_type
	query, pairs = filters.from_json(doctype, row.filters_json)
	df = get_meta(doctype).get_field(row.aggregate_function_based_on or "")
	if row.function in AGGREGATES and df:
		what = f"{AGGREGATES[row.function]}(`{df.fieldname}`) as value"
		rows = display.allowed(get_list, doctype, fields=[what], filters=query, order_by=None)
		value = rows and rows[0].value
	else:
		df, value = {"fieldtype": "Int"}, display.allowed(get_count, doctype, query)
	text = display.number(df, value)
	return _dict(label=_(label or row.label or name), text=text, url=list_url(doctype, pairs))


def shortcut(row):
	"""A workspace shortcut as label, address and, where it counts, the count in words."""
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
		if row.format and not get_meta(row.link_to).issingle:
			total = display.allowed(get_count, row.link_to, query)
			found.count = None if total is None else _(row.format).replace("{}", f"{total:,}")
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
	"""A dashboard chart as title and picture, or None where the person may not see it or it is of a kind that is not drawn."""
	row = _read("Dashboard Chart", name)
	found = points(row) if row else None
	title = _(label or row.chart_name or name) if row else ""
	return None if found is None else drawn(KINDS.get(row.type, "bar"), title, found)


def points(row):
	"""[(label, value, url)] of a group-by chart; None for another kind, or where the person may not look."""
	if row.chart_type != "Group By":
		return None
	query, pairs = filters.from_json(row.document_type, row.filters_json)
	figure = row.group_by_type, row.aggregate_function_based_on
	most = int(row.number_of_groups or 0) or MOST_BARS
	return grouped(row.document_type, row.group_by_based_on, figure, pairs, most, filters=query)


def grouped(doctype, field, figure, pairs, most, **where):
	"""[(label, value, url)] of records by the values of a field: their number, or the sum or average of another."""
	how, of = figure
	what = f"{AGGREGATES[how]}(`{of}`)" if how in ("Sum", "Average") and of else "count(`name`)"
	rows = display.allowed(
		get_list, doctype, fields=[f"`{field}` as label", f"{what} as value"], group_by=f"`{field}`",
		order_by="value desc", limit=most, **where,
	)  # fmt: skip
	if rows is None:
		return None
	df = filters.field(get_meta(doctype), field)
	target = df.options if df and df.fieldtype == "Link" else None
	titles = display.link_titles((target, each.label) for each in rows)
	found = []
	for each in rows:
		label = str(titles.get((target, each.label), each.label)) if each.label else _("Not set")
		url = list_url(doctype, [*pairs, (field, each.label)]) if each.label else None
		found.append((label, each.value or 0, url))
	return found


def drawn(kind, title, points):
	"""A chart of [(label, value, url)] for the template: its title and its picture, empty where there is none."""
	labels, values, urls = zip(*points, strict=True) if points else ((), (), ())
	return _dict(title=title, chart=charts.draw(kind, title, labels, [("", values)], [urls]))


def of_report(chart_data):
	"""A report's own chart ({"data": {labels, datasets}, "type"}) as title and picture; None for another shape."""
	data = (chart_data or {}).get("data") or {}
	title, kind = _(chart_data.get("title") or "") if data else "", (chart_data or {}).get("type")
	sets = [(_(each.get("name") or ""), each.get("values") or ()) for each in data.get("datasets") or ()]
	kind = kind if kind in charts.SHAPES else "bar"
	picture = charts.draw(kind, title or _("Chart"), data.get("labels") or (), sets)
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
