"""How often a family was heard of before. Imports no Frappe."""

from collections.abc import Iterable
from datetime import date

from dateutil.relativedelta import relativedelta

WINDOWS = (3, 6, 12)  # months


def count_contacts(earlier: Iterable[date], day: date) -> dict[int, int]:
	"""Return {months: number of contacts in the months before `day`} for 3, 6 and 12 months.

	A contact on `day` itself counts, one of exactly so many months ago counts, later ones do not.
	"""
	days = [one for one in earlier if one <= day]
	return {months: sum(one >= day - relativedelta(months=months) for one in days) for months in WINDOWS}
