"""What each step of an Early Help Episode writes into it."""

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime, today

from earlyhelp.early_help_setup.timescales import due_on
from earlyhelp.planning.episode_needs import current_leads, helped_children
from earlyhelp.planning.whose import receiving_team

STEPPED_UP, TRANSFERRED = "CL01", "CL07"
DUE_FROM_OPENING = {
	"first_contact_due_on": "First Contact",
	"first_visit_due_on": "First Visit",
	"assessment_due_on": "Assessment",
	"first_review_due_on": "First Review",
}


def reason_with(code):
	"""Return the closure reason of this code."""
	return frappe.db.get_value("Closure Reason", {"reason_code": code})


def stamp_acceptance(doc):
	"""History that is brought in keeps its own dates."""
	if not (doc.accepted_on or doc.opened_on or doc.closed_on):
		doc.accepted_on = today()
	if doc.accepted_on and not doc.opened_on:
		doc.allocation_due_on = due_on("Allocation", doc.accepted_on)


def stamp_opening(doc):
	doc.allocated_on = today()
	open_first_time(doc)


def open_first_time(doc):
	if doc.opened_on:
		return
	doc.opened_on = today()
	for field, timescale in DUE_FROM_OPENING.items():
		doc.set(field, due_on(timescale, doc.opened_on))


def stamp_not_started(doc):
	doc.closed_on, doc.closed_by = today(), frappe.session.user
	end_allocations(doc)


def stamp_handover(doc):
	doc.handover_asked_on, doc.submitted_by = today(), frappe.session.user
	doc.handover_answered_on = None


def stamp_answer(doc):
	"""What was checked for this handover is checked anew for the next."""
	doc.handover_answered_on = today()
	doc.handover_family_told_on, doc.handover_sharing_checked = None, 0


def stamp_accepted(doc):
	"""The old lead ends and the new one begins on the same day."""
	stamp_answer(doc)
	doc.team = receiving_team(doc) or doc.team
	for row in current_leads(doc):
		row.to_date, row.end_reason = today(), _("Handed over")
	new = {"role": "Lead Practitioner", "from_date": today(), "professional": doc.handover_professional}
	if doc.flags.on_behalf_of:
		new["accepted_on"] = today()
	doc.append("allocations", new)
	doc.set_lead()


def stamp_transfer(doc):
	stamp_answer(doc)
	reason = reason_with(TRANSFERRED)
	for row in helped_children(doc):
		row.closure_reason = reason
	doc.closure_reason = doc.closure_reason or reason
	stamp_closing(doc)


def stamp_step_up(doc):
	"""What was proposed when it was asked before is forgotten."""
	doc.step_up_asked_on, doc.step_up_asked_by = now_datetime(), frappe.session.user
	doc.step_up_answered_on = None


def stamp_social_care_answer(doc):
	doc.step_up_answered_on = today()


def stamp_declined(doc):
	stamp_social_care_answer(doc)
	if doc.status == "Open" or current_leads(doc):
		open_first_time(doc)


def stamp_some(doc):
	stamp_social_care_answer(doc)
	open_first_time(doc)
	reason = reason_with(STEPPED_UP)
	for row in helped_children(doc):
		if row.step_up_accepted:
			row.ended_on, row.closure_reason = doc.step_up_accepted_on or today(), reason


def stamp_all(doc):
	stamp_social_care_answer(doc)
	open_first_time(doc)
	reason = reason_with(STEPPED_UP)
	for row in helped_children(doc):
		row.step_up_accepted, row.closure_reason = 1, reason
	doc.closure_reason = doc.closure_reason or reason
	stamp_request(doc)


def stamp_request(doc):
	doc.closure_asked_on, doc.submitted_by = today(), frappe.session.user


def stamp_closing(doc):
	"""Help ends for everybody, and the children are tracked from now on."""
	doc.closed_on, doc.closed_by = today(), frappe.session.user
	open_first_time(doc)
	doc.end_children_with_episode()
	end_allocations(doc)
	doc.set_tracking()


def end_allocations(doc):
	for row in doc.allocations:
		row.to_date = row.to_date or doc.closed_on


def stamp_reopening(doc):
	"""The closure stays in a table of its own, so that reports of days before the reopening show it."""
	doc.reopened_on, closed = today(), getdate(doc.closed_on)
	for row in doc.children:
		if row.ended_on and getdate(row.ended_on) == closed:
			keep_closure(doc, row)
	if not doc.children:
		doc.append("past_closures", {"closed_on": closed, "reopened_on": doc.reopened_on})
	doc.closed_on = doc.closed_by = doc.closure_reason = doc.not_started_because = None
	doc.same_needs = 0
	open_first_time(doc)


def keep_closure(doc, row):
	past = {"person": row.person, "closed_on": row.ended_on, "closure_reason": row.closure_reason}
	doc.append("past_closures", {**past, "reopened_on": doc.reopened_on})
	row.update(dict.fromkeys(("ended_on", "closure_reason", "track_until", "sustained_check_due_on")))
	row.tracking = ""
