from frappe.model.document import Document

from earlyhelp.early_help_setup.date_rules import check_not_future, check_order
from earlyhelp.early_help_setup.import_keys import set_import_key
from earlyhelp.permissions.child_rows import guard_child_rows


class MyFamilyPlan(Document):
	"""The early help assessment and the plan that follows from it: one for each episode."""

	def validate(self):
		guard_child_rows(self)
		check_not_future(self, "assessment_completed_on", "approved_on", "copy_given_on", "closed_on")
		check_order(self, "assessment_started_on", "assessment_completed_on", "approved_on", "closed_on")
		self.set_status()
		set_import_key(self)

	def set_status(self):
		"""Where the plan stands follows from its dates."""
		self.status = "Closed" if self.closed_on else "Active" if self.approved_on else "Draft"
