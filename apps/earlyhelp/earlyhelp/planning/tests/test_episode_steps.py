"""Table B2: what each step asks for, writes and brings about."""

import frappe
from frappe.utils import add_days, getdate, today

from earlyhelp.constants import EHM
from earlyhelp.early_help_setup.timescales import due_on
from earlyhelp.planning.tests.cases import (
	DECLINED,
	LEAVES,
	STEP_DOWN,
	TAKEN,
	PlanningTestCase,
)
from earlyhelp.states.errors import MissingError, OwnStepError, ReasonMissingError
from earlyhelp.tests.factories import make_family, make_worker


class TestBeginning(PlanningTestCase):
	def step_down(self, **fields):
		"""Take a family over from social care, as the manager who typed the family."""
		frappe.set_user(self.manager)
		try:
			family = make_family("Birkbeck")
			children = [{"person": row.person} for row in family.members if row.relationship == "Child"]
			given = {"family": family.name, "service": self.service.name, "team": self.team}
			new = {"doctype": "Early Help Episode", **given, "children": children, **STEP_DOWN, **fields}
			return frappe.get_doc(new).insert()
		finally:
			frappe.set_user("Administrator")

	def test_b2_1_a_manager_takes_a_family_over_from_social_care(self):
		doc = self.step_down()
		self.assertEqual((doc.status, str(doc.accepted_on)), ("Awaiting Allocation", today()))
		self.assertEqual(getdate(doc.allocation_due_on), due_on("Allocation", today()))

	def test_b2_1_a_step_down_says_who_what_and_that_the_family_agrees(self):
		with self.assertRaises(MissingError) as refusal:
			self.step_down(**dict.fromkeys(STEP_DOWN))
		for sentence in ("step-down", "hands over", "plan was", "must agree", "Social care stays"):
			self.assertIn(sentence, str(refusal.exception))

	def test_b2_2_the_work_begins_with_a_lead(self):
		doc = self.press(self.episode("Awaiting Allocation"), "Allocate")
		self.assertEqual((doc.status, str(doc.opened_on), str(doc.allocated_on)), ("Open", today(), today()))
		for field, title in (
			("first_contact_due_on", "First Contact"),
			("first_visit_due_on", "First Visit"),
			("assessment_due_on", "Assessment"),
			("first_review_due_on", "First Review"),
		):
			self.assertEqual(getdate(doc.get(field)), due_on(title, today()), field)
		self.assertTrue(
			frappe.db.exists("Notification Log", {"for_user": self.lead, "document_name": doc.name})
		)

	def test_b2_2_not_without_lead_and_children(self):
		doc = self.episode("Awaiting Allocation", lead=False, children=[])
		with self.assertRaises(MissingError) as refusal:
			self.press(doc, "Allocate")
		self.assertIn("one lead practitioner", str(refusal.exception))
		self.assertIn("which children", str(refusal.exception))

	def test_b2_2_not_to_somebody_with_a_conflict_of_interest(self):
		doc = self.episode("Awaiting Allocation")
		family = frappe.get_doc("Family", self.family.name)
		family.append("conflicts", {"user": self.lead, "kind": "Friend"})
		family.save()
		self.refused(MissingError, "cannot work with this family", doc, "Allocate")

	def test_b2_2_by_a_manager_of_the_team(self):
		doc = self.episode("Awaiting Allocation")
		stranger = make_worker(EHM, "Test Usual Team")
		frappe.db.delete("Team Deputy", {"user": stranger})
		with self.assertRaises(frappe.ValidationError) as refusal:
			self.press(doc, "Allocate", as_=stranger)
		said = f"not yours to take: Allocate. It is for the manager or a deputy of {self.team}."
		self.assertIn(said, str(refusal.exception))

	def test_b2_3_help_that_never_began_is_closed_apart(self):
		doc = self.episode("Awaiting Allocation")
		self.refused(
			MissingError, "why the help did not start", doc, "Close Without Starting", "They said no."
		)
		doc.db_set("not_started_because", "Declined")
		self.refused(ReasonMissingError, "Say why", doc, "Close Without Starting")
		doc = self.press(doc, "Close Without Starting", "They said no.")
		self.assertEqual((doc.status, str(doc.closed_on), doc.opened_on), ("Closed", today(), None))
		self.assertFalse(any(row.ended_on or row.tracking for row in doc.children))


class TestStepUp(PlanningTestCase):
	def asked(self, **fields):
		return self.press(self.episode(**fields), "Step Up", as_=self.lead)

	def test_b2_8_nothing_stands_before_it(self):
		doc = self.episode()
		family = frappe.get_doc("Family", self.family.name)
		family.members = [row for row in family.members if row.relationship != "Child"]
		for row in frappe.get_all(
			"Family Member", {"parent": family.name, "relationship": "Child"}, pluck="name"
		):
			frappe.db.delete("Family Member", {"name": row})
		doc = self.press(doc, "Step Up", as_=self.lead)
		self.assertEqual((doc.status, doc.step_up_asked_by), ("Step Up Requested", self.lead))
		self.assertTrue(doc.step_up_asked_on)
		told = {"for_user": self.manager, "document_name": doc.name}
		self.assertTrue(frappe.db.exists("Notification Log", told))

	def test_b2_8_pressed_twice_it_is_already_done(self):
		doc = self.asked()
		again = self.press(doc, "Step Up", as_=self.lead)
		self.assertEqual(again.step_up_asked_on, doc.step_up_asked_on)

	def test_b2_9_declined_says_why_and_what_is_done_instead(self):
		doc = self.asked()
		with self.assertRaises(MissingError) as refusal:
			self.press(doc, "Social Care Declined", as_=self.lead)
		for sentence in ("why social care", "done instead", "we agree"):
			self.assertIn(sentence, str(refusal.exception))
		doc = self.press(self.save_as(self.lead, doc, **DECLINED), "Social Care Declined", as_=self.lead)
		self.assertEqual((doc.status, str(doc.step_up_answered_on)), ("Open", today()))

	def test_b2_9a_without_a_lead_it_waits_for_one_again(self):
		doc = self.press(self.episode("Awaiting Allocation", lead=False), "Step Up")
		self.refused(MissingError, "why social care", doc, "Social Care Declined")
		doc = self.press(self.save_as(self.manager, doc, **DECLINED), "Social Care Declined")
		self.assertEqual((doc.status, str(doc.step_up_answered_on)), ("Awaiting Allocation", today()))

	def test_b2_10_the_help_ends_for_those_whom_social_care_takes(self):
		doc = self.asked()
		self.refused(MissingError, "Mark the children", doc, "Accepted For Some", as_=self.lead)
		doc.reload()
		for row in doc.children:
			row.step_up_accepted = 1
		doc.save()
		self.refused(MissingError, "use Accepted For All", doc, "Accepted For Some", as_=self.lead)
		doc.reload()
		doc.children[1].step_up_accepted = 0
		doc.save()
		doc = self.press(doc, "Accepted For Some", as_=self.lead)
		ends = [(bool(row.ended_on), row.closure_reason) for row in doc.children]
		self.assertEqual(ends, [(True, "Stepped up to Children's Social Care"), (False, None)])

	def test_b2_11_all_children_are_proposed_as_stepped_up(self):
		doc = self.asked()
		self.refused(MissingError, "who takes over at social care", doc, "Accepted For All", as_=self.lead)
		doc = self.press(self.save_as(self.lead, doc, **TAKEN), "Accepted For All", as_=self.lead)
		self.assertEqual((doc.status, doc.submitted_by), ("Closure Requested", self.lead))
		self.assertEqual(
			{row.closure_reason for row in doc.children}, {"Stepped up to Children's Social Care"}
		)
		self.assertFalse(any(row.ended_on for row in doc.children))
		self.assertEqual(self.press(doc, "Approve").status, "Closed")


class TestClosing(PlanningTestCase):
	def test_b2_12_everything_that_is_missing_is_said_at_once(self):
		doc = self.episode()
		plan = self.complete("Active", episode=doc)
		with self.assertRaises(MissingError) as refusal:
			self.press(doc, "Request Closure", as_=self.lead)
		for sentence in (
			"why the help for Chloe Ashdown ends",
			"what became of the need: Parental mental health",
			f"Goal {self.goal.name}",
			"closing summary",
			"what the family says",
			"for feedback",
			"who goes on helping",
			"whom the family calls",
			"planned to end",
		):
			self.assertIn(sentence, str(refusal.exception))
		self.assertEqual(plan.status, "Active")

	def test_b2_12_an_open_action_belongs_to_somebody_who_goes_on(self):
		doc = self.ending()
		plan = self.complete("Active", episode=doc)
		action = {"doctype": "Agreed Action", "family": self.family.name, "what": "Ring the landlord."}
		place_ = {"agreed_in_type": "My Family Plan", "agreed_in": plan.name, "due_on": today()}
		agency = frappe.get_all("Agency", pluck="name", limit=1)[0]
		action = frappe.get_doc({**action, **place_, "who_kind": "Agency", "agency": agency})
		action.flags.agreed_together = True
		action.insert()
		self.refused(MissingError, f"Action {action.name} is open", doc, "Request Closure", as_=self.lead)
		action.db_set("status", "Done")
		with self.assertRaises(MissingError) as refusal:
			self.press(doc, "Request Closure", as_=self.lead)
		self.assertNotIn(action.name, str(refusal.exception))

	def test_b2_12_a_complete_one_waits_for_a_manager(self):
		doc = self.ending()
		self.complete("Active", episode=doc)
		self.goal.db_set("no_end_score_why", "They moved.")
		doc.append("outcomes", {"need": "Parental mental health", "person": self.mother, "outcome": "Met"})
		doc = self.press(doc.save(), "Request Closure", as_=self.lead)
		self.assertEqual((doc.status, str(doc.closure_asked_on)), ("Closure Requested", today()))
		self.assertEqual(doc.submitted_by, self.lead)

	def closed(self):
		self.doc = self.press(self.ending(), "Request Closure", as_=self.lead)
		return self.press(self.doc, "Approve")

	def test_b2_13_help_ends_for_everybody_and_the_children_are_tracked(self):
		doc = self.closed()
		self.assertEqual((str(doc.closed_on), doc.closed_by), (today(), self.manager))
		for row in doc.children:
			self.assertEqual((str(row.ended_on), row.closure_reason), (today(), LEAVES))
			self.assertEqual(getdate(row.track_until), due_on("Closure Tracking", today()))
			self.assertEqual(getdate(row.sustained_check_due_on), due_on("Sustained Check", today()))
			self.assertEqual(row.tracking, "Too soon to say")
		self.assertEqual({str(row.to_date) for row in doc.allocations}, {today()})

	def test_b2_13_the_plan_ends_with_it(self):
		for state, unfinished in (("Active", 0), ("In Review", 0), ("Draft", 1), ("Awaiting Approval", 1)):
			frappe.db.savepoint("one_state")
			doc = self.episode("Closure Requested", closure_reason=LEAVES)
			plan = self.complete(state, episode=doc)
			self.press(doc, "Approve")
			self.assertEqual((plan.reload().status, plan.unfinished), ("Closed", unfinished), state)
			frappe.db.rollback(save_point="one_state")

	def test_b2_13_not_by_whoever_asked(self):
		doc = self.press(self.ending(), "Request Closure", as_=self.manager)
		self.refused(OwnStepError, "somebody else decides", doc, "Approve")
		self.assertEqual(self.press(doc, "Approve", as_=self.second_manager).status, "Closed")

	def test_b2_14_it_is_sent_back_with_a_reason(self):
		doc = self.press(self.ending(), "Request Closure", as_=self.lead)
		self.refused(ReasonMissingError, "Say why", doc, "Send Back")
		doc = self.press(doc, "Send Back", "Speak to the school first.")
		self.assertEqual((doc.status, doc.state_reason), ("Open", None))

	def test_b2_15_the_same_needs_open_it_again_within_the_days(self):
		doc = self.closed()
		self.refused(MissingError, "Only the same needs", doc, "Reopen", "It began again.")
		doc = self.press(self.save_as(self.manager, doc, same_needs=1), "Reopen", "It began again.")
		self.assertEqual((doc.status, str(doc.reopened_on), doc.closed_on), ("Open", today(), None))
		self.assertEqual({row.tracking or "" for row in doc.children}, {""})
		kept = [(row.person, str(row.closed_on), row.closure_reason) for row in doc.past_closures]
		self.assertEqual(kept, [(child, today(), LEAVES) for child in self.children])
		self.assertIn("add a lead practitioner under Allocations", str(frappe.local.message_log))

	def test_b2_15_not_after_the_days_and_not_without_a_reason(self):
		doc = self.closed()
		doc.db_set("same_needs", 1)
		self.refused(ReasonMissingError, "Say why", doc, "Reopen")
		doc.db_set("closed_on", add_days(today(), -29))
		self.refused(MissingError, "too long ago", doc, "Reopen", "It began again.")

	def test_b2_15_help_that_never_began_begins(self):
		doc = self.episode("Awaiting Allocation")
		doc.db_set("not_started_because", "Declined")
		doc = self.press(doc, "Close Without Starting", "They said no.")
		doc = self.press(self.save_as(self.manager, doc, same_needs=1), "Reopen", "They said yes.")
		self.assertEqual((doc.status, str(doc.opened_on), doc.not_started_because), ("Open", today(), None))

	def test_b2_15_its_plan_opens_with_it(self):
		doc = self.episode("Closure Requested", closure_reason=LEAVES)
		plan = self.complete("Active", episode=doc)
		doc = self.press(doc, "Approve")
		self.press(self.save_as(self.manager, doc, same_needs=1), "Reopen", "It began again.")
		self.assertEqual((plan.reload().status, plan.closed_on), ("In Review", None))
