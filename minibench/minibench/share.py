"""Sharing one document with one user beyond his or her roles."""

from minibench.document import get_doc, new_doc
from minibench.local import local
from minibench.utils.numbers import cint


def add(doctype, name, user=None, read=1, write=0, submit=0, share=0, everyone=0, notify=0):
	"""Share a document that the user may share."""
	return add_docshare(doctype, name, user, read, write, submit, share, everyone)


def add_docshare(
	doctype, name, user=None, read=1, write=0, submit=0, share=0, everyone=0, flags=None, notify=0
):
	"""Make or change a share; `flags={"ignore_share_permission": True}` does not ask."""
	user = user or local.session.user
	place = {"share_doctype": doctype, "share_name": str(name)}
	present = local.db.exists(
		"DocShare", {**place, **({"everyone": 1} if cint(everyone) else {"user": user})}
	)
	doc = get_doc("DocShare", present) if present else new_doc("DocShare")
	doc.update({**place, "user": user, "everyone": cint(everyone), "read": 1})
	doc.update({"write": cint(write), "submit": cint(submit), "share": cint(share)})
	doc.flags.update(flags or {})
	return doc.save(ignore_permissions=True)


def remove(doctype, name, user, flags=None) -> None:
	from minibench.delete import delete_doc

	found = local.db.exists("DocShare", {"share_doctype": doctype, "share_name": str(name), "user": user})
	if found:
		delete_doc("DocShare", found, flags=flags)
