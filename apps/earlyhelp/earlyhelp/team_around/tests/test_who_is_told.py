"""Who is told of a meeting: those invited and the chair, and nobody of the family is named. Rows of B5."""

import frappe
from frappe.utils import add_days, today

from earlyhelp.constants import FSP
from earlyhelp.states.moves import press
from earlyhelp.team_around.tests.meetings import MeetingTestCase
from earlyhelp.tests.factories import make_worker


class TestWhoIsTold(MeetingTestCase):
	def invited(self):
		"""Return a meeting to which a second worker is invited, and a third one is not."""
		self.asked, self.other = (make_worker(FSP, self.team, self.episode) for _number in range(2))
		doc = self.meet()
		for user, row in (
			(self.asked, {"invited": 1}),
			(self.other, {"invited": 0, "why_not_invited": "On leave."}),
		):
			name = frappe.db.get_value("Professional", {"user": user})
			doc.append("attendees", {"professional": name, "sharing_covered": 1, **row})
		return press(doc.save(), "Send Invitations")

	def told(self, user, doc):
		with_words = {"for_user": user, "document_name": doc.name}
		found = frappe.get_all("Notification Log", with_words, pluck="subject", order_by="creation desc")
		self.assertFalse([subject for subject in found if "Ashdown" in subject])
		return " ".join(found)

	def test_b5_1_who_is_invited_is_told(self):
		doc = self.invited()
		self.assertIn("you are invited", self.told(self.asked, doc))
		self.assertFalse(self.told(self.other, doc))

	def test_b5_3_who_was_invited_is_told_that_it_is_postponed(self):
		doc = self.invited()
		self.change(doc, meeting_on=add_days(today(), 7))
		press(doc, "Postpone", "The mother is ill.")
		self.assertIn("postponed", self.told(self.asked, doc))
		self.assertFalse(self.told(self.other, doc))

	def test_b5_4_who_was_invited_is_told_that_it_is_cancelled_and_nobody_before(self):
		doc = self.invited()
		press(doc, "Cancel", "The family moved.")
		self.assertIn("cancelled", self.told(self.asked, doc))
		self.assertFalse(self.told(self.other, doc))
		planned = self.meet()
		press(planned, "Cancel", "The family moved.")
		self.assertFalse(self.told(self.worker, planned))

	def test_b5_2_a_review_that_takes_place_in_it_is_held(self):
		plan = frappe.get_doc({"doctype": "My Family Plan", "episode": self.episode.name}).insert()
		review = frappe.get_doc({"doctype": "Plan Review", "plan": plan.name, "due_on": today()})
		review.flags.by_system = True
		review.insert()
		doc = self.meet(review=review.name)
		press(doc, "Start")
		self.assertEqual(review.reload().status, "Held")
