"""The scaled goals of chosen episodes, read with two queries."""

import frappe

from earlyhelp.insight.bands import POINTS_MOVED
from earlyhelp.insight.impact import ScaledGoal, count_goals
from earlyhelp.planning.scales import to_score


def impact_rule():
	"""Return the rule of Early Help Settings by which scores become bands."""
	return frappe.db.get_single_value("Early Help Settings", "impact_rule") or POINTS_MOVED


def read_scaled_goals(filters, episodes):
	"""Return every goal of `episodes` that has a baseline and an agreed score by `filters.as_of`, counted."""
	names = {row.name for row in episodes}
	latest = latest_scores(filters)
	goals = [
		ScaledGoal(row.name, row.family, row.theme, to_score(row.baseline_score), latest[row.name])
		for row in read_goals(filters)
		if row.episode in names and row.name in latest
	]
	return count_goals(goals, impact_rule())


def read_goals(filters):
	"""Return the goals of the service whose first score was agreed by the day asked for."""
	return frappe.get_all(
		"Scaling Goal",
		filters={
			"service": filters.service or "",
			"baseline_on": ["<=", filters.as_of],
			"baseline_score": ["is", "set"],
		},
		fields=["name", "episode", "family", "theme", "baseline_score"],
	)


def latest_scores(filters):
	"""Return {goal: latest agreed score by the day asked for} from finalised reviews of the service."""
	score, review = frappe.qb.DocType("Goal Score"), frappe.qb.DocType("Plan Review")
	rows = (
		frappe.qb.from_(score)
		.inner_join(review)
		.on(score.parent == review.name)
		.select(score.goal, score.score)
		.where(review.service == (filters.service or ""))
		.where((review.docstatus == 1) & (review.held_on <= filters.as_of) & (score.scorer == "Agreed"))
		.where(score.score != "")
		.where(score.corrected_on.isnull() | (score.corrected_on > filters.as_of))
		.orderby(review.counts_on)
		.orderby(review.held_on)
		.orderby(review.creation)
	).run()
	return {goal: to_score(value) for goal, value in rows}
