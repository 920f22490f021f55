"""The supervisions and summaries of open episodes, within the reader's reach; no word of any of them."""

from collections import defaultdict

import frappe
from frappe.utils import getdate, today

from earlyhelp.early_help_setup.timescales import due_on

NEXT = "Next Supervision"
PLANNED = ("Planned", "Summaries Requested", "Ready", "Held", "Awaiting Finalisation")
FIELDS = ("name", "episode", "status", "kind", "planned_on", "started_at", "finalised_on", "went_without")


def add_supervisions(cases, *fields):
	"""Give each case `held` (finalised supervisions, newest first), `coming` (the next one) and `due`.

	`fields` are read beside the usual ones. Supervisions that were set aside or cancelled are not counted.
	"""
	names = [case.name for case in cases]
	rows = frappe.get_list(
		"Case Supervision",
		filters={"episode": ["in", names or [""]], "status": ["in", ("Finalised", *PLANNED)]},
		fields=[*FIELDS, *fields],
		limit_page_length=0,
	)
	held, coming = defaultdict(list), defaultdict(list)
	for row in rows:
		row.held_on = getdate(row.started_at or row.finalised_on or row.planned_on)
		(held if row.status == "Finalised" else coming)[row.episode].append(row)
	for case in cases:
		case.held = sorted(held[case.name], key=lambda row: (str(row.started_at), row.name), reverse=True)
		case.coming = min(coming[case.name], key=lambda row: str(row.planned_on or "9"), default=None)
		case.due = due_day(case)
	return cases


def due_day(case):
	"""Return by when the next supervision is due: the set time after the last, or after help began."""
	start = case.held[0].held_on if case.held else case.opened_on or case.accepted_on
	return due_on(NEXT, start) if start else None


def days_late(day):
	"""Return how many days ago something was due; 0 when it is not late."""
	return max(0, (getdate(today()) - getdate(day)).days) if day else 0


def read_summaries(cases):
	"""Return what is known about each summary of these cases but its words: who, when, and where it stands."""
	supervisions = [row.name for case in cases for row in (*case.held, case.coming) if row]
	return frappe.get_all(
		"Professional Summary",
		filters={"supervision": ["in", supervisions or [""]], "status": ["!=", "Superseded"]},
		fields=["author", "author_name", "supervision", "status", "due_on", "days_late"],
	)
