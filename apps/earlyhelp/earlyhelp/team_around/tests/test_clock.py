"""Times of day as people type them."""

from unittest import TestCase

from earlyhelp.team_around.clock import minutes_of, time_of_day


class TestClock(TestCase):
	def test_what_people_type_is_understood(self):
		for typed, time in (
			("14:00", "14:00"),
			("9", "09:00"),
			("9.30", "09:30"),
			("0930", "09:30"),
			("2pm", "14:00"),
			("2.15 PM", "14:15"),
			("12am", "00:00"),
			("12 pm", "12:00"),
			("14:00:00", "14:00"),
			("", ""),
			(None, ""),
		):
			self.assertEqual(time_of_day(typed), time, typed)

	def test_what_is_no_time_is_refused(self):
		for typed in ("25:00", "14:75", "13pm", "after school", "0pm"):
			with self.assertRaises(ValueError, msg=typed):
				time_of_day(typed)

	def test_times_can_be_compared(self):
		self.assertLess(minutes_of("09:30"), minutes_of("14:00"))
