"""The last agreed score of each goal, repeated on the goal so that lists can show it."""

import frappe


def refresh_latest_scores(goals):
	"""Write the latest agreed score of finalised reviews into each of `goals`: one query to read them all."""
	latest = latest_agreed(goals)
	for name in set(goals):
		held_on, score = latest.get(name, (None, ""))
		frappe.db.set_value(
			"Scaling Goal", name, {"latest_score": score, "latest_scored_on": held_on}, update_modified=False
		)


def latest_agreed(goals):
	"""Return {goal: (held on, score as text)} for the goals that a finalised review scored."""
	score, review = frappe.qb.DocType("Goal Score"), frappe.qb.DocType("Plan Review")
	rows = (
		frappe.qb.from_(score)
		.inner_join(review)
		.on(score.parent == review.name)
		.select(score.goal, review.counts_on, score.score)
		.where(score.goal.isin(list(goals) or [""]) & (score.scorer == "Agreed") & (review.docstatus == 1))
		.where((score.score != "") & score.corrected_on.isnull())
		.orderby(review.counts_on)
		.orderby(review.held_on)
		.orderby(review.creation)
	).run()
	return {goal: (held_on, value) for goal, held_on, value in rows}
