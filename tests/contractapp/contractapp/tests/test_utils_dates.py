"""frappe.utils: dates, times and how they are written (site in the United Kingdom)."""

import datetime
from datetime import date, timedelta

import frappe
from frappe import utils
from frappe.tests.utils import FrappeTestCase

DT = datetime.datetime

CALLS = (
	# reading a date
	("getdate", ("2026-02-03",), date(2026, 2, 3)),
	("getdate", ("2026-02-03 10:20:30",), date(2026, 2, 3)),
	("getdate", (DT(2026, 2, 3, 4, 5),), date(2026, 2, 3)),
	("getdate", (date(2026, 2, 3),), date(2026, 2, 3)),
	("getdate", ("20260203",), date(2026, 2, 3)),
	("getdate", ("03-02-2026",), date(2026, 3, 2)),
	("getdate", ("0000-00-00",), None),
	("getdate", ("0001-01-01",), None),
	("get_datetime", ("2026-02-03",), DT(2026, 2, 3)),
	("get_datetime", ("2026-02-03 10:20:30.123456",), DT(2026, 2, 3, 10, 20, 30, 123456)),
	("get_datetime", ("2026-02-03T10:20:30",), DT(2026, 2, 3, 10, 20, 30)),
	("get_datetime", (date(2026, 2, 3),), DT(2026, 2, 3)),
	("get_datetime", ("",), None),
	("get_datetime_str", ("2026-02-03",), "2026-02-03 00:00:00.000000"),
	("get_date_str", ("2026-02-03 01:02:03",), "2026-02-03"),
	("get_time", ("10:20",), datetime.time(10, 20)),
	("get_time", (timedelta(hours=9),), datetime.time(9, 0)),
	("to_timedelta", ("09:30:00",), timedelta(hours=9, minutes=30)),
	# adding: what comes in as text goes out as text
	("add_days", ("2026-02-28", 1), "2026-03-01"),
	("add_days", (date(2026, 2, 28), 1), date(2026, 3, 1)),
	("add_days", ("2024-02-29 10:00:00", -1), "2024-02-28 10:00:00.000000"),
	("add_days", (DT(2026, 2, 28, 1, 2), 1), DT(2026, 3, 1, 1, 2)),
	("add_months", ("2026-01-31", 1), "2026-02-28"),
	("add_months", ("2024-01-31", 1), "2024-02-29"),
	("add_months", (date(2026, 3, 31), -1), date(2026, 2, 28)),
	("add_years", ("2024-02-29", 1), "2025-02-28"),
	("add_years", ("2024-02-29", 4), "2028-02-29"),
	# differences
	("date_diff", ("2026-03-01", "2026-02-27"), 2),
	("date_diff", ("2026-03-01 01:00:00", "2026-02-28 23:00:00"), 1),
	("date_diff", (date(2026, 1, 1), "2026-01-02"), -1),
	("time_diff", ("2026-01-01 10:00:00", "2026-01-01 09:00:00"), timedelta(hours=1)),
	("time_diff_in_seconds", ("2026-01-01 10:00:00", "2026-01-01 09:00:00"), 3600.0),
	# first and last days
	("get_first_day", ("2026-02-15",), date(2026, 2, 1)),
	("get_first_day", (date(2026, 2, 15), 0, 1), date(2026, 3, 1)),
	("get_last_day", ("2024-02-15",), date(2024, 2, 29)),
	("get_last_day", (date(2026, 2, 1),), date(2026, 2, 28)),
	("get_first_day_of_week", ("2026-02-04",), date(2026, 2, 1)),
	("get_last_day_of_week", ("2026-02-04",), date(2026, 2, 7)),
	("get_quarter_start", ("2026-05-10",), date(2026, 4, 1)),
	("get_quarter_ending", ("2026-05-10",), date(2026, 6, 30)),
	("get_year_start", ("2026-05-10",), date(2026, 1, 1)),
	("get_year_ending", ("2026-05-10",), date(2026, 12, 31)),
	# writing
	("formatdate", ("2026-02-03",), "03-02-2026"),
	("formatdate", ("2026-02-03", "d MMMM yyyy"), "3 February 2026"),
	("formatdate", ("2026-02-03", "dd.mm.yyyy"), "03.02.2026"),
	("formatdate", ("2026-02-03", "EEEE d MMM"), "Tuesday 3 Feb"),
	("formatdate", ("",), ""),
	("formatdate", (None,), ""),
	("format_date", ("2026-02-03",), "03-02-2026"),
	("format_datetime", ("2026-02-03 14:05:06",), "03-02-2026 14:05:06"),
	("format_datetime", ("2026-02-03 14:05:06", "d MMM yyyy HH:mm"), "3 Feb 2026 14:05"),
	("format_time", ("14:05:06",), "14:05:06"),
	("format_time", ("14:05:06", "HH:mm"), "14:05"),
	("format_time", (timedelta(hours=9, minutes=5),), "09:05:00"),
	("global_date_format", ("2026-02-03",), "February 3, 2026"),
	("format_duration", (3661,), "1h 1m 1s"),
	("pretty_date", (None,), ""),
	("get_user_date_format", (), "dd-mm-yyyy"),
	("get_system_timezone", (), "Europe/London"),
)
ADDED = (
	("2026-02-28", {"days": 1}, "2026-03-01"),
	("2026-02-28", {"weeks": 1, "months": 1}, "2026-04-04"),
	("2026-02-28", {"hours": 1}, "2026-02-28 01:00:00.000000"),
	("2026-02-28 10:00:00", {"hours": 15}, "2026-03-01 01:00:00.000000"),
	("2026-02-28", {"years": -1, "as_string": True}, "2025-02-28"),
	(date(2026, 2, 28), {"days": 1, "as_string": True}, "2026-03-01"),
	("2026-02-28", {"days": 1, "as_string": True, "as_datetime": True}, "2026-03-01 00:00:00.000000"),
)
AGO = (
	({"minutes": -5}, "5 minutes ago"),
	({"hours": -2, "minutes": -1}, "2 hours ago"),
	({"days": -1, "minutes": -1}, "1 day ago"),
	({"days": -3}, "3 days ago"),
	({"days": -8}, "1 week ago"),
	({"days": -40}, "1 month ago"),
	({"days": -400}, "1 year ago"),
	({"days": -800}, "2 years ago"),
)


class TestDates(FrappeTestCase):
	def test_functions_of_dates_and_times(self):
		for name, arguments, expected in CALLS:
			with self.subTest(f"{name}{arguments}"):
				answer = getattr(utils, name)(*arguments)
				self.assertEqual(answer, expected)
				self.assertIs(type(answer), type(expected))

	def test_adding_by_name_of_the_unit(self):
		for start, units, expected in ADDED:
			with self.subTest(f"{start} {units}"):
				self.assertEqual(utils.add_to_date(start, **units), expected)

	def test_how_long_ago_in_words(self):
		for units, words in AGO:
			with self.subTest(words):
				self.assertEqual(utils.pretty_date(utils.add_to_date(utils.now_datetime(), **units)), words)

	def test_first_and_last_as_text(self):
		self.assertEqual(utils.get_first_day("2026-02-15", as_str=True), "2026-02-01")
		self.assertEqual(utils.get_last_day(utils.get_first_day("2026-02-15")), date(2026, 2, 28))

	def test_now_in_every_form(self):
		self.assertEqual([len(utils.now()), len(utils.nowdate()), len(utils.nowtime())], [26, 10, 15])
		self.assertEqual(utils.nowdate(), utils.today())
		self.assertIsNone(utils.now_datetime().tzinfo)
		self.assertEqual(utils.getdate(), utils.getdate(None))
		self.assertEqual(str(utils.getdate("")), utils.nowdate())
		self.assertEqual(str(utils.get_datetime().date()), utils.nowdate())

	def test_text_that_is_no_date_is_refused(self):
		for text in ("nonsense", "2026-02-30"):
			frappe.clear_messages()
			with self.subTest(text), self.assertRaises(frappe.ValidationError) as refusal:
				utils.getdate(text)
			self.assertEqual(str(refusal.exception), f"<strong>{text}</strong> is not a valid date string.")

	def test_timespans_are_pairs_of_dates(self):
		today = utils.getdate()
		rows = (
			("today", (today, today)),
			("yesterday", (today - timedelta(1), today - timedelta(1))),
			("last 7 days", (today - timedelta(7), today)),
			("this year", (date(today.year, 1, 1), date(today.year, 12, 31))),
			("last year", (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))),
			("this month", (utils.get_first_day(today), utils.get_last_day(today))),
		)
		for span, expected in rows:
			with self.subTest(span):
				self.assertEqual(tuple(utils.get_timespan_date_range(span)), expected)
