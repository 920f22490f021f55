"""The steps of a worker's summary, from the day it is asked for to the day a later one takes its place."""

from frappe import _

from earlyhelp.constants import EHM, EHP, FSP
from earlyhelp.states.flow import ALL, Edit, Flow, State, Step, said_as
from earlyhelp.supervision import summary_steps as steps


@said_as(lambda doc: _("the worker who was asked"))
def is_author(doc, user):
	return bool(user) and doc.author_user == user


WORKERS = (EHP, FSP)
OWN = "doc.author_user == frappe.session.user"
WRITTEN_BY_AUTHOR = {role: Edit(ALL, is_author) for role in WORKERS}

FLOW = Flow(
	doctype="Professional Summary",
	name="Professional Summary",
	states=(
		State("Requested", edit=WRITTEN_BY_AUTHOR),
		State("Draft", edit=WRITTEN_BY_AUTHOR),
		State("Finalised", docstatus=1),
		State("Excused"),
		State("Superseded", docstatus=1),
	),
	steps=(
		Step(
			"B7.1",
			(),
			"",
			"Requested",
			who=WORKERS,
			named=is_author,
			system=True,
			needs=steps.what_beginning_needs,
			stamp=steps.stamp_request,
			then=steps.keep_cover,
		),
		Step(
			"B7.2",
			("Requested",),
			"Start",
			"Draft",
			who=WORKERS,
			named=is_author,
			named_text=OWN,
			needs=steps.what_beginning_needs,
			stamp=steps.stamp_start,
			then=steps.keep_cover,
		),
		Step(
			"B7.3",
			("Draft",),
			"Finalise",
			"Finalised",
			who=WORKERS,
			named=is_author,
			named_text=OWN,
			needs=steps.what_finalising_needs,
			stamp=steps.stamp_finalising,
			then=steps.conclude,
		),
		Step(
			"B7.4",
			("Requested", "Draft"),
			"Excuse",
			"Excused",
			who=(EHM,),
			named=steps.is_chair,
			system=True,
			reason=True,
			stamp=steps.stamp_excuse,
			then=steps.move_supervision_on,
		),
		Step(
			"B7.5",
			("Excused",),
			"Ask Again",
			"Requested",
			who=(EHM,),
			named=steps.is_chair,
			system=True,
			needs=steps.what_beginning_needs,
			stamp=steps.stamp_request,
			then=steps.wait_again,
		),
		Step(
			"B7.6",
			("Finalised",),
			"Supersede",
			"Superseded",
			needs=steps.what_beginning_needs,
			stamp=steps.stamp_superseded,
		),
	),
	stamps=(
		"requested_on",
		"due_on",
		"started_on",
		"finalised_on",
		"days_late",
		"excused_on",
		"excused_why",
		"superseded_by",
	),
)
