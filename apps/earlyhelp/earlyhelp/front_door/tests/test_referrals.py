import frappe

from earlyhelp.constants import BSO
from earlyhelp.early_help_setup.date_rules import DateOrderError, FutureDateError
from earlyhelp.front_door.doctype.early_help_referral.early_help_referral import (
	ChildTwiceInReferralError,
	ReferralUPNError,
	SchoolMissingError,
	SenderChangedError,
)
from earlyhelp.front_door.tests.cases import ReferralTestCase
from earlyhelp.states.errors import KeptError, NoSuchStepError, StampChangedError
from earlyhelp.tests.factories import make, make_service, make_stranger


class TestEarlyHelpReferral(ReferralTestCase):
	def test_a_new_one_is_a_draft_whatever_is_sent(self):
		self.assertEqual(self.draft().status, "Draft")
		self.assertRefused(NoSuchStepError, "begins as Draft", self.draft, status="Accepted")

	def test_what_steps_write_is_not_typed(self):
		for stamp, value in {
			"received_on": "2019-01-17",
			"decision": "Accepted",
			"decided_on": "2019-01-20",
			"search_done_on": "2019-01-17 09:00:00",
			"history_seen_on": "2019-01-17 09:00:00",
			"finished_on": "2019-01-30",
			"step_up_confirmed_by": "Administrator",
		}.items():
			with self.subTest(stamp=stamp):
				self.assertRefused(
					StampChangedError, "cannot be changed by hand", self.draft, **{stamp: value}
				)

	def test_it_goes_by_the_name_of_its_child_until_the_family_is_linked(self):
		doc = self.draft(children=[{"first_name": "Chloe", "last_name": "Easby"}])
		self.assertEqual((doc.family_name, doc.number_of_children), ("Easby", 1))
		doc.family = self.family.name
		self.assertEqual(doc.save().family_name, "Ashdown")

	def test_it_is_for_the_only_service_or_for_that_of_the_settings(self):
		frappe.db.set_value("Early Help Service", {"name": ["!=", self.service.name]}, "disabled", 1)
		self.assertEqual(self.draft(service=None).service, self.service.name)
		chosen = make_service()
		self.assertRaises(frappe.MandatoryError, self.draft, service=None)
		frappe.db.set_single_value("Early Help Settings", "front_door_service", chosen.name)
		self.assertEqual(self.draft(service=None).service, chosen.name)

	def test_nothing_was_agreed_or_told_tomorrow(self):
		for field in ("agreed_on", "referrer_told_on", "family_told_on", "social_care_answered_on"):
			self.assertRefused(
				FutureDateError, "cannot be in the future", self.draft, **{field: "2999-01-01"}
			)

	def test_nobody_is_told_before_the_decision(self):
		doc = self.put("Accepted")
		doc.referrer_told_on = "2019-01-16"
		self.assertRefused(DateOrderError, "Told On cannot be before Decided On", doc.save)
		doc.reload().referrer_told_on = doc.decided_on
		self.assertTrue(doc.save().referrer_told_on)

	def test_a_child_is_not_born_tomorrow(self):
		row = {"first_name": "Chloe", "date_of_birth": "2999-01-01"}
		self.assertRefused(FutureDateError, "Date of Birth", self.draft, children=[row])
		row = {"unborn": 1, "expected_on": "2999-01-01"}
		self.assertTrue(self.draft(children=[row]).children[0].unborn)

	def test_a_upn_is_checked_when_it_is_taken_down(self):
		row = {"first_name": "Chloe", "upn": "R247962919251"}
		self.assertRefused(ReferralUPNError, "should begin with Q", self.draft, children=[row])
		row["upn"] = " x845212818005"
		self.assertEqual(self.draft(children=[row]).children[0].upn, "X845212818005")

	def test_a_record_stands_in_a_referral_once(self):
		rows = [{"person": self.chloe}, {"person": self.chloe}]
		self.assertRefused(ChildTwiceInReferralError, "twice", self.draft, children=rows)
		self.assertTrue(self.draft(children=rows[:1], adults=[{"person": self.mother}]).name)

	def test_nobody_passes_a_referral_off_as_sent_by_another_account(self):
		other = make_stranger("School Safeguarding Lead")
		self.sign_in(BSO)
		self.assertRefused(SenderChangedError, "cannot be changed", self.draft, referrer_user=other)
		mine = self.draft(referrer_user=frappe.session.user)
		mine.referrer_user = other
		self.assertRefused(SenderChangedError, "cannot be changed", mine.save)

	def test_a_school_that_refers_is_named(self):
		self.assertRefused(SchoolMissingError, "Name the school", self.draft, source="School")
		make("School", urn="899901", school_name="Test Primary School")
		self.assertEqual(self.draft(source="School", school="899901").school, "899901")
		self.assertFalse(self.draft(source="First Contact").school)

	def test_who_took_it_down_may_delete_it_until_it_is_sent(self):
		other = self.worker(BSO)
		taker = self.sign_in(BSO)
		mine, sent = self.draft(), self.searched(self.draft())
		self.press(sent, "Submit")
		self.assertRefused(KeptError, "are kept", frappe.delete_doc, sent.doctype, sent.name)
		frappe.set_user(other)
		self.assertFalse(frappe.has_permission("Early Help Referral", "delete", mine.name))
		frappe.set_user(taker)
		frappe.delete_doc(mine.doctype, mine.name)
		self.assertFalse(frappe.db.exists(mine.doctype, mine.name))
