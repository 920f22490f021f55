"""What is missing before a step of an Early Help Episode."""

import frappe
from frappe import _
from frappe.utils import getdate, today

from earlyhelp.early_help_setup.timescales import due_on
from earlyhelp.permissions.family_access import is_shut
from earlyhelp.planning.closing import needs_of_plan
from earlyhelp.planning.open_goals import goal_named, goals_without_end
from earlyhelp.states.flow import Missing
from earlyhelp.team_around.actions import STILL_TO_DO


def ask(doc, **sentences):
	"""Return a Missing for each field that is empty: {fieldname: sentence}."""
	return [Missing(name, sentence) for name, sentence in sentences.items() if not doc.get(name)]


def current_allocations(doc, role=None):
	"""Return the allocations of an episode that have begun or will begin, and have not ended."""
	day = getdate(today())
	rows = [row for row in doc.allocations if not row.to_date or getdate(row.to_date) >= day]
	return [row for row in rows if role in (None, row.role)]


def current_leads(doc):
	return current_allocations(doc, "Lead Practitioner")


def helped_children(doc):
	"""Return the rows of the children whose help has not ended."""
	return [row for row in doc.children if not row.ended_on]


def step_down_needs(doc):
	"""A family that comes back from social care; what the app opens itself follows from a referral."""
	if doc.flags.by_system:
		return []
	if doc.referral:
		return [Missing("referral", _("An episode of a referral is opened by accepting the referral."))]
	return ask(
		doc,
		step_down=_("An episode without a referral is a step-down from social care: say that it is one."),
		step_down_by=_("Say who hands over."),
		step_down_plan=_("Say what social care's plan was."),
		step_down_family_agrees=_("The family must agree."),
		step_down_social_care_stays=_("Social care stays until a lead practitioner is agreed."),
	)


def allocation_needs(doc):
	missing = []
	leads = current_leads(doc)
	if len(leads) != 1:
		missing.append(Missing("allocations", _("Name one lead practitioner who begins now.")))
	for row in leads:
		user = frappe.db.get_value("Professional", row.professional, "user")
		if user and is_shut(doc.family, user):
			missing.append(
				Missing("allocations", _("{0} cannot work with this family.").format(row.full_name))
			)
	if not helped_children(doc):
		missing.append(Missing("children", _("Say which children the help is for.")))
	return missing


def not_started_needs(doc):
	return ask(doc, not_started_because=_("Choose why the help did not start."))


def handover_needs(doc):
	missing = ask(
		doc,
		handover_to=_("Say whether a person, a team or a school is asked to take over."),
		transfer_trigger=_("Say what makes the handover necessary."),
		handover_note=_("Write what the receiver must know."),
		handover_family_told_on=_("Say when the family was told."),
		handover_sharing_checked=_("Check that the family's permission covers the new lead practitioner."),
	)
	if doc.handover_to:
		field = f"handover_{doc.handover_to.lower()}"
		missing += ask(doc, **{field: _("Say who is asked to take over.")})
	return missing


def accept_needs(doc):
	return ask(doc, handover_professional=_("Name the person who becomes the lead practitioner."))


def accept_elsewhere_needs(doc):
	missing = accept_needs(doc)
	open_there = {"family": doc.family, "service": doc.handover_service, "closed_on": ["is", "not set"]}
	if frappe.db.exists("Early Help Episode", open_there):
		missing.append(
			Missing(
				"handover_service", _("The family is helped by this service already: close here instead.")
			)
		)
	if not doc.no_end_scores_why and goals_without_end(doc.name):
		missing.append(
			Missing(
				"no_end_scores_why", _("Score the open goals in a review, or say why they were not scored.")
			)
		)
	return missing


def step_up_gaps(doc):
	"""What is asked after a step up, and stops nothing."""
	missing = ask(
		doc,
		step_up_reason=_("Why social care is asked."),
		step_up_to=_("Whom at social care."),
		step_up_how=_("By telephone or by form."),
		step_up_at=_("At what time."),
		step_up_family_knows=_("Whether the family knows."),
	)
	if doc.step_up_family_knows == "No":
		missing += ask(doc, step_up_family_why_not=_("Why the family was not told."))
	if not any(row.step_up for row in helped_children(doc)):
		missing.append(Missing("children", _("For which children.")))
	return missing


def declined_needs(doc):
	return ask(
		doc,
		social_care_reason=_("Say why social care did not take over."),
		step_up_instead=_("Say what is done instead."),
		step_up_challenge=_("Say that we agree, or how the answer was challenged."),
	)


def some_needs(doc):
	rows = helped_children(doc)
	taken = [row for row in rows if row.step_up_accepted]
	if not taken:
		return [Missing("children", _("Mark the children whom social care takes over."))]
	if len(taken) == len(rows):
		return [Missing("children", _("Social care takes over all children: use Accepted For All."))]
	return []


def all_needs(doc):
	return ask(
		doc,
		step_up_accepted_on=_("Say on which day social care took over."),
		step_up_receiving_worker=_("Say who takes over at social care."),
	)


def closure_needs(doc):
	missing = [
		Missing("children", _("Say why the help for {0} ends.").format(row.full_name or row.person))
		for row in helped_children(doc)
		if not (row.closure_reason or doc.closure_reason)
	]
	missing += outcome_needs(doc)
	missing += [
		Missing("", _("Goal {0}: score it in a review, or say on the goal why not.").format(goal_named(goal)))
		for goal in goals_without_end(doc.name)
	]
	missing += [
		Missing("", _("Action {0} is open: answer it, or hand it to a named person. {1}").format(name, what))
		for name, what in actions_left(doc)
	]
	return missing + ask(
		doc,
		closing_summary=_("Write a closing summary."),
		family_says=_("Write what the family says about the help."),
		feedback_asked=_("Ask the family for feedback."),
		who_goes_on=_("Say who goes on helping, or that nobody needs to."),
		whom_to_call=_("Say whom the family calls when it gets difficult again."),
		planned_end_on=_("Say on which day the help is planned to end."),
	)


def outcome_needs(doc):
	"""Each need of the plan has an outcome."""
	answered = {(row.need, row.person or "") for row in doc.outcomes if row.outcome}
	return [
		Missing("outcomes", _("Say what became of the need: {0}.").format(need))
		for need, person in needs_of_plan(doc)
		if (need, person) not in answered
	]


def actions_left(doc):
	"""Return (number, what) of the actions of the episode that are open and belong to nobody who goes on."""
	leaving = {row.professional for row in current_allocations(doc)}
	plan = frappe.db.get_value("My Family Plan", {"episode": doc.name})
	places = {("My Family Plan", plan)}
	for doctype in ("TAC Meeting", "Case Supervision"):
		places |= {(doctype, name) for name in frappe.get_all(doctype, {"episode": doc.name}, pluck="name")}
	rows = frappe.get_all(
		"Agreed Action",
		filters={"family": doc.family, "status": ["in", STILL_TO_DO]},
		fields=["name", "what", "agreed_in_type", "agreed_in", "person", "professional"],
	)
	return [
		(row.name, f"“{(row.what or '')[:80]}”")
		for row in rows
		if (row.agreed_in_type, row.agreed_in) in places
		and not (row.person or (row.professional and row.professional not in leaving))
	]


def reopening_needs(doc):
	missing = ask(doc, same_needs=_("Only the same needs open it again; anything else is a new referral."))
	if getdate(today()) > due_on("Reopening An Episode", doc.closed_on):
		missing.append(
			Missing("closed_on", _("It was closed too long ago to be opened again: take a new referral."))
		)
	return missing
