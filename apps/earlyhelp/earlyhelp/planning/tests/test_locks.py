"""Part A: states change by steps, stamps are written by steps, and a state says who writes what."""

import frappe
from frappe.model.workflow import apply_workflow
from frappe.utils import today

from earlyhelp.constants import BSO, EHM, EHP
from earlyhelp.planning.doctype.scaling_goal.scaling_goal import PlanApprovedError
from earlyhelp.planning.tests.cases import STEP_DOWN, PlanningTestCase
from earlyhelp.states.errors import (
	KeptError,
	LockedError,
	MissingError,
	NoSuchStepError,
	StampChangedError,
)
from earlyhelp.tests.factories import make_service, make_team, make_worker


class TestDoors(PlanningTestCase):
	def test_a_typed_state_passes_the_same_check(self):
		episode = self.episode()
		self.assertRefused(
			MissingError, "closing summary", self.save_as, self.lead, episode, status="Closure Requested"
		)
		with self.assertRaises((NoSuchStepError, frappe.ValidationError)):
			self.save_as(self.lead, episode, status="Closed")
		plan = self.complete(episode=episode)
		self.assertEqual(self.save_as(self.lead, plan, status="Awaiting Approval").submitted_by, self.lead)

	def test_one_request_does_not_press_and_empty_a_field(self):
		plan = self.complete()
		emptied = {"status": "Awaiting Approval", "needs_to_happen": None, "worries": None, "statements": []}
		self.assertRefused(MissingError, "Answer this question", self.save_as, self.lead, plan, **emptied)

	def test_frappe_s_own_button_takes_the_same_road(self):
		plan = self.press(self.complete(), "Send For Approval", as_=self.lead)
		frappe.set_user(self.manager)
		self.assertEqual(apply_workflow(plan.as_json(), "Approve").status, "Active")
		frappe.set_user("Administrator")
		self.assertEqual(frappe.db.count("Plan Version", {"plan": plan.name}), 1)

	def test_pressed_twice_there_is_one_version_and_one_review(self):
		plan = self.approved()
		self.assertEqual(self.press(plan, "Approve").version_no, 1)
		self.assertEqual(frappe.db.count("Plan Version", {"plan": plan.name}), 1)
		self.assertEqual(frappe.db.count("Plan Review", {"plan": plan.name}), 1)

	def test_a_new_record_begins_in_the_first_state(self):
		for doctype, fields in (
			("Early Help Episode", {"family": self.family.name, "service": self.service.name, **STEP_DOWN}),
			("My Family Plan", {"episode": self.episode().name}),
		):
			new = frappe.get_doc({"doctype": doctype, "status": "Closed", **fields})
			with self.assertRaises((NoSuchStepError, frappe.ValidationError)):
				new.insert()

	def test_stamps_are_not_typed(self):
		episode, plan = self.episode(), None
		plan = self.complete("Active", episode=episode)
		review = self.planned(plan)
		for doc, field, value in (
			(episode, "opened_on", "2018-01-01"),
			(episode, "closed_on", today()),
			(episode, "submitted_by", self.manager),
			(plan, "approved_on", "2018-01-01"),
			(plan, "version_no", 7),
			(review, "due_on", "2030-01-01"),
			(review, "finalised_by", self.manager),
		):
			self.assertRefused(
				StampChangedError,
				"written when the step is taken",
				self.save_as,
				self.manager,
				doc,
				**{field: value},
			)

	def test_the_step_and_its_reason_stand_in_the_log(self):
		plan = self.press(self.approved(), "Open For Changes", "A new worry.", self.lead)
		notes = frappe.get_all(
			"Comment",
			{"reference_name": plan.name, "comment_type": "Workflow"},
			pluck="content",
			order_by="creation",
		)
		self.assertIn("Open For Changes: In Review. A new worry.", notes[-1])
		self.assertFalse(plan.state_reason)

	def test_nothing_is_deleted(self):
		for doc in (
			self.episode(),
			self.complete("Draft", episode=self.episode(lead=False, service=make_service().name)),
		):
			self.assertRefused(KeptError, "Records of help are kept", doc.delete)


class TestWhoWrites(PlanningTestCase):
	def locked(self, user, doc, **fields):
		self.assertRefused(LockedError, "you cannot change", self.save_as, user, doc, **fields)

	def test_an_open_episode(self):
		episode = self.episode()
		support, stranger = make_worker(BSO, self.team), make_worker(EHP, self.team)
		self.save_as(self.lead, episode, closing_summary="Calm.")
		self.save_as(support, episode, first_visit_on=today())
		self.locked(support, episode, closing_summary="Done.")
		self.locked(stranger, episode, closing_summary="Done.")
		self.locked(self.lead, episode, allocations=[])
		self.save_as(self.manager, episode, allocations=[row.as_dict() for row in episode.allocations][:0])

	def test_an_episode_that_waits_for_its_closure(self):
		episode = self.episode("Closure Requested")
		self.locked(self.lead, episode, closing_summary="Done.")
		self.save_as(self.manager, episode, closing_summary="Done.")

	def test_an_episode_that_social_care_was_asked_about(self):
		episode = self.episode("Step Up Requested")
		self.save_as(self.lead, episode, step_up_reason="A bruise.")
		self.locked(make_worker(BSO, self.team), episode, step_up_reason="A bruise on the arm.")

	def test_a_plan_that_is_being_written(self):
		plan = self.complete()
		self.save_as(make_worker(BSO, self.team), plan, worries="Typed up.")
		self.save_as(self.lead, plan, worries="With the family.")
		self.locked(make_worker(EHP, self.team), plan, worries="Not mine.")

	def test_a_plan_that_waits_for_approval(self):
		plan = self.press(self.complete(), "Send For Approval", as_=self.lead)
		self.locked(self.lead, plan, worries="One more thing.")
		self.save_as(self.manager, plan, worries="One more thing.")

	def test_an_approved_plan_takes_only_the_copy_and_the_outcome(self):
		plan = self.approved()
		for user in (self.lead, self.manager):
			self.locked(user, plan, worries="One more thing.")
			self.save_as(user, plan, overall_outcome=f"Calm, says {user}.")
		self.save_as(make_worker(BSO, self.team), plan, copy_given_on=today(), copy_given_how="By post")

	def test_a_goal_is_worded_while_its_plan_is_open_for_changes(self):
		plan = self.approved()
		goal = frappe.get_doc("Scaling Goal", self.goal.name)
		self.assertRefused(
			PlanApprovedError, "open it for changes", self.save_as, self.lead, goal, goal="Other."
		)
		self.save_as(self.lead, goal, no_end_score_why="They moved.")
		self.press(plan, "Open For Changes", "A new worry.", self.lead)
		self.assertEqual(self.save_as(self.lead, goal, goal="Other.").goal, "Other.")

	def test_a_review_that_waits_for_sign_off(self):
		review = self.press(self.review(), "Send For Sign-Off", as_=self.lead)
		self.locked(self.lead, review, what_has_changed="Much.")
		self.save_as(self.manager, review, what_has_changed="Much.")

	def test_a_cancelled_review(self):
		review = self.press(self.planned(), "Cancel", "Away.", self.lead)
		self.locked(self.manager, review, what_has_changed="Much.")

	def test_a_manager_of_another_team_reaches_nothing_of_it(self):
		episode = self.episode()
		with self.assertRaises(frappe.DoesNotExistError):
			self.press(episode, "Hand Over", as_=make_worker(EHM, make_team()))
