"""What the printed record of a supervision shows beside its own fields: whatever the reader may read of it."""

import frappe
from frappe.utils import format_datetime, formatdate, get_datetime, get_fullname

from earlyhelp.supervision.ratings import history_of
from earlyhelp.supervision.summaries import BEFORE_SESSION
from earlyhelp.supervision.workers import members_of, names_of

PROFESSIONAL = ["name", "full_name", "discipline", "agency"]


def supervision_paper(doc):
	"""Return what a printed supervision shows of `doc`, a Case Supervision that the reader may print."""
	return frappe._dict(
		people=people_of(doc),
		summaries=summaries_read(doc),
		excused=[row for row in doc.summaries if row.summary_status == "Excused"],
		history=earlier(doc)[:4],
		last=last_decisions(doc),
		goals=goals_now(doc),
		added=added_to(doc),
		actions=[action_words(row, doc) for row in doc.actions],
		chair=get_fullname(doc.chair_user) if doc.chair_user else "",
		minuted_by=get_fullname(doc.minuted_by) if doc.minuted_by else "",
		finalised_by=get_fullname(doc.finalised_by) if doc.finalised_by else "",
		set_aside_by=get_fullname(doc.set_aside_by) if doc.set_aside_by else "",
	)


def people_of(doc):
	"""Return {Professional: name and discipline} of those who took part, wrote a summary or decided."""
	names = {row.professional for row in (*doc.attendees, *doc.summaries)}
	names |= {row.decided_by for row in doc.decisions}
	filters = {"name": ["in", [name for name in names if name] or [""]]}
	rows = frappe.get_all("Professional", filters=filters, fields=PROFESSIONAL)
	return {
		row.name: ", ".join(text for text in (row.full_name, row.discipline or row.agency) if text)
		for row in rows
	}


def summaries_read(doc):
	"""Return the finalised summaries of a supervision that the reader may read, in the order of the covers."""
	wanted = [row.summary for row in doc.summaries if row.summary_status == "Finalised"]
	if not wanted or not frappe.has_permission("Professional Summary", "read"):
		return []
	filters = {"name": ["in", wanted]}
	read = set(frappe.get_list("Professional Summary", filters=filters, pluck="name", limit_page_length=0))
	return [frappe.get_doc("Professional Summary", name) for name in wanted if name in read]


def earlier(doc):
	"""Return the finalised supervisions before this one, newest first."""
	rows = [row for row in history_of(doc.episode) if row.name != doc.name]
	return [
		row
		for row in rows
		if not doc.started_at or get_datetime(row.started_at) < get_datetime(doc.started_at)
	]


def last_decisions(doc):
	"""Return the finalised supervision before this one, with its decisions; None for the first."""
	rows = earlier(doc)
	return frappe.get_doc("Case Supervision", rows[0].name) if rows else None


def goals_now(doc):
	"""Return the family's goals with their scores for a session that is to come; none once it is written.

	They go on changing afterwards, and what is final says the same each time it is printed.
	"""
	if doc.status not in (*BEFORE_SESSION, "Held"):
		return []
	fields = ["goal", "baseline_score", "latest_score"]
	return frappe.get_list(
		"Scaling Goal",
		filters={"episode": doc.episode},
		fields=fields,
		order_by="creation",
		limit_page_length=0,
	)


def added_to(doc):
	"""Return what the chair added after the record was final, oldest first."""
	return frappe.get_all(
		"Supervision Addendum",
		filters={"supervision": doc.name},
		fields=["text", "added_on", "added_by"],
		order_by="creation",
	)


def action_words(row, doc):
	"""Return an action as it is printed: what, who, by when, and how a carried one went."""
	people = members_of(doc.family)
	who = people.get(row.person) or names_of([row.professional]).get(row.professional) or row.agency
	return {
		"what": row.what,
		"who": who or row.who_kind or "",
		"due_on": short_day(row.due_on),
		"answer": " ".join(text for text in (row.answer, row.answer_why) if text) if row.carried else "",
		"carried": row.carried,
	}


def short_day(value):
	"""Return a date for a dense page: 4 Dec 2026."""
	return formatdate(value, "d MMM yyyy") if value else ""


def short_time(value):
	"""Return a time for a dense page: 4 Dec 2026, 14:30."""
	return format_datetime(value, "d MMM yyyy, HH:mm") if value else ""
