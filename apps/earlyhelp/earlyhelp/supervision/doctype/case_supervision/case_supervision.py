import frappe
from frappe import _

from earlyhelp.constants import EHM
from earlyhelp.early_help_setup.date_rules import check_order
from earlyhelp.families.belonging import belongs_to
from earlyhelp.permissions.child_rows import guard_child_rows
from earlyhelp.states.document import StatefulDocument
from earlyhelp.supervision.people import check_of_family
from earlyhelp.supervision.summaries import BEFORE_SESSION, ask_newly_allocated, excuse, set_covers
from earlyhelp.supervision.supervision_steps import catch_up
from earlyhelp.supervision.workers import TRADITIONAL, kind_of, users_of, workers_on
from earlyhelp.team_around.actions import keep_carried


class ChairError(frappe.ValidationError):
	"""Somebody who is no manager is to chair."""


class EpisodeMissingError(frappe.ValidationError):
	"""A supervision names no episode."""


class NotTheChairError(frappe.ValidationError):
	"""Somebody else than the chair excuses a worker."""


class ExcuseReasonError(frappe.ValidationError):
	"""A worker is excused without a reason."""


class CaseSupervision(StatefulDocument):
	"""Everybody who works with a family thinks about it together, and a manager decides."""

	def validate(self):
		guard_child_rows(self)
		self.set_from_episode()
		self.set_kind()
		set_covers(self)
		keep_carried(self)
		self.check_state()
		self.check_chair()
		check_order(self, "planned_on", "next_on")
		check_of_family(self, stages="adult", views="person", ratings="child")

	def on_update(self):
		super().on_update()
		if self.status in ("Summaries Requested", "Ready") and ask_newly_allocated(self):
			catch_up(self)

	def set_from_episode(self):
		"""Family and team are those of the stored episode, whatever a request says."""
		if not self.episode:
			frappe.throw(_("Episode: say which help is talked about."), EpisodeMissingError, _("Episode"))
		family, self.team = frappe.db.get_value("Early Help Episode", self.episode, ["family", "team"])
		belongs_to(self, family)

	def set_kind(self):
		"""How many workers there are on the day makes the kind, until the session is opened."""
		before = self.get_doc_before_save()
		if before and before.status not in BEFORE_SESSION:
			self.kind, self.worker_user = before.kind, before.worker_user
			return
		workers = workers_on(self.episode, self.planned_on)
		self.kind = kind_of(workers)
		users = users_of(workers) if self.kind == TRADITIONAL else []
		self.worker_user = users[0] if users else None

	def check_chair(self):
		"""A manager chairs, because the chair finalises."""
		if self.chair_user and not self.is_manager(self.chair_user):
			frappe.throw(_("Chair: choose somebody who is a manager."), ChairError, _("Chair"))

	def is_manager(self, user):
		return bool(frappe.db.exists("Has Role", {"parent": user, "parenttype": "User", "role": EHM}))

	@frappe.whitelist(methods=["POST"])
	def excuse_summary(self, professional: str, reason: str):
		"""Excuse one worker's summary as the chair, without opening what the worker wrote so far."""
		self.check_permission("write")
		if self.chair_user != frappe.session.user:
			frappe.throw(_("Only the chair excuses a worker."), NotTheChairError, _("Chair"))
		if not (reason or "").strip():
			frappe.throw(_("Say why this worker is excused."), ExcuseReasonError, _("Reason"))
		row = next((row for row in self.summaries if row.professional == professional), None)
		if row and row.summary:
			excuse(row.summary, reason)
