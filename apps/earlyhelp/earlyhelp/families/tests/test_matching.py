"""How like two descriptions are, without Frappe."""

from datetime import date
from unittest import TestCase

from earlyhelp.families.matching import (
	LIKELY,
	POSSIBLE,
	Described,
	likeness,
	name_likeness,
	says_enough,
	sound_keys,
)

BORN = date(2017, 3, 4)
CHLOE = Described(
	"Chloe",
	"O'Brien-Ashdown",
	"Coco",
	BORN,
	upn="X845212818005",
	nhs_number="9434765919",
	postcodes=("TS7 7ZZ",),
)


class TestLikeness(TestCase):
	def test_the_same_number_decides(self):
		self.assertEqual(likeness(Described("Somebody", "Else", upn="X845212818005"), CHLOE), 100)
		self.assertEqual(likeness(Described(nhs_number="9434765919"), CHLOE), 100)
		self.assertEqual(likeness(Described(nhs_number="4010232137"), CHLOE), 0)

	def test_the_same_name_and_birth_are_one_person(self):
		self.assertEqual(likeness(Described("chloe", "o'brien ashdown", date_of_birth=BORN), CHLOE), 100)

	def test_slips_of_ear_and_pen_are_forgiven(self):
		for first, last, born in (
			("Khloe", "OBrien Ashdown", BORN),
			("Chloé", "Ashdown", BORN),
			("Coco", "Ashdowne", BORN),
			("Chloe", "Ashdown", date(2017, 4, 3)),
			("Ashdown", "Chloe", BORN),
		):
			self.assertGreaterEqual(
				likeness(Described(first, last, date_of_birth=born), CHLOE), LIKELY, first
			)

	def test_a_sibling_of_the_same_day_is_shown_as_possible_and_not_as_likely(self):
		points = likeness(Described("Benjamin", "Ashdown", date_of_birth=BORN), CHLOE)
		self.assertTrue(POSSIBLE <= points < LIKELY, points)

	def test_somebody_else_is_neither(self):
		for sought in (
			Described("Bethan", "Birkbeck", date_of_birth=BORN),
			Described("Chloe", "Ashdown", date_of_birth=date(2009, 8, 21)),
			Described("Bethan", "Easby"),
			Described(),
		):
			self.assertLess(likeness(sought, CHLOE), LIKELY)
		self.assertEqual(likeness(Described(), CHLOE), 0)

	def test_what_a_record_does_not_hold_does_not_speak_against_it(self):
		unknown = Described("Chloe", "Ashdown")
		self.assertGreaterEqual(likeness(Described("Chloe", "Ashdown", date_of_birth=BORN), unknown), LIKELY)

	def test_a_home_helps_and_alone_is_not_enough_for_a_name(self):
		self.assertEqual(likeness(Described("Chloe", "Ashdown", postcodes=("TS7 7ZZ",)), CHLOE), 100)
		self.assertLess(likeness(Described("Bethan", "Birkbeck", postcodes=("TS7 7ZZ",)), CHLOE), POSSIBLE)

	def test_names_that_sound_alike_share_a_key(self):
		self.assertEqual(sound_keys("Philips"), sound_keys("Fillips"))
		self.assertEqual(len(sound_keys("O'Brien-Ashdown")), 2)
		self.assertEqual((name_likeness("", "Ashdown"), sound_keys("")), (0, []))

	def test_a_practitioner_says_a_name_and_one_more_thing(self):
		self.assertTrue(says_enough(Described("Chloe", date_of_birth=BORN)))
		for little in (
			Described("Chloe", "Ashdown"),
			Described(date_of_birth=BORN),
			Described(upn="X845212818005"),
		):
			self.assertFalse(says_enough(little))
