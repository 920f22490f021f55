from frappe.model.document import Document

from earlyhelp.early_help_setup.date_rules import check_order
from earlyhelp.permissions.child_rows import guard_child_rows
from earlyhelp.permissions.staff import check_team


class EarlyHelpTeam(Document):
	"""A team that holds families: its members are the professionals who name it."""

	def validate(self):
		guard_child_rows(self)
		for row in self.deputies:
			check_order(row, "from_date", "to_date")
		check_team(self)
