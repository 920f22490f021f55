from collections import Counter

import frappe
from frappe import _

from earlyhelp.early_help_setup.date_rules import check_not_future, check_order, day
from earlyhelp.early_help_setup.import_keys import set_import_key
from earlyhelp.permissions.child_rows import guard_child_rows
from earlyhelp.planning.members import check_members
from earlyhelp.planning.review_rows import drop_unasked
from earlyhelp.planning.score_rules import keep_score
from earlyhelp.states.document import StatefulDocument

FAMILY_SCORERS = ("Parent or carer", "Child")


class GoalOfAnotherPlanError(frappe.ValidationError):
	"""A goal is scored that belongs to another family's plan."""


class ReviewBeforeBaselineError(frappe.ValidationError):
	"""A goal is scored before its first score."""


class ScoredTwiceError(frappe.ValidationError):
	"""One person scored one goal twice in one review."""


class ScoreMissingError(frappe.MandatoryError):
	"""A row has neither a score nor the reason why there is none."""


class ScorerError(frappe.ValidationError):
	"""A score of a member of the family does not say whose it is, or names somebody else's."""


class PlanReview(StatefulDocument):
	"""The family and everybody around them look at the goals again and score them."""

	def validate(self):
		guard_child_rows(self)
		set_import_key(self)
		self.drop_empty_scores()
		self.set_shown()
		self.set_counts_on()
		for row in self.scores:
			keep_score(row, "score")
		if self.status not in ("Planned", "Held") and not self.docstatus:
			drop_unasked(self)
		self.check_state()
		check_not_future(self, "held_on")
		check_order(self, "held_on", "next_review_on")
		self.check_score_or_why()
		self.check_goals()
		self.check_scored_once()
		self.check_scorers()
		self.check_professionals()
		check_members(self, "voices")
		check_members(self, "scores", fields=("not_shown_to", "also_not_shown_to"))

	def drop_empty_scores(self):
		"""A row that waits for its score gives way to one that has it."""
		given = {key_of(row) for row in self.scores if row.score or row.why_not}
		kept = [row for row in self.scores if row.score or row.why_not or key_of(row) not in given]
		if len(kept) < len(self.scores):
			self.set("scores", kept)
			for number, row in enumerate(self.scores, start=1):
				row.idx = number

	def set_shown(self):
		"""What the family agreed, and what workers say, may be shown to everybody unless they say otherwise."""
		for row in self.scores:
			if row.scorer not in FAMILY_SCORERS and not row.may_be_shown_to:
				row.may_be_shown_to = "Everybody"

	def set_counts_on(self):
		"""A correction takes the place of the score it corrects: it counts from that review's day."""
		held_on = self.held_on
		if self.kind == "Correction" and self.corrects:
			held_on = frappe.db.get_value("Plan Review", self.corrects, "held_on")
		self.counts_on = held_on

	def check_score_or_why(self):
		"""A row has a score, or says why there is none; while it is written, a row may wait for it."""
		if self.status in ("Planned", "Held") and not self.flags.by_system:
			return
		for row in self.scores:
			if not row.score and not row.why_not:
				frappe.throw(
					_("Row {0}: give a score, or say why there is none.").format(row.idx),
					ScoreMissingError,
					_("Score"),
				)

	def check_goals(self):
		"""Every goal that is scored belongs to this plan and has its first score by then."""
		names = list({row.goal for row in self.scores})
		rows = names and frappe.get_all(
			"Scaling Goal", filters={"name": ["in", names]}, fields=["name", "plan", "baseline_on"]
		)
		goals = {row.name: row for row in rows}
		for row in self.scores:
			goal = goals.get(row.goal)
			if not goal or goal.plan != self.plan:
				frappe.throw(
					_("Goal {0} belongs to another plan.").format(row.goal), GoalOfAnotherPlanError, _("Goal")
				)
			if self.held_on and (not goal.baseline_on or day(self.held_on) < goal.baseline_on):
				frappe.throw(
					_("Goal {0} cannot be reviewed before it has its first score.").format(row.goal),
					ReviewBeforeBaselineError,
					_("Baseline"),
				)

	def check_scored_once(self):
		"""Everybody scores a goal once in a review, and there is one agreed score."""
		times = Counter(key_of(row) for row in self.scores)
		for (goal, scorer, _person, _professional), count in times.items():
			if count > 1:
				frappe.throw(
					_("Goal {0} has two scores of the same kind: {1}.").format(goal, _(scorer)),
					ScoredTwiceError,
					_("Scores"),
				)

	def check_professionals(self):
		"""A professional stands beside the score of a school, a practitioner or another worker."""
		for row in self.scores:
			if row.professional and row.scorer in ("Agreed", *FAMILY_SCORERS):
				frappe.throw(
					_("Row {0}: this score is not a professional's.").format(row.idx),
					ScorerError,
					_("Professional"),
				)

	def check_scorers(self):
		"""A parent's or a child's own score names a member of this family; an agreed score names nobody."""
		people = {row.person for row in self.scores if row.person}
		family = {"parent": self.family, "parenttype": "Family", "person": ["in", list(people)]}
		members = set(frappe.get_all("Family Member", filters=family, pluck="person")) if people else set()
		for row in self.scores:
			if bool(row.person) != (row.scorer in FAMILY_SCORERS) or (
				row.person and row.person not in members
			):
				frappe.throw(
					_("Row {0}: a parent's or a child's own score names that member of this family.").format(
						row.idx
					),
					ScorerError,
					_("Whose Score"),
				)


def key_of(row):
	"""Return whose score of which goal a row is."""
	return row.goal, row.scorer, row.person or "", row.professional or ""
