"""The goals behind a number of Impact Achieved, as far as the reader reaches them."""

import frappe
from frappe import _
from frappe.utils import cint

from earlyhelp.insight.basis import chosen_episodes, for_one_service, read_filters
from earlyhelp.insight.columns import columns
from earlyhelp.insight.impact import IMPROVED
from earlyhelp.insight.links import record_link, text_cell
from earlyhelp.insight.scaled_goals import read_scaled_goals

FIELDS = ("name", "family", "family_name", "theme", "goal", "baseline_on")


@for_one_service
def execute(filters=None):
	filters = read_filters(filters)
	episodes = chosen_episodes(filters)
	goals = [goal for goal in read_scaled_goals(filters, episodes) if is_wanted(goal, filters)]
	rows = get_data(goals)
	return get_columns(), rows, get_message(len(goals) - len(rows))


def is_wanted(goal, filters):
	"""A band shows the goals that were counted in it; without one, all goals of the outcome."""
	if filters.theme and goal.theme != filters.theme:
		return False
	if cint(filters.band):
		return goal.counted and goal.band == cint(filters.band)
	return filters.outcome in (None, "", "All", goal.outcome)


def get_columns():
	return columns(
		("family", _("Family"), "Data", 150),
		("goal", _("Goal"), "Data", 360),
		("theme", _("Impact"), "Data", 240),
		("baseline_on", _("First Scored"), "Date", 110),
		("baseline_score", _("First Score"), "Int", 90),
		("latest", _("Latest Score"), "Int", 90),
		("outcome", _("Outcome"), "Data", 100),
		("band", _("Impact %"), "Int", 90),
		("counted", _("Counted"), "Check", 80),
	)


def get_data(goals):
	"""Return the rows that the reader's own rights allow, the highest impact first."""
	by_name = {goal.name: goal for goal in goals}
	rows = by_name and frappe.get_list(
		"Scaling Goal", filters={"name": ["in", list(by_name)]}, fields=FIELDS, limit_page_length=0
	)
	rows = sorted(rows or [], key=lambda row: (-by_name[row.name].band, row.theme, row.family_name or ""))
	return [{**words(row), **figures(by_name[row.name])} for row in rows]


def words(row):
	return {
		"name": row.name,
		"family": record_link(row.family_name, "Family", row.family),
		"goal": record_link(row.goal, "Scaling Goal", row.name),
		"theme": text_cell(row.theme),
		"baseline_on": row.baseline_on,
	}


def figures(goal):
	return {
		"baseline_score": goal.baseline,
		"latest": goal.latest,
		"outcome": _(goal.outcome),
		"band": goal.band if goal.outcome == IMPROVED else 0,
		"counted": int(goal.counted),
	}


def get_message(left_out):
	if not left_out:
		return None
	return _("{0} goals of families that you do not work with are counted but not listed.").format(left_out)
