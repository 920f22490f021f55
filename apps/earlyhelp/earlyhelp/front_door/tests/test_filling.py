"""What a referral fills in by itself."""

import frappe
from frappe.utils import today

from earlyhelp.constants import BSO, EHM
from earlyhelp.front_door.tests.cases import ReferralTestCase
from earlyhelp.tests.factories import make_team


class TestFilling(ReferralTestCase):
	def test_a_parent_with_responsibility_agrees_as_one(self):
		doc = self.put("Screening", agreed_by=None, agreed_as=None)
		self.sign_in(BSO)
		doc.reload().agreed_by = self.mother
		self.assertEqual(doc.save().agreed_as, "Adult with parental responsibility")

	def test_what_was_chosen_stays_and_a_childs_competence_is_a_persons_judgement(self):
		doc = self.put("Screening", agreed_by=None, agreed_as=None)
		self.sign_in(BSO)
		doc.reload().update({"agreed_by": self.mother, "agreed_as": "Gillick-competent child"})
		self.assertEqual(doc.save().agreed_as, "Gillick-competent child")
		doc.update({"agreed_by": doc.children[0].person, "agreed_as": None})
		self.assertFalse(doc.save().agreed_as)

	def test_who_writes_what_was_told_told_it_today(self):
		doc = self.put("Signposted")
		user = self.sign_in(BSO)
		doc.reload().referrer_told_what = "The hub will call the family."
		doc.save()
		self.assertEqual(
			(str(doc.referrer_told_on), doc.referrer_told_by), (today(), frappe.utils.get_fullname(user))
		)
		self.assertFalse(doc.family_told_on)

	def test_another_day_and_another_teller_stay(self):
		doc = self.put("Signposted")
		self.sign_in(BSO)
		doc.reload().update({"family_told_what": "The hub.", "family_told_by": "Robin Hale"})
		self.assertEqual(doc.save().family_told_by, "Robin Hale")

	def test_the_only_team_of_a_service_is_proposed(self):
		team = make_team(service=self.service.name).name
		self.sign_in(EHM)
		self.assertEqual(self.draft(service=self.service.name, team=None).team, team)
		frappe.set_user("Administrator")
		make_team(service=self.service.name)
		self.sign_in(EHM)
		self.assertFalse(self.draft(service=self.service.name, team=None).team)
