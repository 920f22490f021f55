"""Table B4, row by row: what each step asks for, writes and brings about, and who takes it."""

import frappe
from frappe.utils import add_days, getdate, today

from earlyhelp.constants import BSO, EHM, EHP, FSP
from earlyhelp.early_help_setup.timescales import due_on
from earlyhelp.planning.open_goals import goal_named
from earlyhelp.planning.review_flow import FLOW
from earlyhelp.planning.tests.cases import PlanningTestCase
from earlyhelp.states.errors import (
	KeptError,
	LockedError,
	MissingError,
	NoSuchStepError,
	NotAllowedStepError,
	OwnStepError,
	ReasonMissingError,
	StampChangedError,
)
from earlyhelp.states.moves import move, place
from earlyhelp.tests.factories import make_goal, make_worker

EVERYBODY = (BSO, EHP, FSP, EHM)
# row: (from, action, to, who)
ROWS = {
	"B4.2": ("Planned", "Hold", "Held", EVERYBODY),
	"B4.3": ("Planned", "Cancel", "Cancelled", (EHP, FSP, EHM)),
	"B4.4": ("Held", "Send For Sign-Off", "Awaiting Sign-Off", EVERYBODY),
	"B4.5": ("Awaiting Sign-Off", "Finalise", "Finalised", (EHM,)),
	"B4.6": ("Awaiting Sign-Off", "Send Back", "Held", (EHM,)),
}


class TestEveryRow(PlanningTestCase):
	def setUp(self):
		super().setUp()
		self.plan = self.complete("Active")

	def person(self, role):
		episode = frappe.get_doc("Early Help Episode", self.plan.episode)
		return self.manager if role == EHM else make_worker(role, self.team, episode, lead=True)

	def test_each_step_is_taken_by_its_roles_from_its_state(self):
		for row, (start, action, to, who) in ROWS.items():
			for role in who:
				with self.subTest(row=row, role=role):
					review = self.review(start, self.plan)
					self.assertEqual(self.press(review, action, "So it is.", self.person(role)).status, to)

	def test_nobody_else_takes_it(self):
		for row, (start, action, _to, who) in ROWS.items():
			review = self.review(start, self.plan)
			for role in (role for role in EVERYBODY if role not in who):
				with self.subTest(row=row, role=role):
					person = self.person(role)
					with self.assertRaises((NotAllowedStepError, frappe.PermissionError)):
						self.press(review, action, "So it is.", person)

	def test_the_lead_signs_off_where_the_setting_says_so(self):
		frappe.db.set_single_value("Early Help Settings", "sign_off_by_lead", 1)
		for action, to in (("Send Back", "Held"), ("Finalise", "Finalised")):
			review = self.review("Awaiting Sign-Off", self.plan)
			self.assertTrue(review.sign_off_by_lead)
			episode = frappe.get_doc("Early Help Episode", self.plan.episode)
			worker = self.worker(episode)
			self.refused(NotAllowedStepError, "not yours", review, action, "So it is.", worker)
			self.assertEqual(self.press(review, action, "So it is.", self.lead).status, to)

	def test_no_step_leads_from_elsewhere(self):
		review = self.review("Planned", self.plan)
		for row, (_start, action, to, _who) in ROWS.items():
			for state in ("Planned", "Held", "Awaiting Sign-Off", "Cancelled"):
				if FLOW.steps_from(state, action) or state == to:
					continue
				with self.subTest(row=row, state=state):
					place(review, state)
					self.refused(NoSuchStepError, "is not possible while", review, action, "So it is.")

	def test_the_table_has_these_rows_and_no_others(self):
		self.assertEqual({step.row for step in FLOW.steps}, {*ROWS, "B4.1", "B4.7"})


class TestPlanned(PlanningTestCase):
	def extra(self, user, **fields):
		frappe.set_user(user)
		try:
			return frappe.get_doc({"doctype": "Plan Review", "plan": self.plan.name, **fields}).insert()
		finally:
			frappe.set_user("Administrator")

	def test_b4_1_an_extra_one_is_due_by_the_timescale(self):
		self.plan = self.complete("Active")
		for user in (self.lead, self.manager):
			review = self.extra(user)
			self.assertEqual(
				(review.status, getdate(review.due_on)), ("Planned", due_on("Next Review", today()))
			)
		self.assertRefused(StampChangedError, "Due On", self.extra, self.lead, due_on="2030-01-01")

	def test_b4_1_business_support_makes_none(self):
		self.plan = self.complete("Active")
		support = make_worker(BSO, self.team)
		self.assertRefused(NotAllowedStepError, "not yours to take", self.extra, support)

	def test_b4_2_the_plan_is_looked_at_again(self):
		plan = self.complete("Active")
		review = self.press(self.planned(plan), "Hold", as_=self.lead)
		self.assertEqual((str(review.held_on), review.days_late), (today(), 0))
		self.assertEqual(plan.reload().status, "In Review")

	def test_b4_2_not_in_the_future_and_late_with_a_reason(self):
		review = self.planned(due_on=add_days(today(), -3))
		review.db_set("held_on", add_days(today(), 1))
		self.refused(MissingError, "has not been held", review, "Hold", as_=self.lead)
		review.db_set("held_on", None)
		self.refused(MissingError, "later than it was due", review, "Hold", as_=self.lead)
		review = self.press(self.save_as(self.lead, review, late_why="They were ill."), "Hold", as_=self.lead)
		self.assertEqual(review.days_late, 3)

	def test_b4_2_a_meeting_that_starts_holds_it(self):
		review = self.planned(due_on=add_days(today(), -3))
		self.assertEqual(move(review, "Hold").status, "Held")
		review.reload().update(self.written())
		review.save()
		self.refused(MissingError, "later than it was due", review, "Send For Sign-Off", as_=self.lead)

	def test_b4_3_a_cancelled_one_does_not_reset_the_clock(self):
		review = self.planned(due_on=add_days(today(), 5))
		self.refused(ReasonMissingError, "Say why", review, "Cancel", as_=self.lead)
		self.press(review, "Cancel", "The family was away.", self.lead)
		new = frappe.get_doc("Plan Review", {"plan": review.plan, "status": "Planned"})
		self.assertEqual((new.name != review.name, str(new.due_on)), (True, add_days(today(), 5)))


class TestSignOff(PlanningTestCase):
	def test_b4_4_everything_that_is_missing_is_said_at_once(self):
		plan = self.complete("Active")
		fields = dict.fromkeys(("attendance", "level_of_need", "result", "next_review_on"))
		review = self.review(plan=plan, scores=[], voices=[], **fields)
		with self.assertRaises(MissingError) as refusal:
			self.press(review, "Send For Sign-Off", as_=self.lead)
		for sentence in (
			f"Goal {goal_named(self.goal)}: the score of Agreed is missing",
			"the view of Chloe Ashdown",
			"the view of Ben Ashdown",
			"Say who came",
			"level of need is now",
			"what happens after this review",
			"day of the next review",
		):
			self.assertIn(sentence, str(refusal.exception))

	def test_b4_4_each_score_has_its_reason_and_its_readers(self):
		plan = self.complete("Active")
		review = self.review(plan=plan)
		review.scores[0].reason = None
		review.scores[1].may_be_shown_to = None
		review.voices[0].may_be_shown_to = None
		with self.assertRaises(MissingError) as refusal:
			self.press(review.save(), "Send For Sign-Off", as_=self.lead)
		for sentence in ("Row 1: say why this score", "Row 2: say to whom", "Row 1: say to whom"):
			self.assertIn(sentence, str(refusal.exception))

	def test_b4_4_who_was_asked_scores_every_goal_or_it_is_said_why_not(self):
		plan = self.complete("Active")
		first = self.goal
		review = self.review(plan=plan)
		second = make_goal(plan, goal="Homework is done.")
		review.append("scores", {"goal": second.name, "scorer": "Agreed", "score": "4", "reason": "Some."})
		said = f"Goal {goal_named(second)}: the score of Parent or carer"
		self.refused(MissingError, said, review.save(), "Send For Sign-Off", as_=self.lead)
		row = {
			"goal": second.name,
			"scorer": "Parent or carer",
			"person": self.mother,
			"why_not": "She left early.",
		}
		review.reload().append("scores", row)
		self.assertEqual(self.press(review.save(), "Send For Sign-Off").status, "Awaiting Sign-Off")
		self.assertTrue(first.name)

	def test_b4_4_what_became_of_open_actions_is_said(self):
		plan = self.approved()
		review = self.review(plan=plan, progress_of_actions=None)
		self.refused(MissingError, "what became of each action", review, "Send For Sign-Off", as_=self.lead)

	def test_b4_4_four_people_and_all_together_score_apart(self):
		plan = self.complete("Active")
		episode = frappe.get_doc("Early Help Episode", plan.episode)
		practitioner = self.professional(self.worker(episode))
		teacher = frappe.get_doc({"doctype": "Professional", "full_name": "Sal Reeve"}).insert().name
		own = {"goal": self.goal.name, "score": "5", "reason": "I think so.", "may_be_shown_to": "Everybody"}
		rows = [
			*self.scores(),
			{**own, "scorer": "Child", "person": self.children[0], "not_shown_to": self.mother},
			{**own, "scorer": "School", "professional": teacher},
			{**own, "scorer": "Practitioner", "professional": practitioner},
		]
		review = self.press(self.review(plan=plan, scores=rows), "Send For Sign-Off", as_=self.lead)
		self.assertEqual(len(self.press(review, "Finalise").scores), 5)

	def test_b4_5_scores_count_and_the_next_review_is_planned(self):
		review = self.final()
		self.assertEqual(
			(review.docstatus, str(review.finalised_on), review.finalised_by), (1, today(), self.manager)
		)
		self.assertEqual(frappe.db.get_value("Scaling Goal", self.goal.name, "latest_score"), "6")
		new = frappe.get_doc("Plan Review", {"plan": review.plan, "status": "Planned"})
		self.assertEqual(getdate(new.due_on), due_on("Next Review", today()))
		self.assertEqual(str(new.planned_for), str(review.next_review_on))

	def test_b4_5_not_by_the_manager_who_sent_it(self):
		review = self.press(self.review(), "Send For Sign-Off")
		self.refused(OwnStepError, "somebody else decides", review, "Finalise")
		self.assertEqual(self.press(review, "Finalise", as_=self.second_manager).status, "Finalised")

	def test_b4_5_what_is_final_stays(self):
		review = self.final().reload()
		review.what_has_changed = "Nothing."
		with self.assertRaises((LockedError, frappe.UpdateAfterSubmitError)):
			review.save()
		self.assertRefused(frappe.ValidationError, "cannot be deleted", review.reload().delete)
		self.assertRefused(KeptError, "What is final stays", review.reload().cancel)

	def test_b4_6_it_is_sent_back_with_a_reason(self):
		review = self.press(self.review(), "Send For Sign-Off", as_=self.lead)
		self.refused(ReasonMissingError, "Say why", review, "Send Back")
		self.assertEqual(self.press(review, "Send Back", "Ask the school.").status, "Held")


class TestCorrection(PlanningTestCase):
	def correction(self, review, user=None, **fields):
		frappe.set_user(user or self.lead)
		given = {"corrects": review.name, "corrected_goal": self.goal.name, "corrected_scorer": "Agreed"}
		given |= {
			"correction_why": "We wrote 6 and said 8.",
			"plan": review.plan,
			"kind": "Correction",
			**fields,
		}
		try:
			return frappe.get_doc({"doctype": "Plan Review", **given}).insert()
		finally:
			frappe.set_user("Administrator")

	def corrected(self, review):
		doc = self.press(self.correction(review), "Hold", as_=self.lead)
		row = {"goal": self.goal.name, "scorer": "Agreed", "score": "8", "reason": "Said so by all."}
		doc.reload().append("scores", row)
		return self.press(doc.save(), "Send For Sign-Off", as_=self.lead)

	def test_b4_7_the_corrected_score_is_kept_marked_and_left_out(self):
		review = self.final()
		doc = self.press(self.corrected(review), "Finalise")
		row = review.reload().scores[0]
		self.assertEqual((row.score, row.corrected_by, str(row.corrected_on)), ("6", doc.name, today()))
		self.assertEqual(frappe.db.get_value("Scaling Goal", self.goal.name, "latest_score"), "8")
		self.assertEqual(doc.counts_on, review.held_on)

	def test_b4_7_it_names_what_it_corrects_and_why(self):
		review = self.final()
		with self.assertRaises(MissingError) as refusal:
			empty = dict.fromkeys(("corrects", "corrected_goal", "corrected_scorer", "correction_why"))
			self.correction(review, **empty)
		for sentence in ("wrong score", "whose score was wrong", "what was wrong"):
			self.assertIn(sentence, str(refusal.exception))
		self.assertRefused(MissingError, "no such score", self.correction, review, corrected_scorer="School")

	def test_b4_7_it_is_begun_by_the_lead_or_a_manager(self):
		review = self.final()
		self.assertEqual(self.correction(review, self.manager).status, "Planned")
		episode = frappe.get_doc("Early Help Episode", {"family": review.family, "status": "Open"})
		self.assertRefused(NotAllowedStepError, "not yours", self.correction, review, self.worker(episode))

	def test_b4_7_a_manager_finalises_it_also_where_leads_sign_off(self):
		frappe.db.set_single_value("Early Help Settings", "sign_off_by_lead", 1)
		doc = self.corrected(self.final())
		self.refused(NotAllowedStepError, "not yours", doc, "Finalise", as_=self.lead)

	def test_b4_7_it_holds_the_one_score_and_no_other(self):
		doc = self.press(self.correction(self.final()), "Hold", as_=self.lead)
		self.refused(MissingError, "the one score", doc, "Send For Sign-Off", as_=self.lead)
