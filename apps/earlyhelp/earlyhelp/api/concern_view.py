"""What a page shows of a concern: named fields only, by what the reader is to it."""

import frappe
from frappe import _
from frappe.utils import format_date, format_datetime, get_datetime, now_datetime, time_diff_in_seconds

from earlyhelp.api.pages import clock
from earlyhelp.schools.portal_access import COVER, LEAD, READER, RECEIVER, TEAM, WRITER

COLOURS = {"Logged": "amber", "Seen": "blue", "In Hand": "blue", "Closed": "green"}
TEXT_FOR = (WRITER, TEAM, READER, LEAD)
# What a member of staff reads of a state: the writer learns that it is in good hands, never how.
IN_WORDS = {
	"Draft": "Not finished",
	"Logged": "Waiting to be seen",
	"Seen": "Seen by a lead",
	"In Hand": "In hand",
	"Noted": "Noted",
	"Closed": "Closed",
	"Moved": "Moved",
}


def state_of(doc):
	return {"word": _(IN_WORDS[doc.status]), "colour": COLOURS.get(doc.status, "grey")}


def line_of(doc, relation):
	"""Return a line of a list: whom it is about, its state, and since when it waits."""
	return {
		"name": doc.name,
		"title": doc.pupil_name,
		"class": doc.pupil_class,
		"category": doc.category if relation in TEXT_FOR and doc.status != "Logged" else None,
		"kind": doc.kind,
		"state": state_of(doc),
		"status": doc.status,
		"relation": relation,
		"logged": format_datetime(doc.logged_on, "d MMM yyyy, HH:mm") if doc.logged_on else "",
		"waited": waited(doc),
		"minutes": minutes_waited(doc),
		"level": doc.level if relation in (LEAD, READER) else None,
		"message": doc.message_to_reporter if relation in (WRITER, LEAD) else None,
	}


def minutes_waited(doc):
	if doc.status != "Logged" or not doc.logged_on:
		return 0
	return int(time_diff_in_seconds(now_datetime(), get_datetime(doc.logged_on)) // 60)


def waited(doc):
	"""Return how long an entry has waited, as people say it."""
	minutes = minutes_waited(doc)
	if minutes < 2:
		return _("just now")
	if minutes < 120:
		return _("{0} minutes").format(minutes)
	hours = minutes // 60
	return _("{0} hours").format(hours) if hours < 48 else _("{0} days").format(hours // 24)


def entry_rows(doc, for_check=False):
	"""Return the entry itself as (label, value) rows; `for_check` with the page that changes each."""
	child = ", ".join(filter(None, (doc.pupil_name, doc.pupil_class)))
	when = format_date(doc.happened_on, "d MMMM yyyy") if doc.happened_on else ""
	when += f", {clock(doc.happened_at)}" if doc.happened_at else ""
	found = [
		(_("Child"), child, "child"),
		(_("About"), doc.category, "what"),
		(_("Seen or heard"), doc.what_happened, "what"),
		(_("When"), when, "what"),
		(_("Where"), doc.place, "what"),
		(_("The child's own words"), doc.child_words, "what"),
		(_("What the writer makes of it"), doc.opinion, "what"),
		(_("Kind"), _(doc.kind), "what"),
		(_("Seen or heard by"), doc.reported_by_name, "what"),
	]
	if for_check:
		named = [frappe.db.get_value("School Staff", row.staff, "full_name") for row in doc.exclusions]
		found.append((_("Reads nothing of it"), ", ".join(filter(None, named)), "what"))
	return [{"label": label, "value": value, "step": step} for label, value, step in found if value]


def addition_rows(doc):
	return [
		{
			"label": _("Added on {0} by {1}").format(
				format_datetime(row.added_on, "d MMM yyyy, HH:mm"), frappe.utils.get_fullname(row.added_by)
			),
			"value": row.text,
		}
		for row in doc.additions
	]


def step_rows(doc, relation, staff):
	"""Return the steps that the reader may see: a lead all, staff their own."""
	names = {row.name for row in staff}
	seen = [row for row in doc.steps if relation in (LEAD, READER) or row.who in names]
	return [
		{
			"name": row.name,
			"what": row.what,
			"who": frappe.db.get_value("School Staff", row.who, "full_name") or "",
			"by_when": format_date(row.by_when, "d MMM yyyy") if row.by_when else "",
			"late": bool(
				row.by_when and not row.done_on and frappe.utils.getdate(row.by_when) < frappe.utils.getdate()
			),
			"done_on": format_date(row.done_on, "d MMM yyyy") if row.done_on else "",
			"result": row.result,
			"mine": relation == LEAD or row.who in names,
		}
		for row in seen
	]


def lead_rows(doc):
	"""Return what the lead decided, as (label, value) rows."""
	holder = frappe.db.get_value("School Staff", doc.held_by, "full_name") if doc.held_by else None
	told = doc.parents_told and ": ".join(filter(None, (_(doc.parents_told), doc.parents_told_how)))
	found = (
		(_("Level"), doc.level and f"{_(doc.level)}: {doc.level_why or ''}".strip(": ")),
		(_("Held by"), holder),
		(_("Parents told"), told),
		(_("Outcome"), doc.outcome),
		(_("Message to the reporter"), doc.message_to_reporter),
		(_("Shared with the council"), shared_in_words(doc)),
		(_("The council's answer"), doc.council_answer),
		(_("File sent"), doc.sent_on and f"{format_datetime(doc.sent_on, 'd MMM yyyy')}: {doc.sent_list}"),
		(_("File received"), doc.received_on and format_datetime(doc.received_on, "d MMM yyyy")),
	)
	return [{"label": label, "value": value} for label, value in found if value]


def shared_in_words(doc):
	if not doc.shared_on:
		return None
	when = format_datetime(doc.shared_on, "d MMM yyyy, HH:mm")
	return f"{when}: {_(doc.shared_what)}" + (f" ({_('urgent')})" if doc.shared_urgent else "")


def event_rows(doc):
	return [
		{
			"when": format_datetime(row.happened_on, "d MMM yyyy, HH:mm"),
			"action": _(row.action),
			"who": frappe.utils.get_fullname(row.user),
			"remark": row.remark,
		}
		for row in doc.events
	]


def cover_rows(doc):
	"""Return what stays of an entry that was filed under the wrong child: from, to, by whom, when and why."""
	right = frappe.db.get_value("School Concern", doc.moved_to, "pupil_name") if doc.moved_to else None
	why = next((row.remark for row in reversed(doc.events) if row.action == "Wrong Child"), None)
	found = (
		(_("Was filed under"), doc.pupil_name),
		(_("Moved to"), ", ".join(filter(None, (right, doc.moved_to)))),
		(_("By"), frappe.utils.get_fullname(doc.moved_by)),
		(_("On"), format_datetime(doc.moved_on, "d MMM yyyy, HH:mm")),
		(_("Why"), why),
	)
	return [{"label": label, "value": value} for label, value in found if value]


def view(doc, relation, staff):
	"""Return everything that the page of a concern shows to this reader, and nothing else."""
	shown = {"name": doc.name, "relation": relation, "state": state_of(doc), "status": doc.status, "rows": []}
	waiting = relation == LEAD and doc.status == "Logged"
	if relation == COVER:
		return shown | {"rows": cover_rows(doc), "title": _("Moved entry")}
	if relation == RECEIVER:
		school = frappe.db.get_value("School", doc.school, "school_name")
		rows = [{"label": _("From"), "value": school}, {"label": _("Child"), "value": doc.pupil_name}]
		rows.append({"label": _("What comes"), "value": doc.sent_list})
		return shown | {"rows": rows, "title": _("A file for you")}
	shown |= {"title": doc.pupil_name, "waiting": waiting, "waited": waited(doc)}
	if waiting:
		return shown
	shown |= {
		"rows": entry_rows(doc),
		"additions": addition_rows(doc),
		"steps": step_rows(doc, relation, staff),
	}
	if relation == WRITER:
		return shown | {"message": doc.message_to_reporter, "steps": []}
	if relation in (LEAD, READER):
		shown |= {"decided": lead_rows(doc), "events": event_rows(doc), "kind": doc.kind, "level": doc.level}
	return shown
