"""The episodes that are not closed, within the reader's reach, with who works on each and what is due next."""

from collections import Counter, defaultdict

import frappe
from frappe.utils import getdate, today

from earlyhelp.insight.access import own_episodes
from earlyhelp.permissions.people import current

FIELDS = ("name", "family", "family_name", "status", "team", "accepted_on", "opened_on")


def read_cases(filters):
	"""Return the open episodes of a service or a team, each with `workers`, `children` and `next_review`.

	`workers` are rows of current allocations; a person who has two is there once, as lead if one of them is.
	"""
	wanted = {"status": ["!=", "Closed"]}
	wanted |= {name: filters[name] for name in ("service", "team") if filters.get(name)}
	mine = own_episodes()
	if mine is not None:
		wanted["name"] = ["in", sorted(mine) or [""]]
	cases = frappe.get_list("Early Help Episode", filters=wanted, fields=FIELDS, limit_page_length=0)
	names = [case.name for case in cases]
	workers, children, reviews = workers_of(names), children_of(names), next_reviews(names)
	for case in cases:
		case.workers = workers[case.name]
		case.children = children[case.name]
		case.next_review = reviews.get(case.name)
	return cases


def workers_of(episodes):
	"""Return {episode: current allocations}, each person once."""
	rows = frappe.get_all(
		"Practitioner Allocation",
		filters={"parenttype": "Early Help Episode", "parent": ["in", episodes or [""]]},
		fields=["parent", "professional", "full_name", "role", "from_date", "to_date"],
	)
	found = defaultdict(dict)
	for row in sorted(filter(current, rows), key=lambda row: row.role == "Lead Practitioner"):
		found[row.parent][row.professional] = row
	return defaultdict(list, {episode: list(people.values()) for episode, people in found.items()})


def children_of(episodes):
	"""Return {episode: children whose help has not ended}."""
	rows = frappe.get_all(
		"Episode Child",
		filters={"parenttype": "Early Help Episode", "parent": ["in", episodes or [""]]},
		fields=["parent", "ended_on"],
	)
	return Counter(row.parent for row in rows if not row.ended_on)


def next_reviews(episodes):
	"""Return {episode: the first day on which a planned review is due}."""
	plans = frappe.get_all(
		"My Family Plan", filters={"episode": ["in", episodes or [""]]}, fields=["name", "episode"]
	)
	by_plan = {row.name: row.episode for row in plans}
	rows = frappe.get_all(
		"Plan Review",
		filters={"plan": ["in", list(by_plan) or [""]], "status": "Planned", "due_on": ["is", "set"]},
		fields=["plan", "due_on"],
		order_by="due_on desc",
	)
	return {by_plan[row.plan]: row.due_on for row in rows}


def due(cases):
	"""Return how long these have been open and what is due; one that waits counts from its acceptance."""
	now = getdate(today())
	since = min((case.opened_on or case.accepted_on or now for case in cases), default=now)
	reviews = sorted(case.next_review for case in cases if case.next_review)
	return {
		"children": sum(case.children for case in cases),
		"open_since": since,
		"days_open": (now - since).days,
		"next_review": reviews[0] if reviews else None,
		"overdue": sum(day < now for day in reviews),
	}
