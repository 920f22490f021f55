from frappe.model.document import Document

from earlyhelp.early_help_setup.date_rules import check_order


class EarlyHelpService(Document):
	"""A funded service that helps families."""

	def validate(self):
		check_order(self, "funded_from", "funded_to")
