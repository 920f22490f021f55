import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import today

from earlyhelp.families.belonging import belongs_to


class NotFinalError(frappe.ValidationError):
	"""Something is added to a supervision that is not finalised."""


class NotTheChairError(frappe.ValidationError):
	"""Somebody else than the chair adds to a supervision."""


class AddendumKeptError(frappe.ValidationError):
	"""What was added is changed or removed."""


class SupervisionAddendum(Document):
	"""What the chair adds to a supervision that is final: the record itself stays as it was."""

	def validate(self):
		self.check_new()
		self.check_supervision()
		self.added_on, self.added_by = today(), frappe.session.user

	def on_trash(self):
		frappe.throw(_("What was added stays. Add another one."), AddendumKeptError, _("Kept"))

	def check_new(self):
		"""It is written once."""
		if not self.is_new():
			frappe.throw(_("What was added stays. Add another one."), AddendumKeptError, _("Kept"))

	def check_supervision(self):
		"""The stored supervision is finalised, its chair adds to it, and its family is the family."""
		names = ["family", "status", "chair_user"]
		supervision = frappe.db.get_value("Case Supervision", self.supervision or "", names, as_dict=True)
		if not supervision or supervision.status != "Finalised":
			frappe.throw(_("Supervision: choose one that is finalised."), NotFinalError, _("Supervision"))
		if supervision.chair_user != frappe.session.user:
			frappe.throw(_("Only the chair adds to the record."), NotTheChairError, _("Chair"))
		belongs_to(self, supervision.family)
