"""Counting earlier contacts, without Frappe."""

from datetime import date
from unittest import TestCase

from earlyhelp.front_door.repeat_contacts import count_contacts


class TestRepeatContacts(TestCase):
	def test_contacts_are_counted_in_three_windows(self):
		days = [date(2026, 11, 1), date(2026, 7, 1), date(2026, 1, 1), date(2024, 1, 1)]
		self.assertEqual(count_contacts(days, date(2026, 11, 22)), {3: 1, 6: 2, 12: 3})

	def test_the_edge_of_a_window_counts(self):
		self.assertEqual(count_contacts([date(2026, 8, 22)], date(2026, 11, 22))[3], 1)
		self.assertEqual(count_contacts([date(2026, 8, 21)], date(2026, 11, 22))[3], 0)
		self.assertEqual(count_contacts([date(2027, 2, 28)], date(2027, 5, 31))[3], 1)

	def test_the_day_itself_counts_and_later_days_do_not(self):
		self.assertEqual(count_contacts([date(2026, 11, 22), date(2026, 11, 23)], date(2026, 11, 22))[3], 1)
		self.assertEqual(count_contacts([], date(2026, 11, 22)), {3: 0, 6: 0, 12: 0})
