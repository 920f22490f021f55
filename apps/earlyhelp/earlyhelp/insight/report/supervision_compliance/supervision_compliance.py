"""When each family was last supervised and is due again, or how each worker's summaries came in. No content."""

from collections import defaultdict

import frappe
from frappe import _
from frappe.utils import escape_html

from earlyhelp.insight.access import check_caller, own_professional
from earlyhelp.insight.cases import read_cases
from earlyhelp.insight.columns import cards, columns
from earlyhelp.insight.links import record_link
from earlyhelp.insight.supervisions import add_supervisions, days_late, read_summaries


def execute(filters=None):
	check_caller()
	filters = validate_filters(filters)
	cases = add_supervisions(read_cases(filters))
	return get_columns(filters), get_data(cases, filters), get_message(cases), None, get_summary(cases)


def validate_filters(filters):
	"""Return the filters; `by` is Family, or Worker for a row for each worker's summaries."""
	return frappe._dict({"by": "Family", **(filters or {})})


def get_columns(filters):
	if filters.by == "Worker":
		return columns(
			("worker", _("Worker"), "Data", 220),
			("asked", _("Summaries Asked For"), "Int", 170),
			("on_time", _("In on Time"), "Int", 100),
			("late", _("In Late"), "Int", 90),
			("longest", _("Longest Late (Days)"), "Int", 150),
			("excused", _("Excused"), "Int", 90),
			("outstanding", _("Not In Yet"), "Int", 100),
			("overdue", _("Of These Overdue"), "Int", 140),
		)
	return columns(
		("family", _("Family"), "Data", 200),
		("team", _("Team"), "Data", 160),
		("workers", _("Workers"), "Int", 90),
		("last", _("Last Held"), "Date", 110),
		("due", _("Due"), "Date", 110),
		("days_late", _("Days Late"), "Int", 100),
		("planned", _("Planned For"), "Date", 110),
		("status", _("Where It Stands"), "Data", 160),
		("held", _("Held"), "Int", 80),
		("without", _("Without Summaries"), "Int", 150),
	)


def get_data(cases, filters):
	"""Return a row for each family, the latest first, or for each worker with a summary to write."""
	if filters.by == "Worker":
		return worker_rows(cases)
	return sorted(map(family_row, cases), key=lambda row: -row["days_late"])


def family_row(case):
	last, coming = next(iter(case.held), None), case.coming
	return {
		"family": record_link(case.family_name, "Early Help Episode", case.name),
		"team": escape_html(case.team or ""),
		"workers": len(case.workers),
		"last": last and last.held_on,
		"due": case.due,
		"days_late": days_late(case.due),
		"planned": coming and coming.planned_on,
		"status": _(coming.status) if coming else _("Not planned"),
		"held": len(case.held),
		"without": sum(bool(row.went_without) for row in case.held),
	}


def worker_rows(cases):
	"""Return a row for each worker, most overdue first; a practitioner finds only the own row."""
	mine, found = own_professional(), defaultdict(list)
	for row in read_summaries(cases):
		found[row.author].append(row)
	rows = [worker_row(found[author]) for author in found if mine is None or author in mine]
	return sorted(rows, key=lambda row: (-row["overdue"], -row["late"], row["worker"]))


def worker_row(summaries):
	done = [row.days_late for row in summaries if row.status == "Finalised"]
	waiting = [row.due_on for row in summaries if row.status in ("Requested", "Draft")]
	late = [days for days in done if days]
	return {
		"worker": escape_html(summaries[0].author_name or ""),
		"asked": len(summaries),
		"on_time": len(done) - len(late),
		"late": len(late),
		"longest": max(late, default=0),
		"excused": sum(row.status == "Excused" for row in summaries),
		"outstanding": len(waiting),
		"overdue": sum(days_late(day) > 0 for day in waiting),
	}


def get_summary(cases):
	late = sum(days_late(case.due) > 0 for case in cases)
	without = sum(bool(row.went_without) for case in cases for row in case.held)
	return cards(
		(_("Families"), len(cases), "Blue"),
		(_("Supervision Overdue"), late, "Red" if late else "Green"),
		(_("Held Without Summaries"), without, "Orange" if without else "Green"),
	)


def get_message(cases):
	if not cases:
		return _("No family that you reach is being helped at the moment.")
	return None if own_professional() is None else _("Only the families that you work with are counted.")
