import frappe
from frappe import _
from frappe.model.document import Document


class OpeningKeptError(frappe.ValidationError):
	"""Somebody wants to remove the trace of an opening."""


class OpenedWithAReason(Document):
	"""A manager opened a family outside his or her teams for a day, and said why.

	Made by `earlyhelp.permissions.openings` only; nobody changes or deletes one.
	"""

	def on_trash(self):
		frappe.throw(_("An opening stays on record."), OpeningKeptError, _("Kept"))
