"""Ages, without Frappe."""

from datetime import date
from unittest import TestCase

from earlyhelp.families.ages import age_on


class TestAges(TestCase):
	def test_a_birthday_counts_on_its_day_and_not_before(self):
		born = date(2008, 5, 23)
		self.assertEqual(age_on(born, date(2019, 5, 22)), 10)
		self.assertEqual(age_on(born, date(2019, 5, 23)), 11)

	def test_somebody_born_on_29_february_gets_older_on_1_march(self):
		born = date(2008, 2, 29)
		self.assertEqual(age_on(born, date(2019, 2, 28)), 10)
		self.assertEqual(age_on(born, date(2019, 3, 1)), 11)
		self.assertEqual(age_on(born, date(2020, 2, 29)), 12)

	def test_before_birth_the_age_is_below_nothing(self):
		self.assertEqual(age_on(date(2019, 6, 1), date(2019, 5, 31)), -1)
