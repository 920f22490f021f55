"""What must stand in a supervision before it goes to the manager."""

import frappe
from frappe import _

from earlyhelp.states.flow import Missing
from earlyhelp.supervision.workers import CARERS, PARENTS, children_of, members_of
from earlyhelp.team_around.actions import what_is_missing

TEXTS = {
	"impact_of_support": "Say what the support has changed for the children.",
	"rating": "Choose red, amber or green.",
	"rating_why": "Say why it is red, amber or green.",
	"plan": "Say what happens next.",
	"next_on": "Say when the next supervision is.",
}


def session_needs(doc):
	"""Return everything that is missing before the minutes may go to the manager."""
	missing = [Missing(name, _(sentence)) for name, sentence in TEXTS.items() if not doc.get(name)]
	missing += attendance_needs(doc)
	missing += stage_needs(doc)
	missing += view_needs(doc)
	missing += rating_needs(doc)
	missing += decision_needs(doc)
	missing += [Missing("actions", sentence) for sentence in what_is_missing(doc)]
	return missing


def attendance_needs(doc):
	present = [row for row in doc.attendees if row.professional and row.attendance == "Present"]
	return [] if present else [Missing("attendees", _("Say who took part."))]


def stage_needs(doc):
	"""Each adult worked with has a stage of change, or it is said why it was not discussed."""
	said = {row.adult for row in doc.stages}
	missing = [
		Missing("stages", _("{0}: say where this adult stands, or why it was not discussed.").format(name))
		for person, name in adults_worked_with(doc).items()
		if person not in said
	]
	return missing + unfinished_stages(doc.stages)


def unfinished_stages(rows):
	"""Return what is missing in rows of stages: the adult, and a behaviour with its stage, or why not."""
	sentence = _("Row {0}: name the adult, the behaviour and the stage, or say why it was not discussed.")
	return [
		Missing("stages", sentence.format(row.idx))
		for row in rows
		if not (row.adult and ((row.behaviour and row.stage) or row.why_not))
	]


def adults_worked_with(doc):
	"""Return {person: name} of the adults who care for the children, and of those whom a summary names."""
	adults = members_of(doc.family, CARERS)
	summaries = [row.summary for row in doc.summaries if row.summary_status == "Finalised"]
	filters = {"parenttype": "Professional Summary", "parent": ["in", summaries or [""]]}
	for row in frappe.get_all("Supervision Stage", filters=filters, fields=["adult", "full_name"]):
		if row.adult:
			adults.setdefault(row.adult, row.full_name or row.adult)
	return adults


def view_needs(doc):
	"""There is a view of each child and each parent, or why not."""
	told = {(row.whose, row.person) for row in doc.views if row.words or row.why_not}
	wanted = [("Child", *item) for item in children_of(doc.episode, doc.family).items()]
	wanted += [("Parent", *item) for item in members_of(doc.family, PARENTS).items()]
	return [
		Missing("views", _("{0}: give this person's view, or say why it is not known.").format(name))
		for whose, person, name in wanted
		if (whose, person) not in told
	]


def rating_needs(doc):
	return [
		Missing("ratings", _("Row {0}: name the child, the colour and why.").format(row.idx))
		for row in doc.ratings
		if not (row.child and row.rating and row.why)
	]


def decision_needs(doc):
	if not doc.decisions:
		return [Missing("decisions", _("Write down what was decided."))]
	return [
		Missing("decisions", _("Row {0}: say what was decided, why and by whom.").format(row.idx))
		for row in doc.decisions
		if not (row.decision and row.why and row.decided_by)
	]
