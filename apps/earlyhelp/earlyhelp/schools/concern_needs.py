"""What must be true before each step of a school's concern. Every function returns a list of Missing."""

import frappe
from frappe import _

from earlyhelp.schools.pupils import enrolment_at
from earlyhelp.states.flow import Missing


def missing(*items):
	"""Return the items whose condition holds: (condition, fieldname, sentence)."""
	return [Missing(fieldname, sentence) for condition, fieldname, sentence in items if condition]


def logging(doc):
	return missing(
		(not (doc.pupil or doc.pupil_name), "pupil_name", _("Say which child this is about.")),
		(not doc.category, "category", _("Choose what this is about.")),
		(not (doc.what_happened or "").strip(), "what_happened", _("Write down what was seen or said.")),
		(not doc.happened_on, "happened_on", _("Say on which day it happened.")),
	)


def noting(doc):
	low = doc.level == "Low" and doc.level_why
	return missing(
		(
			doc.kind != "Log-book entry" and not low,
			"level",
			_("Only a log-book entry, or a concern of level Low with the reason, is noted without action."),
		),
	)


def parents(doc):
	"""Parents were told, or it says why not."""
	return missing(
		(not doc.parents_told, "parents_told", _("Say whether the parents were told.")),
		(
			doc.parents_told == "No" and not doc.parents_told_how,
			"parents_told_how",
			_("Say why the parents were not told."),
		),
	)


def taking_on(doc):
	dated = [row for row in doc.steps if not row.done_on and row.by_when and row.what]
	return missing(
		(not doc.level, "level", _("Choose a level.")),
		(bool(doc.level) and not doc.level_why, "level_why", _("Say why this level.")),
		(not doc.held_by, "held_by", _("Say who holds it.")),
		(not dated, "steps", _("Say what happens next and by when.")),
	) + parents(doc)


def closing(doc):
	open_steps = [row for row in doc.steps if not row.done_on]
	return missing(
		(not doc.outcome, "outcome", _("Say what the outcome is and why.")),
		(bool(open_steps), "steps", _("A step is still open: say that it is done, or what came of it.")),
		(not doc.message_to_reporter, "message_to_reporter", _("Write a message to the reporter.")),
		(
			closes_own_high(doc),
			"held_by",
			_("A concern of level High is closed by another lead than the one who holds it."),
		),
	) + parents(doc)


def closes_own_high(doc):
	if doc.level != "High" or not frappe.get_cached_doc("Early Help Settings").second_lead_closes_high:
		return False
	holder = doc.held_by and frappe.db.get_value("School Staff", doc.held_by, "user")
	return holder == (doc.flags.on_behalf_of or frappe.session.user)


def moving(doc):
	return missing((not doc.moved_to, "moved_to", _("Say which child this is about.")))


def sharing(doc):
	return missing(
		(not doc.shared_what, "shared_what", _("Choose what is shared.")),
		(not doc.family_agrees, "family_agrees", _("Say whether the family agrees.")),
		(
			doc.family_agrees in ("No", "Not asked") and not doc.shared_without_why,
			"shared_without_why",
			_("Say why it is shared without the family's agreement."),
		),
	)


def sending(doc):
	there = doc.sent_to and enrolment_at(doc, doc.sent_to)
	return missing(
		(not doc.sent_to, "sent_to", _("Choose the school that receives the file.")),
		(
			bool(doc.sent_to) and doc.sent_to == doc.school,
			"sent_to",
			_("The file is at this school already."),
		),
		(
			bool(doc.sent_to) and doc.sent_to != doc.school and not there,
			"sent_to",
			_(
				"This child is not among the pupils of that school yet. Ask the school to enter the child first."
			),
		),
		(not doc.sent_list, "sent_list", _("List what goes.")),
	)


def receiving(doc):
	return missing((not doc.sent_on, "sent_to", _("This file was not sent.")))
