"""The next meeting is planned in one press."""

import frappe
from frappe.utils import add_days, today

from earlyhelp.constants import EHP
from earlyhelp.team_around.next_meeting import NoNextDayError, plan_next
from earlyhelp.team_around.tests.meetings import MeetingTestCase
from earlyhelp.tests.factories import make_worker


class TestNextMeeting(MeetingTestCase):
	def test_it_has_the_people_the_place_and_the_day_and_nothing_of_what_was_said(self):
		doc = self.begin()
		doc.update({"worries": "Money is short"})
		doc = self.end(doc)
		told = plan_next(doc.as_json())
		following = frappe.get_doc("TAC Meeting", told.name)
		self.assertEqual((following.status, str(following.meeting_on)), ("Planned", add_days(today(), 42)))
		self.assertEqual((following.venue, following.chair), (doc.venue, self.chair))
		names = [row.full_name for row in following.attendees]
		self.assertEqual(names, [row.full_name for row in doc.attendees])
		self.assertFalse(following.worries or following.actions or following.voices)
		self.assertEqual({row.attended or "" for row in following.attendees}, {""})

	def test_pressed_twice_it_is_the_same_meeting(self):
		doc = self.end()
		self.assertEqual(plan_next(doc.as_json()).name, plan_next(doc.as_json()).name)

	def test_not_without_a_day(self):
		self.assertRefused(NoNextDayError, "when you meet again", plan_next, self.meet().as_json())

	def test_not_for_somebody_who_does_not_reach_the_family(self):
		doc = self.end()
		frappe.set_user(make_worker(EHP))
		with self.assertRaises(frappe.DoesNotExistError):
			plan_next(doc.as_json())
