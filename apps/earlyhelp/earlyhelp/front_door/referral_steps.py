"""What each step of a referral writes, and what follows from it.

Asks for no rights: the consequences of a decision (an episode, a note on an open one) are the app's own;
the step itself was checked for the person who took it.
"""

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime, today

from earlyhelp.constants import EHM
from earlyhelp.early_help_setup.timescales import due_on
from earlyhelp.early_help_setup.working_days import add_working_days
from earlyhelp.front_door.contacts import set_repeat_contacts
from earlyhelp.front_door.linking import link_found_family
from earlyhelp.front_door.possible_matches import tell_of_possible_matches
from earlyhelp.front_door.referral_needs import finish_needs, step_up_needs
from earlyhelp.permissions.notices import tell, users_of_team
from earlyhelp.permissions.people import front_door_teams
from earlyhelp.states.moves import move

DECIDED = ("Accepted", "Signposted", "Not Accepted", "Stepped Up", "Already Open", "Withdrawn")
TOLD = tuple(
	f"{who}_{what}"
	for who in ("referrer", "family")
	for what in ("told_on", "told_by", "told_how", "told_what", "not_told_why")
)


# -- stamps -----------------------------------------------------------------------
def stamp_submission(doc):
	doc.received_on, doc.submitted_by = today(), frappe.session.user
	doc.decision_due_on = due_on("Referral Decision", doc.received_on)
	set_repeat_contacts(doc)


def stamp_screening(doc):
	doc.screening_by, doc.screening_started_on = frappe.session.user, now_datetime()
	link_found_family(doc)
	doc.team = doc.team or only_team_of(doc.service)


def only_team_of(service):
	"""Return the team that gives a service, where there is just one: nobody has to name it when accepting."""
	given = {"service": service or "", "disabled": 0, "is_front_door": 0}
	teams = frappe.get_all("Early Help Team", filters=given, pluck="name", limit=2)
	return teams[0] if len(teams) == 1 else None


def stamp_question(doc):
	doc.information_asked_on, doc.information_received_on = today(), None


def stamp_answer(doc):
	doc.information_received_on = today()


def stamp_recommendation(doc):
	doc.recommended_on, doc.submitted_by = today(), frappe.session.user
	set_repeat_contacts(doc)


def stamp_decision(doc):
	"""The decision is the state that the step leads to."""
	doc.decision, doc.decided_on, doc.decided_by = doc.step.to, today(), frappe.session.user
	doc.decision_reason = doc.decision_reason or doc.state_reason


def stamp_step_up(doc):
	"""A step up may come before anything else, so it is also the day of receipt when there is none."""
	stamp_decision(doc)
	doc.received_on = doc.received_on or today()
	set_repeat_contacts(doc)
	doc.stepped_up_on, doc.stepped_up_by = now_datetime(), frappe.session.user
	doc.step_up_reason = doc.step_up_reason or doc.state_reason
	doc.social_care_answer = doc.social_care_answered_on = None
	doc.step_up_confirmed_by = frappe.session.user if EHM in frappe.get_roles() else None
	doc.step_up_confirmed = bool(doc.step_up_confirmed_by)
	doc.step_up_confirm_by = None if doc.step_up_confirmed_by else add_working_days(getdate(today()), 0)


def stamp_finish(doc):
	doc.finished_on = today()


def stamp_reopening(doc):
	"""The first decision stays in the log; what is decided next has to be told anew."""
	empty_decision(doc)
	doc.reopened_on = today()


def empty_decision(doc):
	for name in ("decision", "decided_on", "decided_by", "finished_on", "decision_reason_code", *TOLD):
		doc.set(name, None)
	doc.decision_reason = doc.withdrawn_because = None


# -- consequences -----------------------------------------------------------------
def after_submission(doc):
	tell_front_door(doc)
	tell_of_possible_matches(doc)


def tell_front_door(doc):
	people = {user for team in front_door_teams() for user in users_of_team(team)}
	tell(people, doc, _("a referral arrived."))


def tell_managers_of_recommendation(doc):
	tell(managers(doc), doc, _("a recommendation waits for a decision."))


def managers(doc):
	teams = {*front_door_teams(), doc.team} - {None, ""}
	return {user for team in teams for user in users_of_team(team, "manager")}


def open_episode(doc):
	"""An accepted referral is an episode that waits for a worker, for the children of the referral."""
	episode = frappe.get_doc(
		{
			"doctype": "Early Help Episode",
			"family": doc.family,
			"service": doc.service,
			"referral": doc.name,
			"team": doc.team,
			"accepted_on": doc.decided_on,
			"children": [{"person": row.person} for row in doc.children],
		}
	)
	episode.flags.by_system = True
	episode.insert(ignore_permissions=True)
	tell(users_of_team(doc.team, "manager"), episode, _("an episode waits for a worker."))


def after_step_up(doc):
	"""Managers on duty are told at once; what is missing is asked for now, and stops nothing."""
	tell(managers(doc), doc, _("a referral was stepped up to social care."))
	tell_of_possible_matches(doc)
	missing = step_up_needs(doc)
	if missing and not frappe.flags.in_import:
		items = "".join(f"<li>{frappe.utils.escape_html(_(item.sentence))}</li>" for item in missing)
		frappe.msgprint(f"{_('Stepped up. Now add:')}<ul>{items}</ul>", title=_("Stepped Up"))


def pass_to_episode(doc):
	"""The open episode gets a note of the further contact, and its lead a notice."""
	episode = frappe.get_doc("Early Help Episode", doc.open_episode)
	note = _("A further referral arrived and was passed to this episode: {0}.").format(doc.name)
	episode.add_comment("Comment", frappe.utils.escape_html(note))
	lead = episode.lead_practitioner and frappe.db.get_value(
		"Professional", episode.lead_practitioner, "user"
	)
	tell([lead], episode, _("a further referral was passed to you."))


def finish_when_told(doc, method=None):
	"""Finish a decided referral as soon as everybody who must know has been told."""
	if doc.status in DECIDED and not finish_needs(doc):
		finished = move(doc, "Finish")
		for name in ("status", "finished_on", "state_reason", "modified", "modified_by"):
			doc.set(name, finished.get(name))


def finish_referral_of_episode(episode, method=None):
	"""An accepted referral may be over when its episode has a lead: asked whenever an episode is saved."""
	if episode.referral and episode.lead_practitioner:
		finish_when_told(frappe.get_doc("Early Help Referral", episode.referral))
