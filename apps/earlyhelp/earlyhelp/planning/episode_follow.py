"""What follows from the steps of an Early Help Episode: notices, the plan, the next episode.

Asks for no rights: whoever may take a step may have what follows from it.
"""

import frappe
from frappe import _
from frappe.utils import escape_html, getdate, today

from earlyhelp.permissions.notices import tell, users_of_team
from earlyhelp.planning.episode_needs import current_leads, step_up_gaps
from earlyhelp.planning.open_goals import goals_without_end
from earlyhelp.planning.taking_over import take_over_plan
from earlyhelp.planning.whose import managers_of, receiving_team
from earlyhelp.states.moves import move

UNFINISHED = ("Draft", "Awaiting Approval")


def account_of(professional):
	return professional and frappe.db.get_value("Professional", professional, "user")


def leads_of(doc):
	return [account_of(row.professional) for row in current_leads(doc)]


def after_allocation(doc):
	tell(leads_of(doc), doc, _("You are the lead practitioner."))


def after_asking(doc):
	asked = [account_of(doc.handover_professional), *users_of_team(receiving_team(doc), "manager")]
	tell(asked, doc, _("You are asked to take over."))


def after_accepting(doc):
	tell([doc.submitted_by, *leads_of(doc)], doc, _("The handover was accepted."))


def after_declining(doc):
	tell([doc.submitted_by, *leads_of(doc)], doc, _("The handover was declined; the lead stays."))


def after_sending_back(doc):
	tell([doc.submitted_by], doc, _("The closure was sent back."))


def after_step_up(doc):
	tell([*managers_of(doc), *leads_of(doc)], doc, _("Social care was asked to take over."))
	missing = step_up_gaps(doc)
	if missing:
		items = "".join(f"<li>{escape_html(item.sentence)}</li>" for item in missing)
		frappe.msgprint(f"{_('Stepped up. Now add:')}<ul>{items}</ul>", title=_("Step Up"))


def after_request(doc):
	tell(managers_of(doc), doc, _("The closure waits for a manager."))


def after_closing(doc):
	"""The plan ends with the help."""
	reason = doc.flags.reason or doc.closing_summary or doc.closure_reason or _("The help ended.")
	close_plan(doc, reason)


def close_plan(doc, reason):
	"""Close the plan of an episode: unfinished when it was never approved."""
	name = frappe.db.get_value("My Family Plan", {"episode": doc.name})
	plan = frappe.get_doc("My Family Plan", name) if name else None
	if not plan or plan.status == "Closed":
		return
	if plan.status in UNFINISHED:
		move(plan, "Close Unfinished", on_behalf_of=frappe.session.user, reason=reason)
		return
	if not plan.overall_outcome:
		plan.db_set("overall_outcome", reason)
	for goal in goals_without_end(doc.name):
		frappe.db.set_value("Scaling Goal", goal.name, "no_end_score_why", reason)
	move(plan, "Close", on_behalf_of=frappe.session.user)


def after_reopening(doc):
	name = frappe.db.get_value("My Family Plan", {"episode": doc.name, "status": "Closed"})
	if name:
		move(frappe.get_doc("My Family Plan", name), "Reopen", on_behalf_of=frappe.session.user)
	if all(row.to_date for row in current_leads(doc)):
		says = _("Nobody is allocated now: add a lead practitioner under Allocations, on the page The Work.")
		frappe.msgprint(says, title=_("Reopened"))


def ended_with(row, doc):
	"""Say whether the help for this child ended when the episode closed, and not before."""
	return getdate(row.ended_on) == getdate(doc.closed_on)


def after_transfer(doc):
	"""The other service opens an episode that names this one and takes over its plan; actions stay open."""
	after_accepting(doc)
	new = frappe.get_doc(
		{
			"doctype": "Early Help Episode",
			"family": doc.family,
			"service": doc.handover_service,
			"team": receiving_team(doc),
			"previous_episode": doc.name,
			"accepted_on": today(),
			"children": [{"person": row.person} for row in doc.children if ended_with(row, doc)],
			"allocations": [
				{
					"professional": doc.handover_professional,
					"role": "Lead Practitioner",
					"from_date": today(),
				}
			],
		}
	)
	new.flags.by_system = True
	new.insert(ignore_permissions=True)
	move(new, "Allocate", on_behalf_of=frappe.session.user)
	take_over_plan(doc, new)
	close_plan(doc, doc.no_end_scores_why or _("Transferred to another service."))
