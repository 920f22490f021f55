"""What follows from recommending, signposting, withdrawing and passing on: rows 6, 9, 12 and 13 of B1."""

import frappe
from frappe.utils import getdate, today

from earlyhelp.constants import BSO, EHM, EHP
from earlyhelp.front_door.referral_needs import screening_needs
from earlyhelp.front_door.tests.cases import TOLD, ReferralTestCase
from earlyhelp.states.errors import MissingError, ReasonMissingError
from earlyhelp.tests.factories import make_team


class TestEndings(ReferralTestCase):
	def test_b1_6_the_managers_are_told_of_a_recommendation_and_nobody_is_named(self):
		manager, doc = self.worker(EHM), self.put("Screening")
		self.sign_in(EHP)
		self.press(doc, "Recommend")
		told = frappe.get_all("Notification Log", {"for_user": manager}, ["subject", "document_name"])
		self.assertEqual([row.document_name for row in told], [doc.name])
		self.assertNotIn("Ashdown", told[0].subject)

	def test_b1_9_a_practitioner_who_may_signpost_keeps_the_same_rules(self):
		frappe.db.set_single_value("Early Help Settings", "practitioners_may_signpost", 1)
		for start in ("Screening", "Awaiting Decision"):
			frappe.set_user("Administrator")
			doc = self.put(start)
			doc.db_set("advice_given", None)
			user = self.sign_in(EHP)
			self.assertRefused(ReasonMissingError, "Say why", self.press, doc, "Signpost")
			self.assertRefused(MissingError, "Name an agency", self.press, doc, "Signpost", "It is enough.")
			doc.db_set("advice_given", "The hub is open on Mondays.")
			doc = self.press(doc, "Signpost", "It is enough.")
			self.assertEqual((doc.status, doc.decision, doc.decided_by), ("Signposted", "Signposted", user))

	def test_b1_12_passing_on_is_a_decision(self):
		mine, doc = self.open_episode(), self.put("Screening")
		doc.db_set("open_episode", mine.name)
		user = self.sign_in(BSO)
		doc = self.press(doc, "Pass To Open Episode")
		self.assertEqual(
			(doc.decision, doc.decided_on, doc.decided_by), ("Already Open", getdate(today()), user)
		)

	def test_b1_13_a_withdrawn_one_is_finished_at_once_when_everybody_knows(self):
		doc = self.put("Screening")
		doc.db_set(TOLD)
		self.sign_in(EHM)
		self.assertEqual(self.press(doc, "Withdraw").status, "Finished")
		frappe.set_user("Administrator")
		untold = self.put("Screening")
		self.sign_in(EHM)
		self.assertEqual(self.press(untold, "Withdraw").status, "Withdrawn")

	def test_b1_3_the_only_team_of_a_service_is_named_when_screening_starts(self):
		self.team.db_set("service", self.service.name)
		for others, named in ((0, self.team.name), (1, None)):
			frappe.set_user("Administrator")
			if others:
				make_team(service=self.service.name)
			doc = self.put("Submitted")
			doc.db_set("team", None)
			self.sign_in(EHP)
			self.assertEqual(self.press(doc, "Start Screening").team, named)

	def test_b1_3_who_has_a_conflict_of_interest_screens_nothing(self):
		doc = self.put("Submitted")
		user = self.sign_in(EHP)
		frappe.set_user("Administrator")
		self.family.reload().append("conflicts", {"user": user, "kind": "Relative"})
		self.family.save()
		frappe.set_user(user)
		self.assertEqual([item.fieldname for item in screening_needs(doc)], ["family"])
		self.assertRaises(frappe.DoesNotExistError, self.press, doc, "Start Screening")
		self.sign_in(EHP)
		self.assertEqual(self.press(doc, "Start Screening").status, "Screening")
