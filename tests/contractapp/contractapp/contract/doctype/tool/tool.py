import frappe
from frappe.model.document import Document


class Tool(Document):
	def validate(self):
		self.public_code = frappe.scrub(self.title or "")
