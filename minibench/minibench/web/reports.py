"""Query and Script Reports: who may run one, how it is run, and which of its rows that person sees."""

import time
from datetime import timedelta
from pathlib import Path
from sqlite3 import DatabaseError

from minibench import sqltext
from minibench.apps import get_attr, get_module_app, get_module_path, scrub
from minibench.documents import get_doc
from minibench.errors import PermissionError
from minibench.local import _dict, local
from minibench.messages import throw
from minibench.meta import get_meta
from minibench.permissions import get_role_permissions, has_permission
from minibench.translate import _
from minibench.user_permissions import allowed_docs, get_user_permissions
from minibench.utils.numbers import cint, flt
from minibench.web.request import json_argument
from minibench.whitelist import read_only, whitelist

SUMMED = ("Currency", "Int", "Float", "Percent", "Duration")


def get_report_doc(report_name: str):
	"""A report that this person may run. Raises PermissionError otherwise."""
	doc = get_doc("Report", report_name)
	if not doc.is_permitted():
		throw(_("You don't have access to Report: {0}").format(_(doc.name)), PermissionError)
	if not has_permission(doc.ref_doctype, "report"):
		message = _("You don't have permission to get a report on: {0}").format(_(doc.ref_doctype))
		throw(message, PermissionError)
	if doc.disabled:
		throw(_("Report {0} is disabled").format(_(report_name)))
	return doc


def run_report(name: str, filters=None, user: str | None = None) -> _dict:
	"""{columns, result, message, chart, report_summary, ...} of a report for the person of this request."""
	report = get_report_doc(name)
	filters = _dict(json_argument("filters", filters, dict) or {})
	_check_filters(report, filters)
	began = time.monotonic()
	answer = [*(_execute(report, filters) or ()), *[None] * 6][:6]
	columns, rows, message, chart, summary, no_total = answer
	columns = [column_of(column) for column in columns or []]
	rows = visible_rows(report.ref_doctype, columns, _as_dicts(rows or [], columns))
	if cint(report.add_total_row) and rows and not no_total:
		rows.append(total_row(rows, columns))
	totals = {"skip_total_row": no_total or 0, "add_total_row": report.add_total_row and not no_total}
	said = {"message": message, "chart": chart, "report_summary": summary, "status": None}
	spent = round(time.monotonic() - began, 3)
	return _dict(result=rows, columns=columns, execution_time=spent, **said, **totals)


def _check_filters(report, filters: _dict) -> None:
	"""A link filter may name only what this person may see."""
	for field in report.filters:
		name = filters.get(field.fieldname)
		if not name or field.fieldtype != "Link" or not isinstance(name, str):
			continue
		if not any(has_permission(field.options, right, name) for right in ("read", "select")):
			message = _("You do not have permission to access {0}: {1}.")
			throw(message.format(field.options, name))


def _execute(report, filters: _dict):
	if report.report_type == "Query Report":
		return _run_query(report, filters)
	if report.report_type == "Script Report" and report.is_standard == "Yes":
		app, name = get_module_app(report.module), scrub(report.name)
		return get_attr(f"{app}.{scrub(report.module)}.report.{name}.{name}.execute")(filters)
	if report.report_type == "Report Builder":
		return [[], []]
	return throw(_("Only standard reports of an app can be run here."), PermissionError)


def _run_query(report, filters: _dict) -> list:
	"""The query may only read, whoever wrote it."""
	query = (report.query or "").strip().rstrip(";")
	if not query:
		throw(_("Must specify a Query to run"), title=_("Report Document Error"))
	if not query.lower().startswith(("select", "with")):
		message = _("Query must be of SELECT or read-only WITH type.")
		throw(message, PermissionError, title=_("Unsafe SQL query"))
	try:
		text, values = sqltext.prepare(query, filters)
	except KeyError as missing:
		throw(_("Please set filters") + f": {missing.args[0]}")
	db = local.db
	db.begin()
	db.connection.execute("PRAGMA query_only=1")
	try:
		cursor = db.execute(text, values)
		rows = [list(row) for row in cursor]
	except DatabaseError as error:
		throw(_("The query of this report cannot be run: {0}").format(error))
	finally:
		if not db.read_only:
			db.connection.execute("PRAGMA query_only=0")
	return [report.get_columns() or [column[0] for column in cursor.description], rows]


def column_of(column) -> _dict:
	"""A column as a dictionary; the short form is "Label:Type/Options:Width"."""
	if not isinstance(column, str):
		found = _dict(column)
		found.fieldname = found.fieldname or scrub(found.label or "")
		return found
	label, kind, width, *_rest = [*column.split(":"), "", ""]
	fieldtype, _slash, options = kind.partition("/")
	found = {"fieldtype": fieldtype, "options": options, "width": width}
	return _dict({k: v for k, v in found.items() if v}, label=label, fieldname=scrub(label))


def _as_dicts(rows: list, columns: list[_dict]) -> list:
	names = [column.fieldname for column in columns]
	if rows and isinstance(rows[0], list | tuple):
		return [dict(zip(names, row, strict=False)) for row in rows]
	return list(rows)


def visible_rows(doctype: str, columns: list[_dict], rows: list) -> list:
	"""Rows that name nothing outside of the person's User Permissions, nor another's record where only own may be read."""
	user = local.session.user
	permissions = get_user_permissions(user)
	limits = []
	for column in columns:
		if column.fieldtype == "Link" and column.options in permissions:
			entries = permissions[column.options]
			names = {*allowed_docs(entries, doctype), *allowed_docs(entries, column.options)}
			if names:
				limits.append((column.fieldname, names))
	rights = get_role_permissions(get_meta(doctype), user)
	if (rights.get("if_owner") or {}).get("report") and not rights.get("report"):
		limits.append(("owner", {user}))
	return [row for row in rows if not row or all(_within(row, name, names) for name, names in limits)]


def _within(row: dict, name: str, names: set) -> bool:
	value = row.get(name)
	return value in names or (not value and name != "owner")


def total_row(rows: list[dict], columns: list[_dict]) -> list:
	"""Sums of the numbers, averages of percentages; the first column says that it is the total."""
	total = []
	for column in columns:
		cells, kind = [row.get(column.fieldname) for row in rows if row], column.fieldtype
		if kind is None:
			kind = next((_kind(cell) for cell in cells if _kind(cell)), None)
		if kind in SUMMED:
			value = sum(flt(cell) for cell in cells)
			total.append((value / len(cells) if kind == "Percent" else value) if any(cells) else "")
		elif kind == "Time" and any(cells):
			total.append(sum((cell for cell in cells if cell), timedelta()))
		else:
			total.append("")
	if columns and columns[0].fieldtype not in (*SUMMED, "Date"):
		total[0] = _("Total")
	return total


def _kind(cell) -> str | None:
	return {int: "Int", float: "Float"}.get(type(cell))


@whitelist()
@read_only()
def run(
	report_name: str, filters=None, user=None, ignore_prepared_report: bool = False, custom_columns=None,
	is_tree: bool = False, parent_field=None, are_default_filters: bool = True,
):  # fmt: skip
	"""Run a report as the person who asks, whoever `user` names."""
	return run_report(report_name, filters)


@whitelist()
@read_only()
def get_script(report_name: str):
	"""What a client needs beside the rows: the filters that are declared, and the report's own script."""
	report = get_report_doc(report_name)
	folder = Path(get_module_path(report.module), "report", scrub(report.name))
	script = folder / f"{scrub(report.name)}.js"
	text = script.read_text() if script.is_file() else f"frappe.query_reports['{report_name}']={{}}"
	nothing = {"html_format": None, "execution_time": 0, "custom_report_name": None}
	return {"script": text, "filters": report.filters, **nothing}
