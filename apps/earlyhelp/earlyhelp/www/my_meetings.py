"""Meetings that a person is invited to, and own actions: date, place, answer; no name of a family."""

import frappe
from frappe import _
from frappe.utils import format_date

from earlyhelp.api.my_work import done_questions
from earlyhelp.api.pages import begin, clock, kept, only_for
from earlyhelp.api.questions import fill
from earlyhelp.constants import PORTAL_ROLES, PU, SSL
from earlyhelp.team_around.portal import actions_for, meetings_for, minutes_listed

no_cache = 1
DONE = {
	"coming": "Thank you: you are coming.",
	"apologies": "Your apologies were sent.",
	"done": "It is done. Thank you.",
	"already": "That was done already. Nothing was changed.",
}


def get_context(context):
	"""Show own invitations and actions, or one action to answer."""
	only_for(*PORTAL_ROLES)
	note = DONE.get(frappe.form_dict.get("done"))
	begin(context, _("Meetings"), note=note and _(note))
	user = frappe.session.user
	context.meetings = [{**row, **when(row)} for row in meetings_for(user)]
	context.actions = [{**row, "due": day(row["due_on"])} for row in actions_for(user)]
	reads = {SSL, PU} & set(frappe.get_roles())
	context.minutes = (
		[{**row, "day": day(row["meeting_on"])} for row in minutes_listed(user)] if reads else []
	)
	asked = frappe.form_dict.get("action")
	context.action = next((row for row in context.actions if row["reference"] == asked), None)
	if context.action:
		values, errors = kept("action")
		context.update({"title": _("Say it is done"), "back": "/my-meetings", "errors": errors})
		context.questions = fill(done_questions(), values, errors)


def when(row):
	return {
		"day": day(row["meeting_on"], "EEEE d MMMM yyyy"),
		"starts": clock(row["starts_at"]),
		"finishes": clock(row["finishes_at"]),
		"online_link": safe_link(row["online_link"]),
	}


def day(value, form="d MMM yyyy"):
	return format_date(value, form) if value else ""


def safe_link(address):
	"""Return an address of the web, "" for anything else that stands in the field."""
	return address if (address or "").startswith(("https://", "http://")) else ""
