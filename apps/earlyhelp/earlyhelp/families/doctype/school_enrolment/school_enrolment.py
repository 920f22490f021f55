import frappe
from frappe.model.document import Document

from earlyhelp.early_help_setup.date_rules import check_not_future, check_order
from earlyhelp.families.identifier_rules import keep_checked
from earlyhelp.families.identifiers import check_upn_letter


class PupilUPNRefused(frappe.ValidationError):
	"""The pupil's UPN does not fit its check letter or form."""


class SchoolEnrolment(Document):
	"""A pupil at a school, from one day to another."""

	def validate(self):
		self.set_names()
		check_not_future(self, "date_of_birth")
		check_order(self, "from_date", "to_date")
		keep_checked(self, "upn", check_upn_letter, PupilUPNRefused)

	def set_names(self):
		"""The full name is always first and last name."""
		for fieldname in ("first_name", "last_name", "class_name", "year_group"):
			self.set(fieldname, " ".join((self.get(fieldname) or "").split()))
		self.full_name = f"{self.first_name} {self.last_name}".strip()
