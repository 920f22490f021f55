import frappe
from frappe import _
from frappe.model.document import Document


class FrozenVersionError(frappe.ValidationError):
	"""What was approved stays as it was approved."""


class PlanVersion(Document):
	"""A plan as it was approved: written by the app, never changed."""

	def validate(self):
		if not self.is_new():
			refuse()

	def on_trash(self):
		refuse()


def refuse():
	frappe.throw(
		_("A version stays as it was approved. Change the plan and have it approved again."),
		FrozenVersionError,
		_("Approved"),
	)
