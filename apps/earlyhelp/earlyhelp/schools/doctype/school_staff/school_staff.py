import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from earlyhelp.schools.staff_accounts import follow


class StaffTwiceError(frappe.ValidationError):
	"""An account works at a school twice."""


class LeadWithoutAccountError(frappe.ValidationError):
	"""A safeguarding lead has no account to read concerns with."""


class SchoolStaff(Document):
	"""A person who works at a school, with or without an account."""

	def validate(self):
		self.full_name = " ".join((self.full_name or "").split())
		self.check_once()
		self.check_lead_has_account()
		self.stamp_suspension()

	def on_update(self):
		follow(self)

	def stamp_suspension(self):
		"""Who suspended somebody, and when; both are empty again for who was let back in."""
		before = self.get_doc_before_save()
		if self.active:
			self.suspended_on = self.suspended_by = None
		elif before and before.active:
			self.suspended_on, self.suspended_by = now_datetime(), frappe.session.user

	def check_once(self):
		"""One account stands once in the staff of one school."""
		same = {"school": self.school, "user": self.user, "name": ["!=", self.name or ""]}
		if self.user and frappe.db.exists("School Staff", same):
			frappe.throw(
				_("This account is already among the staff of this school: change that entry."),
				StaffTwiceError,
				_("User"),
			)

	def check_lead_has_account(self):
		if self.is_lead and not self.user:
			frappe.throw(
				_("A safeguarding lead reads concerns after signing in: choose the account under User."),
				LeadWithoutAccountError,
				_("User"),
			)
