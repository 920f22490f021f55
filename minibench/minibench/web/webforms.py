"""Web forms: what one shows, who may see and change which record through it, and how a sent one is taken."""

import json

from minibench.apps import get_module, get_module_app, scrub
from minibench.document import get_doc, new_doc
from minibench.errors import PermissionError
from minibench.local import _dict, local
from minibench.messages import throw
from minibench.meta import get_meta
from minibench.permissions import check_doctype_permission, has_permission, has_website_permission
from minibench.query import get_list as query_list
from minibench.translate import _
from minibench.utils.numbers import cint
from minibench.web.request import json_argument
from minibench.web.throttle import rate_limit
from minibench.whitelist import whitelist

FILES = ("Attach", "Attach Image")
TABLES = ("Table", "Table MultiSelect")
TEXT_ONLY = ("Section Break", "Column Break", "Page Break", "HTML")
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
			merged = {key: value for key, value in row.as_dict().items() if value not in (None, "", 0)}
			found.append(
				_dict(
					{"options": own.options, "label": own.label, "fieldtype": own.fieldtype, **merged},
					own=own,
				)
			)
	return found


def row_fields(field: _dict) -> list:
	"""The columns of a table that a form shows."""
	columns = [
		column for column in get_meta(field.options).fields if not column.permlevel and not column.hidden
	]
	listed = [column for column in columns if column.in_list_view or column.reqd]
	return [
		column for column in listed or columns if column.fieldtype not in (*TEXT_ONLY, *TABLES, "Tab Break")
	]


def check_access(form, name: str, ptype: str = "read"):
	"""The record, for who may read or write it through this form. Raises PermissionError otherwise."""
	if local.session.user == "Guest":
		message = _("You need to be logged in to access this {0}.").format(_(form.doc_type))
		throw(message, PermissionError)
	if not local.db.exists(form.doc_type, str(name)):
		check_doctype_permission(form.doc_type)
		throw(_("You don't have the permissions to access this document"), PermissionError)
	doc = get_doc(form.doc_type, str(name))
	if not has_form_permission(form, doc, ptype):
		throw(_("You don't have the permissions to access this document"), PermissionError)
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
	meta = get_meta(field.options)
	title = meta.title_field if meta.show_title_field_in_link and meta.title_field else "name"
	filters = {"name": name} if name else {}
	fields = list(dict.fromkeys(["name", title]))
	try:
		rows = query_list(
			field.options, fields=fields, filters=filters, order_by=title, limit_page_length=500
		)
	except PermissionError:
		local.message_log = []
		rows = []
	if local.session.user != "Guest" and not rows:
		filters["owner"] = local.session.user
		rows = local.db.get_all(field.options, filters=filters, fields=fields, limit_page_length=500)
	return [(row.name, row.get(title) or row.name) for row in rows]


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
	return visible(form, take(form, json_argument("data", data, dict)))


def visible(form, doc) -> dict:
	"""What a form shows of a record."""
	names = [*_OUTER, *(field.fieldname for field in shown_fields(form) if field.own)]
	whole = doc.as_dict(no_nulls=True)
	return {key: whole[key] for key in names if key in whole}


@rate_limit(key="web_form", limit=10, seconds=60)
def take(form, data: dict, files: dict | None = None):
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
	for field in shown_fields(form):
		name = field.fieldname
		if not field.own or name in files or (field.read_only and not doc.is_new()):
			continue
		if doc.is_new() and (field.read_only or name not in data):
			if field.default:
				doc.set(name, field.default)
		elif name in data:
			value = data[name]
			doc.set(
				name,
				_rows(field, doc, value) if field.fieldtype in TABLES else _value(form, field, doc, value),
			)
	if doc.is_new():
		for row in form.web_form_fields:
			if (
				row.hidden
				and row.default
				and row.fieldname
				and not get_meta(form.doc_type).get_field(row.fieldname).permlevel
			):
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


def _rows(field: _dict, doc, sent) -> list[dict]:
	"""Rows with what the form shows of them; a name counts only for a row of this record."""
	sent = json.loads(sent) if isinstance(sent, str) and sent else sent or []
	names = {row.name for row in doc.get(field.fieldname) or ()}
	shown = [column.fieldname for column in row_fields(field)]
	stored = {row.name: row for row in doc.get(field.fieldname) or ()}
	rows = []
	for row in sent:
		values = {key: row[key] for key in shown if key in row}
		if row.get("name") in names:
			values = {**stored[row["name"]].as_dict(), **values}
		rows.append(values)
	return rows


def _check_filled(form, doc, files: dict) -> None:
	if form.allow_incomplete:
		return
	missing = [
		field.label
		for field in shown_fields(form)
		if field.reqd
		and field.own
		and field.fieldname not in files
		and doc.get(field.fieldname) in (None, "", [])
	]
	if missing:
		throw(_("Mandatory Information missing:") + "<br><br>" + "<br>".join(_(label) for label in missing))


def _save(form, doc, has_files: bool) -> None:
	"""With the person's own rights where the role has any; the form's only where it has none."""
	doc.flags.ignore_mandatory = bool(form.allow_incomplete or has_files)
	right = "create" if doc.is_new() else "write"
	by_role = not form.anonymous and (has_permission(doc.doctype, right) or form.apply_document_permissions)
	if by_role and (doc.is_new() or _stored(doc).has_permission("write")):
		doc.insert() if doc.is_new() else doc.save()
	else:
		_refuse_moving_away(doc)
		doc.insert(ignore_permissions=True) if doc.is_new() else doc.save(ignore_permissions=True)
	doc.flags.ignore_mandatory = bool(form.allow_incomplete)


def _stored(doc):
	return get_doc(doc.doctype, doc.name)


def _refuse_moving_away(doc) -> None:
	"""A change must not take a record to where the app's own rule would not let this person in."""
	if (
		not doc.is_new()
		and has_website_permission(_stored(doc), "write")
		and not has_website_permission(doc, "write")
	):
		throw(_("You don't have the permissions to access this document"), PermissionError)


def _attach(doc, fieldname: str, name: str, content: bytes) -> str:
	"""Store a file of a form, private, after the same checks as any upload; its address."""
	from minibench.files import check_size
	from minibench.web.uploads import check_type

	check_size(len(content))
	check_type(name, content)
	values = {"file_name": name, "content": content, "is_private": 1, "attached_to_field": fieldname}
	target = {"attached_to_doctype": doc.doctype, "attached_to_name": doc.name}
	return get_doc({"doctype": "File", **values, **target}).insert(ignore_permissions=True).file_url


@whitelist(methods=["POST", "DELETE"])
def delete(web_form_name: str, docname: str):
	"""Delete the own record, where the form allows it."""
	from minibench.delete import delete_doc

	form = get_form(web_form_name)
	owner = local.db.get_value(form.doc_type, docname, "owner")
	if not cint(form.allow_delete) or not owner or owner != local.session.user:
		raise PermissionError("Not Allowed")
	delete_doc(form.doc_type, docname, ignore_permissions=True)
