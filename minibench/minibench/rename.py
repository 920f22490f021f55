"""Renaming a record: its row, its child rows, and every link that leads to it."""

from minibench.delete import delete_doc, link_fields, remove_rows
from minibench.documents import get_doc
from minibench.errors import NotOffered
from minibench.local import local
from minibench.messages import bold, msgprint, throw
from minibench.naming import validate_name
from minibench.translate import _

# what names a record by a text and by no link: (DocType, field of the doctype, field of the name)
NAMED_BY_TEXT = (("File", "attached_to_doctype", "attached_to_name"), ("Version", "ref_doctype", "docname"))


def rename_doc(
	doctype: str,
	old: str,
	new: str,
	force: bool = False,
	merge: bool = False,
	*,
	ignore_if_exists: bool = False,
	show_alert: bool = True,
	rebuild_search: bool = True,
) -> str:
	"""Give a record another name and return it. Raises ValidationError where that is not allowed or taken."""
	if doctype == "DocType":
		raise NotOffered("frappe.rename_doc of a DocType")
	doc = get_doc(doctype, old)
	new = _checked(doc, str(new).strip(), force, merge or ignore_if_exists, merge)
	answer = doc.run_method("before_rename", old, new, merge)
	new = (answer.get("new") if isinstance(answer, dict) else answer) or new
	if merge:
		remove_rows(doc)
	else:
		_rename_rows(doc, old, new)
	_rename_links(doctype, old, new)
	local.db.forget_values()
	renamed = get_doc(doctype, new)
	renamed.run_method("after_rename", old, new, merge)
	renamed.add_comment("Edit", _("renamed from {0} to {1}").format(bold(old), bold(new)))
	if show_alert:
		msgprint(
			_("Document renamed from {0} to {1}").format(bold(old), bold(new)), alert=True, indicator="green"
		)
	return new


def _checked(doc, new: str, force: bool, may_exist: bool, must_exist: bool) -> str:
	if new == doc.name:
		throw(_("No changes made because old and new name are the same."))
	taken = local.db.exists(doc.doctype, new)
	if must_exist and not taken:
		throw(_("{0} {1} does not exist, select a new target to merge").format(_(doc.doctype), new))
	if taken and str(taken).lower() != doc.name.lower() and not may_exist:
		throw(_("Another {0} with name {1} exists, select another name").format(_(doc.doctype), new))
	if not force and not doc.has_permission("write"):
		throw(_("You need write permission to rename"))
	if not force and not doc.meta.allow_rename:
		throw(_("{0} not allowed to be renamed").format(_(doc.doctype)))
	return validate_name(doc.doctype, new)


def _rename_rows(doc, old: str, new: str) -> None:
	_replace(doc.doctype, "name", old, new)
	if (doc.meta.autoname or "").startswith("field:"):
		local.db.set_value(doc.doctype, new, doc.meta.autoname[6:], new, update_modified=False)
	for field in doc.meta.get_table_fields():
		_replace(field.options, "parent", old, new, parenttype=doc.doctype)
	local.db.sql("update `__Auth` set name = %s where doctype = %s and name = %s", (new, doc.doctype, old))


def _replace(doctype: str, fieldname: str, old: str, new: str, **where) -> None:
	local.db.set_value(doctype, {fieldname: old, **where}, fieldname, new, update_modified=False)


def _rename_links(doctype: str, old: str, new: str) -> None:
	for holder, type_field, fieldname in NAMED_BY_TEXT:
		_replace(holder, fieldname, old, new, **{type_field: doctype})
	for holder, fieldname, _type, single, _child in link_fields(doctype):
		if single:
			local.db.sql(
				"update `tabSingles` set value = %s where doctype = %s and field = %s and value = %s",
				(new, holder, fieldname, old),
			)
		else:
			_replace(holder, fieldname, old, new)
	for holder, fieldname, type_field, single, _child in link_fields("*"):
		if not single:
			_replace(holder, fieldname, old, new, **{type_field: doctype})


def delete_doc_if_exists(doctype: str, name: str, force: int = 0) -> None:
	"""Delete a record if it is there."""
	if local.db.exists(doctype, name):
		delete_doc(doctype, name, force=force)
