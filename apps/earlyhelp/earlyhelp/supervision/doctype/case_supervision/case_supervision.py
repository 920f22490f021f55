import frappe
from frappe.model.document import Document

from earlyhelp.permissions.child_rows import guard_child_rows


class CaseSupervision(Document):
	"""Everybody who works with a family thinks about it together, and a manager decides."""

	def validate(self):
		guard_child_rows(self)
		self.set_family()

	def set_family(self):
		"""The family is that of the stored episode, whatever a request says."""
		self.family = frappe.db.get_value("Early Help Episode", self.episode, "family")
