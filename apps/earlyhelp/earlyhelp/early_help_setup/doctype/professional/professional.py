import frappe
from frappe import _
from frappe.model.document import Document

from earlyhelp.early_help_setup.date_rules import check_order
from earlyhelp.permissions.child_rows import guard_child_rows
from earlyhelp.permissions.staff import check_professional


class OwnCoverError(frappe.ValidationError):
	"""A professional is named as the cover for himself or herself."""


class Professional(Document):
	"""One person who works with families, inside or outside the council."""

	def validate(self):
		guard_child_rows(self)
		self.email = (self.email or "").strip().lower()
		check_order(self, "started_on", "contract_ends_on")
		self.check_cover()
		check_professional(self)

	def check_cover(self):
		"""Cover has its days in order, and is given by somebody else."""
		for row in self.cover:
			check_order(row, "from_date", "to_date")
			if row.covered_by == self.name:
				frappe.throw(
					_("Covered By: choose somebody else than {0}.").format(self.full_name),
					OwnCoverError,
					_("Cover"),
				)
