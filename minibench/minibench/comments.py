"""Comments: remarks of people and lines the system writes about a document (workflow, sharing, assignment)."""

import json

from minibench.documents import get_doc
from minibench.errors import PermissionError
from minibench.local import local
from minibench.messages import throw
from minibench.meta import get_meta
from minibench.permissions import get_roles
from minibench.translate import _
from minibench.utils.data import get_fullname

KEPT_IN_DOCUMENT = 100


def add(doc, comment_type: str = "Comment", text=None, comment_email=None, comment_by=None):
	"""Add a comment to a document without asking for permission; returns the Comment."""
	values = {"comment_type": comment_type, "content": text or comment_type}
	values["comment_email"] = comment_email or local.session.user
	values["comment_by"] = comment_by or get_fullname()
	values |= {"reference_doctype": doc.doctype, "reference_name": str(doc.name)}
	return get_doc({"doctype": "Comment", **values}).insert(ignore_permissions=True)


def get_comments(doctype: str, name: str, limit: int = 100) -> list:
	"""All comments of a document, the latest first. The caller has checked that it may be read."""
	return local.db.sql(
		"select name, comment_type, content, comment_email, comment_by, owner, creation from `tabComment`"
		" where reference_doctype = %s and reference_name = %s order by creation desc, rowid desc limit %s",
		(doctype, str(name), limit),
		as_dict=True,
	)


def mirror(comment, removed: bool = False) -> None:
	"""Keep the document's own `_comments` list, which lists show, in step with a remark."""
	if comment.comment_type != "Comment" or not comment.reference_doctype or not comment.reference_name:
		return
	meta = get_meta(comment.reference_doctype)
	if meta.issingle or meta.istable:
		return
	rows = local.db.get_values(meta.name, comment.reference_name, "_comments", pluck=True)
	if not rows:
		return
	kept = [entry for entry in json.loads(rows[0] or "[]") if entry.get("name") != comment.name]
	if not removed:
		short = comment.content if len(comment.content) <= 100 else comment.content[:97] + "..."
		kept.append({"comment": short, "by": comment.comment_email or comment.owner, "name": comment.name})
	kept = json.dumps(kept[-KEPT_IN_DOCUMENT:])
	local.db.set_value(meta.name, comment.reference_name, "_comments", kept, update_modified=False)


def may_change(comment) -> None:
	"""Raise PermissionError unless the user wrote this remark or manages the system."""
	mine = comment.owner == local.session.user
	if comment.comment_type != "Comment" or not (mine or "System Manager" in get_roles()):
		throw(_("Only the person who wrote a comment may change it."), PermissionError)
