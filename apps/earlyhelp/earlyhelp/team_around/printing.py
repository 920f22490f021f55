"""What the printed minutes and the Thank You card show: plain values, with what is withheld blotted out."""

import frappe
from frappe import _
from frappe.utils import format_date, get_fullname

from earlyhelp.team_around.actions import STILL_TO_DO
from earlyhelp.team_around.cards import FAMILY, HELPERS, YOU
from earlyhelp.team_around.people import name_of
from earlyhelp.team_around.withheld import hide, withheld_words

TEXTS = (
	("working_well", "What is working well"),
	("worries", "What we are worried about"),
	("discussion", "What was talked about"),
	("decisions", "What was decided, and why"),
)
# A card is read at home, also by children: the warm words for each part of it.
PARTS = (
	(YOU, "What you said you will do"),
	(FAMILY, "What your family will do"),
	(HELPERS, "What we will do"),
)


class NoVersionError(frappe.ValidationError):
	"""Minutes are asked for somebody who gets none."""


class CardForTheDeadError(frappe.ValidationError):
	"""A card of a person who has died is printed."""


def minutes_paper(doc) -> dict:
	"""Return what the minutes show of a TAC Meeting; the reader's right to it was checked before.

	The address of the print may name a row of Who Comes (`attendee`): then it is that person's version.
	"""
	asked = (frappe.form_dict or {}).get("attendee")
	row = next((row for row in doc.attendees if asked and row.name == asked), None)
	return version_for(doc, row)


def version_for(doc, row=None) -> dict:
	"""Return the version of the minutes for one row of Who Comes; the whole of them without a row.

	"Own part" is what this person or agency has to do, and when everybody meets again. Raises
	NoVersionError for somebody who gets none.
	"""
	if row and row.circulation not in ("All", "Own part"):
		frappe.throw(_("{0} gets no minutes.").format(row.full_name), NoVersionError, _("Minutes"))
	words = withheld_words(doc.family)
	own_part = bool(row) and row.circulation == "Own part"
	actions = [action_line(action, words) for action in doc.actions if not own_part or is_own(action, row)]
	minutes = {
		"draft": "" if doc.status == "Issued" else _("Not issued yet: {0}").format(_(doc.status)),
		"version": _("For {0}").format(row.full_name) if row else "",
		"facts": facts_of(doc, words),
		"carried": [line for line in actions if line["carried"]],
		"agreed": [line for line in actions if not line["carried"]],
		"none_agreed": doc.no_actions_agreed or own_part,
		"next_on": spoken_day(doc.next_meeting_on),
		"why_no_next": hide(doc.why_no_next, words),
		**dict.fromkeys(("people", "not_invited", "voices", "texts", "addenda"), ()),
	}
	return minutes if own_part else {**minutes, **what_everybody_heard(doc, words)}


def what_everybody_heard(doc, words) -> dict:
	"""Return the parts that only those with the whole minutes get."""
	kinship = relationships_in(doc.family)
	return {
		"people": [person_line(row, kinship) for row in doc.attendees if row.invited or row.attended],
		"not_invited": [row.full_name for row in doc.attendees if not (row.invited or row.attended)],
		"voices": [voice_line(row, words) for row in doc.voices],
		"texts": [(_(label), hide(doc.get(name), words)) for name, label in TEXTS if doc.get(name)],
		"addenda": addenda_of(doc, words),
	}


def is_own(action, row) -> bool:
	"""Say whether an action belongs to the person, the professional or the agency of a row."""
	if row.person or row.professional:
		return (action.person or action.professional) == (row.person or row.professional)
	return bool(row.agency) and action.agency == row.agency


def addenda_of(doc, words) -> list[dict]:
	"""Return what was corrected or added after the minutes were issued, in order."""
	fields = ["addendum", "added_on", "added_by"]
	rows = frappe.get_all("TAC Addendum", {"meeting": doc.name}, fields, order_by="added_on")
	return [
		{"text": hide(row.addendum, words), "day": short_day(row.added_on), "by": get_fullname(row.added_by)}
		for row in rows
	]


def facts_of(doc, words) -> list[tuple]:
	"""Return (label, text) of what stands on top of the minutes."""
	times = [time for time in (doc.starts_at, doc.finishes_at) if time]
	service = doc.service or ""
	facts = (
		(_("Family"), f"{doc.family_name} ({doc.family})"),
		(_("Meeting"), _(doc.meeting_type)),
		(_("When"), ", ".join(filter(None, (spoken_day(doc.meeting_on), " - ".join(times))))),
		(_("Where"), hide(doc.venue, words) or (_("Online") if doc.online_link else "")),
		(_("Chair"), name_of("Professional", frappe._dict(professional=doc.chair, agency=None))),
		(_("Service"), service),
	)
	return [(label, text) for label, text in facts if text]


def relationships_in(family) -> dict:
	"""Return {person: who they are in the family}."""
	rows = {"parenttype": "Family", "parent": family}
	members = frappe.get_all("Family Member", filters=rows, fields=["person", "relationship"])
	return {row.person: row.relationship for row in members}


def person_line(row, kinship) -> dict:
	post = row.professional and frappe.db.get_value("Professional", row.professional, "post")
	came = {"Yes": _("There"), "Apologies": _("Apologies"), "No": _("Not there")}
	how = "" if row.takes_part == "In the room" or row.attended != "Yes" else _(row.takes_part)
	return {
		"name": row.full_name,
		"role": _(kinship.get(row.person) or "Parent") if row.person else post or "",
		"chair": row.is_chair,
		"came": " - ".join(filter(None, (came.get(row.attended, ""), how))),
		"report": _("Yes") if row.report_sent else "",
		"minutes": _(row.circulation or ""),
	}


def action_line(row, words) -> dict:
	"""Return one action; the day and the answer are those of this meeting."""
	return {
		"carried": row.carried,
		"what": hide(row.what, words),
		"who": name_of(row.who_kind, row),
		"due": short_day(row.due_on),
		"answer": _(row.answer or ""),
		"goes_on": row.carried and row.answer in STILL_TO_DO,
		"why": hide(row.answer_why, words),
		"number": row.action or "",
	}


def voice_line(row, words) -> dict:
	"""Return a child's voice; words that somebody must not see are left out of what is handed round."""
	for_all = row.may_be_shown_to in (None, "", "Everybody") and not (
		row.not_shown_to or row.also_not_shown_to
	)
	kept = bool(row.words) and not for_all
	return {
		"name": row.full_name,
		"words": "" if kept else hide(row.words, words),
		"how": "" if kept else _(row.how or ""),
		"kept": _("Heard. The child's words stay out of the minutes that are handed round.") if kept else "",
		"why_not": hide(row.why_not, words),
	}


def card_paper(doc) -> dict:
	"""Return everything that a Thank You card shows. Refuses the card of a person who has died."""
	person = frappe.db.get_value(
		"Early Help Person", doc.person, ["first_name", "date_of_death"], as_dict=True
	)
	if person.date_of_death:
		frappe.throw(_("This person has died: no card is printed."), CardForTheDeadError, _("For"))
	words = withheld_words(doc.family)
	meeting = frappe.get_doc("TAC Meeting", doc.meeting)
	came = any(row.person == doc.person and row.attended == "Yes" for row in meeting.attendees)
	return {
		"name": person.first_name,
		"thanks": hide(doc.thanks, words),
		"opening": opening(spoken_day(meeting.meeting_on), came),
		"parts": [(_(label), lines) for whose, label in PARTS if (lines := card_lines(doc, whose, words))],
		"next_on": spoken_day(meeting.next_meeting_on),
		"ask": who_to_ask(meeting),
	}


def opening(day: str, came: bool) -> str:
	if not day:
		return _("Thank you for what you do for your family.")
	if came:
		return _("Thank you for coming on {0}. What you said helps us all.").format(day)
	return _("We met on {0} and thought of you. Thank you for what you do for your family.").format(day)


def card_lines(doc, whose, words) -> list[dict]:
	"""Return the lines of one part; nobody is named in their own part."""
	return [
		{
			"what": hide(line.what, words),
			"who": "" if whose == YOU else line.who,
			"due": spoken_day(line.due_on, year=False),
		}
		for line in doc.lines
		if line.whose == whose
	]


def who_to_ask(meeting) -> str:
	"""Return whom to ring with a question: the chair's name and work telephone, as far as known."""
	if not meeting.chair:
		return ""
	name, telephone = frappe.db.get_value("Professional", meeting.chair, ["full_name", "telephone"])
	return f"{name}, {telephone}" if telephone else name


def spoken_day(value, year: bool = True) -> str:
	"""Return a day as people say it: Friday 4 December 2026."""
	return format_date(value, "EEEE d MMMM yyyy" if year else "EEEE d MMMM") if value else ""


def short_day(value) -> str:
	return format_date(value, "d MMM yyyy") if value else ""
