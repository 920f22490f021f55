"""Who may see rows that belong to a document: those who may read the document.

On Frappe a System Manager reads the versions, comments, assignments and shares of records that he or she may not
open. Here the hooks of `core_hooks` ask for the document, in lists and for the single row.
"""

from minibench.documents import get_doc
from minibench.errors import DoesNotExistError
from minibench.local import local
from minibench.messages import clear_last_message
from minibench.meta import get_meta
from minibench.rowaccess import build_match_conditions

# doctype: (field that names the document's doctype, field that names the document)
FOLLOWERS = {
	"Activity Log": ("reference_doctype", "reference_name"),
	"Comment": ("reference_doctype", "reference_name"),
	"Communication": ("reference_doctype", "reference_name"),
	"DocShare": ("share_doctype", "share_name"),
	"Email Queue": ("reference_doctype", "reference_name"),
	"Tag Link": ("document_type", "document_name"),
	"ToDo": ("reference_type", "reference_name"),
	"Version": ("ref_doctype", "docname"),
	"View Log": ("reference_doctype", "reference_name"),
}


def may_read(doctype: str | None, name: str | None, user: str) -> bool:
	"""Whether a document exists and a user may read it."""
	try:
		return reads_some(doctype, user, get_doc(doctype, name))
	except DoesNotExistError:
		clear_last_message()
		return False


def has_permission(doc, ptype, user) -> bool:
	"""A row follows its document; one that belongs to none is left to the roles."""
	if user == "Administrator":
		return True
	type_field, name_field = FOLLOWERS[doc.doctype]
	if not doc.get(type_field) or not doc.get(name_field):
		return True
	return may_read(doc.get(type_field), doc.get(name_field), user)


def query_conditions(user=None, doctype=None) -> str:
	"""The same rule for lists: one part for each doctype that rows point to."""
	if user == "Administrator":
		return ""
	type_field, name_field = (f"`tab{doctype}`.`{field}`" for field in FOLLOWERS[doctype])
	parts = [f"ifnull({type_field}, '') = ''", f"ifnull({name_field}, '') = ''"]
	pointed = f"select distinct {type_field} from `tab{doctype}` where ifnull({type_field}, '') != ''"
	for parent in local.db.sql(pointed, pluck=True):
		names = readable_names(parent, user)
		if names:
			wanted = local.db.escape(parent)
			parts.append(f"({type_field} = {wanted} and {name_field} in ({names}))")
	return "(" + " or ".join(parts) + ")"


def readable_names(doctype: str, user: str) -> str:
	"""A query for the names of all documents of a type that a user may read; empty for none."""
	if not local.db.exists("DocType", doctype) or not reads_some(doctype, user) or get_meta(doctype).istable:
		return ""
	if get_meta(doctype).issingle:
		return local.db.escape(doctype)
	condition = build_match_conditions(doctype, user)
	return f"select `name` from `tab{doctype}`" + (f" where {condition}" if condition else "")


def reads_some(doctype: str, user: str, doc=None) -> bool:
	"""Whether a user may read records of a type, or one document; leaves no message."""
	from minibench.permissions import has_permission

	return bool(has_permission(doctype, "read", doc, user=user, raise_exception=False))


# the exceptions


def todo_has_permission(doc, ptype, user) -> bool:
	"""The two people of a task always see it; a System Manager only where he or she may read the record."""
	if ptype in ("create", "write") and _points_to_new(doc) and not has_permission(doc, ptype, user):
		return False
	if user in (doc.allocated_to, doc.assigned_by, doc.owner, "Administrator"):
		return True
	return _manages(user) and has_permission(doc, ptype, user)


def _points_to_new(doc) -> bool:
	"""Whether a task names a record that it did not name before."""
	stored = local.db.get_value("ToDo", doc.name, ["reference_type", "reference_name"]) if doc.name else None
	return (doc.reference_type, doc.reference_name) != (stored or (None, None))


def todo_query_conditions(user, doctype=None) -> str:
	if user == "Administrator":
		return ""
	name = local.db.escape(user)
	own = " or ".join(f"`tabToDo`.`{field}` = {name}" for field in ("allocated_to", "assigned_by", "owner"))
	return f"({own} or {query_conditions(user, 'ToDo')})" if _manages(user) else f"({own})"


def _manages(user: str) -> bool:
	from minibench.permissions import get_roles

	return "System Manager" in get_roles(user)


def notification_has_permission(doc, ptype, user) -> bool:
	return user in (doc.for_user, "Administrator")


def notification_query_conditions(user, doctype=None) -> str:
	name = local.db.escape(user)
	return "" if user == "Administrator" else f"`tabNotification Log`.`for_user` = {name}"


def list_filter_has_permission(doc, ptype, user) -> bool:
	"""Saved filters hold what somebody looks for: one's own, and those for everybody, which a System Manager makes."""
	if user == "Administrator" or doc.for_user:
		return user in ("Administrator", doc.for_user)
	if ptype in ("create", "write", "delete", "share"):
		return _manages(user)
	return bool(local.db.exists("DocType", doc.reference_doctype)) and reads_some(doc.reference_doctype, user)


def list_filter_query_conditions(user, doctype=None) -> str:
	if user == "Administrator":
		return ""
	shared = "ifnull(`tabList Filter`.for_user, '') = ''"
	kinds = local.db.sql(
		f"select distinct reference_doctype from `tabList Filter` where {shared}", pluck=True
	)
	return f"(`tabList Filter`.for_user = {local.db.escape(user)} or ({shared} and {_readable('List Filter', 'reference_doctype', kinds, user)}))"


def _readable(doctype: str, field: str, kinds: list, user: str) -> str:
	"""That a field names one of those doctypes that a user may read records of."""
	known = (kind for kind in kinds if kind and local.db.exists("DocType", kind))
	names = ", ".join(local.db.escape(kind) for kind in known if reads_some(kind, user))
	return f"`tab{doctype}`.`{field}` in ({names})" if names else "1=0"


def settings_has_permission(doc, ptype, user) -> bool:
	"""How a person is told is his or her own choice."""
	return user in (doc.name, "Administrator")


def settings_query_conditions(user, doctype=None) -> str:
	return "" if user == "Administrator" else f"`tabNotification Settings`.`name` = {local.db.escape(user)}"


def deleted_has_permission(doc, ptype, user) -> bool:
	"""A copy of what was deleted is for those who may read records of that type."""
	known = local.db.exists("DocType", doc.deleted_doctype)
	return user == "Administrator" or bool(known and reads_some(doc.deleted_doctype, user))


def deleted_query_conditions(user, doctype=None) -> str:
	if user == "Administrator":
		return ""
	kinds = local.db.sql("select distinct deleted_doctype from `tabDeleted Document`", pluck=True)
	return _readable("Deleted Document", "deleted_doctype", kinds, user)


def user_has_permission(doc, ptype, user) -> bool:
	"""Administrator and Guest are nobody else's to open."""
	return user == "Administrator" or doc.name not in ("Administrator", "Guest")


def user_query_conditions(user, doctype=None) -> str:
	return "" if user == "Administrator" else "`tabUser`.name not in ('Administrator', 'Guest')"


def card_has_permission(doc, ptype, user) -> bool:
	"""A number card or chart is for the roles that it names, else for those who may read or run what it counts."""
	from minibench.permissions import get_roles

	if ptype != "read":
		return True
	if doc.get("roles"):
		return bool({each.role for each in doc.roles} & {*get_roles(user)})
	if doc.get("report_name"):
		return get_doc("Report", doc.report_name).is_permitted(user)
	doctype = doc.get("parent_document_type") or doc.document_type
	return not doctype or reads_some(doctype, user)


def report_has_permission(doc, ptype, user) -> bool:
	"""A report for the role Administrator alone is its owner's own, its filters too."""
	private = {row.role for row in doc.get("roles") or ()} == {"Administrator"}
	return not private or user in (doc.owner, "Administrator")


def report_query_conditions(user, doctype=None) -> str:
	if user == "Administrator":
		return ""
	private = "select parent from `tabHas Role` where parenttype = 'Report' group by parent having group_concat(role) = 'Administrator'"
	return f"(`tabReport`.owner = {local.db.escape(user)} or `tabReport`.name not in ({private}))"
