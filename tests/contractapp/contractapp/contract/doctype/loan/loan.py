import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate


class DueBeforeLentError(frappe.ValidationError):
	pass


class Loan(Document):
	def validate(self):
		self.validate_dates()

	def validate_dates(self):
		if self.due_on and self.lent_on and getdate(self.due_on) < getdate(self.lent_on):
			frappe.throw(
				_("Due On cannot be before Lent On"), DueBeforeLentError, title=_("Dates the wrong way round")
			)

	def on_submit(self):
		frappe.db.set_value("Tool", self.tool, "lendable", 0)

	def on_cancel(self):
		frappe.db.set_value("Tool", self.tool, "lendable", 1)

	@frappe.whitelist()
	def days_out(self, until: str | None = None) -> int:
		"""Days between lending and `until` (a date, default the due date)."""
		return frappe.utils.date_diff(until or self.due_on, self.lent_on)

	@frappe.whitelist(methods=["POST"])
	def extend(self, days: int) -> str:
		"""Moves the due date by `days` and saves; gives back the new date."""
		self.check_permission("write")
		self.due_on = frappe.utils.add_days(self.due_on, days)
		self.save()
		return str(self.due_on)
