"""The states of My Family Plan (part B3)."""

from earlyhelp.constants import BSO, EHM, EHP, FSP
from earlyhelp.planning import plan_follow as follow
from earlyhelp.planning import plan_needs as needs
from earlyhelp.planning.whose import (
	allocated,
	lead,
	manager_of_team,
	manager_or_allocated,
	manager_or_lead,
)
from earlyhelp.states.flow import ALL, Edit, Flow, State, Step

# Giving the family their copy is no state: it is written down whenever it happens.
COPY = ("copy_given_on", "copy_given_how", "copy_language")
OUTCOME = (*COPY, "overall_outcome")
# What a school or partner that is lead writes on its pages.
ON_PAGES = (
	"assessment_started_on", "assessment_completed_on", "completed_by_agency", "needs", "worries", "working_well",
	"needs_to_happen", "statements", "actions", "voices", "agreements", *COPY,
)  # fmt: skip
WRITING = {BSO: ALL, EHP: Edit(ALL, named=allocated), FSP: Edit(ALL, named=allocated), EHM: ALL}
COPYING = {BSO: COPY, EHP: COPY, FSP: COPY}
WRITERS = {"who": (EHP, FSP, EHM), "named": manager_or_allocated}
SENDING = {**WRITERS, "system": True, "needs": needs.approval_needs, "stamp": follow.stamp_submission,
	"then": follow.after_sending}  # fmt: skip


def never_approved(doc):
	return not doc.version_no


def approved_before(doc):
	return bool(doc.version_no)


FLOW = Flow(
	doctype="My Family Plan",
	name="My Family Plan",
	states=(
		State("Draft", edit=WRITING, portal=ON_PAGES),
		State("Awaiting Approval", edit={EHM: ALL, **COPYING}, portal=COPY),
		State("Active", edit={BSO: COPY, EHP: Edit(OUTCOME, named=lead), FSP: Edit(OUTCOME, named=lead),
			EHM: OUTCOME}, portal=COPY),
		State("In Review", edit=WRITING, portal=ON_PAGES),
		State("Closed", edit={**COPYING, EHM: COPY}),
	),
	steps=(
		Step("B3.1", ("Draft",), "Send For Approval", "Awaiting Approval", **SENDING),
		Step("B3.2", ("Awaiting Approval",), "Approve", "Active", who=(EHM,), named=manager_of_team,
			not_own=True, stamp=follow.stamp_approval, then=follow.after_approval),
		Step("B3.3", ("Awaiting Approval",), "Send Back", "Draft", who=(EHM,), reason=True,
			when=never_approved, when_text="not doc.version_no", then=follow.after_sending_back),
		Step("B3.4", ("Awaiting Approval",), "Send Back", "In Review", who=(EHM,), reason=True,
			when=approved_before, when_text="doc.version_no", then=follow.after_sending_back),
		Step("B3.5", ("Active",), "Open For Changes", "In Review", **WRITERS, system=True, reason=True),
		# The app presses it, too: for a school or partner that is lead.
		Step("B3.6", ("In Review",), "Continue Unchanged", "Active", who=(EHP, FSP, EHM), system=True,
			named=manager_or_lead, needs=needs.unchanged_needs),
		Step("B3.7", ("In Review",), "Send For Approval", "Awaiting Approval", **SENDING),
		Step("B3.8", ("Active", "In Review"), "Close", "Closed", who=(EHM,), system=True,
			needs=needs.closing_needs, stamp=follow.stamp_closing, then=follow.after_closing),
		Step("B3.9", ("Draft", "Awaiting Approval"), "Close Unfinished", "Closed", who=(EHM,), system=True,
			reason=True, stamp=follow.stamp_unfinished, then=follow.after_closing),
		Step("B3.10", ("Closed",), "Reopen", "In Review", system=True, stamp=follow.stamp_reopening,
			then=follow.after_reopening),
	),
	stamps=(
		"submitted_on", "submitted_by", "approved_on", "approved_by", "version_no", "copy_due_on",
		"closed_on", "unfinished",
	),
)  # fmt: skip
