from frappe.model.document import Document

from earlyhelp.early_help_setup.date_rules import check_order


class Professional(Document):
	"""One person who works with families, inside or outside the council."""

	def validate(self):
		self.email = (self.email or "").strip().lower()
		check_order(self, "started_on", "contract_ends_on")
