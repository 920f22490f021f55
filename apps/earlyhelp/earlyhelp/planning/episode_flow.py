"""The states of an Early Help Episode (part B2)."""

from earlyhelp.constants import BSO, EHM, EHP, FSP
from earlyhelp.planning import episode_follow as follow
from earlyhelp.planning import episode_needs as needs
from earlyhelp.planning import episode_stamps as stamps
from earlyhelp.planning.whose import (
	allocated,
	manager_of_team,
	manager_or_lead,
	receiver,
	who_asked,
)
from earlyhelp.states.flow import ALL, Edit, Flow, State, Step

# Everything that people write but the allocations, which are a manager's.
CONTENT = (
	"family", "service", "team", "referral", "children", "first_contact_on", "first_visit_on",
	"step_down", "step_down_by", "step_down_plan", "step_down_family_agrees", "step_down_social_care_stays",
	"handover_to", "handover_professional", "handover_team", "handover_school", "handover_service",
	"transfer_trigger", "handover_note", "handover_family_told_on", "handover_sharing_checked",
	"no_end_scores_why", "step_up_reason", "step_up_to", "step_up_how", "step_up_at", "step_up_family_knows",
	"step_up_family_why_not", "social_care_reason", "step_up_instead", "step_up_challenge",
	"step_up_accepted_on", "step_up_receiving_worker", "not_started_because", "closure_reason", "outcomes",
	"closing_summary", "family_says", "feedback_asked", "who_goes_on", "whom_to_call", "planned_end_on",
)  # fmt: skip
DATES_AND_CHILDREN = (
	"children",
	"first_contact_on",
	"first_visit_on",
	"handover_family_told_on",
	"planned_end_on",
)
WORKERS = {EHP: Edit(CONTENT, named=allocated), FSP: Edit(CONTENT, named=allocated), EHM: ALL}
LEAD_OR_MANAGER = {"who": (EHP, FSP, EHM), "named": manager_or_lead}
RECEIVER = {"who": (EHP, FSP, EHM), "named": receiver}


def same_service(doc):
	return not doc.to_other_service


def other_service(doc):
	return bool(doc.to_other_service)


def has_lead(doc):
	return bool(needs.current_leads(doc))


def has_no_lead(doc):
	return not needs.current_leads(doc)


FLOW = Flow(
	doctype="Early Help Episode",
	name="Early Help Episode",
	states=(
		State("Awaiting Allocation", edit={EHM: ALL, BSO: CONTENT}),
		State("Open", edit={**WORKERS, BSO: DATES_AND_CHILDREN}),
		State("Handing Over", edit={EHM: ALL}),
		State("Step Up Requested", edit=WORKERS),
		State("Closure Requested", edit={EHM: ALL}),
		State("Closed", edit={BSO: ("children",), EHM: ("children", "same_needs")}),
	),
	steps=(
		Step("B2.1", (), "", "Awaiting Allocation", who=(EHM,), system=True, needs=needs.step_down_needs,
			stamp=stamps.stamp_acceptance),
		# The app presses it, too: another service that took over has its lead already.
		Step("B2.2", ("Awaiting Allocation",), "Allocate", "Open", who=(EHM,), named=manager_of_team,
			system=True, needs=needs.allocation_needs, stamp=stamps.stamp_opening, then=follow.after_allocation),
		Step("B2.3", ("Awaiting Allocation",), "Close Without Starting", "Closed", who=(EHM,), reason=True,
			needs=needs.not_started_needs, stamp=stamps.stamp_not_started, then=follow.after_closing),
		Step("B2.4", ("Open",), "Hand Over", "Handing Over", **LEAD_OR_MANAGER, needs=needs.handover_needs,
			stamp=stamps.stamp_handover, then=follow.after_asking),
		Step("B2.5", ("Handing Over",), "Accept", "Open", **RECEIVER, system=True, when=same_service,
			when_text="not doc.to_other_service", needs=needs.accept_needs, stamp=stamps.stamp_accepted,
			then=follow.after_accepting),
		Step("B2.5a", ("Handing Over",), "Accept", "Closed", **RECEIVER, when=other_service,
			when_text="doc.to_other_service", needs=needs.accept_elsewhere_needs, stamp=stamps.stamp_transfer,
			then=follow.after_transfer),
		Step("B2.6", ("Handing Over",), "Decline", "Open", **RECEIVER, system=True, reason=True, stamp=stamps.stamp_answer,
			then=follow.after_declining),
		Step("B2.7", ("Handing Over",), "Take Back", "Open", who=(EHP, FSP, EHM), named=who_asked,
			reason=True, stamp=stamps.stamp_answer),
		Step("B2.8", ("Awaiting Allocation", "Open", "Handing Over", "Closure Requested"), "Step Up",
			"Step Up Requested", who=(EHP, FSP, EHM, BSO), stamp=stamps.stamp_step_up,
			then=follow.after_step_up),
		Step("B2.9", ("Step Up Requested",), "Social Care Declined", "Open", **LEAD_OR_MANAGER, when=has_lead,
			when_text="doc.has_lead", needs=needs.declined_needs, stamp=stamps.stamp_declined),
		Step("B2.9a", ("Step Up Requested",), "Social Care Declined", "Awaiting Allocation", who=(EHM,),
			when=has_no_lead, when_text="not doc.has_lead", needs=needs.declined_needs,
			stamp=stamps.stamp_social_care_answer),
		Step("B2.10", ("Step Up Requested",), "Accepted For Some", "Open", **LEAD_OR_MANAGER,
			needs=needs.some_needs, stamp=stamps.stamp_some),
		Step("B2.11", ("Step Up Requested",), "Accepted For All", "Closure Requested", **LEAD_OR_MANAGER,
			needs=needs.all_needs, stamp=stamps.stamp_all, then=follow.after_request),
		Step("B2.12", ("Open",), "Request Closure", "Closure Requested", **LEAD_OR_MANAGER,
			needs=needs.closure_needs, stamp=stamps.stamp_request, then=follow.after_request),
		Step("B2.13", ("Closure Requested",), "Approve", "Closed", who=(EHM,), not_own=True,
			stamp=stamps.stamp_closing, then=follow.after_closing),
		Step("B2.14", ("Closure Requested",), "Send Back", "Open", who=(EHM,), reason=True,
			then=follow.after_sending_back),
		Step("B2.15", ("Closed",), "Reopen", "Open", who=(EHM,), reason=True, needs=needs.reopening_needs,
			stamp=stamps.stamp_reopening, then=follow.after_reopening),
	),
	stamps=(
		"accepted_on", "allocation_due_on", "opened_on", "allocated_on", "first_contact_due_on",
		"first_visit_due_on", "assessment_due_on", "first_review_due_on", "handover_asked_on",
		"handover_answered_on", "step_up_asked_on", "step_up_asked_by", "step_up_answered_on",
		"closure_asked_on", "submitted_by", "closed_on", "closed_by", "reopened_on",
	),
)  # fmt: skip
