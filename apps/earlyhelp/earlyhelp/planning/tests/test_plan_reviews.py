import frappe

from earlyhelp.early_help_setup.date_rules import FutureDateError
from earlyhelp.planning.doctype.plan_review.plan_review import (
	GoalOfAnotherPlanError,
	ReviewBeforeBaselineError,
	ScoredTwiceError,
	ScorerError,
)
from earlyhelp.planning.doctype.scaling_goal.scaling_goal import (
	BaselineAfterReviewError,
	BaselineError,
	TooEarlyError,
)
from earlyhelp.planning.latest_scores import refresh_latest_scores
from earlyhelp.planning.score_rules import ScoreRefused
from earlyhelp.states.errors import KeptError
from earlyhelp.tests.factories import (
	EarlyHelpTestCase,
	children_of,
	make_episode,
	make_family,
	make_goal,
	make_plan,
	make_review,
	make_service,
)


class PlanTestCase(EarlyHelpTestCase):
	def setUp(self):
		super().setUp()
		self.family, self.service = make_family(), make_service()
		self.plan = make_plan(make_episode(self.family, self.service))


class TestScalingGoal(PlanTestCase):
	def test_it_takes_family_service_and_episode_from_its_plan(self):
		goal = make_goal(self.plan)
		self.assertEqual(
			(goal.family, goal.family_name, goal.service, goal.episode),
			(self.family.name, "Ashdown", self.service.name, self.plan.episode),
		)

	def test_only_whole_numbers_from_0_to_10_are_a_first_score(self):
		for score in ("0", 0, "10", 10):
			self.assertEqual(make_goal(self.plan, baseline_score=score).baseline_score, str(score))
		for score in ("11", "-1", "3.5"):
			self.assertRefused(ScoreRefused, "whole number", make_goal, self.plan, baseline_score=score)

	def test_a_first_score_and_its_date_come_together(self):
		self.assertRefused(BaselineError, "needs its date", make_goal, self.plan, baseline_on=None)
		self.assertRefused(BaselineError, "needs its score", make_goal, self.plan, baseline_score="")
		self.assertRefused(FutureDateError, "future", make_goal, self.plan, baseline_on="2999-01-01")
		self.assertFalse(make_goal(self.plan, baseline_on=None, baseline_score="").baseline_score)

	def test_a_goal_that_is_too_early_to_scale_says_why(self):
		early = {"too_early": 1, "baseline_on": None, "baseline_score": ""}
		self.assertRefused(TooEarlyError, "says why", make_goal, self.plan, **early)
		self.assertRefused(
			TooEarlyError, "no first score", make_goal, self.plan, too_early=1, too_early_reason="x"
		)
		self.assertTrue(make_goal(self.plan, too_early_reason="We have only met twice.", **early).too_early)

	def test_the_first_score_is_not_moved_behind_a_review(self):
		goal = make_goal(self.plan)
		make_review(self.plan, (goal.name, "5"), submit=True)
		goal.reload()
		goal.baseline_on = "2019-03-02"
		self.assertRefused(BaselineAfterReviewError, "already scored", goal.save)
		goal.reload()
		goal.baseline_on = "2019-03-01"
		goal.save()


class TestPlanReview(PlanTestCase):
	def setUp(self):
		super().setUp()
		self.goal = make_goal(self.plan)

	def test_a_score_is_a_whole_number_from_0_to_10(self):
		self.assertEqual(make_review(self.plan, (self.goal.name, 10)).scores[0].score, "10")
		for score in (11, "11", "4.5", -1):
			self.assertRefused(ScoreRefused, "whole number", make_review, self.plan, (self.goal.name, score))
		with self.assertRaises(frappe.MandatoryError):
			make_review(self.plan, (self.goal.name, ""))

	def test_no_goal_is_reviewed_before_its_first_score(self):
		self.assertRefused(
			ReviewBeforeBaselineError,
			"before it has its first score",
			make_review,
			self.plan,
			(self.goal.name, "5"),
			held_on="2019-01-31",
		)
		self.assertEqual(make_review(self.plan, (self.goal.name, "5"), held_on="2019-02-01").status, "Held")

	def test_no_review_took_place_tomorrow(self):
		self.assertRefused(
			FutureDateError, "future", make_review, self.plan, (self.goal.name, "5"), held_on="2999-01-01"
		)

	def test_goals_of_another_family_are_not_scored(self):
		other = make_goal(make_plan(make_episode(make_family("Birkbeck"), self.service)))
		self.assertRefused(GoalOfAnotherPlanError, "another plan", make_review, self.plan, (other.name, "5"))

	def test_there_is_one_agreed_score_for_a_goal(self):
		scores = [(self.goal.name, "5"), (self.goal.name, "6")]
		self.assertRefused(ScoredTwiceError, "Agreed", make_review, self.plan, *scores)

	def test_everybody_scores_apart(self):
		mother, child = self.family.members[0].person, children_of(self.family)[0]
		rows = (
			(self.goal.name, "5"),
			(self.goal.name, "6", "Parent or carer", mother),
			(self.goal.name, "2", "Child", child),
			(self.goal.name, "4", "School"),
		)
		self.assertEqual(len(make_review(self.plan, *rows).scores), 4)

	def test_an_own_score_names_a_member_of_the_family(self):
		stranger = children_of(make_family("Birkbeck"))[0]
		for row in (
			(self.goal.name, "5", "Child"),
			(self.goal.name, "5", "Child", stranger),
			(self.goal.name, "5", "Agreed", children_of(self.family)[0]),
		):
			self.assertRefused(ScorerError, "Row 1", make_review, self.plan, row)

	def test_a_score_is_written_by_a_review(self):
		"""D3 Scaling Goal, narrower."""
		make_review(self.plan, (self.goal.name, "7"), submit=True)
		self.assertEqual(frappe.db.get_value("Scaling Goal", self.goal.name, "latest_score"), "7")

	def test_the_goal_shows_the_latest_agreed_score_of_finalised_reviews(self):
		"""D3 Scaling Goal, narrower."""
		make_review(self.plan, (self.goal.name, "7"), held_on="2019-04-01", submit=True)
		make_review(self.plan, (self.goal.name, "5"), held_on="2019-03-01", submit=True)
		make_review(self.plan, (self.goal.name, "9"), held_on="2019-05-01")
		self.goal.reload()
		self.assertEqual((self.goal.latest_score, str(self.goal.latest_scored_on)), ("7", "2019-04-01"))

	def test_of_two_reviews_on_one_day_the_one_entered_later_counts(self):
		for score, entered_on in (("7", "2019-04-03"), ("5", "2019-04-02")):
			review = make_review(self.plan, (self.goal.name, score), held_on="2019-04-01", submit=True)
			frappe.db.set_value("Plan Review", review.name, "creation", entered_on)
		refresh_latest_scores([self.goal.name])
		self.assertEqual(frappe.db.get_value("Scaling Goal", self.goal.name, "latest_score"), "7")

	def test_a_finalised_review_is_not_cancelled(self):
		review = make_review(self.plan, (self.goal.name, "5"), submit=True).reload()
		self.assertRefused(KeptError, "What is final stays as it is", review.cancel)

	def test_an_empty_score_says_why_and_counts_nowhere(self):
		rows = [{"goal": self.goal.name, "scorer": "Agreed", "why_not": "We did not get to it."}]
		review = make_review(self.plan, scores=rows, submit=True)
		self.assertEqual(review.scores[0].score, "")
		self.assertFalse(frappe.db.get_value("Scaling Goal", self.goal.name, "latest_score"))
