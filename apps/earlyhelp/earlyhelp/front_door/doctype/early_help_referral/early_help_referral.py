import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from earlyhelp.early_help_setup.date_rules import check_not_future, check_order
from earlyhelp.early_help_setup.import_keys import set_import_key
from earlyhelp.permissions.child_rows import guard_child_rows


class DecisionWithoutDateError(frappe.ValidationError):
	"""A decision has no date, or a date no decision."""


class SchoolMissingError(frappe.ValidationError):
	"""The source says that a school referred, and none is named."""


class AcceptedWithoutFamilyError(frappe.ValidationError):
	"""A referral is accepted before it is known which family it is about."""


class SubmittedReferralError(frappe.ValidationError):
	"""A referral that was received may not be deleted."""


class EarlyHelpReferral(Document):
	"""Somebody asks for help for a family; one decision answers."""

	def validate(self):
		guard_child_rows(self)
		check_not_future(self, "received_on", "decided_on")
		check_order(self, "received_on", "decided_on")
		self.check_decision_is_dated()
		self.check_school_named()
		self.check_family_when_accepted()
		self.set_status()
		set_import_key(self)

	def on_trash(self):
		if self.received_on:
			frappe.throw(
				_("A referral that was received is kept. Withdraw it instead."),
				SubmittedReferralError,
				_("Kept"),
			)

	def check_decision_is_dated(self):
		"""A decision and its date come together."""
		if bool(self.decision) != bool(self.decided_on):
			frappe.throw(
				_("A decision needs its date, and a date needs its decision."),
				DecisionWithoutDateError,
				_("Decision"),
			)

	def check_school_named(self):
		"""A referral from a school says which one."""
		if (
			self.source
			and not self.school
			and cint(frappe.db.get_value("Referral Source", self.source, "needs_school"))
		):
			frappe.throw(
				_("Name the school that sent this referral."), SchoolMissingError, _("Referring School")
			)

	def check_family_when_accepted(self):
		if self.decision == "Accepted" and not self.family:
			frappe.throw(
				_("Link the family before you accept the referral."), AcceptedWithoutFamilyError, _("Family")
			)

	def set_status(self):
		"""Where the referral stands follows from what was filled in."""
		self.status = self.decision or ("Submitted" if self.received_on else "Draft")
