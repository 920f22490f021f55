"""Invitations: a calendar file and notices that hold a reference, a date and a place, and no name."""

import re
from datetime import datetime, timedelta

import frappe
from frappe import _
from frappe.utils import get_datetime, now_datetime
from icalendar import Calendar, Event

from earlyhelp.permissions.family_access import may_read
from earlyhelp.permissions.notices import outside, tell, write_to
from earlyhelp.permissions.people import own_professionals
from earlyhelp.states.flow import said_as
from earlyhelp.team_around.people import users_of
from earlyhelp.team_around.withheld import hide, withheld_words

HOUR = timedelta(hours=1)


@frappe.whitelist(methods=["GET"])
def download_invitation(meeting: str):
	"""Answer with the calendar file of a meeting, for those who may read it and for those who are invited.

	Raises PermissionError for everybody else, and alike for a meeting that is not there.
	"""
	doc = meeting_within_reach(meeting)
	frappe.response.filename = f"{doc.name}.ics"
	frappe.response.filecontent = calendar_file(doc)
	frappe.response.type = "download"


def meeting_within_reach(meeting: str):
	"""Return a meeting that the person signed in may read or is invited to."""
	doc = frappe.get_doc("TAC Meeting", meeting) if frappe.db.exists("TAC Meeting", meeting) else None
	if not doc or not (is_invited(doc, frappe.session.user) or may_read(doc)):
		raise frappe.PermissionError(_("This meeting is not yours to read."))
	return doc


def is_invited(doc, user) -> bool:
	"""Say whether one of the invited professionals is this account's."""
	mine = set(own_professionals(user)) if user != "Guest" else set()
	return any(row.invited and row.professional in mine for row in doc.attendees)


def calendar_file(doc) -> bytes:
	"""Return a calendar entry (RFC 5545) with the reference, the time and the place; nobody is named."""
	calendar = Calendar()
	calendar.add("prodid", "-//Early Help//Meetings//EN")
	calendar.add("version", "2.0")
	calendar.add("method", "CANCEL" if doc.status == "Cancelled" else "PUBLISH")
	event = Event()
	event.add("uid", f"{doc.name}@earlyhelp")
	event.add("sequence", doc.invitation_number or 0)
	event.add("dtstamp", now_datetime())
	event.add("summary", _("Meeting {0}").format(doc.name))
	event.add("description", _("Sign in to read more."))
	starts, ends = times_of(doc)
	event.add("dtstart", starts)
	event.add("dtend", ends)
	event.add("class", "PRIVATE")
	event.add("status", "CANCELLED" if doc.status == "Cancelled" else "CONFIRMED")
	place = place_without_names(doc)
	if place:
		event.add("location", place)
	if doc.online_link:
		event.add("url", doc.online_link)
	calendar.add_component(event)
	return calendar.to_ical()


def times_of(doc) -> tuple[datetime, datetime]:
	"""Return when a meeting begins and ends; it lasts an hour when nobody said how long."""
	starts = get_datetime(f"{doc.meeting_on} {doc.starts_at or '00:00'}")
	ends = get_datetime(f"{doc.meeting_on} {doc.finishes_at}") if doc.finishes_at else starts + HOUR
	return starts, ends


def place_without_names(doc) -> str:
	"""Return the place, unless it tells whose home it is or where somebody lives who must not be found."""
	place, name = doc.venue or "", re.escape(doc.family_name or "")
	named = bool(name) and re.search(rf"\b{name}\b", place, re.IGNORECASE)
	if named or hide(place, withheld_words(doc.family)) != place:
		return _("Sign in to see the place.")
	return place


@said_as(lambda doc: _("the chair"))
def is_chair(doc, user) -> bool:
	"""Say whether an account belongs to the professional who chairs."""
	return user == doc.chair_user or bool(doc.chair and doc.chair in own_professionals(user))


def people_to_tell(doc) -> list[str]:
	"""Return the accounts of the invited professionals and of the chair."""
	return users_of([row.professional for row in doc.attendees if row.invited] + [doc.chair])


def people_with_minutes(doc) -> list[str]:
	"""Return the accounts of the professionals for whom a version of the minutes was chosen."""
	return users_of([row.professional for row in doc.attendees if row.circulation in ("All", "Own part")])


def tell_people(users, doc, sentence):
	"""Tell those with a desk by a notice, and those who have only their pages by a message."""
	tell(users, doc, sentence)
	write_to(outside(users), doc, sentence, "/my-meetings")


def tell_invited(doc):
	tell_people(people_to_tell(doc), doc, _("you are invited to a meeting."))


def tell_moved(doc):
	tell_people(people_to_tell(doc), doc, _("the meeting is postponed."))


def tell_changed(doc):
	tell_people(people_to_tell(doc), doc, _("time or place of the meeting changed."))


def tell_cancelled(doc):
	if doc.invited_on:
		tell_people(people_to_tell(doc), doc, _("the meeting is cancelled."))


def tell_issued(doc):
	tell_people(people_with_minutes(doc), doc, _("the minutes of the meeting are there."))
