"""`frappe.desk.reportview.*`: lists and grouped figures for the desk and for API clients."""

from minibench.documents import get_doc, new_doc
from minibench.errors import NotOffered, PermissionError
from minibench.local import _dict, local
from minibench.messages import bold, msgprint, throw
from minibench.permissions import check_permission
from minibench.query import get_count as count
from minibench.query import get_list as query_list
from minibench.translate import _
from minibench.utils.numbers import cint, sbool
from minibench.web.client import check_parent_permission, fields_argument
from minibench.web.request import json_argument
from minibench.whitelist import read_only, whitelist

_TAKEN = (
	"doctype", "fields", "filters", "or_filters", "group_by", "order_by", "start", "page_length", "distinct",
	"parent_doctype",
)  # fmt: skip
_TEXTS = ("doctype", "group_by", "order_by", "parent_doctype", "parent")
_UNREAD = ("aggregate_function", "add_total_row")  # asked for as a field with group_by instead


def _arguments() -> _dict:
	"""The query that the form describes, without anything that would widen it."""
	form = local.form_dict
	if not form.get("doctype"):
		throw(_("DocType must be a string"))
	if wrong := [key for key in _TEXTS if not isinstance(form.get(key) or "", str)]:
		throw(_("{0} is not of the kind that is expected here").format(wrong[0]))
	if unread := [key for key in _UNREAD if sbool(form.get(key))]:
		raise NotOffered(f"frappe.desk.reportview with {', '.join(unread)}")
	found = _dict({key: form[key] for key in _TAKEN if form.get(key) not in (None, "")})
	found.fields = fields_argument(form.get("fields"))
	for key in ("filters", "or_filters"):
		found[key] = json_argument(key, form.get(key))
	found.start = cint(form.get("start") or form.get("limit_start"))
	found.page_length = cint(form.get("page_length") or form.get("limit_page_length"))
	found.distinct = bool(sbool(form.get("distinct") or 0))
	found.setdefault("parent_doctype", form.get("parent"))
	check_parent_permission(found.parent_doctype, found.doctype)
	return found


@whitelist()
@read_only()
def get():
	"""Rows as {keys, values, user_info}; nothing found is an empty list."""
	arguments = _arguments()
	rows = query_list(arguments.pop("doctype"), **arguments)
	if not rows:
		return []
	keys = list(rows[0])
	return {"keys": keys, "values": [[row.get(key) for key in keys] for row in rows], "user_info": {}}


@whitelist()
@read_only()
def get_list():
	arguments = _arguments()
	return query_list(arguments.pop("doctype"), **arguments)


@whitelist()
@read_only()
def get_count():
	found = _arguments()
	limit = cint(local.form_dict.get("limit"))
	return count(found.doctype, found.filters, found.or_filters, found.distinct, limit, found.parent_doctype)


@whitelist()
@read_only()
def get_group_by_count(doctype: str, current_filters: str, field: str):
	"""How many records there are for each value of a field, the most frequent first."""
	columns = [f"`{field}` as name", "count(*) as count"]
	filters = json_argument("current_filters", current_filters)
	order = {"group_by": f"`{field}`", "order_by": "count desc", "limit_page_length": 50}
	return query_list(doctype, fields=columns, filters=filters, **order)


@whitelist(methods=["POST", "PUT"])
def save_report(name: str, doctype: str, report_settings: str):
	"""Keep a report of the report builder, new or changed; its name. For who may report on its records."""
	check_permission(doctype, "report", throw=True)
	if local.db.exists("Report", name):
		report = _own_report(name, "write", _("Standard Reports cannot be edited"))
	else:
		report = new_doc("Report")
		report.update({"report_name": name, "ref_doctype": doctype})
	json_argument("report_settings", report_settings, dict)
	report.update({"report_type": "Report Builder", "json": report_settings})
	report.save(
		ignore_permissions=True
	)  # whoever may report keeps what was found: as on Frappe, its owner, too
	msgprint(_("Report {0} saved").format(bold(report.name)), indicator="green", alert=True)
	return report.name


@whitelist(methods=["POST", "DELETE"])
def delete_report(name: str):
	"""Delete a report of the report builder: its owner, or who may delete reports."""
	report = _own_report(name, "delete", _("Standard Reports cannot be deleted"))
	report.delete(ignore_permissions=True)
	msgprint(_("Report {0} deleted").format(bold(name)), indicator="green", alert=True)


def _own_report(name: str, right: str, standard: str):
	"""A report of the builder that this person made, or has the right to."""
	report = get_doc("Report", name)
	if report.is_standard == "Yes":
		throw(standard)
	if report.report_type != "Report Builder":
		throw(_("Only reports of type Report Builder can be changed here"))
	if report.owner != local.session.user and not report.has_permission(right):
		throw(_("Insufficient Permissions for this report"), PermissionError)
	return report
