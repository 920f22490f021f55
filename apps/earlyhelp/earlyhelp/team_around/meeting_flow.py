"""The table of a meeting: planned, invited, held, minuted, issued."""

import frappe
from frappe.utils import now_datetime

from earlyhelp.constants import BSO, EHM, EHP, FSP
from earlyhelp.states.flow import ALL, Edit, Flow, State, Step
from earlyhelp.team_around.actions import answer_all, carry_forward, start_actions
from earlyhelp.team_around.cards import make_cards
from earlyhelp.team_around.invitations import is_chair, tell_cancelled, tell_invited, tell_issued, tell_moved
from earlyhelp.team_around.meeting_needs import (
	before_invitations,
	before_issue,
	before_issue_by_business_support,
	before_postponing,
	before_start,
	before_the_end,
)
from earlyhelp.team_around.people import children_of
from earlyhelp.team_around.reviews import fill_review, hold_review

TEAM = (BSO, EHP, FSP, EHM)
CHAIRS = (EHP, FSP, EHM)
AMONG_PROFESSIONALS = "Professionals' meeting"
# What a school or partner that is lead, or that called the meeting, writes on its pages.
ON_PAGES = (
	"family", "episode", "plan", "review", "meeting_type", "called_by_school", "chair", "chair_user", "meeting_on", "starts_at",
	"finishes_at", "venue", "online_link", "date_to_be_found", "clashes_accepted", "attendees", "voices",
	"working_well", "worries", "discussion", "decisions", "actions", "no_actions_agreed", "next_meeting_on",
	"why_no_next",
)  # fmt: skip


def stamp_invitations(doc):
	doc.invited_on, doc.invited_for = now_datetime(), doc.meeting_on
	doc.invitation_number = (doc.invitation_number or 0) + 1
	doc.date_to_be_found = 0
	for row in doc.attendees:
		row.invitation_sent_on = now_datetime() if row.invited else None


def stamp_start(doc):
	"""Nobody types anew what was agreed last time, the names of the children, or who sent apologies."""
	doc.started_at = now_datetime()
	carry_forward(doc, earlier_meetings(doc))
	for row in doc.attendees:
		row.attended = row.attended or ("Apologies" if row.answer == "Apologies" else None)
	here = {row.person for row in doc.voices}
	for child in children_of(doc.family):
		if child.name not in here:
			doc.append("voices", {"person": child.name, "full_name": child.full_name})


def earlier_meetings(doc) -> list[str]:
	"""Return the other meetings of the family; what professionals agreed among themselves stays with them."""
	filters = {"family": doc.family, "name": ["!=", doc.name]}
	if doc.meeting_type != AMONG_PROFESSIONALS:
		filters["meeting_type"] = ["!=", AMONG_PROFESSIONALS]
	return frappe.get_all("TAC Meeting", filters=filters, pluck="name")


def stamp_postponement(doc):
	doc.postponed_on = now_datetime()
	doc.times_postponed = (doc.times_postponed or 0) + 1
	doc.invitation_number = (doc.invitation_number or 0) + 1
	if doc.date_to_be_found:
		doc.meeting_on = None
	for row in doc.attendees:
		row.answer, row.answered_on = "No answer", None


def stamp_cancelling(doc):
	doc.cancelled_on, doc.cancelled_because = now_datetime(), doc.state_reason
	doc.invitation_number = (doc.invitation_number or 0) + 1


def stamp_not_held(doc):
	stamp_cancelling(doc)
	doc.not_held = 1


def stamp_end(doc):
	doc.ended_at = now_datetime()


def after_the_end(doc):
	"""What was carried is answered, what was agreed begins to run, and everybody who promised gets a card."""
	answer_all(doc)
	start_actions(doc)
	make_cards(doc)
	fill_review(doc)


def stamp_issue(doc):
	"""Who got which version stands in the rows: the record of what was shared."""
	doc.issued_on, doc.issued_by = now_datetime(), frappe.session.user
	for row in doc.attendees:
		row.minutes_given_on = now_datetime() if row.circulation in ("All", "Own part") else None


FLOW = Flow(
	doctype="TAC Meeting",
	name="TAC Meeting",
	states=(
		State("Planned", edit=dict.fromkeys(TEAM, ALL), portal=ON_PAGES),
		State("Invited", edit=dict.fromkeys(TEAM, ALL), portal=ON_PAGES),
		State("In Progress", edit=dict.fromkeys(TEAM, ALL), portal=ON_PAGES),
		State(
			"Minutes To Check",
			edit={BSO: ALL, **{role: Edit(ALL, named=is_chair) for role in CHAIRS}},
			portal=ON_PAGES,
		),
		State("Issued", docstatus=1),
		State("Cancelled"),
	),
	steps=(
		Step(
			"B5.1",
			("Planned",),
			"Send Invitations",
			"Invited",
			who=TEAM,
			needs=before_invitations,
			stamp=stamp_invitations,
			then=tell_invited,
			system=True,
		),
		Step(
			"B5.2",
			("Planned", "Invited"),
			"Start",
			"In Progress",
			who=TEAM,
			needs=before_start,
			stamp=stamp_start,
			then=hold_review,
			system=True,
		),
		Step(
			"B5.3",
			("Invited",),
			"Postpone",
			"Planned",
			who=TEAM,
			needs=before_postponing,
			reason=True,
			stamp=stamp_postponement,
			then=tell_moved,
			system=True,
		),
		Step(
			"B5.4",
			("Planned", "Invited"),
			"Cancel",
			"Cancelled",
			who=TEAM,
			reason=True,
			stamp=stamp_cancelling,
			then=tell_cancelled,
			system=True,
		),
		Step(
			"B5.6",
			("In Progress",),
			"End Meeting",
			"Minutes To Check",
			who=TEAM,
			needs=before_the_end,
			stamp=stamp_end,
			then=after_the_end,
			system=True,
		),
		Step(
			"B5.5",
			("In Progress",),
			"Not Held",
			"Cancelled",
			who=TEAM,
			reason=True,
			stamp=stamp_not_held,
			system=True,
		),
		Step(
			"B5.7",
			("Minutes To Check",),
			"Issue",
			"Issued",
			who=CHAIRS,
			named=is_chair,
			needs=before_issue,
			stamp=stamp_issue,
			then=tell_issued,
			system=True,
		),
		Step(
			"B5.7",
			("Minutes To Check",),
			"Issue",
			"Issued",
			who=(BSO,),
			needs=before_issue_by_business_support,
			stamp=stamp_issue,
			then=tell_issued,
		),
		Step(
			"B5.8",
			("Minutes To Check",),
			"Send Back",
			"In Progress",
			who=CHAIRS,
			named=is_chair,
			reason=True,
		),
	),
	stamps=(
		"invited_on",
		"invited_for",
		"invitation_number",
		"started_at",
		"ended_at",
		"postponed_on",
		"times_postponed",
		"cancelled_on",
		"cancelled_because",
		"not_held",
		"issued_on",
		"issued_by",
	),
)
