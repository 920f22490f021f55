"""B3.1: what a plan needs before a manager is asked, one thing at a time."""

import frappe

from earlyhelp.planning.tests.cases import PlanningTestCase
from earlyhelp.states.errors import MissingError

ENDS, SCORE = "say what 0 and 10 mean", "agree a first score, or say why it is too early"


class TestPlanNeeds(PlanningTestCase):
	def setUp(self):
		super().setUp()
		self.plan = self.complete()

	def asked(self, sentence):
		self.refused(MissingError, sentence, self.plan, "Send For Approval", as_=self.lead)

	def sent(self):
		frappe.db.savepoint("one_sending")
		status = self.press(self.plan, "Send For Approval", as_=self.lead).status
		frappe.db.rollback(save_point="one_sending")
		self.assertEqual(status, "Awaiting Approval")

	def test_b3_1_each_part_of_a_goal_is_asked_for(self):
		self.sent()
		for sentence, field, emptied in (
			(ENDS, "what_0_means", None),
			(ENDS, "what_10_means", None),
			(SCORE, "baseline_on", None),
			(SCORE, "baseline_score", ""),
		):
			with self.subTest(field=field):
				frappe.db.savepoint("one_part")
				self.goal.db_set(field, emptied)
				self.asked(sentence)
				frappe.db.rollback(save_point="one_part")
		self.sent()

	def test_b3_1_too_early_counts_with_its_reason_only(self):
		self.goal.db_set({"baseline_on": None, "baseline_score": ""})
		for too_early, why in ((1, None), (0, "They just moved.")):
			self.goal.db_set({"too_early": too_early, "too_early_reason": why})
			self.asked(SCORE)
		self.goal.db_set({"too_early": 1, "too_early_reason": "They just moved."})
		self.sent()

	def test_b3_1_a_plan_has_a_goal(self):
		self.goal.db_set({"ended_on": "2019-03-01"})
		self.asked("Add a goal to the plan.")
		self.goal.db_set({"ended_on": None})
		self.sent()

	def test_b3_1_a_question_is_answered_in_its_text_or_in_a_statement(self):
		self.plan.db_set("working_well", None)
		self.asked("Answer this question, here or in a statement.")
		self.plan.reload().append("statements", {"column": "Working Well", "statement": "Gran helps."})
		self.plan.save()
		self.sent()

	def test_b3_1_only_a_worry_names_its_goal(self):
		self.plan.append("statements", {"column": "Safety", "statement": "Gran is next door."})
		self.plan.save()
		self.sent()
		self.plan.append("statements", {"column": "Worry", "statement": "They are tired."})
		self.plan.save()
		self.asked("Row 3: name the goal that answers this worry.")

	def test_b3_1_somebody_without_a_row_is_asked_for(self):
		self.plan.set("agreements", [row for row in self.plan.agreements if row.person != self.mother])
		self.plan.save()
		self.asked("Say whether Joanne Ashdown agrees.")
