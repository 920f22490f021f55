"""What the steps of a Plan Review write, and what follows from them.

Asks for no rights: whoever may take a step may have what follows from it.
"""

import frappe
from frappe import _
from frappe.utils import date_diff, today

from earlyhelp.early_help_setup.date_rules import day
from earlyhelp.early_help_setup.timescales import due_on
from earlyhelp.permissions.notices import tell
from earlyhelp.planning.latest_scores import refresh_latest_scores
from earlyhelp.planning.planned_reviews import plan_review
from earlyhelp.planning.review_needs import corrected_row
from earlyhelp.planning.review_rows import lay_out
from earlyhelp.planning.whose import managers_of
from earlyhelp.states.moves import move


def plan_of(doc):
	return frappe.get_doc("My Family Plan", doc.plan)


def stamp_planned(doc):
	"""What nobody said when it is due is due by the timescale; history that is brought in was held already."""
	doc.sign_off_by_lead = frappe.db.get_single_value("Early Help Settings", "sign_off_by_lead") or 0
	if not doc.due_on and not doc.held_on and doc.kind != "Correction":
		doc.due_on = day(doc.planned_for) or due_on("Next Review", today())


def stamp_held(doc):
	doc.held_on = doc.held_on or today()
	doc.days_late = max(0, date_diff(doc.held_on, doc.due_on)) if doc.due_on else 0
	doc.set_counts_on()
	if doc.kind == "Review":
		# What a meeting agrees comes from the meeting.
		if not doc.tac_meeting:
			doc.next_review_on = doc.next_review_on or due_on("Next Review", doc.held_on)
		lay_out(doc, frappe.get_doc("Early Help Episode", plan_of(doc).episode))


def after_holding(doc):
	"""The plan is open for changes while it is looked at again."""
	plan = plan_of(doc)
	if doc.kind == "Review" and plan.status == "Active":
		move(plan, "Open For Changes", frappe.session.user, _("Review {0} was held").format(doc.name))


def after_cancelling(doc):
	"""A cancelled review does not reset the clock."""
	plan = plan_of(doc)
	if doc.kind == "Review" and plan.status != "Closed":
		plan_review(plan, doc.due_on)


def stamp_submission(doc):
	doc.submitted_on, doc.submitted_by = today(), frappe.session.user


def after_sending(doc):
	episode = frappe.get_doc("Early Help Episode", plan_of(doc).episode)
	tell(managers_of(episode), doc, _("A review waits for sign-off."))


def after_sending_back(doc):
	tell([doc.submitted_by], doc, _("The review was sent back."))


def stamp_final(doc):
	doc.finalised_on, doc.finalised_by = today(), frappe.session.user


def after_finalising(doc):
	"""Its scores count from now, and the next review is planned."""
	if doc.kind == "Correction":
		row = corrected_row(doc)
		if row:
			marks = {"corrected_by": doc.name, "corrected_on": doc.held_on}
			frappe.db.set_value("Goal Score", row, marks)
	refresh_latest_scores([row.goal for row in doc.scores])
	plan = plan_of(doc)
	if doc.kind == "Review" and plan.status != "Closed":
		plan_review(plan, due_on("Next Review", doc.held_on), doc.next_review_on)
