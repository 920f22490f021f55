"""`frappe.desk.form.*`: a document with what a form shows beside it, and saving as forms do."""

from minibench import comments, versions
from minibench.documents import get_doc
from minibench.errors import DoesNotExistError, PermissionError
from minibench.local import _dict, local
from minibench.messages import bold, clear_last_message, msgprint, throw
from minibench.meta import get_meta
from minibench.permissions import check_doctype_permission, get_doc_permissions
from minibench.translate import _
from minibench.utils.html import sanitize_html
from minibench.web.desk import beside
from minibench.web.request import document_values, json_argument
from minibench.whitelist import whitelist
from minibench.workflow import get_workflow

_STATUS = {"Save": 0, "Submit": 1, "Update": 1, "Cancel": 2}
_FILE = ["name", "file_name", "file_url", "is_private"]
_OPEN = ("not in", ["Cancelled", "Closed"])


@whitelist()
def getdoc(doctype: str, name: str):
	"""The document under `docs`, and its comments, versions, files and rights under `docinfo`."""
	try:
		doc = get_doc(doctype, name)
		allowed = doc.has_permission("read")
	except DoesNotExistError:
		check_doctype_permission(doctype)
		clear_last_message()
		return []
	if not allowed:
		check_doctype_permission(doctype)
		text = _("Insufficient Permission for {0}").format(bold(f"{_(doctype)} {name}"))
		local.flags.error_message = text
		raise PermissionError(("read", doctype, name))
	doc.run_method("onload")
	doc.apply_fieldlevel_read_permissions()
	doc.add_viewed()
	local.response.docinfo = docinfo(doc)
	local.response.docs.append(doc)
	return None


def docinfo(doc) -> _dict:
	"""What is shown beside a document that the caller may read."""
	name, rows = str(doc.name), comments.get_comments(doc.doctype, doc.name)
	given = {"reference_type": doc.doctype, "reference_name": name, "status": _OPEN}
	return _dict(
		doctype=doc.doctype,
		name=doc.name,
		comments=[row for row in rows if row.comment_type == "Comment"],
		attachments=[{key: row[key] for key in _FILE} for row in beside.files(doc)],
		versions=versions.get_versions(doc.doctype, name),
		assignments=local.db.get_all("ToDo", filters=given, fields=["allocated_to as owner", "name"]),
		permissions=get_doc_permissions(doc),
	)


@whitelist()
def getdoctype(doctype: str, with_parent: bool = False, cached_timestamp: str | None = None):
	"""A doctype's definition and those of its tables, for people who may use it."""
	check_doctype_permission(doctype)
	meta = get_meta(doctype)
	names = [doctype, *dict.fromkeys(field.options for field in meta.get_table_fields())]
	local.response["user_settings"] = "{}"
	local.response.docs.extend(get_meta(name).as_dict() for name in names)


@whitelist(methods=["POST", "PUT"])
def savedocs(doc: str, action: str):
	"""Save, submit, update or cancel a document as a form holds it."""
	sent = json_argument("doc", doc, dict) or {}
	fields = document_values(sent, str(sent.get("doctype")))
	if action not in _STATUS:
		throw(_("Not permitted"))
	if fields.get("__islocal"):
		fields["localname"] = fields.pop("name", None)
	for rows in fields.values():
		for row in rows if isinstance(rows, list) else ():
			if isinstance(row, dict) and row.get("__islocal"):
				row.pop("name", None)
	found = get_doc(fields)
	found.docstatus = _STATUS[action]
	found.submit() if action == "Submit" else found.save()
	_answer_saved(found, fields.get("localname"))
	msgprint(_("Submitted") if _STATUS[action] == 1 else _("Saved"), indicator="green", alert=True)


def _answer_saved(doc, localname: str | None = None) -> None:
	doc.run_method("onload")
	local.response.docinfo = docinfo(doc)
	doc.apply_fieldlevel_read_permissions()
	saved = doc.as_dict()
	if localname:
		saved["localname"] = localname
	local.response.docs.append(saved)


@whitelist(methods=["POST", "PUT"])
def cancel(
	doctype: str, name: str, workflow_state_fieldname: str | None = None, workflow_state: str | None = None
):
	doc = get_doc(doctype, name)
	workflow = get_workflow(doctype) if doc.meta.get_workflow() else None
	if workflow_state and workflow and workflow_state_fieldname == workflow.workflow_state_field:
		doc.set(workflow_state_fieldname, workflow_state)
	doc.cancel()
	_answer_saved(doc)
	msgprint(_("Cancelled"), indicator="red", alert=True)


@whitelist(methods=["POST", "PUT"])
def add_comment(
	reference_doctype: str, reference_name: str, content: str, comment_email: str | None = None,
	comment_by: str | None = None,
):  # fmt: skip
	"""Add a remark to a document that this person may read; always under the own name."""
	doc = get_doc(reference_doctype, reference_name)
	doc.check_permission("read")
	return comments.add(doc, "Comment", sanitize_html(content, always_sanitize=True))
