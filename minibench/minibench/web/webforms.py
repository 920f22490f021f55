"""Web forms: what one shows, who may see and change which record through it, and how a sent one is taken."""

from minibench.apps import get_module, get_module_app, scrub
from minibench.delete import delete_doc
from minibench.documents import get_doc, new_doc
from minibench.errors import PermissionError
from minibench.local import _dict, local
from minibench.messages import throw
from minibench.meta import get_meta, no_value_fields
from minibench.permissions import check_doctype_permission, has_permission, has_website_permission
from minibench.query import get_list as query_list
from minibench.translate import _
from minibench.utils.numbers import cint
from minibench.web.desk.display import allowed
from minibench.web.request import json_argument
from minibench.web.throttle import rate_limit
from minibench.whitelist import whitelist

FILES = ("Attach", "Attach Image")
TABLES = ("Table", "Table MultiSelect")
TEXT_ONLY = ("Section Break", "Column Break", "Page Break", "HTML")
REFUSED = "You don't have the permissions to access this document"
_OUTER = ("name", "doctype", "owner", "creation", "modified", "docstatus")


def get_form(name: str):
	"""A published web form. Raises PermissionError for guests where signing in is asked."""
	form = get_doc("Web Form", name)
	if not form.published:
		throw(_("{0} {1} not found").format(_("Web Form"), name), PermissionError)
	if form.login_required and local.session.user == "Guest":
		throw(_("You must login to submit this form"), PermissionError)
	return form


def shown_fields(form) -> list[_dict]:
	"""The fields that a person sees: each with the doctype's own definition, and never one of a higher level."""
	meta, found = get_meta(form.doc_type), []
	for row in form.web_form_fields:
		own = meta.get_field(row.fieldname) if row.fieldname else None
		if row.fieldtype in TEXT_ONLY and not own:
			found.append(_dict(row.as_dict(), own=None))
		elif own and not own.permlevel and not row.hidden:
			plain = {"options": own.options, "label": own.label, "fieldtype": own.fieldtype}
			given = {key: value for key, value in row.as_dict().items() if value not in (None, "", 0)}
			found.append(_dict(plain | given, own=own))
	return found


def own_fields(form) -> list[_dict]:
	"""Those of the shown fields that hold a value."""
	return [field for field in shown_fields(form) if field.own]


def row_fields(field: _dict) -> list:
	"""The columns of a table that a form shows."""
	fields = get_meta(field.options).fields
	never = (*no_value_fields, *TABLES)
	columns = [c for c in fields if not (c.permlevel or c.hidden or c.fieldtype in never)]
	return [column for column in columns if column.in_list_view or column.reqd] or columns


def check_access(form, name: str, ptype: str = "read"):
	"""The record, for who may read or write it through this form. Raises PermissionError otherwise."""
	if local.session.user == "Guest":
		message = _("You need to be logged in to access this {0}.").format(_(form.doc_type))
		throw(message, PermissionError)
	stored = local.db.exists(form.doc_type, str(name))
	if not stored:
		check_doctype_permission(form.doc_type)
	doc = get_doc(form.doc_type, str(name)) if stored else None
	if not doc or not has_form_permission(form, doc, ptype):
		throw(_(REFUSED), PermissionError)
	return doc


def has_form_permission(form, doc, ptype: str = "read") -> bool:
	"""By the document's own rights, or as its owner, or by the app's rule for the website."""
	if local.session.user == "Guest":
		return False
	if form.apply_document_permissions:
		return bool(doc.has_permission(ptype))
	if local.db.get_value(doc.doctype, doc.name, "owner") == local.session.user:
		return True
	own = getattr(doc, "has_webform_permission", None)
	return bool(has_website_permission(doc, ptype) or (own and own()))


def link_options(form, field: _dict, name: str | None = None) -> list[tuple[str, str]]:
	"""(value, label) of what a link may name: what this person may see, or made; perhaps only one of it."""
	meta, filters = get_meta(field.options), {"name": name} if name else {}
	title = meta.title_field if meta.show_title_field_in_link and meta.title_field else "name"
	wanted = {"fields": list(dict.fromkeys(["name", title])), "limit_page_length": 500}
	rows = allowed(query_list, field.options, filters=filters, order_by=title, **wanted)
	if local.session.user != "Guest" and not rows:
		rows = local.db.get_all(field.options, filters={**filters, "owner": local.session.user}, **wanted)
	return [(row.name, row.get(title) or row.name) for row in rows or ()]


def form_module(form):
	"""The module beside a standard web form, or None."""
	if not form.is_standard or not form.module:
		return None
	name = scrub(form.name)
	try:
		return get_module(f"{get_module_app(form.module)}.{scrub(form.module)}.web_form.{name}.{name}")
	except ModuleNotFoundError:
		return None


@whitelist(allow_guest=True, methods=["POST", "PUT"])
def accept(web_form: str, data: str | dict):
	"""Take a sent form: a new record, or a changed one where the form allows that."""
	form = get_form(web_form)
	return visible(form, take(form, json_argument("data", data, dict) or {}))


def visible(form, doc) -> dict:
	"""What a form shows of a record."""
	names = [*_OUTER, *(field.fieldname for field in own_fields(form))]
	whole = doc.as_dict(no_nulls=True)
	return {key: whole[key] for key in names if key in whole}


def take(form, data: dict, files: dict | None = None):
	local.form_dict.web_form = form.name  # what is counted, however the form was asked for
	return _take(form, data, files)


@rate_limit(key="web_form", limit=10, seconds=60)
def _take(form, data: dict, files: dict | None = None):
	"""Set what the form shows, save with its rights, and attach the files; the record."""
	doc = _target(form, data)
	files = files or {}
	_set_values(form, doc, data, files)
	_check_filled(form, doc, files)
	local.flags.in_web_form = True
	person = local.session.user
	if form.anonymous:
		local.session.user = "Guest"
	try:
		_save(form, doc, bool(files))
		for fieldname, (name, content) in files.items():
			doc.set(fieldname, _attach(doc, fieldname, name, content))
		if files:
			doc.save(ignore_permissions=True)
	finally:
		local.session.user = person
	local.flags.web_form_doc = doc
	return doc


def _target(form, data: dict):
	"""The record to write: a stored one that may be written through this form, or a new one."""
	if not data.get("name"):
		return new_doc(form.doc_type)
	if not form.allow_edit:
		throw(_("You are not allowed to update this Web Form Document"), PermissionError)
	return check_access(form, data["name"], "write")


def _set_values(form, doc, data: dict, files: dict) -> None:
	for field in own_fields(form):
		name = field.fieldname
		if name in files or (field.read_only and not doc.is_new()):
			continue
		if doc.is_new() and (field.read_only or name not in data):
			if field.default:
				doc.set(name, field.default)
		elif name in data:
			set_rows = field.fieldtype in TABLES
			doc.set(name, (_rows if set_rows else _value)(form, field, doc, data[name]))
	for row in form.web_form_fields if doc.is_new() else ():
		if row.hidden and row.default and row.fieldname and not doc.meta.get_field(row.fieldname).permlevel:
			doc.set(row.fieldname, row.default)


def _value(form, field: _dict, doc, value):
	if isinstance(value, dict | list):
		throw(_("{0} does not hold a value").format(field.label))
	if field.fieldtype in FILES and value and not str(value).startswith(("/files/", "/private/files/")):
		throw(_("{0} takes the address of an uploaded file").format(_(field.label)))
	changed = value and str(value) != str(doc.get(field.fieldname) or "")
	if field.fieldtype == "Link" and changed and not link_options(form, field, str(value)):
		throw(_("Could not find {0}").format(f"{_(field.label)}: {value}"))
	return value


def _rows(form, field: _dict, doc, sent) -> list[dict]:
	"""Rows with what the form shows of them; a name counts only for a row of this record."""
	sent = [row for row in json_argument(field.fieldname, sent, list) or () if isinstance(row, dict)]
	shown = [column.fieldname for column in row_fields(field)]
	stored = {row.name: row.as_dict() for row in doc.get(field.fieldname) or ()}
	return [stored.get(row.get("name"), {}) | {key: row[key] for key in shown if key in row} for row in sent]


def _check_filled(form, doc, files: dict) -> None:
	wanted = [] if form.allow_incomplete else [field for field in own_fields(form) if field.reqd]
	empty = [field for field in wanted if doc.get(field.fieldname) in (None, "", [])]
	missing = [_(field.label) for field in empty if field.fieldname not in files]
	if missing:
		throw(_("Mandatory Information missing:") + "<br><br>" + "<br>".join(missing))


def _save(form, doc, has_files: bool) -> None:
	"""With the person's own rights where the role has any; the form's only where it has none.

	A change by the form's rights must not take a record to where the app's own rule would not let this person in.
	"""
	doc.flags.ignore_mandatory = bool(form.allow_incomplete or has_files)
	new = doc.is_new()
	right, stored = "create" if new else "write", None if new else get_doc(doc.doctype, doc.name)
	by_role = not form.anonymous and (has_permission(doc.doctype, right) or form.apply_document_permissions)
	by_role = bool(by_role and (new or stored.has_permission("write")))
	mine = not by_role and stored and has_website_permission(stored, "write")
	if mine and not has_website_permission(doc, "write"):
		throw(_(REFUSED), PermissionError)
	doc.insert(None if by_role else True) if new else doc.save(None if by_role else True)
	doc.flags.ignore_mandatory = bool(form.allow_incomplete)


def _attach(doc, fieldname: str, name: str, content: bytes) -> str:
	"""Store a file of a form, private; its address. It was checked as any upload is when it was received."""
	values = {"file_name": name, "content": content, "is_private": 1, "attached_to_field": fieldname}
	target = {"attached_to_doctype": doc.doctype, "attached_to_name": doc.name}
	return get_doc({"doctype": "File", **values, **target}).insert(ignore_permissions=True).file_url


@whitelist(methods=["POST", "DELETE"])
def delete(web_form_name: str, docname: str):
	"""Delete the own record, where the form allows it."""
	form = get_form(web_form_name)
	owner = local.db.get_value(form.doc_type, docname, "owner")
	if not cint(form.allow_delete) or not owner or owner != local.session.user:
		raise PermissionError("Not Allowed")
	delete_doc(form.doc_type, docname, ignore_permissions=True)
