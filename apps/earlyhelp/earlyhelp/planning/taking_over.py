"""Another service takes over a plan: a copy of its own, so that the figures of both stay what they were.

Asks for no rights: it follows from an accepted handover.
"""

import frappe

TEXTS = ("worries", "working_well", "needs_to_happen")
TABLES = {
	"needs": ("need", "person", "detail"),
	"statements": ("column", "statement", "goal"),
	"voices": ("person", "words", "how", "said_on", "may_be_shown_to", "not_shown_to", "also_not_shown_to"),
}


def take_over_plan(old, new):
	"""Make a draft of the plan of episode `old` for episode `new`; return it, None where there is no plan.

	A goal begins anew at its latest agreed score.
	"""
	name = frappe.db.get_value("My Family Plan", {"episode": old.name})
	if not name:
		return None
	before = frappe.get_doc("My Family Plan", name)
	plan = frappe.get_doc({"doctype": "My Family Plan", "episode": new.name})
	plan.update({field: before.get(field) for field in TEXTS})
	for table, fields in TABLES.items():
		plan.set(
			table,
			[{field: row.get(field) for field in fields if field != "goal"} for row in before.get(table)],
		)
	plan.flags.by_system = True
	plan.insert(ignore_permissions=True)
	goals = {goal.name: copy_goal(goal, plan) for goal in goals_of(before)}
	for row, was in zip(plan.statements, before.statements, strict=True):
		if was.goal in goals:
			row.db_set("goal", goals[was.goal])
	return plan


def goals_of(plan):
	fields = ("theme", "goal", "what_0_means", "what_10_means", "too_early", "too_early_reason")
	scores = ("baseline_on", "baseline_score", "latest_score", "latest_scored_on")
	return frappe.get_all(
		"Scaling Goal",
		filters={"plan": plan.name, "ended_on": ["is", "not set"]},
		fields=["name", *fields, *scores],
		order_by="creation",
	)


def copy_goal(goal, plan):
	new = frappe.get_doc({"doctype": "Scaling Goal", "plan": plan.name})
	new.update({name: goal.get(name) for name in ("theme", "goal", "what_0_means", "what_10_means")})
	if goal.latest_score or goal.baseline_score:
		new.baseline_score = goal.latest_score or goal.baseline_score
		new.baseline_on = goal.latest_scored_on or goal.baseline_on
	else:
		new.too_early, new.too_early_reason = goal.too_early, goal.too_early_reason
	new.flags.by_system = True
	return new.insert(ignore_permissions=True).name
