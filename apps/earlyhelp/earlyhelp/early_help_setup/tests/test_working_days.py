"""Counting days, without Frappe."""

from datetime import date
from unittest import TestCase

from earlyhelp.early_help_setup.working_days import (
	add_working_days,
	due_after,
	is_working_day,
	working_days_between,
)


class TestWorkingDays(TestCase):
	def test_weekends_and_bank_holidays_of_england_are_left_out(self):
		for day in (date(2026, 11, 21), date(2026, 12, 25), date(2026, 12, 28), date(2026, 4, 3)):
			self.assertFalse(is_working_day(day), day)
		# St Andrew's Day is a holiday in Scotland only.
		self.assertTrue(is_working_day(date(2026, 11, 30)))

	def test_the_first_day_is_not_counted(self):
		self.assertEqual(add_working_days(date(2026, 11, 20), 1), date(2026, 11, 23))
		self.assertEqual(add_working_days(date(2026, 11, 16), 5), date(2026, 11, 23))

	def test_over_christmas_three_days_take_a_week(self):
		self.assertEqual(add_working_days(date(2026, 12, 23), 3), date(2026, 12, 30))

	def test_nothing_is_due_on_a_day_that_nobody_works(self):
		self.assertEqual(add_working_days(date(2026, 11, 22), 0), date(2026, 11, 23))
		self.assertEqual(add_working_days(date(2026, 11, 23), 0), date(2026, 11, 23))

	def test_weeks_days_and_months(self):
		self.assertEqual(due_after(date(2026, 11, 22), 6, "Weeks"), date(2027, 1, 3))
		self.assertEqual(due_after(date(2026, 11, 22), 28, "Days"), date(2026, 12, 20))
		self.assertEqual(due_after(date(2028, 1, 31), 1, "Months"), date(2028, 2, 29))
		self.assertEqual(due_after(date(2028, 2, 29), 12, "Months"), date(2029, 2, 28))

	def test_the_clock_change_moves_no_day(self):
		self.assertEqual(due_after(date(2026, 3, 28), 1, "Days"), date(2026, 3, 29))
		self.assertEqual(add_working_days(date(2026, 10, 23), 1), date(2026, 10, 26))

	def test_days_between_are_counted_up_to_the_end(self):
		self.assertEqual(working_days_between(date(2026, 12, 23), date(2026, 12, 30)), 3)
		self.assertEqual(working_days_between(date(2026, 12, 30), date(2026, 12, 23)), 0)
