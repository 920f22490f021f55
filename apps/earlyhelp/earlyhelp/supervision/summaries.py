"""Asking for summaries, and what a supervision shows of them.

Asks for no rights: workers are asked, and covers kept, by the app when a supervision moves on.
"""

import frappe
from frappe import _
from frappe.utils import getdate, today

from earlyhelp.early_help_setup.timescales import due_on
from earlyhelp.permissions.notices import tell
from earlyhelp.states.moves import move
from earlyhelp.supervision.dates import day_before
from earlyhelp.supervision.workers import names_of, workers_on

IN = ("Finalised", "Excused")
OPEN = ("Requested", "Draft")
BEFORE_SESSION = ("Planned", "Summaries Requested", "Ready")
DUE, ASK, FRESH = "Summaries Before Supervision", "Asking For Summaries", "Summary Freshness"
COVER = ["name", "author", "status", "due_on", "finalised_on"]


def summaries_of(supervision):
	"""Return {worker: row of the worker's newest summary} of a supervision; no text is read."""
	rows = frappe.get_all(
		"Professional Summary",
		filters={"supervision": supervision or "", "status": ["!=", "Superseded"]},
		fields=COVER,
		order_by="creation, name",
	)
	return {row.author: row for row in rows if row.author}


def missing_summaries(supervision):
	"""Return the rows of summaries that are neither finalised nor excused."""
	return [row for row in summaries_of(supervision).values() if row.status not in IN]


def lead_day(title, planned_on):
	"""Return the day that lies the set time before a session."""
	scale = frappe.db.get_value("Timescale", title, ["amount", "unit"], as_dict=True)
	return day_before(getdate(planned_on), scale.amount, scale.unit) if scale else getdate(planned_on)


def summaries_due(planned_on):
	"""Return by when summaries are due: the set time before the session, today when that is over."""
	return max(lead_day(DUE, planned_on), getdate(today()))


def ask_workers(doc):
	"""Ask each worker who is allocated on the day and has no summary that is fresh enough by then."""
	known = summaries_of(doc.name)
	for worker in workers_on(doc.episode, doc.planned_on):
		row = known.get(worker)
		if row is None or (row.status == "Finalised" and not is_fresh(row.finalised_on, doc.planned_on)):
			request_summary(doc, worker)
		elif row.status == "Excused":
			move(frappe.get_doc("Professional Summary", row.name), "Ask Again")
		elif row.status in OPEN:
			frappe.db.set_value("Professional Summary", row.name, "due_on", doc.summaries_due_on)
	keep_covers(doc.name)


def is_fresh(finalised_on, planned_on):
	"""Say whether a summary is new enough for a session on that day."""
	return bool(finalised_on) and due_on(FRESH, finalised_on) >= getdate(planned_on or today())


def request_summary(doc, worker):
	"""Make a summary in Requested for a worker, and tell her or him."""
	summary = frappe.get_doc({"doctype": "Professional Summary", "supervision": doc.name, "author": worker})
	summary.flags.by_system = True
	summary.insert(ignore_permissions=True)
	tell(summary.author_user, summary, _("A summary for a supervision is asked for."))
	return summary


def ask_newly_allocated(doc):
	"""Ask the workers who were allocated since summaries were asked for; return the state it stands in."""
	known = summaries_of(doc.name)
	new = [worker for worker in workers_on(doc.episode, doc.planned_on) if worker not in known]
	for worker in new:
		request_summary(doc, worker)
	if new:
		keep_covers(doc.name)
		wait_again(doc.name)
	return bool(new)


def wait_again(supervision):
	"""A summary is asked for again: a supervision that was ready waits for it."""
	if frappe.db.get_value("Case Supervision", supervision, "status") == "Ready":
		move(frappe.get_doc("Case Supervision", supervision), "Ask Again")


def all_in(supervision):
	"""Move a supervision on by itself when each summary is finalised or excused."""
	keep_covers(supervision)
	status = frappe.db.get_value("Case Supervision", supervision, "status")
	if status == "Summaries Requested" and not missing_summaries(supervision):
		move(frappe.get_doc("Case Supervision", supervision), "All In")


def excuse(summary, why):
	"""Excuse one summary on behalf of the chair, who may not read what it holds so far."""
	doc = frappe.get_doc("Professional Summary", summary)
	return move(doc, "Excuse", on_behalf_of=frappe.session.user, reason=why)


def set_covers(doc):
	"""Set the rows of `doc.summaries` from the summaries; what stays is the reason to go ahead without one."""
	known = summaries_of(doc.name)
	names = names_of(known)
	kept = {row.professional: row for row in doc.summaries}
	rows = []
	for worker, summary in known.items():
		row = kept.get(worker) or doc.append("summaries", {"professional": worker})
		row.update({"full_name": names.get(worker), **cover_of(summary)})
		rows.append(row)
	doc.set("summaries", rows)
	for number, row in enumerate(doc.summaries, start=1):
		row.idx = number


def cover_of(summary):
	return {
		"summary": summary.name,
		"summary_status": summary.status,
		"due_on": summary.due_on,
		"finalised_on": summary.finalised_on,
	}


def keep_covers(supervision):
	"""Write the covers of a stored supervision, without touching what else somebody is writing in it."""
	doc = frappe.get_doc("Case Supervision", supervision)
	set_covers(doc)
	for row in doc.summaries:
		if row.name and not row.get("__islocal") and frappe.db.exists(row.doctype, row.name):
			row.db_update()
		else:
			row.docstatus = doc.docstatus
			row.db_insert()
