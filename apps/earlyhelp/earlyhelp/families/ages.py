"""Ages. Imports no Frappe."""

from datetime import date


def age_on(born: date, day: date) -> int:
	"""Return the age in whole years on `day`; negative before birth.

	Somebody born on 29 February gets a year older on 1 March of a year without that day.
	"""
	return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
