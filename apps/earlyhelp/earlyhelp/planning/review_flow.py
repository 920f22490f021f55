"""The states of a Plan Review (part B4)."""

import frappe

from earlyhelp.constants import BSO, EHM, EHP, FSP
from earlyhelp.planning import review_follow as follow
from earlyhelp.planning import review_needs as needs
from earlyhelp.planning.whose import lead, manager_or_lead, the_lead
from earlyhelp.states.flow import ALL, Flow, State, Step, said_as

EVERYBODY = (BSO, EHP, FSP, EHM)
WRITING = dict.fromkeys(EVERYBODY, ALL)
# What a school or partner that is lead writes on its pages.
ON_PAGES = (
	"planned_for", "held_on", "late_why", "scores", "what_has_changed", "childs_views", "attendance",
	"progress_of_actions", "voices", "result", "level_of_need", "next_review_on",
)  # fmt: skip


def is_review(doc):
	return doc.kind != "Correction"


def is_correction(doc):
	return doc.kind == "Correction"


def the_lead_who_signs_off(doc):
	return the_lead(doc) if doc.sign_off_by_lead and is_review(doc) else ""


@said_as(the_lead_who_signs_off)
def may_sign_off(doc, user):
	"""The lead practitioner may where the setting says so; a correction is a manager's."""
	allowed = frappe.db.get_single_value("Early Help Settings", "sign_off_by_lead")
	return bool(allowed) and is_review(doc) and lead(doc, user)


BY_LEAD = {"who": (EHP, FSP), "named": may_sign_off, "named_text": "doc.sign_off_by_lead"}

FLOW = Flow(
	doctype="Plan Review",
	name="Plan Review",
	states=(
		State("Planned", edit=WRITING, portal=ON_PAGES),
		State("Held", edit=WRITING, portal=ON_PAGES),
		State("Awaiting Sign-Off", edit={EHM: ALL}),
		State("Finalised", docstatus=1),
		State("Cancelled"),
	),
	steps=(
		Step("B4.1", (), "", "Planned", who=(EHP, FSP, EHM), system=True, when=is_review,
			stamp=follow.stamp_planned),
		Step("B4.7", (), "", "Planned", who=(EHP, FSP, EHM), named=manager_or_lead, when=is_correction,
			needs=needs.correction_needs, stamp=follow.stamp_planned),
		Step("B4.2", ("Planned",), "Hold", "Held", who=EVERYBODY, system=True, needs=needs.holding_needs,
			stamp=follow.stamp_held, then=follow.after_holding),
		# The app presses it, too: a plan that is closed has no review to come.
		Step("B4.3", ("Planned",), "Cancel", "Cancelled", who=(EHP, FSP, EHM), system=True, reason=True,
			then=follow.after_cancelling),
		# The app presses it, too: for a school or partner that is lead.
		Step("B4.4", ("Held",), "Send For Sign-Off", "Awaiting Sign-Off", who=EVERYBODY, system=True,
			needs=needs.sign_off_needs, stamp=follow.stamp_submission, then=follow.after_sending),
		Step("B4.5", ("Awaiting Sign-Off",), "Finalise", "Finalised", **BY_LEAD, stamp=follow.stamp_final,
			then=follow.after_finalising),
		Step("B4.5", ("Awaiting Sign-Off",), "Finalise", "Finalised", who=(EHM,), not_own=True,
			stamp=follow.stamp_final, then=follow.after_finalising),
		Step("B4.6", ("Awaiting Sign-Off",), "Send Back", "Held", **BY_LEAD, reason=True,
			then=follow.after_sending_back),
		Step("B4.6", ("Awaiting Sign-Off",), "Send Back", "Held", who=(EHM,), reason=True,
			then=follow.after_sending_back),
	),
	stamps=("due_on", "submitted_on", "submitted_by", "finalised_on", "finalised_by"),
)  # fmt: skip
