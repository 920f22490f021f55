"""Table B2, rows 4 to 7: an episode changes hands."""

import frappe
from frappe.utils import today

from earlyhelp.constants import EHP
from earlyhelp.planning.tests.cases import HANDOVER, PlanningTestCase
from earlyhelp.states.errors import LockedError, MissingError, NotAllowedStepError, ReasonMissingError
from earlyhelp.states.moves import move
from earlyhelp.tests.factories import make_episode, make_family, make_service, make_team, make_worker


class TestHandover(PlanningTestCase):
	def test_b2_4_the_receiver_is_asked(self):
		doc = self.handed_over()
		self.assertEqual((doc.status, str(doc.handover_asked_on)), ("Handing Over", today()))
		self.assertEqual(doc.submitted_by, self.lead)
		told = {"for_user": self.receiver, "document_name": doc.name}
		self.assertEqual(frappe.db.count("Notification Log", told), 1)

	def test_b2_4_not_before_the_family_knows(self):
		with self.assertRaises(MissingError) as refusal:
			self.press(self.episode(), "Hand Over", as_=self.lead)
		for sentence in ("a person, a team or a school", "necessary", "must know", "was told", "permission"):
			self.assertIn(sentence, str(refusal.exception))
		doc = self.episode(family=self.another_family())
		doc.update(HANDOVER)
		self.refused(MissingError, "who is asked to take over", doc.save(), "Hand Over", as_=self.lead)

	def another_family(self):
		self.family = make_family("Birkbeck", children=("Chloe", "Ben"))
		self.children = [row.person for row in self.family.members if row.relationship == "Child"]
		return self.family.name

	def test_b2_5_the_new_lead_begins_the_day_the_old_one_ends(self):
		doc = self.press(self.handed_over(), "Accept", as_=self.receiver)
		rows = [(row.professional, str(row.to_date or ""), str(row.from_date)) for row in doc.allocations]
		self.assertEqual(rows[0][:2], (self.professional(self.lead), today()))
		self.assertEqual(rows[1], (self.professional(self.receiver), "", today()))
		self.assertEqual((doc.status, doc.lead_practitioner), ("Open", self.professional(self.receiver)))
		self.assertEqual(str(doc.handover_answered_on), today())

	def test_b2_5_a_team_names_the_person(self):
		doc = self.episode()
		team = make_team()
		doc.update({**HANDOVER, "handover_to": "Team", "handover_team": team.name})
		doc = self.press(doc.save(), "Hand Over", as_=self.lead)
		doc.reload()
		self.refused(NotAllowedStepError, "not yours", doc, "Accept")
		with self.assertRaises(MissingError) as refusal:
			move(doc, "Accept", on_behalf_of="lead@school.example.com")
		self.assertIn("Name the person", str(refusal.exception))
		worker = make_worker(EHP, team)
		doc.db_set("handover_professional", self.professional(worker))
		doc = move(doc, "Accept", on_behalf_of="lead@school.example.com")
		self.assertEqual((doc.status, doc.team), ("Open", team.name))

	def test_b2_5a_another_service_opens_an_episode_of_its_own(self):
		doc = self.elsewhere_with_plan(no_end_scores_why="They met once.")
		doc = self.press(doc, "Accept", as_=self.receiver)
		self.assertEqual((doc.status, str(doc.closed_on)), ("Closed", today()))
		self.assertEqual({row.closure_reason for row in doc.children}, {"Transferred to another service"})
		new = frappe.get_doc("Early Help Episode", {"previous_episode": doc.name})
		self.assertEqual((new.status, new.service, new.team), ("Open", self.other.name, self.other_team.name))
		self.assertEqual([row.person for row in new.children], self.children)
		self.assertEqual(new.lead_practitioner, self.professional(self.receiver))

	def test_b2_5a_it_takes_over_the_plan_and_the_old_one_ends(self):
		doc = self.elsewhere_with_plan(no_end_scores_why="They met once.")
		self.press(doc, "Accept", as_=self.receiver)
		new = frappe.get_doc("Early Help Episode", {"previous_episode": doc.name})
		plan = frappe.get_doc("My Family Plan", {"episode": new.name})
		self.assertEqual((plan.status, plan.worries), ("Draft", self.plan.worries))
		goal = frappe.get_doc("Scaling Goal", {"plan": plan.name})
		self.assertEqual((goal.goal, goal.baseline_score), (self.goal.goal, self.goal.baseline_score))
		self.assertEqual(plan.statements[0].goal, goal.name)
		self.assertEqual(self.plan.reload().status, "Closed")

	def test_b2_5a_end_scores_or_why_not(self):
		doc = self.elsewhere_with_plan()
		self.refused(MissingError, "Score the open goals", doc, "Accept", as_=self.receiver)

	def test_b2_5a_not_where_the_family_is_helped_already(self):
		doc = self.elsewhere_with_plan(no_end_scores_why="They met once.")
		make_episode(self.family, self.other)
		self.refused(MissingError, "helped by this service already", doc, "Accept", as_=self.receiver)

	def elsewhere_with_plan(self, **fields):
		self.other, self.other_team = make_service(), make_team()
		doc = self.to_other_team(handover_service=self.other.name, **fields)
		self.plan = self.complete("Active", episode=doc)
		return doc

	def test_b2_6_the_old_lead_stays_when_it_is_declined(self):
		doc = self.handed_over()
		self.refused(ReasonMissingError, "Say why", doc, "Decline", as_=self.receiver)
		doc = self.press(doc, "Decline", "Too many families.", as_=self.receiver)
		self.assertEqual((doc.status, doc.lead_practitioner), ("Open", self.professional(self.lead)))
		told = {"for_user": self.lead, "document_name": doc.name, "subject": ["like", "%declined%"]}
		self.assertTrue(frappe.db.exists("Notification Log", told))

	def test_b2_7_whoever_asked_takes_it_back(self):
		doc = self.handed_over()
		self.refused(ReasonMissingError, "Say why", doc, "Take Back", as_=self.lead)
		self.assertEqual(self.press(doc, "Take Back", "I stay.", as_=self.lead).status, "Open")

	def test_while_it_changes_hands_only_managers_write(self):
		doc = self.handed_over()
		self.assertRefused(LockedError, "you cannot change", self.save_as, self.lead, doc, handover_note="x")
		self.assertEqual(self.save_as(self.manager, doc, handover_note="x").handover_note, "x")
