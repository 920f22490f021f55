"""How many families and children each worker has now, and what is due: one row a worker, or one a family."""

import frappe
from frappe import _
from frappe.utils import getdate, today

from earlyhelp.insight.access import check_caller, own_professional
from earlyhelp.insight.cases import due, read_cases
from earlyhelp.insight.columns import NUMBER, cards, columns
from earlyhelp.insight.links import open_report, record_link, text_cell

LEAD, NOBODY = "Lead Practitioner", "nobody"


def execute(filters=None):
	check_caller()
	filters = validate_filters(filters)
	cases = read_cases(filters)
	return (
		get_columns(filters),
		get_data(cases, filters),
		get_message(cases, filters),
		None,
		get_summary(cases),
	)


def validate_filters(filters):
	"""Return the filters; `worker` is the name of a Professional, or "nobody" for families without one."""
	filters = frappe._dict(filters or {})
	filters.worker = filters.professional or (NOBODY if filters.unallocated else None)
	return filters


def get_columns(filters):
	shared = (
		("children", _("Children"), "Int", 90),
		("open_since", _("Open Since"), "Date", 110),
		("days_open", _("Days Open"), "Int", 90),
		("next_review", _("Next Review Due"), "Date", 130),
		("overdue", _("Reviews Overdue"), "Int", 120),
	)
	if filters.worker:
		first = (("family", _("Family"), "Data", 200), ("status", _("Status"), "Data", 150))
		return columns(*first, ("role", _("As"), "Data", 140), *shared)
	first = (("worker", _("Worker"), "Data", 220), ("families", _("Families"), NUMBER, 90))
	return columns(*first, ("lead", _("As Lead"), "Int", 80), ("other", _("As Worker"), "Int", 90), *shared)


def get_data(cases, filters):
	"""Return a row for each worker, most families first, or for each family of the worker asked for."""
	by_worker = group(cases)
	if filters.worker:
		found = by_worker.get(filters.worker, (None, []))[1]
		return sorted((family_row(case, role) for case, role in found), key=lambda row: -row["days_open"])
	rows = [worker_row(key, name, found, filters) for key, (name, found) in by_worker.items()]
	return sorted(rows, key=lambda row: (-row["lead"] - row["other"], -row["days_open"], row["worker"]))


def group(cases):
	"""Return {worker: (name, [(case, role)])}; a practitioner finds only the own row."""
	mine, found = own_professional(), {}
	for case in cases:
		for row in case.workers or [frappe._dict(professional=NOBODY, full_name=_("Nobody yet"), role="")]:
			if mine is None or row.professional in mine:
				found.setdefault(row.professional, (row.full_name, []))[1].append((case, row.role))
	return found


def worker_row(key, name, found, filters):
	cases, roles = [case for case, _role in found], [role for _case, role in found]
	chosen = {"unallocated": 1} if key == NOBODY else {"professional": key}
	families = len({case.family for case in cases})
	chosen |= {"service": filters.service, "team": filters.team}
	return {
		"worker": text_cell(name or key),
		"families": open_report(families, "Caseload", **chosen),
		"lead": roles.count(LEAD),
		"other": roles.count("Worker"),
		**due(cases),
	}


def family_row(case, role):
	return {
		"family": record_link(case.family_name, "Early Help Episode", case.name),
		"status": _(case.status),
		"role": _(role or ""),
		**due([case]),
	}


def get_summary(cases):
	waiting = sum(not case.workers for case in cases)
	overdue = sum(bool(case.next_review) and case.next_review < getdate(today()) for case in cases)
	return cards(
		(_("Families"), len({case.family for case in cases}), "Blue"),
		(_("Children"), sum(case.children for case in cases), "Blue"),
		(_("Nobody Yet"), waiting, "Orange" if waiting else "Green"),
		(_("Reviews Overdue"), overdue, "Red" if overdue else "Green"),
	)


def get_message(cases, filters):
	if not cases:
		return _("No family that you reach is being helped at the moment.")
	if own_professional() is not None:
		return _("Only the families that you work with are counted.")
	return None if filters.worker else _("A family with two workers counts in the row of each.")
