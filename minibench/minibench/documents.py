"""Making and finding documents: `frappe.get_doc` and its kin."""

from minibench.base_document import BaseDocument
from minibench.controllers import get_controller
from minibench.defaults import field_defaults
from minibench.document import Document
from minibench.errors import DoesNotExistError
from minibench.local import _dict, local
from minibench.meta import get_meta
from minibench.query import get_all


def make_document(values: dict) -> Document:
	"""A document in memory, of its DocType's controller class."""
	return get_controller(values["doctype"])(values)


def get_doc(*args, **kwargs) -> Document:
	"""A document: from a dictionary, from keywords, or loaded by DocType and name (or filters)."""
	first = args[0] if args else None
	if isinstance(first, BaseDocument):
		return first
	if isinstance(first, dict):
		if not first.get("doctype"):
			raise ValueError('"doctype" is a required key')
		return make_document(first)
	if first is None:
		return make_document(kwargs)
	if len(args) == 1 and kwargs and "for_update" not in kwargs:
		return make_document({**kwargs, "doctype": first})
	kwargs.pop("for_update", None)
	return get_controller(get_meta(first).name)(*args, **kwargs)


def get_cached_doc(*args, **kwargs) -> Document:
	"""A document that is read once per request; not to be changed."""
	key = (args[0], args[1] if len(args) > 1 else args[0])
	if isinstance(key[1], dict):
		return get_doc(*args, **kwargs)
	found = local.document_cache.get(key)
	if found is None:
		found = local.document_cache[key] = get_doc(*args, **kwargs)
	return found


def get_cached_value(doctype: str, name: str, fieldname="name", as_dict: bool = False):
	"""A value, or several, of a document read once per request; None where there is none."""
	try:
		doc = get_cached_doc(doctype, name)
	except DoesNotExistError:
		local.message_log.pop()
		return None
	if isinstance(fieldname, str):
		value = doc.get(fieldname)
		return _dict({fieldname: value}) if as_dict else value
	values = [doc.get(name) for name in fieldname]
	return _dict(zip(fieldname, values, strict=True)) if as_dict else values


def get_value(*args, **kwargs):
	"""`frappe.db.get_value` by its short name."""
	return local.db.get_value(*args, **kwargs)


def set_value(doctype: str, docname: str, fieldname, value=None):
	"""`frappe.client.set_value` by its short name: with permissions and every check."""
	from minibench.web.client import set_value as write

	return write(doctype, docname, fieldname, value)


def clear_document_cache(doctype: str, name: str | None = None) -> None:
	local.db.forget_values()


def get_single(doctype: str) -> Document:
	return get_doc(doctype, doctype)


def get_last_doc(doctype: str, filters=None, order_by="creation desc", *, for_update=False) -> Document:
	"""The document made last. Raises DoesNotExistError."""
	names = get_all(doctype, filters=filters, order_by=order_by, limit_page_length=1, pluck="name")
	if not names:
		raise DoesNotExistError(doctype)
	return get_doc(doctype, names[0])


def new_doc(doctype: str, *, parent_doc=None, parentfield=None, as_dict=False, **kwargs):
	"""A new document with the defaults of its fields; a plain dictionary with `as_dict`."""
	values = default_values(doctype, parent=parent_doc)
	if as_dict:
		return _dict(values, doctype=doctype, owner=local.session.user, docstatus=0)
	values |= {"doctype": doctype, "__islocal": 1, "owner": local.session.user, "docstatus": 0}
	if parent_doc is not None:
		place = {"parent": parent_doc.get("name"), "parenttype": parent_doc.doctype}
		values |= {**place, "parentfield": parentfield}
	doc = make_document(values)
	doc.update(kwargs)
	return doc


def default_values(doctype: str, parent=None) -> dict:
	"""{field: default} as a new document of this person gets them."""
	return field_defaults(get_meta(doctype), parent)


def copy_doc(doc, ignore_no_copy: bool = True) -> Document:
	"""A new document with the values of another, less what is marked "no copy" unless told otherwise."""
	values = doc.as_dict() if isinstance(doc, BaseDocument) else _dict(doc)
	copied = get_doc(_without_identity(values))
	for row in (copied, *copied.get_all_children()):
		row.__dict__["__islocal"] = 1
		for name in ("name", "owner", "creation", "modified", "modified_by"):
			row.set(name, None)
		row.docstatus = 0
		for field in row.meta.fields if not ignore_no_copy else ():
			if field.no_copy:
				row.set(field.fieldname, None)
	copied.amended_from = None if copied.meta.has_field("amended_from") else copied.get("amended_from")
	return copied


def _without_identity(values: dict) -> dict:
	return {
		k: v
		for k, v in values.items()
		if k not in ("name", "amended_from", "creation", "modified", "__islocal")
	}
