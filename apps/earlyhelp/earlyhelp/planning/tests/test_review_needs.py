"""B4.2 and B4.7: what a review that is held, and a correction, must say, one thing at a time."""

import frappe
from frappe.utils import add_days, today

from earlyhelp.planning.tests.cases import PlanningTestCase
from earlyhelp.states.errors import MissingError
from earlyhelp.tests.factories import make_family


class TestCorrectionNeeds(PlanningTestCase):
	def correct(self, review, **fields):
		given = {
			"doctype": "Plan Review",
			"kind": "Correction",
			"plan": review.plan,
			"corrects": review.name,
			"corrected_goal": self.goal.name,
			"corrected_scorer": "Agreed",
			"correction_why": "We wrote 6 and said 8.",
		}
		frappe.set_user(self.manager)
		try:
			return frappe.get_doc({**given, **fields}).insert()
		finally:
			frappe.set_user("Administrator")

	def test_b4_7_each_part_is_asked_for_alone(self):
		review = self.final()
		for field, sentence in (
			("corrects", "Name the finalised review"),
			("corrected_goal", "Name the goal whose score"),
			("corrected_scorer", "Say whose score"),
			("correction_why", "Say what was wrong"),
		):
			with self.subTest(field=field):
				self.assertRefused(MissingError, sentence, self.correct, review, **{field: None})
		self.assertEqual(self.correct(review).status, "Planned")

	def test_b4_7_whose_own_score_it_was_is_that_persons(self):
		review = self.final()
		own = {"corrected_scorer": "Parent or carer"}
		child = {"corrected_person": self.children[0]}
		self.assertRefused(MissingError, "no such score", self.correct, review, **own, **child)
		self.assertEqual(self.correct(review, **own, corrected_person=self.mother).status, "Planned")

	def test_b4_7_only_a_final_review_of_the_same_plan_is_corrected(self):
		review = self.final()
		held = self.review("Held", frappe.get_doc("My Family Plan", review.plan))
		self.assertRefused(MissingError, "no such score", self.correct, held)
		self.family = make_family("Birkbeck", children=("Bethan",))
		self.mother, self.children = self.family.members[0].person, [self.family.members[1].person]
		other = self.complete("Active")
		self.assertRefused(
			MissingError,
			"no such score",
			self.correct,
			review,
			plan=other.name,
			corrected_goal=self.goal.name,
		)

	def test_b4_7_the_right_score_has_its_reason_and_is_that_persons(self):
		doc = self.correct(self.final(), corrected_scorer="Parent or carer", corrected_person=self.mother)
		doc = self.press(doc, "Hold", as_=self.lead)
		row = {"goal": self.goal.name, "scorer": "Parent or carer", "person": self.mother, "score": "8"}
		doc.append("scores", row)
		doc.save()
		self.refused(MissingError, "say why this score", doc, "Send For Sign-Off", as_=self.lead)
		doc.scores[0].reason = "She said 8."
		doc.save()
		self.assertEqual(self.press(doc, "Send For Sign-Off", as_=self.lead).status, "Awaiting Sign-Off")


class TestSignOffNeeds(PlanningTestCase):
	def test_b4_4_a_child_who_said_nothing_says_why_and_nothing_is_to_be_shown(self):
		voices = [{"person": child, "why_not": "At school."} for child in self.children]
		review = self.review(voices=voices)
		self.assertEqual(self.press(review, "Send For Sign-Off", as_=self.lead).status, "Awaiting Sign-Off")
		silent = self.review(plan=frappe.get_doc("My Family Plan", review.plan))
		silent.set("voices", [{"person": self.children[0], "why_not": "At school."}])
		silent.save()
		self.refused(MissingError, "Write the view of", silent, "Send For Sign-Off", as_=self.lead)

	def test_b4_4_who_was_there_is_read_from_the_meeting_where_there_is_one(self):
		review = self.review()
		review.update({"attendance": None, "progress_of_actions": None}).save()
		self.refused(MissingError, "attendance", review, "Send For Sign-Off", as_=self.lead)
		episode = frappe.db.get_value("My Family Plan", review.plan, "episode")
		meeting = frappe.get_doc({"doctype": "TAC Meeting", "episode": episode}).insert()
		review.reload().db_set("tac_meeting", meeting.name)
		self.assertEqual(self.press(review, "Send For Sign-Off", as_=self.lead).status, "Awaiting Sign-Off")

	def test_b4_4_the_progress_of_actions_is_asked_for_while_there_are_any(self):
		review = self.review(progress_of_actions=None)
		given = {"what": "Pack bags", "who_kind": "Family member", "person": self.mother}
		action = frappe.get_doc({"doctype": "Agreed Action", "family": review.family, **given}).insert()
		self.refused(MissingError, "what became of each action", review, "Send For Sign-Off", as_=self.lead)
		action.db_set("status", "Done")
		self.assertEqual(self.press(review, "Send For Sign-Off", as_=self.lead).status, "Awaiting Sign-Off")

	def test_b4_4_a_review_that_leads_to_the_end_needs_no_next_day(self):
		review = self.review(next_review_on=None)
		self.refused(MissingError, "the day of the next review", review, "Send For Sign-Off", as_=self.lead)
		review.db_set("result", "Close")
		self.assertEqual(self.press(review, "Send For Sign-Off", as_=self.lead).status, "Awaiting Sign-Off")


class TestHoldingNeeds(PlanningTestCase):
	def test_b4_2_one_that_is_late_says_why_and_counts_its_days(self):
		review = self.planned(due_on=add_days(today(), -10))
		self.refused(MissingError, "later than it was due", review, "Hold", as_=self.lead)
		review.reload().db_set("held_on", add_days(today(), -10))
		self.assertEqual(self.press(review, "Hold", as_=self.lead).days_late, 0)

	def test_b4_2_a_reason_lets_it_begin(self):
		review = self.planned(due_on=add_days(today(), -10), late_why="The family was away.")
		review = self.press(review, "Hold", as_=self.lead)
		self.assertEqual((str(review.held_on), review.days_late), (today(), 10))
