import frappe

from earlyhelp.constants import BSO
from earlyhelp.early_help_setup.date_rules import DateOrderError, FutureDateError
from earlyhelp.front_door.doctype.early_help_referral.early_help_referral import (
	AcceptedWithoutFamilyError,
	DecisionWithoutDateError,
	SchoolMissingError,
	SubmittedReferralError,
)
from earlyhelp.tests.factories import (
	EarlyHelpTestCase,
	make,
	make_family,
	make_referral,
	make_service,
	make_user,
)


class TestEarlyHelpReferral(EarlyHelpTestCase):
	def setUp(self):
		super().setUp()
		self.family, self.service = make_family(), make_service()

	def refer(self, **fields):
		return make_referral(self.family, self.service, **fields)

	def test_its_status_follows_from_what_is_filled_in(self):
		draft = make("Early Help Referral", service=self.service.name)
		self.assertEqual(draft.status, "Draft")
		draft.received_on = "2019-01-17"
		self.assertEqual(draft.save().status, "Submitted")
		draft.update({"decision": "Signposted", "decided_on": "2019-01-20"})
		self.assertEqual(draft.save().status, "Signposted")

	def test_nothing_is_decided_before_it_arrived(self):
		self.assertRefused(
			DateOrderError, "Decided On cannot be before Received On", self.refer, decided_on="2019-01-16"
		)
		self.assertEqual(self.refer(decided_on="2019-01-17").status, "Accepted")

	def test_nothing_arrives_tomorrow(self):
		self.assertRefused(
			FutureDateError, "Received On", self.refer, received_on="2999-01-01", decided_on=None
		)

	def test_a_decision_has_a_date(self):
		self.assertRefused(DecisionWithoutDateError, "needs its date", self.refer, decided_on=None)
		self.assertRefused(DecisionWithoutDateError, "needs its decision", self.refer, decision="")

	def test_a_school_that_refers_is_named(self):
		self.assertRefused(SchoolMissingError, "Name the school", self.refer, source="School")
		make("School", urn="899901", school_name="Test Primary School")
		self.assertEqual(self.refer(source="School", school="899901").school, "899901")
		self.assertFalse(self.refer(source="First Contact").school)

	def test_a_referral_without_a_family_is_not_accepted(self):
		fields = {"service": self.service.name, "received_on": "2019-01-17", "decided_on": "2019-01-20"}
		self.assertRefused(
			AcceptedWithoutFamilyError,
			"Link the family",
			make,
			"Early Help Referral",
			decision="Accepted",
			**fields,
		)
		self.assertEqual(
			make("Early Help Referral", decision="Not Accepted", **fields).status, "Not Accepted"
		)

	def test_who_took_it_down_may_delete_it_until_it_is_received(self):
		taker, other = make_user(BSO), make_user(BSO)
		frappe.set_user(taker)
		draft = make("Early Help Referral", service=self.service.name)
		received = make("Early Help Referral", service=self.service.name, received_on="2019-01-17")
		frappe.set_user(other)
		self.assertFalse(frappe.has_permission("Early Help Referral", "delete", draft.name))
		frappe.set_user(taker)
		self.assertTrue(frappe.has_permission("Early Help Referral", "delete", draft.name))
		self.assertRefused(
			SubmittedReferralError, "is kept", frappe.delete_doc, received.doctype, received.name
		)
		frappe.delete_doc(draft.doctype, draft.name)
		self.assertFalse(frappe.db.exists(draft.doctype, draft.name))
