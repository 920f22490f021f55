"""The goals of an episode that the family still works on."""

import frappe


def open_goals(episode):
	"""Return the goals of an episode that have not ended."""
	return frappe.get_all(
		"Scaling Goal",
		filters={"episode": episode, "ended_on": ["is", "not set"]},
		fields=["name", "goal", "latest_score", "no_end_score_why", "baseline_score"],
		order_by="creation",
	)


def goal_named(goal):
	"""Return the number of a goal with its words, for a message."""
	return f"{goal.name} “{(goal.goal or '')[:80]}”"


def goals_without_end(episode):
	"""Return the open goals that have neither a score from a review nor the reason why there is none."""
	return [goal for goal in open_goals(episode) if not (goal.latest_score or goal.no_end_score_why)]
