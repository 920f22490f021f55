"""`frappe.client.*`: reading and writing documents over HTTP, always as the person who asks."""

import json
import re
from functools import cache

from minibench.delete import delete_doc
from minibench.documents import get_doc
from minibench.errors import DataError, DoesNotExistError, PermissionError
from minibench.local import _dict, local
from minibench.messages import throw
from minibench.meta import child_table_fields, default_fields, get_meta
from minibench.permissions import has_permission as may
from minibench.query import get_count as count
from minibench.query import get_list as query_list
from minibench.translate import _
from minibench.utils.dates import get_system_timezone
from minibench.utils.numbers import cint
from minibench.web.request import document_values, json_argument
from minibench.whitelist import whitelist

WRITING = ("POST", "PUT")
FIXED = (*default_fields, *child_table_fields)


def check_parent_permission(parent: str | None, doctype: str) -> None:
	"""Rows are asked for through a doctype that holds them and that the person may read."""
	if not get_meta(doctype).istable:
		return
	holds = parent and any(field.options == doctype for field in get_meta(parent).get_table_fields())
	if not holds or not may(parent):
		raise PermissionError


def fields_argument(fields) -> list | None:
	"""The fields of a list as they were sent. Over HTTP a star stands alone: in no table and no function."""
	if fields == "*":
		return ["*"]
	fields = json_argument("fields", fields, list)
	for field in fields or ():
		star = re.search(r"(?:`?[\w ]+`?\.)?\*\)?$", str(field).partition(" as ")[0])
		if star and field != "*":
			named = star[0].replace("`", "").rstrip(")")
			throw(f"{_('Field not permitted in query')}: {named}", DataError)
	return fields


@whitelist()
def get_list(
	doctype: str, fields=None, filters=None, group_by: str | None = None, order_by: str | None = None, limit_start=None,
	limit_page_length=20, parent: str | None = None, debug: bool = False, as_dict: bool = True, or_filters=None, expand=None,
):  # fmt: skip
	"""The records that fit and that this person may see."""
	check_parent_permission(parent, doctype)
	found = query_list(
		doctype,
		fields=fields_argument(fields),
		filters=json_argument("filters", filters),
		or_filters=json_argument("or_filters", or_filters),
		group_by=group_by,
		order_by=order_by,
		limit_start=cint(limit_start),
		limit_page_length=cint(limit_page_length),
		as_list=not as_dict,
		parent_doctype=parent,
	)
	if expand and as_dict:
		expand_links(doctype, found, json_argument("expand", expand, list))
	return found


def expand_links(doctype: str, rows: list, names: list | None = None) -> None:
	"""Put what a link points to in its place, where this person may read it; of all links, or those named."""
	linked = cache(_linked)  # each record is read once, however many rows name it
	for field in get_meta(doctype).get_link_fields():
		for row in rows if names is None or field.fieldname in names else ():
			name = row.get(field.fieldname)
			row[field.fieldname] = linked(field.options, name) or name


def _linked(doctype: str, name):
	"""A linked document as a dictionary, or None when there is none to be seen."""
	try:
		doc = get_doc(doctype, name) if name else None
	except DoesNotExistError:
		return None
	if not doc or not doc.has_permission("read"):
		return None
	doc.apply_fieldlevel_read_permissions()
	return doc.as_dict(no_nulls=True)


def expand_document_links(doc) -> dict:
	"""A document as a dictionary with its links, and those of its rows, expanded."""
	found = doc.as_dict()
	expand_links(doc.doctype, [found])
	for field in doc.meta.get_table_fields():
		expand_links(field.options, found.get(field.fieldname) or [])
	return found


@whitelist()
def get_count(doctype: str, filters=None, debug: bool = False, cache: bool = False):
	"""How many of the records that fit this person may see."""
	return count(doctype, json_argument("filters", filters))


@whitelist()
def get(doctype: str, name=None, filters=None, parent: str | None = None):
	"""One document, by name or as the first that fits."""
	check_parent_permission(parent, doctype)
	if not name and not get_meta(doctype).issingle:
		filters = json_argument("filters", filters)
		names = query_list(doctype, filters=filters, pluck="name", limit_page_length=1, parent_doctype=parent)
		if not names:
			throw(_("{0} {1} not found").format(_(doctype), ""), DoesNotExistError)
		name = names[0]
	doc = get_doc(doctype, name or doctype)
	doc.check_permission()
	return _readable(doc)


@whitelist()
def get_value(
	doctype: str, fieldname: str | list, filters=None, as_dict: bool = True, debug: bool = False,
	parent: str | None = None,
):  # fmt: skip
	"""Values of the first record that fits."""
	check_parent_permission(parent, doctype)
	if not may(doctype, parent_doctype=parent):
		throw(_("No permission for {0}").format(_(doctype)), PermissionError)
	fields = _names(fieldname)
	if get_meta(doctype).issingle:
		rows = [_single_values(doctype, fields)]
	else:
		rows = get_list(doctype, fields, _filters(filters), limit_page_length=1, parent=parent)
	if as_dict or not rows:
		return rows[0] if rows else {} if as_dict else None
	values = list(rows[0].values())
	return values if len(fields) > 1 else values[0]


def _filters(filters):
	"""A name, or filters, perhaps as JSON."""
	if isinstance(filters, str):
		filters = _parsed(filters, filters)
	return {"name": str(filters)} if isinstance(filters, str | int | float) else filters or None


def _parsed(text: str, other):
	"""What JSON text stands for, or the other where it is none."""
	try:
		return json.loads(text)
	except ValueError:
		return other


def _names(fieldname) -> list[str]:
	if isinstance(fieldname, str) and fieldname.lstrip().startswith(("[", '"')):
		fieldname = json_argument("fieldname", fieldname, (list, str))
	return [fieldname] if isinstance(fieldname, str) else list(fieldname)


def _single_values(doctype: str, fields: list[str]) -> dict:
	doc = get_doc(doctype)
	doc.check_permission("read")
	doc.apply_fieldlevel_read_permissions()
	return _dict({name: doc.get(name) for name in fields if doc.meta.has_field(name)})


@whitelist()
def get_single_value(doctype: str, field: str):
	if not may(doctype):
		throw(_("No permission for {0}").format(_(doctype)), PermissionError)
	return _single_values(doctype, [field]).get(field)


@whitelist(methods=WRITING)
def set_value(doctype: str, name: str | int, fieldname: str | dict, value=None):
	"""Set one field, or several given as a dictionary, and save the document."""
	if isinstance(fieldname, str) and fieldname in FIXED:
		throw(_("Cannot edit standard fields"))
	values = {fieldname: value} if value and isinstance(fieldname, str) else fieldname
	if isinstance(values, str):
		parsed = _parsed(values, None)
		values = parsed if isinstance(parsed, dict) else {values: ""}
	if get_meta(doctype).istable:
		return _readable(change_row(doctype, name, values)[0])
	doc = get_doc(doctype, name)
	doc.update(document_values(values, doctype))
	return _readable(doc.save())


def _readable(doc) -> dict:
	"""What this person may read of a document just written."""
	doc.apply_fieldlevel_read_permissions()
	return doc.as_dict()


@whitelist(methods=WRITING)
def insert(doc=None):
	"""Insert a document, or a row into its stored parent."""
	return _readable(_insert(_document(doc)))


@whitelist(methods=WRITING)
def insert_many(docs=None):
	"""Insert up to 200 documents; their names."""
	docs = json_argument("docs", docs, list) or []
	if len(docs) > 200:
		throw(_("Only 200 inserts allowed in one request"))
	return [_insert(_document(doc)).name for doc in docs]


def _document(given) -> _dict:
	"""The fields of a document from a request."""
	fields = _dict(json_argument("doc", given, dict) or {})
	if not isinstance(fields.doctype, str):
		throw(_("DocType must be a string"))
	return _dict(document_values(fields, fields.doctype))


def _insert(fields: _dict):
	if not get_meta(fields.doctype).istable:
		return get_doc(fields).insert()
	if not (fields.parenttype and fields.parent and fields.parentfield):
		throw(_("Parenttype, Parent and Parentfield are required to insert a child record"))
	parent = get_doc(fields.parenttype, fields.parent)
	fields.pop("name", None)
	parent.append(fields.parentfield, fields)
	return parent.save()


def insert_child(fields: dict):
	"""POST of a row: goes into its stored parent; the row as it was saved."""
	parent = _insert(_dict(fields))
	return parent.get(fields["parentfield"])[-1]


@whitelist(methods=WRITING)
def save(doc):
	"""Save a document with the fields that were sent."""
	return _readable(get_doc(_document(doc)).save())


@whitelist(methods=WRITING)
def submit(doc):
	return _readable(get_doc(_document(doc)).submit())


@whitelist(methods=WRITING)
def cancel(doctype: str, name: str):
	return _readable(get_doc(doctype, name).cancel())


@whitelist(methods=("DELETE", "POST"))
def delete(doctype: str, name: str):
	"""Delete a document; a row through its parent. Of one that is not there nothing more is said."""
	if get_meta(doctype).istable:
		parent, row = _row_of(doctype, name)
		parent.remove(row)
		parent.save()
		return
	try:
		delete_doc(doctype, name, ignore_missing=False)
	except DoesNotExistError:
		local.message_log = []
		raise


def _row_of(doctype: str, name: str):
	"""(stored parent, row), to be written by this person. Raises DoesNotExistError where there is none."""
	place = local.db.get_value(doctype, str(name), ["parenttype", "parent"], as_dict=True)
	parent = get_doc(place.parenttype, place.parent) if place else None
	rows = parent.get_all_children() if parent else ()
	row = next((row for row in rows if (row.doctype, str(row.name)) == (doctype, str(name))), None)
	if not row:
		throw(_("{0} {1} not found").format(_(doctype), name), DoesNotExistError)
	parent.check_permission("write")
	return parent, row


def change_row(doctype: str, name: str, values: dict) -> tuple:
	"""(parent, row) after fields of a row were set and its parent saved; where a row belongs cannot be changed."""
	parent, row = _row_of(doctype, name)
	values = document_values(values, doctype)
	row.update({key: value for key, value in values.items() if key not in FIXED})
	return parent.save(), row


@whitelist()
def has_permission(doctype: str, docname: str, perm_type: str = "read"):
	"""Whether this person has a right to a record. Raises DoesNotExistError where one is missing, for its readers."""
	asked = perm_type.lower()
	try:
		allowed = may(doctype, asked, docname, raise_exception=False)
	except DoesNotExistError:
		if may(doctype, ignore_share_permissions=True, raise_exception=False):
			raise
		local.message_log = []
		allowed = False
	return {"has_permission": allowed}


@whitelist(allow_guest=True)
def get_time_zone():
	return {"time_zone": get_system_timezone()}


@whitelist()
def validate_link(doctype: str, docname: str, fields=None):
	"""The name, and wanted values, of a record that this person may link to; nothing for any other."""
	if not (may(doctype, "select") or may(doctype, "read")):
		message = _("You do not have Read or Select Permissions for {}").format(f"<strong>{doctype}</strong>")
		throw(message, PermissionError)
	names = query_list(doctype, filters={"name": docname}, pluck="name", limit_page_length=1)
	values = _dict(name=names[0] if names else None)
	if names and (wanted := json_argument("fields", fields, list)):
		values.update(get_value(doctype, wanted, docname))
	return values
