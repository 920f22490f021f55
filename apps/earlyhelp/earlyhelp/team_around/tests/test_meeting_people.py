"""Table B5, the column "who": every step for every role that has it, and for none that has not."""

import frappe
from frappe.utils import add_days, today

from earlyhelp.constants import AUD, BSO, EHA, EHM, EHP, FSP
from earlyhelp.states.errors import NotAllowedStepError
from earlyhelp.states.moves import move, press
from earlyhelp.team_around.meeting_flow import FLOW
from earlyhelp.team_around.tests.meetings import MeetingTestCase
from earlyhelp.tests.factories import make_worker

TEAM = (BSO, EHP, FSP, EHM)
ENDS_AT = {step.row: step.to for step in FLOW.steps}


class TestWho(MeetingTestCase):
	def ready_for(self, row):
		"""Return a meeting that lacks nothing for the step of a row, made by the worker who chairs."""
		if row in ("B5.1", "B5.2", "B5.4"):
			return self.meet(clashes_accepted=1)
		if row == "B5.3":
			doc = press(self.fresh(self.change(self.meet(), clashes_accepted=1)), "Send Invitations")
			return self.change(doc, meeting_on=add_days(today(), 3))
		if row == "B5.5":
			return press(self.meet(), "Start")
		if row == "B5.6":
			return self.agree(self.begin())
		doc = self.fresh(self.end())
		for attendee in doc.attendees:
			attendee.circulation = "All"
		doc.chair_agreed_on = today()
		return doc.save()

	def setUp(self):
		super().setUp()
		self.people = {role: make_worker(role, self.team) for role in TEAM}

	def check(self, row, allowed, refused=()):
		action = next(step.action for step in FLOW.steps if step.row == row)
		for user, may in [(user, True) for user in allowed] + [(user, False) for user in refused]:
			frappe.db.savepoint("one_person")
			with self.subTest(row=row, user=frappe.get_roles(user)):
				doc = self.ready_for(row)
				frappe.set_user(user)
				if may:
					self.assertEqual(press(doc, action, "A reason").status, ENDS_AT[row])
				else:
					with self.assertRaises(
						(NotAllowedStepError, frappe.PermissionError, frappe.DoesNotExistError)
					):
						press(doc, action, "A reason")
			frappe.set_user("Administrator")
			frappe.db.rollback(save_point="one_person")

	def test_b5_1_to_b5_6_are_everybody_s_of_the_four_roles_and_of_no_other(self):
		others = [make_worker(role, self.team) for role in (EHA, AUD)]
		for row in ("B5.1", "B5.2", "B5.3", "B5.4", "B5.5", "B5.6"):
			self.check(row, self.people.values(), others)

	def test_b5_7_is_the_chair_s_or_business_support_s(self):
		others = [self.people[role] for role in (EHP, FSP, EHM)]
		self.check("B5.7", [self.worker, self.people[BSO]], others)

	def test_b5_8_is_the_chair_s_alone(self):
		self.check("B5.8", [self.worker], self.people.values())

	def test_a_chair_of_each_of_the_three_roles_issues(self):
		for role in (EHP, FSP, EHM):
			self.chair = frappe.db.get_value("Professional", {"user": self.people[role]}, "name")
			self.worker = self.people[role]
			self.check("B5.7", [self.people[role]])

	def test_b5_1_to_b5_7_are_taken_by_the_app_for_a_school_that_chairs(self):
		for row in ("B5.1", "B5.2", "B5.3", "B5.4", "B5.5", "B5.6", "B5.7"):
			frappe.db.savepoint("one_row")
			with self.subTest(row=row):
				doc = self.ready_for(row)
				action = next(step.action for step in FLOW.steps if step.row == row)
				moved = move(doc, action, on_behalf_of="head@example.com", reason="A reason")
				self.assertEqual(self.fresh(moved).status, ENDS_AT[row])
			frappe.set_user("Administrator")
			frappe.db.rollback(save_point="one_row")

	def test_b5_8_is_not_taken_by_the_app(self):
		doc = self.ready_for("B5.8")
		self.assertRefused(NotAllowedStepError, "not yours", move, doc, "Send Back", reason="x")
