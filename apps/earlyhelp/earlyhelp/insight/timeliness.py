"""Whether the steps of a plan were taken in time. Imports no Frappe."""

from dataclasses import dataclass
from datetime import date

ON_TIME, LATE, WAITING, OVERDUE, NO_DATE = "On time", "Late", "Waiting", "Overdue", "Done, no date set"
OUTCOMES = (ON_TIME, LATE, WAITING, OVERDUE, NO_DATE)
STEPS = ("Assessment", "Approval", "Copy Given", "First Review", "Next Review")


@dataclass(frozen=True)
class PlanStep:
	"""One step of one plan: when it was due and when it was done; no due date means that none was set."""

	plan: str
	step: str
	due_on: date | None
	done_on: date | None = None

	def outcome(self, day: date) -> str:
		"""Return how it stands at the end of `day`; a step is in time on the very day it is due."""
		done = self.done_on if self.done_on and self.done_on <= day else None
		late = bool(self.due_on) and (done or day) > self.due_on
		if done and not self.due_on:
			return NO_DATE
		if done:
			return LATE if late else ON_TIME
		return OVERDUE if late else WAITING

	def days_late(self, day: date) -> int:
		"""Return the days after the due date until it was done or, if it is not, until `day`; 0 in time."""
		if not self.due_on:
			return 0
		done = self.done_on if self.done_on and self.done_on <= day else day
		return max((done - self.due_on).days, 0)


def count_outcomes(steps: list[PlanStep], day: date) -> dict[str, dict]:
	"""Return {step: {outcome: plans, "average": days late, "longest": days late}} in the order of STEPS.

	The average is over those that are late or overdue, to whole days; 0 when none is.
	"""
	table = {}
	for name in STEPS:
		about = [step for step in steps if step.step == name]
		late = [days for step in about if (days := step.days_late(day))]
		table[name] = {outcome: sum(step.outcome(day) == outcome for step in about) for outcome in OUTCOMES}
		table[name] |= {
			"average": round(sum(late) / len(late)) if late else 0,
			"longest": max(late, default=0),
		}
	return table
