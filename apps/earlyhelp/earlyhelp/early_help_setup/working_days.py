"""Counting days, weeks, months and working days. Imports no Frappe."""

from datetime import date, timedelta
from functools import cache

import holidays
from dateutil.relativedelta import relativedelta

UNITS = ("Working days", "Days", "Weeks", "Months")


@cache
def _bank_holidays():
	return holidays.country_holidays("GB", subdiv="ENG")


def is_working_day(day: date) -> bool:
	"""Say whether offices of England work on `day`: no weekend and no bank holiday."""
	return day.weekday() < 5 and day not in _bank_holidays()


def add_working_days(start: date, amount: int) -> date:
	"""Return the day `amount` working days after `start`; the day itself is not counted.

	Nothing is due on a day that nobody works: 0 working days from a Sunday are over on Monday.
	"""
	day = start
	while amount > 0 or not is_working_day(day):
		day += timedelta(days=1)
		if amount > 0 and is_working_day(day):
			amount -= 1
	return day


def due_after(start: date, amount: int, unit: str) -> date:
	"""Return the last day of a time that begins on `start`.

	A month ends on the same day of a later month, or on its last day: one month from 31 January is
	28 or 29 February.
	"""
	if unit == "Working days":
		return add_working_days(start, amount)
	if unit == "Months":
		return start + relativedelta(months=amount)
	return start + timedelta(days=amount * (7 if unit == "Weeks" else 1))


def working_days_between(start: date, end: date) -> int:
	"""Return how many working days lie after `start` and up to `end`; 0 when `end` is not after it."""
	days = (end - start).days
	return sum(is_working_day(start + timedelta(days=number)) for number in range(1, days + 1))
