"""The steps of a case supervision, from the day it is planned to the day it is final."""

from frappe import _

from earlyhelp.constants import BSO, EHM, EHP, FSP
from earlyhelp.states.flow import ALL, Edit, Flow, State, Step, said_as
from earlyhelp.supervision import supervision_steps as steps
from earlyhelp.supervision.session import session_needs
from earlyhelp.supervision.summaries import BEFORE_SESSION
from earlyhelp.supervision.workers import is_the_one_worker


@said_as(lambda doc: _("the chair"))
def is_chair(doc, user):
	return bool(user) and doc.chair_user == user


# What is written in the session; who chairs and when is not the worker's to change.
SESSION = (
	"attendees",
	"discussion",
	"stages",
	"views",
	"impact_of_support",
	"rating",
	"rating_why",
	"ratings",
)
SESSION += ("decisions", "plan", "actions", "next_on")
PLANNERS = {BSO: ALL, EHM: ALL}
CHAIR = "doc.chair_user == frappe.session.user"
CHAIR_ALONE = f"{CHAIR} and doc.minute_taker == frappe.session.user"
ONE_WORKER = "doc.worker_user == frappe.session.user"
WORKERS = (EHP, FSP)

FLOW = Flow(
	doctype="Case Supervision",
	name="Case Supervision",
	states=(
		State("Planned", edit=PLANNERS),
		State("Summaries Requested", edit=PLANNERS),
		State("Ready", edit=PLANNERS),
		State("Held", edit={**PLANNERS, **{role: Edit(SESSION, is_the_one_worker) for role in WORKERS}}),
		State("Awaiting Finalisation", edit={EHM: Edit(ALL, is_chair)}),
		State("Finalised", docstatus=1),
		State("Set Aside", docstatus=1),
		State("Cancelled"),
	),
	steps=(
		Step(
			"B6.1",
			("Planned",),
			"Request Summaries",
			"Summaries Requested",
			who=(BSO, EHM),
			system=True,
			needs=steps.what_asking_needs,
			stamp=steps.stamp_asking,
			then=steps.ask,
		),
		Step(
			"B6.2",
			("Summaries Requested",),
			"All In",
			"Ready",
			needs=steps.what_all_in_needs,
			stamp=steps.stamp_ready,
		),
		Step(
			"B6.3",
			("Summaries Requested",),
			"Go Ahead Without",
			"Ready",
			who=(EHM,),
			named=is_chair,
			named_text=CHAIR,
			needs=steps.what_going_ahead_needs,
			stamp=steps.stamp_going_ahead,
			then=steps.excuse_missing,
		),
		Step(
			"B6.4",
			("Ready",),
			"Open Session",
			"Held",
			who=(BSO, EHM),
			needs=steps.what_opening_needs,
			stamp=steps.stamp_opening,
		),
		Step(
			"B6.5",
			("Planned",),
			"Open Session",
			"Held",
			who=(BSO, EHM),
			needs=steps.what_traditional_needs,
			stamp=steps.stamp_opening,
		),
		Step(
			"B6.5",
			("Planned",),
			"Open Session",
			"Held",
			who=WORKERS,
			named=is_the_one_worker,
			named_text=ONE_WORKER,
			needs=steps.what_traditional_needs,
			stamp=steps.stamp_opening,
		),
		Step(
			"B6.6",
			("Held",),
			"Send To Manager",
			"Awaiting Finalisation",
			who=(BSO, EHM),
			needs=session_needs,
			stamp=steps.stamp_minutes,
		),
		Step(
			"B6.6",
			("Held",),
			"Send To Manager",
			"Awaiting Finalisation",
			who=WORKERS,
			named=is_the_one_worker,
			named_text=ONE_WORKER,
			needs=session_needs,
			stamp=steps.stamp_minutes,
		),
		Step(
			"B6.7",
			("Held",),
			"Finalise",
			"Finalised",
			who=(EHM,),
			named=is_chair,
			named_text=CHAIR_ALONE,
			needs=steps.what_finalising_alone_needs,
			stamp=steps.stamp_finalising_alone,
			then=steps.conclude,
		),
		Step(
			"B6.8",
			("Awaiting Finalisation",),
			"Send Back",
			"Held",
			who=(EHM,),
			named=is_chair,
			named_text=CHAIR,
			reason=True,
		),
		Step(
			"B6.9",
			("Awaiting Finalisation",),
			"Finalise",
			"Finalised",
			who=(EHM,),
			named=steps.may_finalise,
			needs=steps.what_finalising_needs,
			stamp=steps.stamp_finalising,
			then=steps.conclude,
		),
		Step(
			"B6.10",
			BEFORE_SESSION,
			"Postpone",
			"Planned",
			who=(BSO, EHM),
			reason=True,
			needs=steps.what_postponing_needs,
			stamp=steps.stamp_postponing,
		),
		Step(
			"B6.11",
			BEFORE_SESSION,
			"Cancel",
			"Cancelled",
			who=(EHM,),
			reason=True,
			then=steps.withdraw_requests,
		),
		Step(
			"B6.12",
			("Finalised",),
			"Set Aside",
			"Set Aside",
			who=(EHM,),
			named=lambda doc, user: doc.finalised_by != user,
			named_text="doc.finalised_by != frappe.session.user",
			reason=True,
			stamp=steps.stamp_setting_aside,
		),
		Step("B7.5", ("Ready",), "Ask Again", "Summaries Requested", stamp=steps.stamp_waiting),
	),
	stamps=(
		"number",
		"text_hash",
		"summaries_asked_on",
		"summaries_due_on",
		"ready_on",
		"went_without",
		"started_at",
		"minuted_by",
		"minuted_on",
		"finalised_on",
		"finalised_by",
		"times_postponed",
		"set_aside_on",
		"set_aside_by",
	),
)
