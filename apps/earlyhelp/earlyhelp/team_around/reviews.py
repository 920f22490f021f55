"""A review of the plan that takes place in a meeting is the same event."""

import frappe

from earlyhelp.states.moves import move


def hold_review(doc):
	"""The review is held when its meeting starts."""
	if not doc.review:
		return
	review = frappe.get_doc("Plan Review", doc.review)
	if review.status != "Planned":
		return
	if not review.held_on:
		review.db_set("held_on", doc.meeting_on, update_modified=False)
	move(review, "Hold", on_behalf_of=frappe.session.user)
