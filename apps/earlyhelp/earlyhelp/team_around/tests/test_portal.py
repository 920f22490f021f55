"""What a school or a partner may see and do about meetings without any right on the desk."""

import json

import frappe
from frappe.utils import add_days, today

from earlyhelp.states.moves import press
from earlyhelp.team_around import portal
from earlyhelp.team_around.tests.meetings import MeetingTestCase
from earlyhelp.tests.factories import make_user


class TestPortal(MeetingTestCase):
	def setUp(self):
		super().setUp()
		self.partner = make_user("Partner User")
		frappe.db.set_value("Professional", self.nurse, "user", self.partner)

	def invite(self, **fields):
		return press(self.meet(**fields), "Send Invitations")

	def test_an_invitation_shows_date_place_reference_and_own_answer_and_no_name(self):
		doc = self.invite(venue="Home of the Ashdown family")
		frappe.set_user(self.partner)
		(told,) = portal.meetings_for(self.partner)
		self.assertEqual(
			(told["reference"], str(told["meeting_on"]), told["answer"]), (doc.name, today(), "No answer")
		)
		text = json.dumps(told, default=str)
		for name in ("Ashdown", "Joanne", "Chloe", self.family.name, self.mother):
			self.assertNotIn(name, text)

	def test_meetings_that_are_planned_over_or_somebody_else_s_are_not_there(self):
		self.assertEqual(portal.meetings_for(self.partner), [])
		self.meet()
		self.assertEqual(portal.meetings_for(self.partner), [])
		doc = self.invite(starts_at="16:00:00", finishes_at=None)
		self.assertEqual(len(portal.meetings_for(self.partner)), 1)
		self.assertEqual(portal.meetings_for(make_user("Partner User")), [])
		self.assertEqual(portal.meetings_for("Guest"), [])
		press(doc, "Cancel", "School is closed")
		self.assertEqual(portal.meetings_for(self.partner), [])

	def test_coming_and_apologies_are_written_into_the_own_row_only(self):
		"""C3 answer an invitation."""
		doc = self.invite()
		frappe.set_user(self.partner)
		for answer in ("Apologies", "Coming"):
			self.assertEqual(portal.answer_invitation(doc.name, self.partner, answer)["answer"], answer)
			rows = {row.professional: row.answer for row in self.fresh(doc).attendees}
			self.assertEqual((rows[self.nurse], rows[self.chair]), (answer, "No answer"))

	def test_another_s_invitation_and_another_word_are_refused(self):
		"""C3 answer an invitation."""
		doc = self.invite()
		stranger = make_user("Partner User")
		for meeting in (doc.name, "TAC-2026-99999"):
			self.assertRefused(
				portal.NotYoursError,
				"not one of yours",
				portal.answer_invitation,
				meeting,
				stranger,
				"Coming",
			)
		answer = portal.answer_invitation
		self.assertRefused(
			portal.NoSuchAnswerError, "Coming or Apologies", answer, doc.name, self.partner, "x"
		)

	def test_own_actions_are_shown_and_marked_done_with_a_remark(self):
		"""C3 mark an action done; B10 Agreed Action."""
		self.end()
		frappe.set_user(self.partner)
		(told,) = portal.actions_for(self.partner)
		self.assertEqual((told["what"], told["overdue"]), ("Visit at home", False))
		self.assertNotIn("family", told)
		done = portal.mark_action_done(told["reference"], self.partner, "Went on Monday")
		self.assertEqual(done["status"], "Done")
		self.assertEqual(portal.actions_for(self.partner), [])
		again = portal.mark_action_done(told["reference"], self.partner, "Something else")
		self.assertEqual(again["remark"], "Went on Monday")

	def test_issued_minutes_are_read_in_the_version_that_was_meant(self):
		"""C3 read minutes and actions."""
		doc = self.fresh(self.end())
		for row in doc.attendees:
			row.circulation = "Own part" if row.professional == self.nurse else "None"
		doc.save()
		frappe.set_user(self.partner)
		self.assertRefused(
			portal.NotYoursError, "not yours to read", portal.minutes_for, doc.name, self.partner
		)
		frappe.set_user(self.worker)
		press(doc, "Issue")
		told = portal.minutes_for(doc.name, self.partner)
		self.assertEqual([line["what"] for line in told["agreed"]], ["Visit at home"])
		self.assertFalse(told["voices"] or told["texts"] or told["people"])
		for user in (self.worker, make_user("Partner User")):
			self.assertRefused(portal.NotYoursError, "not yours to read", portal.minutes_for, doc.name, user)

	def test_another_s_action_is_not_there(self):
		"""C3 mark an action done."""
		doc = self.end()
		for row in self.fresh(doc).actions:
			user = make_user("Partner User") if row.professional else self.partner
			self.assertRefused(
				portal.NotYoursError, "not one of yours", portal.mark_action_done, row.action, user, "x"
			)

	def test_an_action_whose_day_is_over_is_overdue(self):
		doc = self.begin()
		row = {"what": "Ring the landlord", "professional": self.nurse, "due_on": add_days(today(), -1)}
		doc.append("actions", row)
		press(doc.save(), "End Meeting")
		self.assertTrue(portal.actions_for(self.partner)[0]["overdue"])
