"""Deleting documents, and the links that forbid it."""

from minibench import core_access
from minibench.documents import get_doc
from minibench.errors import DoesNotExistError, LinkExistsError, PermissionError
from minibench.files import remove_attachments
from minibench.local import local
from minibench.messages import msgprint, throw
from minibench.naming import revert_series_if_last
from minibench.permissions import check_doctype_permission
from minibench.perschema import per_schema
from minibench.translate import _
from minibench.utils.data import get_link_to_form

# What follows a document and is deleted or kept with it never forbids its deletion.
FOLLOWERS = frozenset(
	("Comment", "Communication", "Version", "File", "ToDo", "DocShare", "View Log", "Access Log", "Activity Log",
	 "Notification Log", "Deleted Document", "Tag Link", "Error Log", "Email Queue", "Has Role", "Patch Log",
	 "User Permission", "Scheduled Job Log", "DocField", "DocPerm")
)  # fmt: skip


def delete_doc(
	doctype=None,
	name=None,
	force=0,
	ignore_doctypes=None,
	for_reload=False,
	ignore_permissions=False,
	flags=None,
	ignore_on_trash=False,
	ignore_missing=True,
	delete_permanently=False,
) -> bool | None:
	"""Delete documents. Raises LinkExistsError while another one links to it; False when there is none."""
	for one in name if isinstance(name, list | tuple) else [name]:
		if not local.db.exists(doctype, one):
			if not ignore_missing:
				raise DoesNotExistError(doctype)
			return False
		_delete(doctype, one, force, ignore_permissions, flags, ignore_on_trash, delete_permanently)
	return None


def _delete(doctype, name, force, ignore_permissions, flags, ignore_on_trash, delete_permanently) -> None:
	doc = get_doc(doctype, name)
	doc.flags.update(flags or {})
	if not ignore_permissions and not doc.has_permission("delete"):
		check_doctype_permission(doctype)
		throw(_("User not allowed to delete {0}: {1}").format(_(doctype), name), PermissionError)
	_refuse_submitted(doc)
	if not ignore_on_trash:
		doc.run_method("on_trash")
		doc.run_method("on_change")
	if not force:
		check_no_links(doc)
		check_no_dynamic_links(doc)
	_give_number_back(doc)
	remove_rows(doc)
	_remove_followers(doc)
	doc.run_method("after_delete")
	if not delete_permanently and not local.flags.in_uninstall:
		_keep_copy(doc)
	doc.clear_cache()


def _refuse_submitted(doc) -> None:
	if doc.meta.is_submittable and doc.docstatus == 1:
		throw(
			_("{0} {1}: Submitted Record cannot be deleted. You must {2} Cancel {3} it first.").format(
				_(doc.doctype), doc.name, "", ""
			)
		)


def _give_number_back(doc) -> None:
	autoname = doc.meta.autoname or ""
	if autoname.startswith("naming_series:") and doc.get("naming_series"):
		revert_series_if_last(doc.naming_series, doc.name, doc)
	elif "#" in autoname and not autoname.startswith("format:"):
		revert_series_if_last(autoname, doc.name, doc)


def remove_rows(doc) -> None:
	if doc.meta.issingle:
		local.db.sql("delete from `tabSingles` where doctype = %s", (doc.doctype,))
	else:
		local.db.sql(f"delete from `tab{doc.doctype}` where name = %s", (doc.name,))
	for field in doc.meta.get_table_fields():
		local.db.delete(field.options, {"parent": doc.name, "parenttype": doc.doctype})
	local.db.sql("delete from `__Auth` where doctype = %s and name = %s", (doc.doctype, doc.name))


def _remove_followers(doc) -> None:
	remove_attachments(doc.doctype, doc.name)
	for doctype in ("Comment", "Communication", "ToDo", "DocShare", "Version", "Tag Link"):
		type_field, name_field = core_access.FOLLOWERS[doctype]
		local.db.delete(doctype, {type_field: doc.doctype, name_field: doc.name})


def _keep_copy(doc) -> None:
	get_doc(
		{
			"doctype": "Deleted Document",
			"deleted_doctype": doc.doctype,
			"deleted_name": doc.name,
			"data": doc.as_json(),
			"owner": local.session.user,
		}
	).db_insert()


def link_fields(doctype: str) -> list[tuple[str, str, str | None, bool, bool]]:
	"""(DocType, field, "" or the field that names the DocType, is single, is child) that may point to a DocType."""
	return _read_links().get(doctype, [])


@per_schema
def _read_links() -> dict[str, list[tuple]]:
	found: dict[str, list[tuple]] = {}
	rows = local.db.sql(
		"select f.parent, f.fieldname, f.fieldtype, f.options, d.issingle, d.istable"
		" from `tabDocField` f join `tabDocType` d on d.name = f.parent"
		" where f.fieldtype in ('Link', 'Dynamic Link') and f.parenttype = 'DocType'"
		" union all select c.dt, c.fieldname, c.fieldtype, c.options, d.issingle, d.istable"
		" from `tabCustom Field` c join `tabDocType` d on d.name = c.dt where c.fieldtype in ('Link', 'Dynamic Link')"
	)
	for parent, fieldname, fieldtype, options, single, child in rows:
		target = options if fieldtype == "Link" else "*"
		found.setdefault(target, []).append(
			(parent, fieldname, None if fieldtype == "Link" else options, single, child)
		)
	return found


def check_no_links(doc, method: str = "Delete") -> None:
	"""Raise LinkExistsError when a Link field of another document holds this one."""
	ignored = FOLLOWERS | set(doc.get("ignore_linked_doctypes") or ()) | set(doc.flags.ignore_doctypes or ())
	for parent, fieldname, _type, single, child in link_fields(doc.doctype):
		if parent in ignored or (
			parent == doc.doctype and fieldname == "amended_from" and method == "Delete"
		):
			continue
		_check_link(doc, parent, fieldname, single, child, method)


def check_no_dynamic_links(doc, method: str = "Delete") -> None:
	ignored = FOLLOWERS | set(doc.get("ignore_linked_doctypes") or ())
	for parent, fieldname, type_field, single, child in link_fields("*"):
		if parent not in ignored and not single:
			_check_link(doc, parent, fieldname, single, child, method, type_field)


def _check_link(doc, parent, fieldname, single, child, method, type_field=None) -> None:
	if single:
		if local.db.get_singles_dict(parent).get(fieldname) == doc.name:
			_refuse(doc, parent, None)
		return
	condition, values = f"`{fieldname}` = %s", [doc.name]
	if type_field:
		condition, values = condition + f" and `{type_field}` = %s", [doc.name, doc.doctype]
	if method == "Cancel":
		condition += " and docstatus = 1"
	if child:
		condition += " and parenttype not in %s and not (parenttype = %s and parent = %s)"
		values += [FOLLOWERS, doc.doctype, doc.name]
	elif parent == doc.doctype:
		condition, values = condition + " and name <> %s", [*values, doc.name]
	holder = "parenttype, parent" if child else "%s, name"
	found = f"select {holder} from `tab{parent}` where {condition} limit 1"
	for row in local.db.sql(found, values if child else [parent, *values]):
		_refuse(doc, *row)


def _refuse(doc, doctype: str, name: str | None):
	own = get_link_to_form(doc.doctype, doc.name)
	other = get_link_to_form(doctype, name) if name else ""
	message = _("Cannot delete or cancel because {0} {1} is linked with {2} {3} {4}").format(
		_(doc.doctype), own, _(doctype), other, ""
	)
	msgprint(message, title=_("Message"), indicator="red")
	if any(doc.meta.has_field(fieldname) for fieldname in ("enabled", "disabled")):
		msgprint(_("You can disable this {0} instead of deleting it.").format(_(doc.doctype)))
	raise LinkExistsError(message)


def check_no_submitted_links(doc) -> None:
	"""Refuse to cancel what a submitted document links to."""
	if not doc.flags.ignore_links:
		check_no_links(doc, "Cancel")
		check_no_dynamic_links(doc, "Cancel")
