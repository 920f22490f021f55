import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import today

from earlyhelp.early_help_setup.date_rules import check_not_future
from earlyhelp.early_help_setup.import_keys import set_import_key
from earlyhelp.planning.score_rules import keep_score

WORDING = ("theme", "goal", "what_0_means", "what_10_means")


class BaselineError(frappe.ValidationError):
	"""A baseline has a score without a date or a date without a score."""


class TooEarlyError(frappe.ValidationError):
	"""A goal is marked too early to scale and scored, or marked without a reason."""


class BaselineAfterReviewError(frappe.ValidationError):
	"""The baseline is moved behind a review that already scored the goal."""


class PlanApprovedError(frappe.ValidationError):
	"""The wording of a goal is changed while its plan is approved."""


class ScalingGoal(Document):
	"""What better looks like for a family, on a scale from 0 to 10.

	Later scores stand in Plan Reviews; `latest_score` repeats the last agreed one for lists.
	"""

	def validate(self):
		keep_score(self, "baseline_score")
		self.set_baseline_day()
		check_not_future(self, "baseline_on")
		self.check_baseline()
		self.check_too_early()
		self.check_baseline_before_reviews()
		self.check_plan_is_open()
		set_import_key(self)

	def set_baseline_day(self):
		"""A first score that is written down now was given today; what is imported brings its own day."""
		if self.baseline_score and not (self.import_ref or self.flags.by_system):
			self.baseline_on = self.baseline_on or today()

	def check_baseline(self):
		"""The first score and its date come together."""
		if bool(self.baseline_score) != bool(self.baseline_on):
			frappe.throw(
				_("A first score needs its date, and the date needs its score."), BaselineError, _("Baseline")
			)

	def check_too_early(self):
		"""A goal that is too early to scale has a reason and no score."""
		if self.too_early and (self.baseline_score or not self.too_early_reason):
			frappe.throw(
				_("A goal that is too early to scale has no first score, and says why."),
				TooEarlyError,
				_("Too Early"),
			)

	def check_baseline_before_reviews(self):
		"""The first score stays before the first review of the goal."""
		if self.is_new() or not self.has_value_changed("baseline_on"):
			return
		scored = frappe.get_all(
			"Goal Score", filters={"goal": self.name, "docstatus": ["<", 2]}, pluck="parent"
		)
		late = {"name": ["in", scored or [""]], "held_on": ["<", self.baseline_on or "9999-12-31"]}
		if frappe.db.exists("Plan Review", late):
			frappe.throw(
				_("The first score cannot be after a review that already scored this goal."),
				BaselineAfterReviewError,
				_("Baseline"),
			)

	def check_plan_is_open(self):
		"""A goal is part of what was approved: it begins, or is worded anew, while its plan is open for changes."""
		if self.flags.by_system or not (self.is_new() or any(map(self.has_value_changed, WORDING))):
			return
		status = frappe.db.get_value("My Family Plan", self.plan, "status")
		if status not in ("Draft", "In Review"):
			frappe.throw(
				_("The plan is {0}: open it for changes before you change its goals.").format(_(status)),
				PlanApprovedError,
				_("Approved"),
			)
