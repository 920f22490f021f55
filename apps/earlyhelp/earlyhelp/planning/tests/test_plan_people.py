"""Who is named in a plan, and who is told whose step it is."""

import frappe
from frappe.utils import add_days, today

from earlyhelp.constants import EHP
from earlyhelp.planning.tests.cases import PlanningTestCase
from earlyhelp.states.errors import NotAllowedStepError
from earlyhelp.team_around.people import NotOfTheFamilyError
from earlyhelp.tests.factories import make_family, make_user


class TestPeopleOfAPlan(PlanningTestCase):
	def actions(self, person):
		"""Return the rows that a form posts: the person alone, and no kind."""
		return [{"what": "Lay clothes out.", "person": person, "due_on": add_days(today(), 7)}]

	def test_an_action_of_a_member_of_the_family_is_named_by_the_person_alone(self):
		plan = self.save_as(self.manager, self.complete(), actions=self.actions(self.mother))
		self.assertEqual(plan.actions[0].who_kind, "Family member")
		self.assertEqual(self.press(plan, "Send For Approval", as_=self.lead).status, "Awaiting Approval")
		self.press(plan, "Approve", as_=self.second_manager)
		self.assertTrue(plan.reload().actions[0].action)

	def test_an_action_of_somebody_of_another_family_is_refused(self):
		plan, stranger = self.complete(), make_family().members[0].person
		self.assertRefused(
			NotOfTheFamilyError,
			"is not in the family",
			self.save_as,
			"Administrator",
			plan,
			actions=self.actions(stranger),
		)

	def test_who_is_not_allocated_is_told_who_is(self):
		said = "It is for an allocated worker or an Early Help Manager."
		self.refused(NotAllowedStepError, said, self.complete(), "Send For Approval", as_=make_user(EHP))

	def test_who_is_not_the_lead_is_told_the_name_of_the_lead(self):
		episode = self.ending()
		name = self.name_of(self.lead)
		said = f"It is for the lead practitioner, {name}, or an Early Help Manager."
		self.refused(NotAllowedStepError, said, episode, "Request Closure", as_=self.worker(episode))
		self.assertEqual(self.press(episode, "Request Closure", as_=self.lead).status, "Closure Requested")

	def test_who_has_another_role_is_told_whose_it_is(self):
		episode = self.press(self.ending(), "Request Closure", as_=self.lead)
		said = "It is for an Early Help Manager."
		self.refused(NotAllowedStepError, said, episode, "Approve", as_=self.lead)
		self.assertEqual(self.press(episode, "Approve").status, "Closed")

	def name_of(self, user):
		return frappe.db.get_value("Professional", self.professional(user), "full_name")
