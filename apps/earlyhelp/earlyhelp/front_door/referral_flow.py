"""The states and steps of an Early Help Referral: table B1."""

import frappe
from frappe.utils import cint

from earlyhelp.constants import BSO, EHM, EHP, FSP
from earlyhelp.front_door import referral_needs as needs
from earlyhelp.front_door import referral_steps as steps
from earlyhelp.states.flow import ALL, Edit, Flow, State, Step

TELLING = steps.TOLD
STEP_UP = (
	"step_up_reason",
	"step_up_to",
	"step_up_how",
	"step_up_at",
	"step_up_family_knows",
	"step_up_family_why",
)
ANSWER = ("social_care_answer", "social_care_answered_on")
# What a step asks of whoever takes it, where the rest of the content is somebody else's.
ASKED = ("open_episode", "withdrawn_because", "duplicate_of", "decision_reason", *STEP_UP)
FACTS = (
	"source", "school", "anonymous", "referrer_name", "referrer_post", "referrer_agency",
	"referrer_telephone", "referrer_email", "children", "number_of_children", "adults", "worry",
	"main_presenting_need", "working_well", "needs", "priorities", "health_or_safety", "health_note",
	"all_in_school", "school_note", "crime_or_asb", "crime_note", "wants_work", "work_note",
	"family_agrees", "family_agrees_why", "safe_contact", "family", "service",
	"information_asked_of", "information_asked_what", "information_due_on", "information_answer",
	"agreed_by", "agreed_as", "agreed_on", "competence_note", *ASKED,
)  # fmt: skip
WAITING = ("Draft", "Submitted", "Awaiting Information", "Screening", "Awaiting Decision")


def stepped_up_it(doc, user):
	return doc.stepped_up_by == user


def may_signpost(doc, user):
	"""A practitioner signposts when the setting allows it."""
	return bool(cint(frappe.db.get_single_value("Early Help Settings", "practitioners_may_signpost")))


def four_eyes(doc):
	"""Who recommended does not accept, when the setting says so; from Screening there was no recommendation."""
	before = doc.get_doc_before_save()
	return (
		bool(before)
		and before.status == "Awaiting Decision"
		and bool(cint(frappe.db.get_single_value("Early Help Settings", "four_eyes_decision")))
	)


def telling(state, *more):
	fields = (*TELLING, *more)
	return State(state, edit={BSO: fields, EHP: fields, EHM: fields})


STATES = (
	State("Draft", edit={BSO: ALL, EHP: ALL, FSP: ALL, EHM: ALL}),
	State("Submitted", edit={BSO: ALL, EHM: ALL, EHP: ASKED}),
	State("Awaiting Information", edit={BSO: ALL, EHP: ALL, EHM: ALL}),
	State("Screening", edit={BSO: FACTS, EHP: ALL, EHM: ALL}),
	State("Awaiting Decision", edit={EHM: ALL, BSO: ASKED, EHP: ASKED}),
	telling("Accepted"),
	telling("Signposted"),
	telling("Not Accepted"),
	State(
		"Stepped Up",
		edit={
			BSO: (*TELLING, *STEP_UP, *ANSWER),
			EHP: (*TELLING, *STEP_UP, *ANSWER),
			FSP: Edit(STEP_UP, named=stepped_up_it),
			EHM: (*TELLING, *STEP_UP, *ANSWER, "step_up_confirmed"),
		},
	),
	telling("Already Open"),
	telling("Withdrawn"),
	State("Finished"),
)

STEPS = (
	Step(
		"B1.1", ("Draft",), "Submit", "Submitted", who=(BSO, EHP, FSP, EHM), needs=needs.submit_needs,
		stamp=steps.stamp_submission, then=steps.after_submission,
	),
	Step(
		"B1.2", ("Draft",), "Send In", "Submitted", needs=needs.send_in_needs, stamp=steps.stamp_submission,
		then=steps.after_submission,
	),
	Step(
		"B1.3", ("Submitted",), "Start Screening", "Screening", who=(BSO, EHP, EHM),
		needs=needs.screening_needs, stamp=steps.stamp_screening,
	),
	Step(
		"B1.4", ("Screening",), "Ask For Information", "Awaiting Information", who=(BSO, EHP, EHM),
		needs=needs.information_needs, stamp=steps.stamp_question,
	),
	Step(
		"B1.5", ("Awaiting Information",), "Information Received", "Screening", who=(BSO, EHP, EHM),
		system=True, stamp=steps.stamp_answer,
	),
	Step(
		"B1.6", ("Screening",), "Recommend", "Awaiting Decision", who=(EHP, EHM),
		needs=needs.recommendation_needs, stamp=steps.stamp_recommendation,
		then=steps.tell_managers_of_recommendation,
	),
	Step("B1.7", ("Awaiting Decision",), "Send Back", "Screening", who=(EHM,), reason=True),
	Step(
		"B1.8", ("Screening", "Awaiting Decision"), "Accept", "Accepted", who=(EHM,),
		needs=needs.accept_needs, not_own=four_eyes, stamp=steps.stamp_decision, then=steps.open_episode,
	),
	Step(
		"B1.9", ("Screening", "Awaiting Decision"), "Signpost", "Signposted", who=(EHM,),
		needs=needs.signpost_needs, reason=True, stamp=steps.stamp_decision,
	),
	Step(
		"B1.9", ("Screening", "Awaiting Decision"), "Signpost", "Signposted", who=(EHP,),
		named=may_signpost, named_text="doc.practitioners_may_signpost", needs=needs.signpost_needs,
		reason=True, stamp=steps.stamp_decision,
	),
	Step(
		"B1.10", ("Screening", "Awaiting Decision"), "Not Accept", "Not Accepted", who=(EHM,),
		needs=needs.not_accept_needs, stamp=steps.stamp_decision,
	),
	Step(
		"B1.11", WAITING, "Step Up", "Stepped Up", who=(BSO, EHP, FSP, EHM), stamp=steps.stamp_step_up,
		then=steps.after_step_up,
	),
	Step(
		"B1.12", ("Submitted", "Screening", "Awaiting Decision"), "Pass To Open Episode", "Already Open",
		who=(BSO, EHP, EHM), needs=needs.open_episode_needs, stamp=steps.stamp_decision,
		then=steps.pass_to_episode,
	),
	Step(
		"B1.13", WAITING, "Withdraw", "Withdrawn", who=(BSO, EHP, EHM), needs=needs.withdraw_needs,
		stamp=steps.stamp_decision, then=steps.finish_when_told, system=True,
	),
	Step(
		"B1.14", steps.DECIDED, "Finish", "Finished", who=(BSO, EHP, EHM), needs=needs.finish_needs,
		stamp=steps.stamp_finish, system=True,
	),
	Step(
		"B1.15", ("Signposted", "Not Accepted", "Already Open", "Withdrawn", "Finished"), "Reopen",
		"Screening", who=(EHM,), needs=needs.reopen_needs, reason=True, stamp=steps.stamp_reopening,
	),
	Step(
		"B1.16", ("Stepped Up",), "Social Care Declined", "Screening", who=(EHP, EHM),
		needs=needs.social_care_declined_needs, stamp=steps.empty_decision,
	),
)  # fmt: skip

FLOW = Flow(
	doctype="Early Help Referral",
	name="Early Help Referral",
	states=STATES,
	steps=STEPS,
	stamps=(
		"received_on", "submitted_by", "decision_due_on", "search_done_on", "search_done_by", "family_found",
		"contacts_3_months", "contacts_6_months", "contacts_12_months", "screening_by",
		"screening_started_on", "information_asked_on", "information_received_on", "history_seen_on",
		"history_seen_by", "recommended_on", "decision", "decided_on", "decided_by", "stepped_up_on",
		"stepped_up_by", "step_up_confirm_by", "step_up_confirmed_by", "finished_on", "reopened_on",
	),
)  # fmt: skip
