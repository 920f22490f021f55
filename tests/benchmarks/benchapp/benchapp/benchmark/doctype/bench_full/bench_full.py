import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate


class BenchFull(Document):
	def validate(self):
		if self.end_date and getdate(self.end_date) < getdate(self.start_date):
			frappe.throw(_("The end is before the start"))
		self.second_count = sum(row.quantity or 0 for row in self.rows)
