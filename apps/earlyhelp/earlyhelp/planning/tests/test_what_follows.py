"""What follows from the steps of B2 and B3: who is told, what is answered, and which plan ends."""

import frappe
from frappe.utils import getdate, today

from earlyhelp.constants import BSO
from earlyhelp.early_help_setup.timescales import due_on
from earlyhelp.planning.tests.cases import TAKEN, PlanningTestCase
from earlyhelp.states.moves import move, place
from earlyhelp.tests.factories import make_user


class TellingCase(PlanningTestCase):
	def told(self, user, doc, words):
		"""Say whether somebody was told of a record in these words, and nobody of the family was named."""
		filters = {"for_user": user, "document_name": doc.name, "subject": ["like", f"%{words}%"]}
		found = frappe.get_all("Notification Log", filters=filters, pluck="subject")
		self.assertFalse([subject for subject in found if "Ashdown" in subject])
		return bool(found)


class TestEpisodes(TellingCase):
	def test_b2_3_a_plan_of_help_that_never_began_ends_with_it(self):
		doc = self.episode("Awaiting Allocation")
		plan = self.complete("Draft", episode=doc)
		doc.reload().db_set("not_started_because", "Declined")
		self.press(doc, "Close Without Starting", "They want no help.")
		self.assertEqual((plan.reload().status, plan.unfinished), ("Closed", 1))

	def test_b2_5_who_asked_is_told_that_it_was_accepted(self):
		doc = self.handed_over()
		self.press(doc, "Accept", as_=self.receiver)
		self.assertTrue(self.told(self.lead, doc, "was accepted"))

	def test_b2_6_and_b2_7_an_answer_has_its_day_and_the_next_handover_is_checked_anew(self):
		for action, by in (("Decline", "receiver"), ("Take Back", "lead")):
			frappe.db.savepoint("one_answer")
			doc = self.press(self.handed_over(), action, "Not now.", as_=getattr(self, by))
			self.assertEqual(getdate(doc.handover_answered_on), getdate(today()))
			self.assertEqual((doc.handover_family_told_on, doc.handover_sharing_checked), (None, 0))
			frappe.db.rollback(save_point="one_answer")

	def test_b2_11_and_b2_12_the_managers_are_told_of_a_closure_that_waits(self):
		doc = self.ending()
		self.press(doc, "Request Closure", as_=self.lead)
		self.assertTrue(self.told(self.manager, doc, "waits for a manager"))
		self.press(doc, "Send Back", "Ask the child, too.", as_=self.second_manager)
		self.assertTrue(self.told(self.lead, doc, "was sent back"))

	def test_b2_11_they_are_told_of_one_that_social_care_took_as_well(self):
		doc = self.episode("Step Up Requested")
		doc.db_set(TAKEN)
		self.press(doc, "Accepted For All", as_=self.lead)
		self.assertTrue(self.told(self.second_manager, doc, "waits for a manager"))


class TestPlans(TellingCase):
	def test_b3_1_and_b3_7_managers_are_told_of_a_plan_that_waits(self):
		plan = self.press(self.complete(), "Send For Approval", as_=self.lead)
		self.assertTrue(self.told(self.manager, plan, "waits for approval"))
		self.assertFalse(self.told(make_user(), plan, "waits for approval"))
		place(plan, "In Review", submitted_by=None, submitted_on=None)
		frappe.db.delete("Notification Log", {"document_name": plan.name})
		plan = self.press(plan, "Send For Approval", as_=self.lead)
		self.assertTrue(self.told(self.manager, plan, "waits for approval"))
		self.assertEqual((getdate(plan.submitted_on), plan.submitted_by), (getdate(today()), self.lead))

	def test_b3_3_and_b3_4_who_sent_it_is_told_that_it_came_back(self):
		plan = self.press(self.complete(), "Send For Approval", as_=self.lead)
		self.press(plan, "Send Back", "Name a goal.")
		self.assertTrue(self.told(self.lead, plan, "was sent back"))
		frappe.db.delete("Notification Log", {"document_name": plan.name})
		plan.reload().db_set("version_no", 1)
		self.press(self.press(plan, "Send For Approval", as_=self.lead), "Send Back", "Name a goal.")
		self.assertTrue(self.told(self.lead, plan, "was sent back"))

	def test_b3_9_a_review_to_come_of_a_plan_that_ends_is_cancelled(self):
		plan = self.complete("Awaiting Approval")
		review = self.planned(plan)
		self.press(plan, "Close Unfinished", "They moved.")
		self.assertEqual(review.reload().status, "Cancelled")

	def test_b3_10_a_reopened_plan_has_a_review_to_come(self):
		plan = self.complete("Closed")
		move(plan, "Reopen")
		review = frappe.get_doc("Plan Review", {"plan": plan.name, "status": "Planned"})
		self.assertEqual(getdate(review.due_on), due_on("Next Review", today()))


class TestReviews(TellingCase):
	def test_b4_4_managers_are_told_of_a_review_that_waits_and_b4_6_its_sender_that_it_came_back(self):
		review = self.press(self.review(), "Send For Sign-Off", as_=self.lead)
		self.assertTrue(self.told(self.manager, review, "waits for sign-off"))
		self.press(review, "Send Back", "Score the second goal.")
		self.assertTrue(self.told(self.lead, review, "was sent back"))

	def test_b4_6_whoever_else_sent_it_is_told_when_the_lead_sends_it_back(self):
		frappe.db.set_single_value("Early Help Settings", "sign_off_by_lead", 1)
		review = self.review()
		support = make_user(BSO)
		self.press(review, "Send For Sign-Off", as_=support)
		self.press(review, "Send Back", "Score the second goal.", as_=self.lead)
		self.assertTrue(self.told(support, review, "was sent back"))

	def test_b4_5_a_lead_who_signs_off_brings_about_the_same_as_a_manager(self):
		frappe.db.set_single_value("Early Help Settings", "sign_off_by_lead", 1)
		review = self.press(self.review(), "Send For Sign-Off", as_=self.manager)
		review = self.press(review, "Finalise", as_=self.lead)
		self.assertEqual((review.finalised_by, getdate(review.finalised_on)), (self.lead, getdate(today())))
		self.assertEqual(self.goal.reload().latest_score, "6")
		self.assertTrue(frappe.db.exists("Plan Review", {"plan": review.plan, "status": "Planned"}))
