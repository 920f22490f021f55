"""Table B3, row by row: what each step asks for, writes and brings about, and who takes it."""

import json

import frappe
from frappe.utils import getdate, today

from earlyhelp.constants import BSO, EHM, EHP, FSP
from earlyhelp.early_help_setup.timescales import due_on
from earlyhelp.planning.doctype.plan_version.plan_version import FrozenVersionError
from earlyhelp.planning.plan_flow import FLOW
from earlyhelp.planning.tests.cases import PlanningTestCase
from earlyhelp.planning.versions import hash_of
from earlyhelp.states.errors import (
	MissingError,
	NoSuchStepError,
	NotAllowedStepError,
	OwnStepError,
	ReasonMissingError,
)
from earlyhelp.states.moves import move, place
from earlyhelp.tests.factories import make_goal, make_team, make_user, make_worker

WRITERS = (EHP, FSP, EHM)
# row: (from, action, to, who)
ROWS = {
	"B3.1": (("Draft",), "Send For Approval", "Awaiting Approval", WRITERS),
	"B3.2": (("Awaiting Approval",), "Approve", "Active", (EHM,)),
	"B3.3": (("Awaiting Approval",), "Send Back", "Draft", (EHM,)),
	"B3.4": (("Awaiting Approval",), "Send Back", "In Review", (EHM,)),
	"B3.5": (("Active",), "Open For Changes", "In Review", WRITERS),
	"B3.6": (("In Review",), "Continue Unchanged", "Active", WRITERS),
	"B3.7": (("In Review",), "Send For Approval", "Awaiting Approval", WRITERS),
	"B3.8": (("Active", "In Review"), "Close", "Closed", (EHM,)),
	"B3.9": (("Draft", "Awaiting Approval"), "Close Unfinished", "Closed", (EHM,)),
}


class TestEveryRow(PlanningTestCase):
	def ready(self, row, start):
		"""Return a plan that has everything the row asks for."""
		if row == "B3.6":
			return self.press(self.approved(episode=self.new_episode()), "Open For Changes", "Look again.")
		plan = self.complete(start, episode=self.new_episode(), overall_outcome="Calm mornings.")
		self.goal.db_set("no_end_score_why", "They moved.")
		plan.db_set("version_no", int(row == "B3.4"))
		return plan.reload()

	def new_episode(self):
		"""Return an episode; the one before it is over."""
		for name in frappe.get_all("Early Help Episode", {"family": self.family.name}, pluck="name"):
			place(frappe.get_doc("Early Help Episode", name), "Closed", closed_on=today())
		return self.episode()

	def person(self, role, plan, lead=True):
		episode = frappe.get_doc("Early Help Episode", plan.episode)
		return self.manager if role == EHM else make_worker(role, self.team, episode, lead=lead)

	def test_each_step_is_taken_by_its_roles_from_its_states(self):
		for row, (starts, action, to, who) in ROWS.items():
			for start in starts:
				for role in who:
					with self.subTest(row=row, start=start, role=role):
						plan = self.ready(row, start)
						taken = self.press(plan, action, "Because it is so.", self.person(role, plan))
						self.assertEqual(taken.status, to)

	def test_nobody_else_takes_it(self):
		for row, (starts, action, _to, who) in ROWS.items():
			plan = self.ready(row, starts[0])
			for role in (role for role in (BSO, EHP, FSP) if role not in who):
				with self.subTest(row=row, role=role):
					person = self.person(role, plan)
					self.refused(NotAllowedStepError, "not yours to take", plan, action, "Because.", person)

	def test_who_is_not_allocated_or_not_the_lead_takes_none(self):
		for row, lead in (("B3.1", None), ("B3.5", None), ("B3.6", False), ("B3.7", None)):
			starts, action, _to, _who = ROWS[row]
			plan = self.ready(row, starts[0])
			with self.subTest(row=row):
				person = make_user(EHP) if lead is None else self.person(EHP, plan, lead=False)
				self.refused(NotAllowedStepError, "not yours to take", plan, action, "Because.", person)

	def test_no_step_leads_from_elsewhere(self):
		plan = self.complete()
		for row, (_starts, action, to, _who) in ROWS.items():
			for state in FLOW.states:
				ends = {step.to for step in FLOW.steps if step.action == action}
				if FLOW.steps_from(state.name, action) or state.name in ends or state.name == to:
					continue
				with self.subTest(row=row, state=state.name):
					place(plan, state.name)
					self.refused(NoSuchStepError, "is not possible while", plan, action, "Because.")

	def test_the_table_has_these_rows_and_no_others(self):
		self.assertEqual({step.row for step in FLOW.steps}, {*ROWS, "B3.10"})


class TestSending(PlanningTestCase):
	def test_a_new_plan_forgets_nobody(self):
		episode = self.episode()
		frappe.set_user(self.lead)
		plan = frappe.get_doc({"doctype": "My Family Plan", "episode": episode.name}).insert()
		self.assertEqual([row.person for row in plan.voices], self.children)
		self.assertEqual([row.person for row in plan.agreements], [self.mother, *self.children])

	def test_b3_1_it_is_stamped(self):
		plan = self.press(self.complete(), "Send For Approval", as_=None)
		stamps = (str(plan.assessment_completed_on), str(plan.submitted_on), plan.submitted_by)
		self.assertEqual(stamps, (today(), today(), self.manager))

	def test_b3_1_everything_that_is_missing_is_said_at_once(self):
		episode = self.episode()
		plan = frappe.get_doc({"doctype": "My Family Plan", "episode": episode.name}).insert()
		make_goal(plan, baseline_on=None, baseline_score="")
		plan.reload().update({"statements": [{"column": "Worry", "statement": "They are late."}]})
		plan.update({"actions": [{"what": "Pack bags."}]})
		with self.assertRaises(MissingError) as refusal:
			self.press(plan.save(), "Send For Approval", as_=self.lead)
		for sentence in (
			"Answer this question",
			"name the goal that answers",
			"say what 0 and 10 mean",
			"agree a first score",
			"Write what Chloe Ashdown says",
			"who does it and by when",
			"whether Joanne Ashdown agrees",
			"whether Ben Ashdown agrees",
		):
			self.assertIn(sentence, str(refusal.exception))

	def missing(self, sentence, **fields):
		"""Change a complete plan in one thing: the step is refused for it."""
		frappe.db.savepoint("one_thing")
		plan = self.complete()
		plan.update(fields)
		self.refused(MissingError, sentence, plan.save(), "Send For Approval", as_=self.lead)
		frappe.db.rollback(save_point="one_thing")

	def test_b3_1_a_plan_keeps_to_a_few_worries(self):
		plan = self.complete()
		for _number in range(3):
			plan.append("statements", {"column": "Worry", "statement": "More.", "goal": self.goal.name})
		self.refused(MissingError, "3 worry statements", plan.save(), "Send For Approval", as_=self.lead)
		frappe.db.set_single_value("Early Help Settings", "max_worry_statements", 4)
		self.assertEqual(self.press(plan, "Send For Approval", as_=self.lead).status, "Awaiting Approval")

	def test_b3_1_an_adult_who_was_not_asked_needs_a_reason(self):
		plan = self.complete()
		plan.agreements[0].answer = "Not asked"
		self.refused(MissingError, "why Joanne", plan.save(), "Send For Approval", as_=self.lead)
		plan.reload().agreements[0].why = "She is in hospital."
		self.assertEqual(self.press(plan.save(), "Send For Approval").status, "Awaiting Approval")

	def test_b3_1_a_child_below_the_age_is_not_asked(self):
		frappe.db.set_single_value("Early Help Settings", "agreement_age", 30)
		plan = self.complete()
		plan.agreements = plan.agreements[:1]
		self.assertEqual(self.press(plan.save(), "Send For Approval").status, "Awaiting Approval")

	def test_b3_1_a_goal_may_be_too_early_to_scale(self):
		plan = self.complete()
		early = {
			"too_early": 1,
			"too_early_reason": "We met once.",
			"baseline_score": "",
			"baseline_on": None,
		}
		self.goal.update(early)
		self.goal.save()
		self.assertEqual(self.press(plan, "Send For Approval").status, "Awaiting Approval")

	def test_b3_1_a_child_without_words_says_why_not(self):
		plan = self.complete()
		plan.voices[1].words = None
		self.refused(MissingError, "Write what Ben", plan.save(), "Send For Approval", as_=self.lead)
		plan.reload().voices[1].why_not = "He is two months old."
		self.assertEqual(self.press(plan.save(), "Send For Approval").status, "Awaiting Approval")

	def test_b3_7_a_plan_in_review_needs_the_same(self):
		plan = self.complete("In Review", worries="")
		plan.statements = []
		self.refused(MissingError, "Answer this question", plan.save(), "Send For Approval", as_=self.lead)

	def test_b3_1_the_app_sends_it_for_a_lead_on_the_portal(self):
		plan = move(self.complete(), "Send For Approval", on_behalf_of="lead@school.example.com")
		self.assertEqual(plan.status, "Awaiting Approval")


class TestApproval(PlanningTestCase):
	def test_b3_2_a_version_is_frozen(self):
		plan = self.approved()
		self.assertEqual(
			(plan.version_no, plan.approved_by, str(plan.approved_on)), (1, self.manager, today())
		)
		version = frappe.get_doc("Plan Version", {"plan": plan.name})
		self.assertEqual((version.version_no, version.family), (1, plan.family))
		self.assertEqual(json.loads(version.content)["worries"], plan.worries)
		self.assertEqual(version.content_hash, hash_of(version.content))
		for text in (
			"Shouting in the mornings.",
			"Joanne Ashdown",
			"Mornings without shouting",
			"I want it quiet.",
		):
			self.assertIn(text, version.readable)

	def test_b3_2_a_version_never_changes(self):
		"""D3 Plan Version, narrower."""
		version = frappe.get_doc("Plan Version", {"plan": self.approved().name})
		version.readable = "Something else"
		with self.assertRaises(frappe.ValidationError):
			version.save()
		self.assertRefused(FrozenVersionError, "stays as it was approved", version.reload().delete)

	def test_b3_2_actions_run_and_a_review_and_a_copy_are_due(self):
		plan = self.approved()
		self.assertTrue(plan.reload().actions[0].action)
		self.assertEqual(getdate(plan.copy_due_on), due_on("Copy Of Plan", today()))
		review = frappe.get_doc("Plan Review", {"plan": plan.name})
		self.assertEqual(
			(review.status, getdate(review.due_on)), ("Planned", due_on("First Review", today()))
		)

	def test_b3_2_not_by_whoever_sent_it(self):
		plan = self.press(self.complete(), "Send For Approval")
		self.refused(OwnStepError, "somebody else decides", plan, "Approve")
		self.assertEqual(self.press(plan, "Approve", as_=self.second_manager).status, "Active")

	def test_b3_2_by_a_manager_of_the_team(self):
		plan = self.press(self.complete(), "Send For Approval", as_=self.lead)
		episode = frappe.get_doc("Early Help Episode", plan.episode)
		other = make_worker(EHM, make_team(), episode)
		self.refused(NotAllowedStepError, "not yours", plan, "Approve", as_=other)

	def test_b3_3_and_4_it_is_sent_back_to_where_it_came_from(self):
		"""B3.3 before the first approval, B3.4 afterwards."""
		plan = self.press(self.complete(), "Send For Approval", as_=self.lead)
		self.refused(ReasonMissingError, "Say why", plan, "Send Back")
		plan = self.press(plan, "Send Back", "Ask the father.")
		self.assertEqual((plan.status, plan.state_reason), ("Draft", None))
		plan = self.press(self.press(plan, "Send For Approval", as_=self.lead), "Approve")
		plan = self.press(plan, "Open For Changes", "A new worry.", self.lead)
		plan = self.press(plan, "Send For Approval", as_=self.lead)
		self.assertEqual(self.press(plan, "Send Back", "Ask again.").status, "In Review")

	def test_b3_5_it_is_opened_with_a_reason(self):
		plan = self.approved()
		self.refused(ReasonMissingError, "Say why", plan, "Open For Changes", as_=self.lead)

	def test_b3_6_only_what_was_approved_goes_on_unchanged(self):
		plan = self.press(self.approved(), "Open For Changes", "Look again.", self.lead)
		changed = self.save_as(self.lead, plan, worries="Shouting at night, too.")
		self.refused(
			MissingError, "differs from what was approved", changed, "Continue Unchanged", as_=self.lead
		)
		again = self.save_as(self.lead, plan, worries=plan.worries)
		self.assertEqual(self.press(again, "Continue Unchanged", as_=self.lead).status, "Active")
		self.assertEqual(frappe.db.count("Plan Version", {"plan": plan.name}), 1)

	def test_b3_6_a_new_goal_is_a_change(self):
		plan = self.press(self.approved(), "Open For Changes", "Look again.", self.lead)
		make_goal(plan, goal="Homework is done.")
		self.refused(MissingError, "differs", plan, "Continue Unchanged", as_=self.lead)

	def test_b3_7_every_approval_is_a_version(self):
		plan = self.press(self.approved(), "Open For Changes", "Look again.", self.lead)
		plan = self.save_as(self.lead, plan, worries="Shouting at night, too.")
		plan = self.press(self.press(plan, "Send For Approval", as_=self.lead), "Approve")
		versions = frappe.get_all(
			"Plan Version", {"plan": plan.name}, pluck="version_no", order_by="version_no"
		)
		self.assertEqual((plan.version_no, versions), (2, [1, 2]))
		self.assertEqual(frappe.db.count("Plan Review", {"plan": plan.name}), 1)

	def test_b3_8_every_goal_has_an_end_and_the_plan_an_outcome(self):
		plan = self.approved()
		with self.assertRaises(MissingError) as refusal:
			self.press(plan, "Close")
		for sentence in (f"Goal {self.goal.name}", "what the plan achieved"):
			self.assertIn(sentence, str(refusal.exception))
		self.goal.db_set("no_end_score_why", "They moved.")
		plan = self.press(self.save_as(self.lead, plan, overall_outcome="Calm."), "Close")
		self.assertEqual((plan.status, str(plan.closed_on), plan.unfinished), ("Closed", today(), 0))
		self.assertEqual(frappe.db.get_value("Plan Review", {"plan": plan.name}, "status"), "Cancelled")

	def test_b3_9_a_plan_that_was_never_completed_is_counted_apart(self):
		plan = self.complete()
		self.refused(ReasonMissingError, "Say why", plan, "Close Unfinished")
		plan = self.press(plan, "Close Unfinished", "They moved.")
		self.assertEqual((str(plan.closed_on), plan.unfinished), (today(), 1))

	def test_b3_10_only_the_app_reopens_it(self):
		plan = self.complete("Closed", closed_on=today())
		with self.assertRaises((NotAllowedStepError, NoSuchStepError)):
			self.press(plan, "Reopen")
		plan = move(plan, "Reopen")
		self.assertEqual((plan.status, plan.closed_on), ("In Review", None))
