"""The family of a record is that of its stored parent, whatever a request says."""

import frappe

from earlyhelp.planning.doctype.my_family_plan.my_family_plan import GoalOfAnotherFamilyError
from earlyhelp.planning.doctype.plan_review.plan_review import ScorerError
from earlyhelp.planning.members import NotOfThisFamilyError
from earlyhelp.planning.tests.cases import PlanningTestCase
from earlyhelp.tests.factories import children_of, make_episode, make_family, make_goal, make_plan


class TestStoredFamily(PlanningTestCase):
	def setUp(self):
		super().setUp()
		self.other = make_family("Birkbeck")
		self.open = self.episode()

	def test_a_new_record_takes_it_from_its_parent(self):
		plan = self.complete(episode=self.open)
		for doctype, fields in (
			("Scaling Goal", {"theme": "Parenting improved", "goal": "Calm."}),
			("Plan Review", {}),
		):
			doc = frappe.get_doc(
				{"doctype": doctype, "plan": plan.name, "family": self.other.name, **fields}
			).insert()
			self.assertEqual(doc.reload().family, self.family.name, doctype)

	def test_a_stored_record_keeps_it(self):
		plan = self.complete(episode=self.open)
		for doc in (plan, self.planned(plan), self.goal):
			doc = frappe.get_doc(doc.doctype, doc.name)
			doc.family = self.other.name
			doc.save()
			self.assertEqual(doc.reload().family, self.family.name, doc.doctype)

	def test_rows_name_members_of_this_family(self):
		plan, stranger = self.complete(episode=self.open), children_of(self.other)[0]
		for table, row in (
			("needs", {"need": "Neglect", "person": stranger}),
			("voices", {"person": stranger, "words": "Hello."}),
			("voices", {"person": self.children[0], "words": "Hello.", "not_shown_to": stranger}),
			("agreements", {"person": stranger, "answer": "Agrees"}),
		):
			plan.reload().append(table, row)
			self.assertRefused(NotOfThisFamilyError, "member of this family", plan.save)
		episode = frappe.get_doc("Early Help Episode", self.open.name)
		episode.allocations[0].for_whom = stranger
		self.assertRefused(NotOfThisFamilyError, "Allocations, row 1", episode.save)

	def test_a_statement_names_a_goal_of_this_plan(self):
		plan = self.complete(episode=self.open)
		other = make_goal(make_plan(make_episode(self.other, self.service)))
		plan.append("statements", {"column": "Worry", "statement": "x", "goal": other.name})
		self.assertRefused(GoalOfAnotherFamilyError, "a goal of this plan", plan.save)

	def test_a_professional_stands_beside_a_professional_s_score_only(self):
		review = self.review(plan=self.complete("Active", episode=self.open))
		worker = self.professional(self.lead)
		review.scores[0].professional = worker
		self.assertRefused(ScorerError, "not a professional's", review.save)
		row = {"goal": self.goal.name, "score": "5", "scorer": "School", "professional": worker}
		review.reload().append("scores", row)
		self.assertEqual(review.save().scores[2].professional, worker)
