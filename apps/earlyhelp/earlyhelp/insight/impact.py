"""Counting impact. Imports no Frappe.

Decided here, because the published report does not say it:

* A goal counts when it has a baseline and at least one agreed score by the day asked for; its
  latest agreed score is what counts.
* A family counts once under a theme: by its goal with the highest band. Its other improved goals
  of that theme are not counted.
* Goals that did not move or got worse are no impact; they are counted apart, each goal.
* A family is scaled when one of its goals counts. A family without such a goal is too early to scale.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from earlyhelp.insight.bands import BANDS, band_of

IMPROVED, UNCHANGED, WORSE = "Improved", "Unchanged", "Worse"


@dataclass(frozen=True)
class ScaledGoal:
	"""One goal with its first and its latest agreed score, and what came of it."""

	name: str
	family: str
	theme: str
	baseline: int
	latest: int
	band: int = 0
	counted: bool = False

	@property
	def outcome(self) -> str:
		return (
			IMPROVED if self.latest > self.baseline else UNCHANGED if self.latest == self.baseline else WORSE
		)


def count_goals(goals: Iterable[ScaledGoal], rule: str) -> list[ScaledGoal]:
	"""Return the goals with their bands, the one that counts for each family and theme marked."""
	banded = [replace(goal, band=band_of(goal.baseline, goal.latest, rule)) for goal in goals]
	best = {}
	for goal in sorted(banded, key=lambda goal: (-goal.band, goal.name)):
		if goal.band:
			best.setdefault((goal.family, goal.theme), goal.name)
	return [replace(goal, counted=best.get((goal.family, goal.theme)) == goal.name) for goal in banded]


def impact_table(goals: Iterable[ScaledGoal]) -> dict[str, list[int]]:
	"""Return {theme: families in each band, from 10 % to 100 %} for goals that were counted."""
	table = {}
	for goal in goals:
		if goal.counted:
			table.setdefault(goal.theme, [0] * len(BANDS))[BANDS.index(goal.band)] += 1
	return table
