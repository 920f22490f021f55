from minibench.document import Document, get_doc
from minibench.errors import MandatoryError, PermissionError
from minibench.local import local
from minibench.messages import throw
from minibench.meta import get_meta
from minibench.permissions import clear_cache
from minibench.translate import _


class DocShare(Document):
	def validate(self):
		if self.everyone:
			self.user = None
		elif not self.user:
			throw(_("Say with whom it is shared."), MandatoryError)
		self.check_share_permission()
		if self.submit and not get_meta(self.share_doctype).is_submittable:
			throw(_("{0} cannot be submitted.").format(_(self.share_doctype)))
		self.write = 1 if self.submit else self.write
		self.read = 1 if self.write or self.share else self.read

	def check_share_permission(self):
		if self.flags.ignore_share_permission:
			return
		if local.db.get_single_value("System Settings", "disable_document_sharing"):
			throw(_("Sharing is switched off on this site."), PermissionError)
		if not self.shared().has_permission("share"):
			throw(_("You may not share this record."), PermissionError)

	def shared(self):
		return get_doc(self.share_doctype, self.share_name)

	def after_insert(self):
		clear_cache()
		with_whom = _("everybody") if self.everyone else self.user
		self.shared().add_comment("Shared", _("{0} shared this with {1}.").format(self.owner, with_whom))

	def on_update(self):
		clear_cache()

	def on_trash(self):
		if local.db.exists(self.share_doctype, self.share_name):
			self.check_share_permission()
			line = _("{0} ended the share with {1}.").format(local.session.user, self.user or _("everybody"))
			self.shared().add_comment("Unshared", line)
		clear_cache()
