from datetime import date

import frappe

from earlyhelp.constants import BSO, EHP
from earlyhelp.families.matching import Described
from earlyhelp.families.search import find
from earlyhelp.tests.factories import (
	EarlyHelpTestCase,
	make_episode,
	make_family,
	make_service,
	make_stranger,
	make_team,
	make_worker,
)

BORN = date(2008, 5, 23)
CHLOE = Described("Chloe", "Ashdown", date_of_birth=BORN)


class TestSearch(EarlyHelpTestCase):
	def setUp(self):
		super().setUp()
		self.family = make_family(street="1 High Street", town="Easby", postcode="TS7 7ZZ")
		self.mother, self.chloe = (row.person for row in self.family.members)

	def families(self, sought, user=None):
		return [card.family for card in find(sought, user)[0]]

	def restrict(self, *people):
		rows = [{"user": user, "why": "Works with the family."} for user in people]
		frappe.db.set_value("Family", self.family.name, "restricted", 1)
		for row in rows:
			place = {"parent": self.family.name, "parenttype": "Family", "parentfield": "restricted_to"}
			frappe.get_doc({"doctype": "Family Restriction", **place, **row}).db_insert()

	def test_a_child_is_found_by_what_a_caller_says(self):
		for sought in (
			CHLOE,
			Described("Khloe", "Ashdowne", date_of_birth=BORN),
			Described("Chloe", "Ashdown"),
			Described("Chloe", postcodes=("TS7 7ZZ",)),
		):
			self.assertIn(self.family.name, self.families(sought), sought)
		for sought in (Described(), Described("Bethan", "Birkbeck", date_of_birth=date(2015, 1, 1))):
			self.assertNotIn(self.family.name, self.families(sought), sought)

	def test_numbers_and_other_names_are_found(self):
		frappe.db.set_value(
			"Early Help Person", self.chloe, {"upn": "X845212818005", "nhs_number": "9434765919"}
		)
		person = frappe.get_doc("Early Help Person", self.chloe)
		person.known_as = "Coco"
		person.save()
		for sought in (
			Described(upn="X845212818005"),
			Described(nhs_number="9434765919"),
			Described("Coco", "Ashdown", date_of_birth=BORN),
		):
			self.assertEqual(self.families(sought), [self.family.name], sought)

	def test_a_card_holds_the_identity_and_nothing_of_the_record(self):
		team = make_team(telephone="01632 960777")
		episode = make_episode(self.family, make_service())
		episode.db_set("team", team.name)
		card = find(CHLOE)[0][0]
		self.assertEqual((card.family_name, card.address), ("Ashdown", "1 High Street, Easby, TS7 7ZZ"))
		self.assertEqual([member["name"] for member in card.members], ["Joanne Ashdown", "Chloe Ashdown"])
		self.assertEqual(card.matched, [self.chloe])
		self.assertEqual(
			(card.episodes[0]["team"], card.episodes[0]["telephone"]), (team.name, "01632 960777")
		)

	def test_a_withheld_address_is_on_no_card(self):
		frappe.db.set_value("Family", self.family.name, "address_withheld", 1)
		self.assertEqual(find(CHLOE)[0][0].address, "")
		frappe.db.set_value("Family", self.family.name, "address_withheld", 0)
		frappe.db.set_value("Early Help Person", self.mother, "address_withheld", 1)
		self.assertEqual(find(CHLOE)[0][0].address, "")

	def test_a_withheld_postcode_brings_no_card(self):
		officer = make_stranger(BSO)
		at_home = Described(postcodes=("TS7 7ZZ",))
		self.assertEqual(self.families(at_home, officer), [self.family.name])
		frappe.db.set_value("Family", self.family.name, "address_withheld", 1)
		self.assertEqual(self.families(at_home, officer), [])
		points = {
			find(Described("Chloe", "Ashdown", date_of_birth=BORN, postcodes=(code,)), officer)[0][0].points
			for code in ("TS7 7ZZ", "TS1 1AA")
		}
		self.assertEqual(len(points), 1, "the points tell which postcode is right")
		worker = make_worker(EHP, episode=make_episode(self.family, make_service()))
		self.assertEqual(self.families(at_home, worker), [self.family.name])

	def test_the_postcode_of_a_hidden_home_brings_no_card_of_another_home(self):
		refuge = make_family("Birkbeck", postcode="TS1 1AA")
		refuge.append("members", {"person": self.chloe, "relationship": "Child"})
		refuge.save()
		frappe.db.set_value("Family", refuge.name, "restricted", 1)
		there, officer = Described(postcodes=("TS1 1AA",)), make_stranger(BSO)
		self.assertEqual(self.families(there, officer), [])
		self.assertIn(refuge.name, find(there, officer)[1])
		here, elsewhere = (
			[card.points for card in find(Described("Chloe", postcodes=(code,)), officer)[0]]
			for code in ("TS1 1AA", "TS2 2BB")
		)
		self.assertEqual(here, elsewhere)

	def test_a_withheld_postcode_of_a_person_brings_no_card(self):
		values = {"street": "9 Low Street", "postcode": "TS1 1AA"}
		frappe.db.set_value("Early Help Person", self.chloe, values)
		there, officer = Described("Chloe", postcodes=("TS1 1AA",)), make_stranger(BSO)
		self.assertEqual(self.families(there, officer), [self.family.name])
		frappe.db.set_value("Early Help Person", self.chloe, "address_withheld", 1)
		points = [card.points for card in find(there, officer)[0]]
		elsewhere = Described("Chloe", postcodes=("TS2 2BB",))
		self.assertEqual(points, [card.points for card in find(elsewhere, officer)[0]])

	def test_business_support_finds_everybody_a_practitioner_who_says_enough(self):
		officer, practitioner = make_stranger(BSO), make_stranger(EHP)
		little = Described("Chloe", "Ashdown")
		self.assertEqual(self.families(little, officer), [self.family.name])
		self.assertEqual(self.families(little, practitioner), [])
		self.assertEqual(self.families(CHLOE, practitioner), [self.family.name])
		self.assertFalse(find(CHLOE, practitioner)[0][0].may_open)

	def test_who_reaches_the_record_may_open_it_from_the_card(self):
		episode = make_episode(self.family, make_service())
		worker = make_worker(EHP, episode=episode)
		self.assertTrue(find(CHLOE, worker)[0][0].may_open)

	def test_a_restricted_family_is_hidden_from_all_but_those_named(self):
		named, officer = make_stranger(EHP), make_stranger(BSO)
		self.restrict(named)
		self.assertEqual(find(CHLOE, officer), ([], {self.family.name: 100}))
		self.assertEqual(self.families(CHLOE, named), [self.family.name])

	def test_roles_without_a_case_find_nothing(self):
		for role in ("School User", "Partner User", "System Manager"):
			self.assertEqual(self.families(CHLOE, make_stranger(role)), [])

	def test_the_sound_of_a_name_follows_the_name(self):
		person = frappe.get_doc("Early Help Person", self.chloe)
		person.last_name = "Birkbeck-Garbutt"
		person.save()
		self.assertIn(self.family.name, self.families(Described("Chloe", "Garbut", date_of_birth=BORN)))
