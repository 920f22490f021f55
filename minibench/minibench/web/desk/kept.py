"""Reports of the builder as Frappe keeps them: a Report of type Report Builder, its `json`, its roles.

What Frappe's json has no place for (linked records, a second group, spans of time, further figures, heat maps) stands
beside it under a key of our own, which Frappe passes over.
"""

import json
from urllib.parse import quote

from minibench.documents import get_doc
from minibench.errors import DoesNotExistError, PermissionError
from minibench.local import local
from minibench.messages import msgprint, throw
from minibench.meta import get_meta
from minibench.permissions import ADMIN_ROLE
from minibench.translate import _
from minibench.web.desk import filters, save, shell
from minibench.web.desk.env import list_url, redirect, said, stale
from minibench.web.methods import ask

OURS = "minibench"
PRIVATE = {ADMIN_ROLE}  # a report for this role alone is its owner's own
METHOD = "frappe.desk.reportview."
AGGREGATES = {"sum": "sum", "avg": "avg"}
CHARTS = {"bar": "bar", "line": "line", "pie": "pie", "percentage": "pie", "donut": "pie"}
FRAPPE_CHARTS = {"bar": "bar", "column": "bar", "line": "line", "pie": "pie"}


def address(doctype, text):
	"""The pairs of an address that show what a report's json holds, whoever wrote it. Raises ValidationError."""
	try:
		pairs = read_spec(doctype, json.loads(text or "{}"))
		return [(str(key), str(value)) for key, value in pairs if value]
	except (ValueError, TypeError, AttributeError, LookupError):
		throw(_("The settings of this report cannot be read. Make it anew."))


def read_spec(doctype, spec):
	if OURS in spec:
		return spec[OURS]["address"]
	_rows, pairs = filters.from_json(doctype, json.dumps(spec.get("filters") or []))
	fields = spec.get("fields") or spec.get("columns") or ()
	keys = [key_of(doctype, holder, name) for name, holder, *_rest in fields]
	group, figure = group_of(doctype, spec.get("group_by") or {})
	shown = [] if group else [key for key in keys if key != "docstatus"]
	chart = spec.get("chart_args") or {}
	pairs += [("_cols", ",".join(shown)), ("_group", group), ("_figure", figure), *sorts_of(doctype, spec)]
	if kind := CHARTS.get(chart.get("chart_type")):
		axes = [str(a).replace(":", ".") for a in (chart.get("x_axis"), *(chart.get("y_axes") or ()))]
		pairs += [("_chart", kind), *zip(("_x", "_y"), axes, strict=False)]
	return [*pairs, ("_total", "1" if spec.get("add_totals_row") else ""), ("_len", spec.get("page_length"))]


def key_of(doctype, holder, name):
	return name if holder == doctype else f"{holder}.{name}"


def key_of_sql(doctype, text):
	"""The key behind "`tabX`.`field`"; a bare field is the record's own."""
	table, _dot, name = str(text).replace("`", "").strip().rpartition(".")
	return key_of(doctype, table.removeprefix("tab") or doctype, name)


def group_of(doctype, by):
	if not by.get("group_by"):
		return "", ""
	how = AGGREGATES.get(by.get("aggregate_function"))
	figure = f"{how}:{key_of_sql(doctype, by.get('aggregate_on'))}" if how and by.get("aggregate_on") else ""
	return key_of_sql(doctype, by["group_by"]), figure


def sorts_of(doctype, spec):
	texts = str(spec.get("order_by") or "").split(",")
	if spec.get("sort_by"):
		ways = [(spec.get(f"sort_by{at}"), spec.get(f"sort_order{at}")) for at in ("", "_next")]
		texts = [f"{name} {way or 'desc'}" for name, way in ways if name]
	for text in texts:
		name, _space, way = text.strip().rpartition(" ")
		if name and "_aggregate_column" not in name:
			yield "_sort", f"{key_of_sql(doctype, name)} {way.lower()}"


def spec(report):
	"""The json of a report, as Frappe's own report view would save it, and our address beside it."""
	found = {
		"filters": filters.as_query(report.all.meta, report.filters),
		"fields": [[c.df.fieldname, c.doctype] for c in report.columns if not c.source or c.is_child],
		"order_by": f"`tab{report.doctype}`.`modified` desc", "add_totals_row": int(report.with_total),
		"page_length": report.length, "column_widths": {}, "group_by": None,
	}  # fmt: skip
	own = [(column, way) for column, way in report.sorts if not column.source or column.is_child]
	if own:
		found["order_by"] = f"{own[0][0].sql} {own[0][1]}"
	group = next((g.column for g in report.groups if not g.column.source or g.column.is_child), None)
	if group:
		known = (
			f for f in report.figures if f.how in AGGREGATES and (not f.column.source or f.column.is_child)
		)
		figure = next(known, None)
		holder = figure.column.doctype if figure else report.doctype
		found["fields"] = [[group.df.fieldname, group.doctype], ["_aggregate_column", holder]]
		found["order_by"] = "_aggregate_column desc"
		found["group_by"] = {
			"group_by": group.sql, "aggregate_function": figure.how if figure else "count",
			"aggregate_on": figure.column.sql if figure else None,
		}  # fmt: skip
	elif not report.groups and report.chart in FRAPPE_CHARTS and (axes := axes_of(report)):
		found["chart_args"] = {"chart_type": FRAPPE_CHARTS[report.chart], **axes}
	found["fields"] = found["fields"] or [["name", report.doctype]]
	return json.dumps({**found, OURS: {"address": report.pairs()}})


def axes_of(report):
	"""x and y of a chart of rows, by the names that Frappe's table gives its columns."""
	names = {c.key: (f"{c.doctype}:" if c.source else "") + c.df.fieldname for c in report.columns}
	x = names.get(report.args.get("_x"), next(iter(names.values())))
	numbers = [names[c.key] for c in report.columns if c.numeric]
	y = names.get(report.args.get("_y"), numbers[0] if numbers else None)
	return {"x_axis": x, "y_axes": [y]} if y in numbers else None


def read(name, doctype):
	"""The Report of this name with what the person may do with it. Raises DoesNotExistError out of reach."""
	fields = ["name", "ref_doctype", "report_type", "json", "owner", "is_standard"]
	row = local.db.get_value("Report", name, fields, as_dict=True)
	if not row or row.ref_doctype != doctype or not shell.may_run(name):
		raise DoesNotExistError(name)
	mine = row.is_standard != "Yes" and row.report_type == "Report Builder"
	for right in ("write", "delete"):
		row[f"may_{right}"] = mine and (row.owner == local.session.user or shell.may("Report", right))
	roles = set(local.db.get_all("Has Role", {"parenttype": "Report", "parent": name}, pluck="role"))
	row.private, row.roles = roles == PRIVATE, roles - PRIVATE
	return row


def roles(doctype):
	"""The roles that a report can be shared with: those that may report on its records."""
	rows = get_meta(doctype).get_permissions()
	return sorted({row.role for row in rows if row.get("report") and not row.permlevel})


def post(report, name, form, here):
	"""Save, save as, share or delete; leads back to the report. What is refused is told there."""
	do = form.get("_do", "")
	if local.flags.csrf_failed:
		return stale()
	steps = {"save": store, "copy": copy, "share": share, "delete": delete}
	try:
		url = steps[do](report, name, form) if do in steps else here
	except save.REFUSALS as error:
		texts, local.message_log = save.refusals(error), []
		local.db.rollback()
		return redirect(here, [{"text": text, "colour": "red"} for text in texts])
	told, local.message_log = said(), []
	return redirect(url, told)


def url_of(doctype, name=None):
	return list_url(doctype) + "/view/report" + (f"/{quote(name, safe='')}" if name else "")


def store(report, name, form):
	return url_of(report.doctype, keep(report, name))


def keep(report, name):
	if report.problems:
		throw(_("Take out what cannot be used first: {0}").format(" ".join(report.problems)))
	return ask(METHOD + "save_report", name=name, doctype=report.doctype, report_settings=spec(report))


def copy(report, name, form):
	"""A new report of this person's own: nobody else sees it until it is shared."""
	title = form.get("title", "").strip()
	if not title:
		throw(_("Name: say what the report is to be called."))
	if local.db.exists("Report", title):
		throw(_("Name: there is a report of this name already. Choose another."))
	found = keep(report, title)
	set_roles(found, PRIVATE)
	return url_of(report.doctype, found)


def share(report, name, form):
	row = read(name, report.doctype)
	if not row.may_write:
		raise PermissionError
	chosen = set(form.getlist("role")) & set(roles(report.doctype))
	set_roles(name, chosen or PRIVATE)
	names = ", ".join(_(role) for role in sorted(chosen)) or _("nobody else")
	msgprint(_("Shared with {0}").format(names), indicator="green")
	return url_of(report.doctype, name)


def set_roles(name, chosen):
	"""The roles of a report that the caller may change."""
	doc = get_doc("Report", name)
	doc.set("roles", [{"role": role} for role in sorted(chosen)])
	doc.save(ignore_permissions=True)


def delete(report, name, form):
	ask(METHOD + "delete_report", name=name)
	return url_of(report.doctype)
