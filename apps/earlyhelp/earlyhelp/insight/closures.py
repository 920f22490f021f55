"""Why help ended, child by child, and how it adds up by reason and period. Imports no Frappe."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

NO_REASON = "No reason given"
NOT_STARTED = "Closed without starting: {0}"
WHOLE, MONTH, QUARTER, YEAR = "Whole period", "Month", "Quarter", "Year"
PERIODS = (WHOLE, MONTH, QUARTER, YEAR)


@dataclass(frozen=True)
class Ending:
	"""The help for one child came to its end; `started` is false where nobody had begun."""

	family: str
	episode: str
	person: str
	ended_on: date
	reason: str = ""
	started: bool = True

	@property
	def label(self):
		reason = self.reason or NO_REASON
		return reason if self.started else NOT_STARTED.format(reason)


def period_of(day: date, period: str) -> str:
	"""Return the name of the month, quarter or year of a day, so that names sort by time."""
	if period == MONTH:
		return f"{day:%Y-%m}"
	if period == QUARTER:
		return f"{day.year} Q{(day.month + 2) // 3}"
	return str(day.year) if period == YEAR else WHOLE


def count_endings(endings: Iterable[Ending], period: str = WHOLE) -> dict[str, dict[str, tuple[int, int]]]:
	"""Return {reason: {period: (children, families)}}.

	A child counts once under a reason in a period, a family once, however many episodes it had.
	"""
	found = {}
	for ending in endings:
		cell = found.setdefault(ending.label, {}).setdefault(
			period_of(ending.ended_on, period), (set(), set())
		)
		cell[0].add((ending.episode, ending.person))
		cell[1].add(ending.family)
	return {
		label: {name: (len(children), len(families)) for name, (children, families) in cells.items()}
		for label, cells in found.items()
	}
