"""What the app alone writes is not changed by a request."""

import frappe

from earlyhelp.constants import EHM
from earlyhelp.permissions.tests.scene import Scene
from earlyhelp.permissions.tests.test_typed import Asking
from earlyhelp.states.moves import place
from earlyhelp.team_around.tests.meetings import MeetingTestCase
from earlyhelp.tests.factories import EarlyHelpTestCase, make_worker


class TestKeptFields(Asking, EarlyHelpTestCase):
	def stays(self, doc, usual, **fields):
		"""The request is stored, but for the fields that are the app's."""
		before = frappe.get_doc(doc.doctype, doc.name)
		stored = self.put(doc.doctype, doc.name, **fields, **usual)
		self.assertEqual(
			{name: stored.get(name) for name in fields}, {name: before.get(name) for name in fields}
		)
		self.assertEqual({name: stored.get(name) for name in usual}, usual)

	def test_scores_lateness_and_restriction_are_not_typed(self):
		scene = Scene()
		place(scene.plan, "Draft")
		frappe.set_user(make_worker(EHM, scene.team))
		self.stays(scene.goal, {"goal": "Calm"}, latest_score="9", latest_scored_on="2019-03-01")
		self.stays(scene.review, {"late_why": "Ill"}, days_late=77, sign_off_by_lead=1)
		usual = {"town": "Acklam"}
		self.stays(scene.family, usual, restricted_on="2019-01-01 10:00:00", restricted_by="Guest")


class TestKeptInMeetings(Asking, MeetingTestCase):
	stays = TestKeptFields.stays

	def test_references_and_first_days_are_not_typed(self):
		meeting = self.meet()
		frappe.set_user(self.worker)
		self.stays(meeting, {"venue": "The school"}, reference="The Ashdowns")
		frappe.set_user("Administrator")
		self.end()
		action = frappe.get_last_doc("Agreed Action", {"family": self.family.name})
		frappe.set_user(self.worker)
		self.stays(action, {"remark": "She rang."}, first_due_on="2030-01-01")
