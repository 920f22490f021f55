"""Assigning documents to people: open ToDo records, and the documents' own list of names."""

from minibench.document import get_doc
from minibench.errors import PermissionError
from minibench.local import _dict, local
from minibench.messages import throw
from minibench.translate import _
from minibench.utils.data import parse_json
from minibench.whitelist import whitelist


def get(args=None) -> list[_dict]:
	"""Who has an open task about a document: [{owner, name}]."""
	args = args or local.form_dict
	return local.db.sql(
		"select allocated_to as owner, name from `tabToDo` where reference_type = %s and reference_name = %s"
		" and status not in ('Cancelled', 'Closed') order by creation",
		(args["doctype"], str(args["name"])),
		as_dict=True,
	)


@whitelist(methods=["POST"])
def add(args=None, *, ignore_permissions: bool = False):
	"""Give a document to people: {doctype, name, assign_to: [users], description, date, priority}.

	Raises PermissionError for somebody who may not read it: assigning does not open records.
	"""
	args = _dict(args or local.form_dict)
	doc = get_doc(args.doctype, args.name)
	if not ignore_permissions:
		doc.check_permission("read")
	present = {row.owner for row in get(args)}
	for user in parse_json(args.assign_to):
		if user not in present:
			_assign(doc, user, args)
	return get(args)


def _assign(doc, user: str, args: dict) -> None:
	from minibench.core.doctype.notification_log.notification_log import enqueue_create_notification
	from minibench.core_access import reads_some

	if not reads_some(doc.doctype, user, doc):
		throw(_("{0} may not read this record.").format(user), PermissionError, title=_("Missing Permission"))
	todo = {
		"doctype": "ToDo",
		"allocated_to": user,
		"reference_type": doc.doctype,
		"reference_name": str(doc.name),
		"description": args.description or _("Assignment for {0} {1}").format(_(doc.doctype), doc.name),
		"priority": args.priority or "Medium",
		"status": "Open",
		"date": args.date,
		"assigned_by": args.assigned_by or local.session.user,
	}
	get_doc(todo).insert(ignore_permissions=True)
	if doc.meta.has_field("assigned_to"):
		local.db.set_value(doc.doctype, doc.name, "assigned_to", user)
	log = {
		"type": "Assignment",
		"document_type": doc.doctype,
		"document_name": doc.name,
		"from_user": local.session.user,
		"subject": _("{0} was given to you").format(_(doc.doctype)),
	}
	enqueue_create_notification(user, log)


@whitelist(methods=["POST"])
def remove(doctype: str, name: str, assign_to: str, ignore_permissions: bool = False):
	"""Take a document from a person."""
	return _end(doctype, name, assign_to, "Cancelled", ignore_permissions)


@whitelist(methods=["POST"])
def close(doctype: str, name: str, assign_to: str, ignore_permissions: bool = False):
	"""Say that the own task about a document is done."""
	if assign_to != local.session.user:
		throw(_("Only the person who has the task can finish it."))
	return _end(doctype, name, assign_to, "Closed", ignore_permissions)


def clear(doctype: str, name: str, ignore_permissions: bool = False) -> bool:
	"""Take a document from everybody; False if nobody had it."""
	open_tasks = get({"doctype": doctype, "name": name})
	for row in open_tasks:
		_end(doctype, name, row.owner, "Cancelled", ignore_permissions)
	return bool(open_tasks)


def _end(doctype: str, name: str, user: str, status: str, ignore_permissions: bool) -> list[_dict]:
	doc = get_doc(doctype, name)
	if not ignore_permissions:
		doc.check_permission("read")
	for row in get({"doctype": doctype, "name": name}):
		if row.owner == user:
			todo = get_doc("ToDo", row.name)
			todo.status = status
			todo.save(ignore_permissions=True)
	if doc.meta.has_field("assigned_to"):
		local.db.set_value(doctype, name, "assigned_to", None)
	return get({"doctype": doctype, "name": name})
