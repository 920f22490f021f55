"""Shares. People cannot make any here: roles and rules open records; the machine shares a User with itself."""

from minibench.document import Document
from minibench.errors import NotOffered, PermissionError
from minibench.local import local
from minibench.messages import throw
from minibench.permissions import clear_cache
from minibench.translate import _


class DocShare(Document):
	def validate(self):
		if not self.flags.ignore_share_permission:
			refuse()

	def on_update(self):
		clear_cache()

	def after_delete(self):
		clear_cache()


def refuse() -> None:
	if local.db.get_single_value("System Settings", "disable_document_sharing"):
		throw(_("Sharing is switched off on this site."), PermissionError)
	raise NotOffered("Sharing a record with one person")


def add(doctype, name, user=None, read=1, write=0, submit=0, share=0, everyone=0, notify=0):
	"""Refused: PermissionError where the site switched sharing off, as on Frappe, else NotOffered."""
	refuse()
