"""How values are written and counted, so that two databases agree."""

from datetime import date, datetime, timedelta
from unittest import TestCase

from earlyhelp.handover.canonical import Sum, digest, plain


class TestPlain(TestCase):
	def test_what_two_databases_give_for_one_value_is_one_text(self):
		for kind, values, text in (
			("Check", (True, 1, "1"), 1),
			("Currency", (1200.5, "1200.500000000"), "1200.5"),
			("Percent", (2 / 3, 0.666666667), "0.666666667"),
			("Float", (0.0, -0.0, 0, "0E-9"), "0"),
			("Rating", (0.7, 0.70), "0.7"),
			("Date", (date(2024, 2, 29),), "2024-02-29"),
			("Datetime", (datetime(2026, 10, 25, 1, 30),), "2026-10-25 01:30:00.000000"),
			("Time", (timedelta(hours=9, minutes=5), timedelta(seconds=32_700)), "09:05:00.000000"),
			("Long Text", ("Zoë\n",), "Zoë\n"),
		):
			for value in values:
				with self.subTest(kind=kind, value=value):
					self.assertEqual(plain(value, kind), text)

	def test_an_empty_date_is_nothing_and_an_empty_text_is_kept(self):
		self.assertIsNone(plain("", "Date"))
		self.assertIsNone(plain(None, "Int"))
		self.assertEqual(plain("", "Data"), "")


class TestSum(TestCase):
	def test_an_empty_text_counts_as_nothing_and_a_zero_does_not(self):
		self.assertEqual(digest({"name": "a", "note": ""}), digest({"name": "a", "note": None}))
		self.assertEqual(digest({"name": "a", "note": ""}), digest({"name": "a"}))
		self.assertNotEqual(digest({"name": "a", "score": 0}), digest({"name": "a"}))

	def test_the_order_of_records_means_nothing_and_every_record_counts(self):
		rows = [{"name": "a", "score": 1}, {"name": "b", "score": 2}]
		one, other, less = Sum(), Sum(), Sum()
		for row in rows:
			one.add(row)
		for row in reversed(rows):
			other.add(row)
		less.add(rows[0])
		self.assertEqual((one.count, one.text), (other.count, other.text))
		self.assertNotEqual(one.text, less.text)

	def test_values_that_change_places_are_seen(self):
		one, other = Sum(), Sum()
		for total, notes in ((one, ("x", "y")), (other, ("y", "x"))):
			for name, note in zip("ab", notes, strict=True):
				total.add({"name": name, "note": note})
		self.assertNotEqual(one.text, other.text)
