import frappe
from frappe.model.document import Document

from earlyhelp.families.identifier_rules import keep_checked
from earlyhelp.families.identifiers import check_laestab, check_laestab_area, check_postcode, check_urn


class URNError(frappe.ValidationError):
	"""The URN is not six digits."""


class LAESTABError(frappe.ValidationError):
	"""The LAESTAB is not seven digits."""


class SchoolPostcodeError(frappe.ValidationError):
	"""The school's postcode is none."""


class School(Document):
	"""A school, known by its URN."""

	def validate(self):
		keep_checked(self, "urn", check_urn, URNError)
		keep_checked(self, "laestab", check_laestab, LAESTABError)
		keep_checked(self, "laestab", check_laestab_area, LAESTABError)
		keep_checked(self, "postcode", check_postcode, SchoolPostcodeError)
