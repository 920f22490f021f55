"""Which period of help a thing in the sheets belongs to. Imports no Frappe.

A family may be helped more than once, and the sheets name only the family: a goal or a closing
belongs to the last period that had begun by its day. A period is known by its referral's reference.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass
class Period:
	"""One period of help: the referral that opened it, the day, and its row when it is new in the sheet."""

	reference: str
	opened_on: date
	row: Any = None


def read_periods(sheets, known) -> dict[str, list[Period]]:
	"""Return {family_ref: periods of site and sheet together, in the order of their days}."""
	found = defaultdict(list)
	stored = {reference for _family, reference, _day in known.openings}
	for family, reference, opened_on in known.openings:
		found[family].append(Period(reference, opened_on))
	for row in sheets["referrals"].rows:
		if row["family_ref"] and row["opened_on"] and row["referral_ref"] not in stored:
			found[row["family_ref"]].append(Period(row["referral_ref"], row["opened_on"], row))
	return {family: sorted(periods, key=lambda period: period.opened_on) for family, periods in found.items()}


def period_on(periods: list[Period], day: date | None) -> Period | None:
	"""Return the last period that had begun by `day`, else the first; without a day the last."""
	begun = [period for period in periods if not day or period.opened_on <= day]
	return begun[-1] if begun else next(iter(periods), None)


def read_closings(sheets, periods) -> list[tuple[Any, Period | None]]:
	"""Return (row, the period it closes or None) for the closures that can be understood."""
	rows = [row for row in sheets["closures"].rows if row["family_ref"] and row["closed_on"]]
	return [(row, period_on(periods.get(row["family_ref"], []), row["closed_on"])) for row in rows]
