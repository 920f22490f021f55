import frappe
from frappe.model.document import Document

from earlyhelp.permissions.child_rows import guard_child_rows


class ProfessionalSummary(Document):
	"""What one worker brings to a supervision, in the worker's own words."""

	def validate(self):
		guard_child_rows(self)
		self.set_family()

	def set_family(self):
		"""The family is that of the stored supervision, whatever a request says."""
		self.family = frappe.db.get_value("Case Supervision", self.supervision, "family")
