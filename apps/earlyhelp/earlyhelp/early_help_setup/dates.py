"""Dates that must follow each other. Imports no Frappe."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise


def first_contradiction(steps: Sequence[tuple[str, date | None]]) -> tuple[str, str] | None:
	"""Return the names of the first two dates that are the wrong way round, later step first, or None.

	`steps` are (name, date) in the order in which they must come; empty dates are passed over and
	two things may happen on one day.
	"""
	known = [(name, day) for name, day in steps if day]
	for (earlier, first), (later, second) in pairwise(known):
		if second < first:
			return later, earlier
	return None
