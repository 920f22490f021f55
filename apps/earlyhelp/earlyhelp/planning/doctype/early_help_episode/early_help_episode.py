from collections import Counter

import frappe
from frappe import _
from frappe.utils import cint

from earlyhelp.early_help_setup.date_rules import check_not_future, check_order, day
from earlyhelp.early_help_setup.import_keys import set_import_key
from earlyhelp.early_help_setup.timescales import due_on
from earlyhelp.families.ages import age_on
from earlyhelp.permissions.child_rows import guard_child_rows
from earlyhelp.planning.closing import lay_out_outcomes
from earlyhelp.planning.episode_needs import current_leads
from earlyhelp.planning.led_outside import asked_outside, tell_asked
from earlyhelp.planning.members import check_members
from earlyhelp.planning.tracked import check_tracking_only, tracking_of
from earlyhelp.states.content import changed_fields
from earlyhelp.states.document import StatefulDocument


class OpenEpisodeExistsError(frappe.ValidationError):
	"""The family already has an episode of this service that is not closed."""


class ReferralOfAnotherError(frappe.ValidationError):
	"""The referral is of another family or service, was not accepted, or led to an episode already."""


class ChildOfAnotherFamilyError(frappe.ValidationError):
	"""A child of the episode is not a member of its family."""


class ChildTwiceError(frappe.ValidationError):
	"""A child stands in the episode twice."""


class ClosureReasonMissingError(frappe.ValidationError):
	"""Help ended without a reason."""


class NotOpenedError(frappe.ValidationError):
	"""An episode is closed that was never opened."""


class EarlyHelpEpisode(StatefulDocument):
	"""One period of help by one service for named children of one family."""

	def validate(self):
		guard_child_rows(self)
		set_import_key(self)
		self.keep_acceptance()
		self.set_lead()
		self.set_other_service()
		lay_out_outcomes(self)
		self.check_state()
		if self.only_steps_up():
			return
		check_not_future(self, "closed_on", "first_contact_on", "first_visit_on", "handover_family_told_on")
		check_order(self, "accepted_on", "opened_on", "closed_on")
		self.check_opened_before_closed()
		self.check_one_open_episode()
		self.check_referral()
		self.check_children()
		check_tracking_only(self)
		self.end_children_with_episode()
		self.check_child_rows()
		check_members(self, "allocations", fields=("for_whom",))
		check_members(self, "outcomes", fields=("person",))
		self.check_allocations()
		self.set_tracking()

	def on_update(self):
		super().on_update()
		if asked_outside(self) - asked_outside(self.get_doc_before_save()):
			tell_asked(self)

	def only_steps_up(self):
		"""Urgent safeguarding waits for nobody: what is wrong in the stored record is asked afterwards."""
		if not self.step or self.step.action != "Step Up":
			return False
		return not changed_fields(self, self.get_doc_before_save()) - {"status", "state_reason"}

	def check_opened_before_closed(self):
		if self.closed_on and not (self.opened_on or self.not_started_because):
			frappe.throw(
				_("Say when the episode opened before you close it."), NotOpenedError, _("Opened On")
			)

	def check_one_open_episode(self):
		"""A family has at most one episode of a service that is not closed.

		The family is locked first, so that of two people who open at once one waits and is refused.
		"""
		if self.closed_on:
			return
		frappe.db.get_value("Family", self.family, "name", for_update=True)
		other = {
			"family": self.family,
			"service": self.service,
			"closed_on": ["is", "not set"],
			"name": ["!=", self.name or ""],
		}
		if frappe.db.get_value("Early Help Episode", other, "name", for_update=True):
			frappe.throw(
				_("This family already has an open episode of {0}.").format(self.service),
				OpenEpisodeExistsError,
				_("Already Open"),
			)

	def check_referral(self):
		"""An episode follows from an accepted referral of the same family to the same service, once."""
		if not self.referral or not (self.is_new() or self.has_value_changed("referral")):
			return
		row = frappe.db.get_value("Early Help Referral", self.referral, ["family", "service", "decision"])
		used = {"referral": self.referral, "name": ["!=", self.name or ""]}
		if row != (self.family, self.service, "Accepted") or frappe.db.exists("Early Help Episode", used):
			frappe.throw(
				_("Choose an accepted referral of this family to this service that led to no episode yet."),
				ReferralOfAnotherError,
				_("Referral"),
			)

	def check_children(self):
		"""The children are members of the family, each of them once."""
		people = [row.person for row in self.children]
		if max(Counter(people).values(), default=0) > 1:
			frappe.throw(_("A child can stand in an episode only once."), ChildTwiceError, _("Children"))
		if not people:
			return
		of_family = {"parent": self.family, "parenttype": "Family", "person": ["in", people]}
		members = set(frappe.get_all("Family Member", filters=of_family, pluck="person"))
		for row in self.children:
			if row.person not in members:
				frappe.throw(
					_("{0} is not a member of this family.").format(row.full_name or row.person),
					ChildOfAnotherFamilyError,
					_("Children"),
				)

	def end_children_with_episode(self):
		"""Children whose help has not ended end with the episode, for its reason; help that never began ends not."""
		if not (self.closed_on and self.opened_on):
			return
		for row in self.children:
			row.ended_on = row.ended_on or self.closed_on
			row.closure_reason = row.closure_reason or self.closure_reason
			row.track_until = row.track_until or due_on("Closure Tracking", self.closed_on)
			row.sustained_check_due_on = row.sustained_check_due_on or due_on(
				"Sustained Check", self.closed_on
			)

	def check_child_rows(self):
		"""Each child's dates fit, an end has its reason, and the age at the start is worked out."""
		births = self.births()
		for row in self.children:
			check_order(row, "started_on", "ended_on")
			if row.ended_on and not row.closure_reason:
				frappe.throw(
					_("Say why the help for {0} ended.").format(row.full_name or row.person),
					ClosureReasonMissingError,
					_("Closure Reason"),
				)
			start, born = day(row.started_on or self.opened_on), births.get(row.person)
			row.age_at_start = age_on(born, start) if start and born else 0

	def births(self):
		"""Return the date of birth of each child of the episode, by person."""
		people = [row.person for row in self.children]
		rows = people and frappe.get_all(
			"Early Help Person", filters={"name": ["in", people]}, fields=["name", "date_of_birth"]
		)
		return {row.name: row.date_of_birth for row in rows}

	def check_allocations(self):
		for row in self.allocations:
			check_order(row, "from_date", "to_date")
			if self.closed_on:
				row.to_date = row.to_date or self.closed_on

	def keep_acceptance(self):
		"""A lead outside the council accepts on a page; nobody types it for them."""
		if self.flags.by_system:
			return
		before = None if self.is_new() else self.get_doc_before_save()
		known = {row.name: row.accepted_on for row in before.allocations} if before else {}
		for row in self.allocations:
			row.accepted_on = known.get(row.name)

	def set_lead(self):
		"""The lead is the lead practitioner who was allocated last."""
		leads = [row for row in self.allocations if row.role == "Lead Practitioner" and row.from_date]
		self.lead_practitioner = (
			max(leads, key=lambda row: day(row.from_date)).professional if leads else None
		)
		self.has_lead = cint(bool(current_leads(self)))

	def set_other_service(self):
		"""Say whether the receiver is of another service: then this episode closes and another opens."""
		other = self.handover_service and self.handover_service != self.service
		self.to_other_service = cint(bool(other))

	def set_tracking(self):
		"""What became of each child after the closure is worked out, never pressed."""
		for row, tracking in zip(self.children, tracking_of(self), strict=True):
			row.tracking = tracking
