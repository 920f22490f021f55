from collections import Counter

import frappe
from frappe import _
from frappe.model.document import Document

from earlyhelp.early_help_setup.date_rules import check_order
from earlyhelp.early_help_setup.import_keys import set_import_key
from earlyhelp.families.identifier_rules import keep_checked
from earlyhelp.families.identifiers import check_postcode
from earlyhelp.families.restriction import check_conflicts, check_restriction
from earlyhelp.permissions.child_rows import guard_child_rows
from earlyhelp.permissions.identity import check_identity_only

# These show the family's name beside its number and follow when it changes.
SHOW_FAMILY_NAME = (
	"Early Help Referral",
	"Early Help Episode",
	"My Family Plan",
	"Scaling Goal",
	"Plan Review",
	"Case Supervision",
	"Professional Summary",
	"Supervision Addendum",
	"Agreed Action",
	"TAC Meeting",
	"TAC Addendum",
	"Thank You Card",
)


class MemberTwiceError(frappe.ValidationError):
	"""A person stands in the family twice."""


class ChildWithResponsibilityError(frappe.ValidationError):
	"""A child of the family is said to have parental responsibility."""


class FamilyPostcodeError(frappe.ValidationError):
	"""The family's postcode is none."""


class Family(Document):
	"""A family: the root record, everything else hangs from it."""

	def validate(self):
		guard_child_rows(self)
		keep_checked(self, "postcode", check_postcode, FamilyPostcodeError)
		self.check_members_once()
		self.check_responsibility()
		self.check_member_dates()
		check_identity_only(self)
		check_conflicts(self)
		check_restriction(self)
		set_import_key(self)

	def on_update(self):
		if self.has_value_changed("family_name") and not self.flags.in_insert:
			for doctype in SHOW_FAMILY_NAME:
				frappe.db.set_value(doctype, {"family": self.name}, "family_name", self.family_name)

	def check_members_once(self):
		"""A person who is in the family stands in it once."""
		times = Counter(row.person for row in self.members if row.person)
		twice = [row.full_name or row.person for row in self.members if times[row.person] > 1]
		if twice:
			frappe.throw(_("{0} is in this family twice.").format(twice[0]), MemberTwiceError, _("Members"))

	def check_responsibility(self):
		"""Only adults have parental responsibility."""
		for row in self.members:
			if row.relationship == "Child" and row.parental_responsibility == "Yes":
				frappe.throw(
					_("{0} is a child of this family and cannot have parental responsibility.").format(
						row.full_name or row.person
					),
					ChildWithResponsibilityError,
					_("Members"),
				)

	def check_member_dates(self):
		for row in self.members:
			check_order(row, "joined_on", "left_on")
		for row in self.family_professionals:
			check_order(row, "from_date", "to_date")
