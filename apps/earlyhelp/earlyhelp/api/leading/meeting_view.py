"""What the page of a meeting says beside its parts: what is to be done now, and what was added later.

Asks for no rights: portal roles hold none; the meeting was found to be the account's own.
"""

import frappe
from frappe import _
from frappe.utils import getdate, today

from earlyhelp.planning.chair_outside import chairs, leads_family_of
from earlyhelp.team_around.cards import safe_ways
from earlyhelp.team_around.printing import addenda_of, spoken_day
from earlyhelp.team_around.withheld import blotted, withheld_words

SAYS = {
	"Planned": "Say when and where, who comes and for whom the family's permission holds. Then send the invitations.",
	"Invited": "The invitations are out. On the day, start the meeting and write it down here.",
	"In Progress": "Write it down as you talk; each part is kept when you save it. End the meeting when all is said.",
	"Minutes To Check": "The meeting is over, and what was agreed runs. Give the cards, check the minutes, say who"
	" gets which version, and issue them.",
	"Issued": "The minutes are out and stay as they are.",
}


def meeting_said(doc):
	"""Return what there is to know or to do now, with links: [{said, title, href}]."""
	found = [{"said": said} for said in (place_and_time(doc), *now_said(doc)) if said]
	found += next_link(doc)
	for added in addenda_of(doc, withheld_words(doc.family)):
		found.append({"said": _("Added {0} by {1}: {2}").format(added["day"], added["by"], added["text"])})
	return found


def next_link(doc):
	"""Return the way to plan the next meeting, until it is planned."""
	if (
		doc.status not in ("Minutes To Check", "Issued")
		or not doc.next_meeting_on
		or not leads_family_of(doc)
	):
		return []
	day = {"episode": doc.episode, "meeting_on": doc.next_meeting_on, "status": ["!=", "Cancelled"]}
	if getdate(doc.next_meeting_on) < getdate(today()) or frappe.db.exists("TAC Meeting", day):
		return []
	said = _("You meet again on {0}.").format(spoken_day(doc.next_meeting_on))
	href = f"/lead-part?part=new-meeting&of={doc.episode}"
	return [{"said": said, "title": _("Plan the next meeting"), "href": href}]


def place_and_time(doc):
	"""Return when and where a meeting took place, in one line; before it begins its parts say it."""
	if doc.status in ("Planned", "Invited", "Cancelled"):
		return ""
	times = " - ".join(filter(None, (doc.starts_at, doc.finishes_at)))
	where = blotted(doc, doc.venue) or (_("Online") if doc.online_link else "")
	return ", ".join(filter(None, (_(doc.meeting_type), spoken_day(doc.meeting_on), times, where)))


def now_said(doc):
	yield " ".join(filter(None, (_(SAYS.get(doc.status, "")), answers_said(doc))))
	if doc.status == "Minutes To Check" and not chairs(doc, frappe.session.user):
		yield _("The minutes are issued by the chair.")
	if doc.status == "Cancelled":
		yield (_("It did not take place: {0}") if doc.not_held else _("It was cancelled: {0}")).format(
			blotted(doc, doc.cancelled_because)
		)


def answers_said(doc):
	"""Return how many are coming, once people were asked."""
	if doc.status != "Invited":
		return ""
	asked = [row.answer for row in doc.attendees if row.invited]
	said = _("{0} invited, {1} coming, {2} sent apologies.")
	late = getdate(doc.meeting_on) < getdate(today()) and _(
		"The day is over: start it, postpone it or cancel it."
	)
	counted = said.format(len(asked), asked.count("Coming"), asked.count("Apologies"))
	return f"{counted} {late}" if late else counted


def card_said(doc):
	"""Return the way to the paper of a card; for a person who has died there is none."""
	if not safe_ways(doc.person):
		return [{"said": _("This person has died: no card is printed or given.")}]
	said = _("Read it before you give it: nothing may stand on it that a child should not read.")
	return [{"said": said, "title": _("See and print the card"), "href": f"/lead-card?of={doc.name}"}]
