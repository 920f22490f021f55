"""The rows of a review that lie ready when it is held, so that only scores, reasons and words are typed."""

import frappe

from earlyhelp.planning.episode_needs import helped_children
from earlyhelp.planning.open_goals import open_goals

AGREED, CARER, CHILD, WORKER = "Agreed", "Parent or carer", "Child", "Practitioner"
EMPTY = {"score": "", "may_be_shown_to": ""}


def lay_out(doc, episode):
	"""Put a row for each goal and whoever is asked, goal by goal, and one for each child's view."""
	given = list(doc.scores)
	known = {(row.goal, *whose(row)) for row in given}
	asked = [(AGREED, "", ""), *people_asked(doc, episode)]
	rows = []
	for goal in open_goals(episode.name):
		if goal.baseline_score:
			rows += [row_for(goal.name, one) for one in asked if (goal.name, *one) not in known]
	doc.set("scores", given)
	for row in rows:
		doc.append("scores", row)
	heard = {row.person for row in doc.voices}
	for child in helped_children(episode):
		if child.person not in heard:
			doc.append("voices", {"person": child.person})


def row_for(goal, one):
	scorer, person, professional = one
	shown = "" if scorer in (CARER, CHILD) else "Everybody"
	row = {"goal": goal, "scorer": scorer, **EMPTY, "may_be_shown_to": shown}
	return row | {"person": person or None, "professional": professional or None}


def whose(row):
	return row.scorer, row.person or "", row.professional or ""


def people_asked(doc, episode):
	"""Return (scorer, person, professional) of those who scored last time; the first time, of those who agreed
	to the plan and the lead practitioner."""
	last = frappe.get_all(
		"Plan Review",
		filters={"plan": doc.plan, "docstatus": 1, "kind": "Review", "name": ["!=", doc.name]},
		pluck="name",
		order_by="held_on desc, name desc",
		limit=1,
	)
	return scored_in(last[0]) if last else first_asked(doc, episode)


def scored_in(review):
	rows = frappe.get_all(
		"Goal Score",
		filters={"parent": review, "parenttype": "Plan Review", "scorer": ["!=", AGREED]},
		fields=["scorer", "person", "professional"],
		order_by="idx",
	)
	return list(dict.fromkeys(whose(row) for row in rows))


def first_asked(doc, episode):
	children = {row.person for row in helped_children(episode)}
	agreed = {"parent": doc.plan, "parenttype": "My Family Plan", "answer": ["not in", ["", "Not asked"]]}
	people = frappe.get_all("Plan Agreement", filters=agreed, pluck="person", order_by="idx")
	asked = [(CHILD if person in children else CARER, person, "") for person in people]
	if episode.lead_practitioner:
		asked.append((WORKER, "", episode.lead_practitioner))
	return list(dict.fromkeys(asked))


def is_filled(row):
	return bool(row.score or row.why_not or row.reason)


def scores_given(doc):
	"""Return the rows but those of people of whom no row was filled: they were not asked this time."""
	answered = {whose(row) for row in doc.scores if is_filled(row)}
	return [row for row in doc.scores if row.scorer == AGREED or whose(row) in answered]


def drop_unasked(doc):
	"""Take out the rows that lay ready for people who were not asked after all."""
	kept = scores_given(doc)
	if len(kept) < len(doc.scores):
		doc.set("scores", kept)
		for number, row in enumerate(doc.scores, start=1):
			row.idx = number
