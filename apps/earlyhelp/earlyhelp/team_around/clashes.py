"""Two meetings at one time: the same room, or the same person in both."""

import frappe
from frappe import _

from earlyhelp.team_around.clock import minutes_of

HOUR = 60
FIELDS = ["name", "family", "starts_at", "finishes_at", "venue", "chair"]


def clashes_of(doc) -> list[str]:
	"""Return a sentence for each professional, member of the family and room that is taken at that time.

	Other families are not named and their meetings have no number here: that somebody is busy is all that
	may be known. A person of this family is looked for in this family's meetings only.
	"""
	if not (doc.meeting_on and doc.starts_at):
		return []
	others = [row for row in _that_day(doc) if _overlap(doc, row)]
	if not others:
		return []
	sentences = []
	for other in others:
		when = _("from {0}").format(other.starts_at)
		if _place(doc.venue) and _place(doc.venue) == _place(other.venue):
			sentences.append(_("The venue is taken, {0}.").format(when))
		for name in _busy(doc, other):
			sentences.append(_("{0} is at another meeting, {1}.").format(name, when))
	return list(dict.fromkeys(sentences))


def _that_day(doc):
	filters = {
		"meeting_on": doc.meeting_on,
		"name": ["!=", doc.name or ""],
		"status": ["in", ("Planned", "Invited", "In Progress")],
		"starts_at": ["is", "set"],
	}
	return frappe.get_all("TAC Meeting", filters=filters, fields=FIELDS, order_by="starts_at, name")


def _busy(doc, other):
	rows = frappe.get_all(
		"TAC Attendee",
		filters={"parenttype": "TAC Meeting", "parent": other.name, "invited": 1},
		fields=["person", "professional"],
	)
	taken = {row.professional for row in rows if row.professional} | {other.chair}
	taken |= {row.person for row in rows if row.person and other.family == doc.family}
	return [
		row.full_name for row in doc.attendees if row.invited and (row.person or row.professional) in taken
	]


def _overlap(first, second):
	return _start(first) < _end(second) and _start(second) < _end(first)


def _start(meeting):
	return minutes_of(meeting.starts_at)


def _end(meeting):
	return minutes_of(meeting.finishes_at) if meeting.finishes_at else _start(meeting) + HOUR


def _place(text):
	return " ".join((text or "").lower().split())
