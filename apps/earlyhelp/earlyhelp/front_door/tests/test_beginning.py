"""What an account of the portal that sent a referral in may do with it."""

import frappe

from earlyhelp.front_door.beginning import NothingAskedError, answer_question, send_in
from earlyhelp.front_door.tests.cases import CALL, ReferralTestCase
from earlyhelp.states.errors import MissingError
from earlyhelp.tests.factories import make_stranger


class TestFromAPage(ReferralTestCase):
	def setUp(self):
		super().setUp()
		self.sender = make_stranger("School Safeguarding Lead")

	def send(self, sender="", **fields):
		frappe.set_user(sender or self.sender)
		values = {**CALL, "service": self.service.name, **fields}
		try:
			return send_in(values, None if sender == "Guest" else self.sender).reload()
		finally:
			frappe.set_user("Administrator")

	def test_it_is_submitted_without_a_search_and_answered_to_the_account(self):
		doc = self.send(referrer_telephone="", referrer_email="")
		self.assertEqual(
			(doc.status, doc.referrer_user, doc.search_done_on), ("Submitted", self.sender, None)
		)
		self.assertTrue(doc.received_on and doc.decision_due_on)

	def test_what_row_1_asks_for_is_asked_here_too(self):
		self.assertRefused(MissingError, "whether the family knows", self.send, family_agrees="")

	def test_the_public_leaves_a_way_to_answer_or_stays_anonymous(self):
		nobody = {"referrer_name": "", "referrer_telephone": ""}
		self.assertRefused(MissingError, "anonymous", self.send, "Guest", **nobody)
		self.assertEqual(self.send("Guest", anonymous=1, **nobody).status, "Submitted")

	def test_b1_5_the_sender_answers_what_was_asked(self):
		doc = self.put("Awaiting Information", self.send())
		self.assertRefused(NothingAskedError, "Nothing is asked", answer_question, doc.name, "Guest", "Late.")
		answered = answer_question(doc.name, self.sender, "Late on nine days.")
		self.assertEqual((answered.status, answered.information_answer), ("Screening", "Late on nine days."))
		again = (answer_question, doc.name, self.sender, "Again.")
		self.assertRefused(NothingAskedError, "Nothing is asked", *again)
