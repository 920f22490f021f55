"""Dates that follow each other, without Frappe."""

from datetime import date
from unittest import TestCase

from earlyhelp.early_help_setup.dates import first_contradiction

JAN, FEB, MAR = date(2019, 1, 31), date(2019, 2, 28), date(2019, 3, 1)


class TestFirstContradiction(TestCase):
	def test_dates_in_their_order_do_not_contradict(self):
		self.assertIsNone(first_contradiction([("received", JAN), ("decided", FEB), ("opened", MAR)]))

	def test_two_things_may_happen_on_one_day(self):
		self.assertIsNone(first_contradiction([("received", JAN), ("decided", JAN)]))

	def test_the_later_step_is_named_first(self):
		self.assertEqual(first_contradiction([("received", FEB), ("decided", JAN)]), ("decided", "received"))

	def test_empty_dates_are_passed_over(self):
		steps = [("received", FEB), ("decided", None), ("opened", JAN)]
		self.assertEqual(first_contradiction(steps), ("opened", "received"))
		self.assertIsNone(first_contradiction([("received", None), ("decided", None)]))
