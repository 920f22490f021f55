"""What the steps of a case supervision ask for, stamp and bring about.

Asks for no rights: the next supervision is planned because one was finalised, by whoever may finalise it.
"""

import frappe
from frappe import _
from frappe.model.naming import make_autoname
from frappe.utils import getdate, now_datetime, today

from earlyhelp.permissions.people import manages
from earlyhelp.states.flow import Missing, said_as
from earlyhelp.supervision import summaries
from earlyhelp.supervision.record_text import hash_of
from earlyhelp.supervision.session import session_needs
from earlyhelp.supervision.workers import TRADITIONAL, kind_of, names_of, workers_on
from earlyhelp.team_around.actions import answer_all, carry_forward, start_actions

OVER = ("Finalised", "Set Aside", "Cancelled")


@said_as(lambda doc: _("the chair, or the manager or a deputy of the team"))
def may_finalise(doc, user):
	"""The chair, or the manager or a deputy of the team."""
	return doc.chair_user == user or manages(doc.team, user)


def what_asking_needs(doc):
	missing = []
	if not doc.planned_on:
		missing.append(Missing("planned_on", _("Say on which day the session is.")))
	if not doc.chair_user:
		missing.append(Missing("chair_user", _("Say who chairs the session.")))
	if kind_of(workers_on(doc.episode, doc.planned_on)) == TRADITIONAL:
		sentence = _("Fewer than two workers are allocated on the day: open the session without summaries.")
		missing.append(Missing("kind", sentence))
	return missing


def stamp_asking(doc):
	doc.summaries_asked_on = today()
	doc.summaries_due_on = summaries.summaries_due(doc.planned_on)


def ask(doc):
	"""Ask the workers; when every summary is in already, the session is ready."""
	summaries.ask_workers(doc)
	summaries.all_in(doc.name)
	catch_up(doc)


def catch_up(doc):
	"""Take over into `doc` what the app changed in the stored record in the meantime."""
	names = ("status", "ready_on", "modified", "modified_by")
	doc.update(frappe.db.get_value("Case Supervision", doc.name, names, as_dict=True))


def what_all_in_needs(doc):
	return [
		Missing("summaries", _("{0}: this summary is not in.").format(name))
		for name in names_of(row.author for row in summaries.missing_summaries(doc.name)).values()
	]


def stamp_ready(doc):
	doc.ready_on = today()


def stamp_waiting(doc):
	doc.ready_on = None


def what_going_ahead_needs(doc):
	reasons = {row.professional for row in doc.summaries if (row.why_without or "").strip()}
	missing = [row.author for row in summaries.missing_summaries(doc.name) if row.author not in reasons]
	return [
		Missing("summaries", _("{0}: say why the session goes ahead without this summary.").format(name))
		for name in names_of(missing).values()
	]


def stamp_going_ahead(doc):
	missing = {row.author for row in summaries.missing_summaries(doc.name)}
	doc.ready_on, doc.went_without = today(), len(missing)
	for row in doc.summaries:
		if row.professional in missing:
			row.summary_status = "Excused"


def excuse_missing(doc):
	"""Excuse each missing summary with the reason that stands beside it."""
	reasons = {row.professional: row.why_without for row in doc.summaries}
	for row in summaries.missing_summaries(doc.name):
		summaries.excuse(row.name, reasons[row.author])


def what_opening_needs(doc):
	"""The day has come, every summary is in, and who was allocated since was asked, too."""
	missing = []
	if not doc.planned_on or getdate(doc.planned_on) > getdate(today()):
		missing.append(Missing("planned_on", _("The day of the session has not come.")))
	known = summaries.summaries_of(doc.name)
	new = [worker for worker in workers_on(doc.episode) if worker not in known]
	for name in names_of(new).values():
		sentence = _("{0} was allocated since: save this record, and the summary is asked for.")
		missing.append(Missing("summaries", sentence.format(name)))
	return missing + what_all_in_needs(doc)


def what_traditional_needs(doc):
	if kind_of(workers_on(doc.episode)) == TRADITIONAL:
		return []
	return [Missing("kind", _("Two or more workers are allocated: their summaries are asked for first."))]


def stamp_opening(doc):
	"""The session begins: who opens it takes the minutes unless said otherwise, and open actions are loaded."""
	doc.started_at = now_datetime()
	doc.minute_taker = doc.minute_taker or frappe.session.user
	carry_forward(doc)


def stamp_minutes(doc):
	doc.minuted_by, doc.minuted_on = frappe.session.user, today()


def what_finalising_alone_needs(doc):
	if doc.minute_taker == frappe.session.user:
		return session_needs(doc)
	sentence = _("Only a chair who took the minutes alone finalises now. Otherwise send them to the manager.")
	return [Missing("minute_taker", sentence), *session_needs(doc)]


def what_finalising_needs(doc):
	if doc.minuted_by != frappe.session.user:
		return session_needs(doc)
	sentence = _("You took the minutes: another manager finalises, or you send it back and finalise alone.")
	return [Missing("minuted_by", sentence), *session_needs(doc)]


def stamp_finalising_alone(doc):
	stamp_minutes(doc)
	stamp_finalising(doc)


def stamp_finalising(doc):
	doc.finalised_on, doc.finalised_by = today(), frappe.session.user
	doc.number = make_autoname("CSN-.YYYY.-.#####")
	doc.text_hash = hash_of(doc)


def conclude(doc):
	"""Actions begin and are answered, and the next supervision is planned."""
	start_actions(doc)
	answer_all(doc)
	plan_next(doc)


def plan_next(doc):
	"""Plan the next supervision of an episode that goes on and has none planned."""
	other = {"episode": doc.episode, "status": ["not in", OVER], "name": ["!=", doc.name]}
	closed = frappe.db.get_value("Early Help Episode", doc.episode, "status") == "Closed"
	if closed or frappe.db.exists("Case Supervision", other):
		return
	same = {name: doc.get(name) for name in ("episode", "chair_user", "planned_time", "room")}
	following = frappe.get_doc({"doctype": "Case Supervision", "planned_on": doc.next_on, **same})
	following.flags.by_system = True
	following.insert(ignore_permissions=True)


def what_postponing_needs(doc):
	if doc.postponed_to and getdate(doc.postponed_to) >= getdate(today()):
		return []
	return [Missing("postponed_to", _("Give the new day, today or later."))]


def stamp_postponing(doc):
	doc.planned_on, doc.postponed_to = doc.postponed_to, None
	doc.times_postponed = (doc.times_postponed or 0) + 1
	doc.summaries_asked_on = doc.summaries_due_on = doc.ready_on = None
	doc.went_without = 0


def withdraw_requests(doc):
	"""Nobody is asked for a summary of a session that does not take place."""
	for row in summaries.missing_summaries(doc.name):
		summaries.excuse(row.name, _("The supervision was cancelled."))


def stamp_setting_aside(doc):
	doc.set_aside_on, doc.set_aside_by = today(), frappe.session.user
