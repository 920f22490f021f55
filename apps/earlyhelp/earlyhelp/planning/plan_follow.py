"""What the steps of My Family Plan write, and what follows from them.

Asks for no rights: whoever may take a step may have what follows from it.
"""

import frappe
from frappe import _
from frappe.utils import cint, today

from earlyhelp.early_help_setup.timescales import due_on
from earlyhelp.permissions.notices import tell
from earlyhelp.planning.planned_reviews import cancel_planned, plan_review
from earlyhelp.planning.versions import freeze
from earlyhelp.planning.whose import managers_of
from earlyhelp.team_around.actions import start_actions


def stamp_submission(doc):
	doc.assessment_completed_on = doc.assessment_completed_on or today()
	doc.submitted_on, doc.submitted_by = today(), frappe.session.user


def after_sending(doc):
	episode = frappe.get_doc("Early Help Episode", doc.episode)
	tell(managers_of(episode), doc, _("A plan waits for approval."))


def stamp_approval(doc):
	doc.approved_on, doc.approved_by = today(), frappe.session.user
	doc.version_no = cint(doc.version_no) + 1
	doc.copy_due_on = due_on("Copy Of Plan", doc.approved_on)


def after_approval(doc):
	freeze(doc)
	start_actions(doc)
	plan_review(doc, due_on("First Review", doc.assessment_completed_on or doc.approved_on))
	tell([doc.submitted_by], doc, _("The plan was approved."))


def after_sending_back(doc):
	tell([doc.submitted_by], doc, _("The plan was sent back."))


def stamp_closing(doc):
	doc.closed_on = today()


def stamp_unfinished(doc):
	"""Counted as "no plan completed"."""
	doc.closed_on, doc.unfinished = today(), 1


def after_closing(doc):
	cancel_planned(doc)


def stamp_reopening(doc):
	doc.closed_on, doc.unfinished = None, 0


def after_reopening(doc):
	plan_review(doc, due_on("Next Review", today()))
