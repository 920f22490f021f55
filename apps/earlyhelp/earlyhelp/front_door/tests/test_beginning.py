"""Referrals that come in from a page of the portal, and what their sender may do with them."""

import frappe

from earlyhelp.front_door.beginning import (
	NotYoursToWithdrawError,
	answer_question,
	send_in,
	withdraw_sent_in,
)
from earlyhelp.front_door.tests.cases import CALL, ReferralTestCase
from earlyhelp.states.errors import MissingError
from earlyhelp.tests.factories import make_stranger


class TestFromAPage(ReferralTestCase):
	def setUp(self):
		super().setUp()
		self.sender = make_stranger("School Safeguarding Lead")

	def send(self, **fields):
		frappe.set_user(self.sender)
		doc = send_in({**CALL, "service": self.service.name, **fields}, sent_by=self.sender)
		frappe.set_user("Administrator")
		return doc.reload()

	def test_it_is_submitted_without_a_search_and_answered_to_the_account(self):
		doc = self.send(referrer_telephone="", referrer_email="")
		self.assertEqual(
			(doc.status, doc.referrer_user, doc.search_done_on), ("Submitted", self.sender, None)
		)
		self.assertTrue(doc.received_on and doc.decision_due_on)

	def test_what_row_1_asks_for_is_asked_here_too(self):
		self.assertRefused(MissingError, "whether the family knows", self.send, family_agrees="")

	def test_the_public_leaves_a_way_to_answer_or_stays_anonymous(self):
		values = {**CALL, "service": self.service.name, "referrer_name": "", "referrer_telephone": ""}
		frappe.set_user("Guest")
		self.assertRefused(MissingError, "anonymous", send_in, values)
		self.assertEqual(send_in({**values, "anonymous": 1}).status, "Submitted")

	def test_b1_13_the_sender_withdraws_until_somebody_screens(self):
		doc = self.send()
		other = make_stranger("School Safeguarding Lead")
		self.assertRefused(NotYoursToWithdrawError, "Call us", withdraw_sent_in, doc.name, other)
		self.assertEqual(withdraw_sent_in(doc.name, self.sender).status, "Withdrawn")
		self.assertEqual(withdraw_sent_in(doc.name, self.sender).status, "Withdrawn")
		screened = self.put("Screening", self.send())
		self.assertRefused(NotYoursToWithdrawError, "Call us", withdraw_sent_in, screened.name, self.sender)

	def test_b1_5_the_sender_answers_what_was_asked(self):
		doc = self.put("Awaiting Information", self.send())
		self.assertRefused(
			NotYoursToWithdrawError, "Nothing is asked", answer_question, doc.name, "Guest", "Late."
		)
		answered = answer_question(doc.name, self.sender, "Late on nine days.")
		self.assertEqual((answered.status, answered.information_answer), ("Screening", "Late on nine days."))
		self.assertRefused(
			NotYoursToWithdrawError, "Nothing is asked", answer_question, doc.name, self.sender, "Again."
		)
