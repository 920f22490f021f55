import re

import frappe
from frappe import _

from earlyhelp.early_help_setup.date_rules import check_order
from earlyhelp.permissions.child_rows import guard_child_rows
from earlyhelp.permissions.people import own_professionals
from earlyhelp.states.document import StatefulDocument
from earlyhelp.team_around.actions import keep_carried
from earlyhelp.team_around.clashes import clashes_of
from earlyhelp.team_around.clock import time_of_day
from earlyhelp.team_around.invitations import tell_changed
from earlyhelp.team_around.origin import set_family
from earlyhelp.team_around.people import check_named, name_of
from earlyhelp.team_around.prefill import prefill, set_kept_apart

BEFORE = ("Planned", "Invited")
OVER = ("Issued", "Cancelled")
ROW_STAMPS = ("invitation_sent_on", "answered_on", "minutes_given_on")
WEB_ADDRESS = re.compile(r"https?://[^\s<>\"\\\x00-\x1f]+", re.IGNORECASE)
WHEN_AND_WHERE = ("meeting_on", "starts_at", "finishes_at", "venue", "online_link")


class TimesContradictError(frappe.ValidationError):
	"""A meeting is over before it begins."""


class NoTimeError(frappe.ValidationError):
	"""What is typed is no time of day."""


class NoWebAddressError(frappe.ValidationError):
	"""What is pasted as the way in is no address of the web."""


class TACMeeting(StatefulDocument):
	"""The family and everybody around them in one room: planned, held, minuted, and what was agreed."""

	def validate(self):
		guard_child_rows(self)
		set_family(self)
		self.set_times()
		self.check_online_link()
		self.set_chair()
		self.set_people()
		self.keep_row_stamps()
		self.set_clashes()
		keep_carried(self)
		self.check_state()
		self.check_times()

	def before_insert(self):
		set_family(self)
		self.set_chair()
		prefill(self)

	def after_insert(self):
		self.db_set("reference", self.name, update_modified=False)

	def on_update(self):
		super().on_update()
		self.tell_of_changes()

	def set_times(self):
		"""Times are typed as people do and kept as 14:00."""
		for name in ("starts_at", "finishes_at"):
			try:
				self.set(name, time_of_day(self.get(name)))
			except ValueError:
				label = _(self.meta.get_label(name))
				frappe.throw(_("{0}: write a time like 14:00.").format(label), NoTimeError, label)

	def check_online_link(self):
		"""Everybody who is invited follows it, from a page and from a calendar: an address of the web, on one line."""
		if self.online_link and not WEB_ADDRESS.fullmatch(self.online_link):
			label = _(self.meta.get_label("online_link"))
			frappe.throw(
				_("{0}: paste the whole address, beginning with https://.").format(label),
				NoWebAddressError,
				label,
			)

	def set_chair(self):
		"""The chair is one person, whether chosen as a professional or as an account."""
		if self.chair_user and not self.chair:
			self.chair = next(iter(own_professionals(self.chair_user)), None)
		if self.chair and not self.chair_user:
			self.chair_user = frappe.db.get_value("Professional", self.chair, "user")

	def set_people(self):
		"""Every row names one person, and says for which agency a professional from outside comes."""
		if self.status in OVER:
			return
		for row in self.attendees:
			if row.professional and not row.agency:
				agency, team = frappe.db.get_value("Professional", row.professional, ["agency", "team"])
				row.agency = None if team else agency
		check_named(self.attendees, "kind", self.family, _("People"))
		check_named(self.actions, "who_kind", self.family, _("Actions"))
		for row in self.attendees:
			row.answer, row.takes_part = row.answer or "No answer", row.takes_part or "In the room"
			row.full_name = name_of(row.kind, row)[:140]
			row.is_chair = int(bool(row.professional) and row.professional == self.chair)
		if self.status in BEFORE:
			set_kept_apart(self)

	def keep_row_stamps(self):
		"""When a row was invited, answered and given minutes is written by the steps, never by a request."""
		before = None if self.is_new() else self.get_doc_before_save()
		known = {row.name: row for row in before.attendees} if before else {}
		for row in self.attendees:
			row.update(
				{name: known[row.name].get(name) if row.name in known else None for name in ROW_STAMPS}
			)

	def set_clashes(self):
		"""Clashes are looked for until the meeting begins; a new one is accepted anew."""
		if self.status in BEFORE:
			said = "\n".join(clashes_of(self))
			if said != (self.clashes or ""):
				self.clashes, self.clashes_accepted = said, 0

	def check_times(self):
		if self.starts_at and self.finishes_at and self.finishes_at <= self.starts_at:
			frappe.throw(_("Until must be later than From."), TimesContradictError, _("Times"))
		check_order(self, "meeting_on", "next_meeting_on")

	def tell_of_changes(self):
		"""Those who were invited hear when time or place changes; their calendars take the new file."""
		before = self.get_doc_before_save()
		invited = self.status == "Invited" and before and before.status == "Invited"
		if not invited or self.flags.told_by_step:
			return
		if any(str(self.get(name) or "") != str(before.get(name) or "") for name in WHEN_AND_WHERE):
			self.db_set("invitation_number", (self.invitation_number or 0) + 1, update_modified=False)
			tell_changed(self)
