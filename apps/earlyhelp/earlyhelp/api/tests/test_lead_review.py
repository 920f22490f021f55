"""C3 work as lead: a school that is lead holds a review, scores the goals with everybody, and sends it for sign-off."""

import frappe
from frappe.utils import add_days, today

from earlyhelp.api.leading import choices
from earlyhelp.api.tests.leading import LeadPagesTestCase
from earlyhelp.schools.tests.portal import post
from earlyhelp.states.moves import place


class TestReview(LeadPagesTestCase):
	def planned(self):
		"""Return the review that waits after the plan of the school was approved."""
		plan = self.complete("Draft", episode=self.led)
		self.press(plan, "Send For Approval", as_=self.safeguarding)
		self.press(plan.reload(), "Approve")
		return frappe.get_doc("Plan Review", {"plan": plan.name, "status": "Planned"})

	def held(self):
		return self.press(self.planned(), "Hold", as_=self.safeguarding)

	def scored(self):
		review = self.held()
		numbers = {}
		for row in review.scores:
			numbers |= {f"score-{row.name}": "6", f"reason-{row.name}": "They smile more."}
			numbers |= {f"may_be_shown_to-{row.name}": "Everybody"} if row.person else {}
		review = self.saved(review, "score", self.goal.name, **numbers)
		for row in review.voices:
			review = self.saved(review, "view", row.name, words="It's calm.", may_be_shown_to="Everybody")
		review = self.saved(review, "changed", attendance="All of us.", progress_of_actions="Done.")
		level = frappe.get_all("Level Of Need", pluck="name", limit=1)[0]
		return self.saved(review, "result", level_of_need=level, result="Continue",
			next_review_on=add_days(today(), 40))  # fmt: skip

	def test_a_review_is_held_scored_and_signed_off_by_the_council(self):
		"""C3 work as lead."""
		review = self.press(self.scored(), "Send For Sign-Off", as_=self.safeguarding)
		self.assertEqual(self.said(self.answered), [])
		self.assertEqual((review.status, review.submitted_by), ("Awaiting Sign-Off", self.safeguarding))
		review = self.press(review, "Finalise", as_=self.second_manager)
		self.assertEqual(review.status, "Finalised")
		self.assertEqual(frappe.db.get_value("Scaling Goal", self.goal.name, "latest_score"), "6")

	def test_a_withheld_address_stands_in_no_question_and_no_choice(self):
		"""C3 work as lead."""
		review = self.held()
		self.assertIn(
			self.goal.goal, self.opened("lead_part", part="score", of=review.name, row=self.goal.name).named
		)
		home = {"address_withheld": 1, "street": "7 Harbour Lane"}
		frappe.db.set_value("Early Help Person", self.mother, home)
		frappe.db.set_value("Scaling Goal", self.goal.name, "goal", "Calm at 7 Harbour Lane")
		shown = self.opened("lead_part", part="score", of=review.name, row=self.goal.name)
		self.assertEqual(shown.named, "Calm at (withheld)")
		plan = frappe.get_doc("My Family Plan", review.plan)
		labels = [label for _value, label in choices.goals(plan)]
		self.assertEqual(labels, ["Calm at (withheld)"])

	def test_b4_4_what_is_missing_is_listed(self):
		review = self.press(self.held(), "Send For Sign-Off", as_=self.safeguarding)
		self.assertEqual(review.status, "Held")
		self.assertTrue(any("score" in line for line in self.said(self.answered)))

	def test_the_plan_is_open_for_changes_meanwhile_and_goes_on_unchanged(self):
		review = self.held()
		plan = frappe.get_doc("My Family Plan", review.plan)
		self.assertEqual(plan.status, "In Review")
		plan = self.press(plan, "Continue Unchanged", as_=self.safeguarding)
		self.assertEqual(plan.status, "Active")

	def test_open_for_changes_asks_why(self):
		review = self.planned()
		plan = frappe.get_doc("My Family Plan", review.plan)
		self.press(plan, "Open For Changes", as_=self.safeguarding)
		self.assertEqual((plan.reload().status, self.said(self.answered)), ("Active", ["Say why."]))
		plan = self.press(plan, "Open For Changes", "A baby is coming.", as_=self.safeguarding)
		self.assertEqual(plan.status, "In Review")

	def test_steps_of_the_council_are_not_offered_and_not_taken(self):
		review = self.press(self.scored(), "Send For Sign-Off", as_=self.safeguarding)
		shown = self.opened("lead_record", kind="review", of=review.name)
		self.assertEqual(shown.steps, [])
		for action in ("Finalise", "Send Back", "Cancel"):
			with self.assertRaises(frappe.PermissionError):
				post(self.safeguarding, "leading.steps.press", kind="review", of=review.name, action=action)
		self.assertEqual(review.reload().status, "Awaiting Sign-Off")

	def test_a_final_review_is_read(self):
		review = self.scored()
		place(review, "Finalised")
		shown = self.opened("lead_record", kind="review", of=review.name)
		self.assertFalse(any(part["open"] for part in shown.parts))
		_path, query = self.send(review, "result", result="Close")
		self.assertTrue(self.said(query))

	def test_an_agreed_action_is_answered(self):
		"""C3 work as lead."""
		review = self.planned()
		action = frappe.get_doc("Agreed Action", {"agreed_in": review.plan})
		names = [row["name"] for row in self.opened("lead", of=self.led.name).shown["actions"]]
		self.assertEqual(names, [action.name])
		action = self.saved(action, "answer", status="Done", remark="Every evening.")
		self.assertEqual((action.status, action.answered_by), ("Done", self.safeguarding))

	def test_an_action_of_a_supervision_is_not_here(self):
		"""C3 work as lead."""
		self.planned()
		action = frappe.get_doc("Agreed Action", {"family": self.family.name})
		frappe.db.set_value(
			"Agreed Action", action.name, {"agreed_in_type": "Case Supervision", "agreed_in": "x"}
		)
		self.assertEqual(self.opened("lead", of=self.led.name).shown["actions"], [])
		with self.assertRaises(frappe.DoesNotExistError):
			self.opened("lead_record", kind="action", of=action.name)
