import frappe
from frappe import _
from frappe.model.document import Document


class Visit(Document):
	def validate(self):
		self.validate_lines_are_own()

	def validate_lines_are_own(self):
		names = [line.name for line in self.lines if line.name and not line.get("__islocal")]
		others = {"name": ["in", names], "parent": ["!=", self.name or ""]}
		if names and frappe.db.exists("Visit Line", others):
			frappe.throw(_("Lines belong to another visit"), frappe.PermissionError)
