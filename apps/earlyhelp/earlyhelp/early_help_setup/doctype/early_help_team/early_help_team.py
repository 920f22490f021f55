from frappe.model.document import Document

from earlyhelp.permissions.child_rows import guard_child_rows


class EarlyHelpTeam(Document):
	"""A team that holds families: its members are the professionals who name it."""

	def validate(self):
		guard_child_rows(self)
