import frappe
from frappe import _
from frappe.utils import cint

from earlyhelp.early_help_setup.date_rules import check_not_future, check_order
from earlyhelp.early_help_setup.import_keys import set_import_key
from earlyhelp.families.identifier_rules import keep_checked
from earlyhelp.families.identifiers import check_upn_area, check_upn_letter
from earlyhelp.front_door.contacts import set_repeat_contacts
from earlyhelp.front_door.filling import fill_agreed_as, fill_team, fill_telling
from earlyhelp.front_door.referral_steps import DECIDED, finish_when_told
from earlyhelp.permissions.child_rows import guard_child_rows
from earlyhelp.states.document import StatefulDocument


class SchoolMissingError(frappe.ValidationError):
	"""The source says that a school referred, and none is named."""


class ReferralUPNError(frappe.ValidationError):
	"""The UPN of a child in a referral cannot be right."""


class ChildTwiceInReferralError(frappe.ValidationError):
	"""A record stands twice among the children, or among children and adults."""


class SenderChangedError(frappe.ValidationError):
	"""A referral is passed off as sent by another account: that account would read it on its page."""


class EarlyHelpReferral(StatefulDocument):
	"""Somebody asks for help for a family; one decision answers, and is told to whoever must know."""

	def before_validate(self):
		self.set_service()
		self.set_who_may_signpost()
		if not self.flags.by_system:
			fill_team(self)
			fill_agreed_as(self)
			fill_telling(self)

	def validate(self):
		guard_child_rows(self)
		self.check_state()
		self.check_sender()
		self.set_family_name()
		self.set_number_of_children()
		self.set_confirmation()
		if not self.is_stepping_up():
			self.check_dates()
			self.check_school_named()
			self.check_identifiers()
			self.check_people_once()
		set_import_key(self)

	def on_update(self):
		super().on_update()
		if self.status in DECIDED:
			finish_when_told(self)

	def may_be_deleted(self):
		"""An own draft may go as long as it was never submitted; the role permissions say that it is own."""
		return self.status == "Draft" and not self.received_on

	def is_stepping_up(self):
		"""Urgent safeguarding waits for nothing: while stepping up, no rule of content is asked."""
		return bool(self.step) and self.step.action == "Step Up"

	def set_service(self):
		"""A referral that names no service is for the one of the settings, or for the only one there is."""
		if not self.service:
			services = frappe.get_all("Early Help Service", filters={"disabled": 0}, pluck="name", limit=2)
			chosen = frappe.db.get_single_value("Early Help Settings", "front_door_service")
			self.service = chosen or (services[0] if len(services) == 1 else None)

	def check_sender(self):
		"""The account that sent a referral in is the one that was signed in, and stays."""
		before, user = self.get_doc_before_save(), frappe.session.user
		allowed = {before.referrer_user or None} if before else {None, user}
		if (self.referrer_user or None) not in allowed and user != "Administrator":
			frappe.throw(_("Who sent this referral in cannot be changed."), SenderChangedError, _("Sent by"))

	def set_who_may_signpost(self):
		"""The setting, kept on the record: a button's condition reads plain fields of what is stored."""
		allowed = frappe.db.get_single_value("Early Help Settings", "practitioners_may_signpost")
		self.practitioners_may_signpost = cint(allowed)

	def set_family_name(self):
		"""Until the family is linked, the referral goes by the family name of its first child."""
		if not self.family:
			self.family_name = next((row.last_name for row in self.children if row.last_name), None)
		if self.status != "Draft" and self.has_value_changed("family"):
			set_repeat_contacts(self)

	def set_number_of_children(self):
		if self.children:
			self.number_of_children = len(self.children)

	def set_confirmation(self):
		"""A manager who ticks the box confirms the step up with the own name."""
		if self.step_up_confirmed and not self.step_up_confirmed_by:
			self.step_up_confirmed_by = frappe.session.user
		elif not self.step_up_confirmed:
			self.step_up_confirmed_by = None

	def check_dates(self):
		"""No date contradicts another, and nothing was done in the future."""
		told = ("referrer_told_on", "family_told_on", "social_care_answered_on", "agreed_on")
		check_not_future(self, "received_on", "decided_on", *told)
		check_order(self, "received_on", "information_asked_on", "information_due_on")
		check_order(self, "received_on", "decided_on")
		check_order(self, "decided_on", "referrer_told_on")
		check_order(self, "decided_on", "family_told_on")
		check_order(self, "stepped_up_on", "social_care_answered_on")
		for row in self.children:
			check_not_future(row, "date_of_birth")
		for row in self.adults:
			check_not_future(row, "date_of_birth")

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

	def check_identifiers(self):
		for row in self.children:
			keep_checked(row, "upn", check_upn_letter, ReferralUPNError)
			keep_checked(row, "upn", check_upn_area, ReferralUPNError)

	def check_people_once(self):
		"""A record stands in a referral once."""
		people = [row.person for row in (*self.children, *self.adults) if row.person]
		if len(set(people)) < len(people):
			frappe.throw(
				_("One record stands in this referral twice. Remove a row, or choose another record."),
				ChildTwiceInReferralError,
				_("The Children"),
			)
