"""What the steps of a professional summary ask for, stamp and bring about."""

import frappe
from frappe import _
from frappe.utils import getdate, today

from earlyhelp.states.flow import Missing, said_as
from earlyhelp.states.moves import move
from earlyhelp.supervision import summaries
from earlyhelp.supervision.session import unfinished_stages
from earlyhelp.supervision.workers import children_of

TEXTS = {
	"period_from": "Say from which day on this is about.",
	"period_to": "Say until which day this is about.",
	"work_done": "Say what was done.",
	"change_seen": "Say what has changed.",
	"what_next": "Say what you will do next.",
}


def supervision_of(doc):
	"""Return what a summary must know of its stored supervision."""
	names = ["name", "status", "chair_user", "episode", "planned_on", "summaries_due_on"]
	return frappe.db.get_value("Case Supervision", doc.supervision, names, as_dict=True)


@said_as(lambda doc: _("the chair of the supervision"))
def is_chair(doc, user):
	return bool(user) and supervision_of(doc).chair_user == user


def what_beginning_needs(doc):
	"""Summaries are frozen once the session was opened."""
	if supervision_of(doc).status in summaries.BEFORE_SESSION:
		return []
	return [Missing("supervision", _("The session was opened or cancelled: its summaries stay as they are."))]


def stamp_request(doc):
	supervision = supervision_of(doc)
	doc.requested_on = today()
	doc.due_on = supervision.summaries_due_on or (
		supervision.planned_on and summaries.summaries_due(supervision.planned_on)
	)
	doc.excused_on = doc.excused_why = None
	doc.period_from = doc.period_from or last_supervised_on(supervision.episode)


def last_supervised_on(episode):
	"""Return the day of the last finalised supervision, without any the day on which help began."""
	held = {"episode": episode, "status": "Finalised"}
	days = frappe.get_all("Case Supervision", filters=held, fields=["started_at", "finalised_on"])
	last = max((getdate(row.started_at or row.finalised_on) for row in days), default=None)
	return last or frappe.db.get_value("Early Help Episode", episode, "opened_on")


def keep_cover(doc):
	summaries.keep_covers(doc.supervision)


def stamp_start(doc):
	doc.started_on = today()


def what_finalising_needs(doc):
	missing = what_beginning_needs(doc)
	missing += [Missing(name, _(sentence)) for name, sentence in TEXTS.items() if not doc.get(name)]
	if not doc.stages:
		sentence = _("Say where each adult you work with stands, or why it was not discussed.")
		missing.append(Missing("stages", sentence))
	missing += unfinished_stages(doc.stages)
	told = {row.child for row in doc.children if row.what_it_means}
	children = children_of(supervision_of(doc).episode, doc.family)
	return missing + [
		Missing("children", _("{0}: say what it means for this child.").format(name))
		for person, name in children.items()
		if person not in told
	]


def stamp_finalising(doc):
	doc.finalised_on = today()
	late = (getdate(today()) - getdate(doc.due_on)).days if doc.due_on else 0
	doc.days_late = max(0, late)


def conclude(doc):
	"""An earlier summary of the same worker gives way, and a supervision that waited for this one moves on."""
	earlier = {**same_worker(doc), "status": "Finalised", "name": ["!=", doc.name]}
	for name in frappe.get_all("Professional Summary", filters=earlier, pluck="name"):
		move(frappe.get_doc("Professional Summary", name), "Supersede")
	summaries.all_in(doc.supervision)


def same_worker(doc):
	return {"supervision": doc.supervision, "author": doc.author}


def stamp_excuse(doc):
	doc.excused_on, doc.excused_why = today(), doc.state_reason


def move_supervision_on(doc):
	summaries.all_in(doc.supervision)


def wait_again(doc):
	summaries.keep_covers(doc.supervision)
	summaries.wait_again(doc.supervision)


def stamp_superseded(doc):
	newest = frappe.get_all(
		"Professional Summary",
		filters={**same_worker(doc), "status": "Finalised", "name": ["!=", doc.name]},
		pluck="name",
		order_by="creation desc, name desc",
		limit=1,
	)
	doc.superseded_by = newest[0] if newest else None
