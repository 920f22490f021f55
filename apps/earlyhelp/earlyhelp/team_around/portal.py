"""What a person without rights on the desk may see and do about meetings: own invitations, own actions.

Every function takes the account and looks for its own Professional records; what is not theirs does not
exist. Only a date, a place, a reference, the own answer and the own actions are told: no name of a family.

Asks for no rights: portal accounts have none; each function checks first whose invitation or action it is.
"""

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime, today

from earlyhelp.permissions.family_access import is_shut, not_shut_among
from earlyhelp.permissions.people import leads_as, own_professionals
from earlyhelp.team_around.invitations import place_without_names
from earlyhelp.team_around.printing import version_for

SHOWN = ("Invited", "In Progress")
ANSWERS = ("Coming", "Apologies")
VERSIONS = ("All", "Own part")
MOST_MINUTES = 20
# An empty name would find the rows without a professional: those of the family and of agencies.
NOBODY = "(nobody)"


class NotYoursError(frappe.PermissionError):
	"""A meeting or an action belongs to somebody else, or is not there at all."""


class NoSuchAnswerError(frappe.ValidationError):
	"""An invitation is answered with something else than coming or apologies."""


def meetings_for(user: str) -> list[dict]:
	"""Return the meetings to come that an account is invited to: reference, date, times, place, own answer."""
	rows = frappe.get_all(
		"TAC Attendee",
		filters={**_mine(user), "parenttype": "TAC Meeting", "invited": 1},
		fields=["parent", "answer"],
	)
	answers = {row.parent: row.answer for row in rows}
	filters = {"name": ["in", list(answers) or [""]], "status": ["in", SHOWN], "meeting_on": [">=", today()]}
	fields = [
		"name",
		"family",
		"family_name",
		"meeting_on",
		"starts_at",
		"finishes_at",
		"venue",
		"online_link",
	]
	found = frappe.get_all("TAC Meeting", filters=filters, fields=fields, order_by="meeting_on, starts_at")
	return [
		{
			"reference": row.name,
			"meeting_on": row.meeting_on,
			"starts_at": row.starts_at,
			"finishes_at": row.finishes_at,
			"place": place_without_names(row),
			"online_link": row.online_link,
			"answer": answers[row.name],
		}
		for row in found
	]


def answer_invitation(meeting: str, user: str, answer: str) -> dict:
	"""Write "Coming" or "Apologies" into the account's own row, and return what `meetings_for` tells.

	Raises NotYoursError when the account is not invited to a meeting of this name that is still to come.
	"""
	mine = next((row for row in meetings_for(user) if row["reference"] == meeting), None)
	if not mine:
		raise NotYoursError(_("This meeting is not one of yours."))
	if answer not in ANSWERS:
		frappe.throw(_("Answer with Coming or Apologies."), NoSuchAnswerError, _("Your Answer"))
	own = {**_mine(user), "parenttype": "TAC Meeting", "parent": meeting, "invited": 1}
	for name in frappe.get_all("TAC Attendee", filters=own, pluck="name"):
		frappe.db.set_value("TAC Attendee", name, {"answer": answer, "answered_on": now_datetime()})
	frappe.clear_document_cache("TAC Meeting", meeting)
	return {**mine, "answer": answer}


def minutes_listed(user: str) -> list[dict]:
	"""Return the issued minutes of which an account has a version, newest first: reference, date."""
	named = frappe.get_all(
		"TAC Attendee",
		filters={"professional": ["in", _readers(user)], "parenttype": "TAC Meeting"},
		fields=["parent", "professional", "circulation"],
		order_by="parent, idx",
	)
	given = {row.parent for row in named if row.circulation in VERSIONS}
	found = frappe.get_all(
		"TAC Meeting",
		filters={"name": ["in", [*given] or [NOBODY]], "status": "Issued"},
		fields=["name", "family", "meeting_on"],
		order_by="meeting_on desc, name",
		limit=MOST_MINUTES,
	)
	open_to = not_shut_among({row.family for row in found}, user)
	return [
		{"reference": row.name, "meeting_on": row.meeting_on}
		for row in found
		if row.family in open_to and _version_among([one for one in named if one.parent == row.name], user)
	]


def minutes_for(meeting: str, user: str) -> dict:
	"""Return the version of issued minutes that was meant for an account: all of them, or its own part.

	Raises NotYoursError for everybody who was given none. Keys as in `printing.version_for`.
	"""
	if frappe.db.exists("TAC Meeting", {"name": meeting, "status": "Issued"}):
		doc = frappe.get_doc("TAC Meeting", meeting)
		row = _version_of(doc, user)
		if row:
			return version_for(doc, row)
	raise NotYoursError(_("These minutes are not yours to read."))


def _version_of(doc, user):
	"""Return the row of Who Comes whose version of these minutes an account reads; None without one."""
	return None if is_shut(doc.family, user) else _version_among(doc.attendees, user)


def _version_among(attendees, user):
	"""Return the row whose version an account reads: the own, else that of its school."""
	own, school = set(own_professionals(user)), set(_readers(user))
	rows = [row for row in attendees if row.professional in own]
	rows = rows or [row for row in attendees if row.professional in school]
	return next((row for row in rows if row.circulation in VERSIONS), None)


def _readers(user):
	"""Return the Professional records whose minutes an account reads: the own, of a lead those of the school."""
	return [*own_professionals(user), *leads_as(user)] or [NOBODY]


def actions_for(user: str) -> list[dict]:
	"""Return what an account has still to do: reference, what, by when, whether it is overdue."""
	filters = {**_mine(user), "status": ["in", ("Open", "Partly Done")]}
	fields = ["name", "what", "due_on", "agreed_on", "status"]
	rows = frappe.get_all("Agreed Action", filters=filters, fields=fields, order_by="due_on, name")
	return [
		{
			"reference": row.name,
			"what": row.what,
			"agreed_on": row.agreed_on,
			"due_on": row.due_on,
			"status": row.status,
			"overdue": bool(row.due_on) and getdate(row.due_on) < getdate(today()),
		}
		for row in rows
	]


def mark_action_done(action: str, user: str, remark: str) -> dict:
	"""Mark an own action as done, with a remark; a second time it is answered as done already.

	Raises NotYoursError for an action of somebody else.
	"""
	if not frappe.db.exists("Agreed Action", {**_mine(user), "name": action}):
		raise NotYoursError(_("This action is not one of yours."))
	doc = frappe.get_doc("Agreed Action", action)
	if doc.status in ("Open", "Partly Done"):
		doc.update({"status": "Done", "remark": (remark or "").strip()})
		doc.save(ignore_permissions=True)
	return {"reference": doc.name, "status": doc.status, "remark": doc.remark}


def _mine(user):
	"""Return the filter for the account's own Professional records; it finds nothing for one without any."""
	return {"professional": ["in", (user != "Guest" and own_professionals(user)) or [NOBODY]]}
