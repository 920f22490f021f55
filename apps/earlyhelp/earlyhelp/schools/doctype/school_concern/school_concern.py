from frappe.model.document import Document

from earlyhelp.permissions.child_rows import guard_child_rows


class SchoolConcern(Document):
	"""A worry about a pupil, or a line in the log book, as a school entered it."""

	def validate(self):
		guard_child_rows(self)
