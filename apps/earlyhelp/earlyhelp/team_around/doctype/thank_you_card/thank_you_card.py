import frappe
from frappe.model.document import Document

from earlyhelp.permissions.child_rows import guard_child_rows


class ThankYouCard(Document):
	"""Thanks to one member of the family after a meeting, and what everybody agreed to do."""

	def validate(self):
		guard_child_rows(self)
		self.family = frappe.db.get_value("TAC Meeting", self.meeting, "family")
