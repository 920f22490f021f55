"""A review of the plan that takes place in a meeting is the same event: what one page says, the other knows.

Asks for no rights: the review follows from a step of the meeting, for whoever may take that step.
"""

import frappe

from earlyhelp.states.moves import move

VOICE = ("person", "full_name", "words", "how", "said_on", "may_be_shown_to", "not_shown_to")
VOICE += ("also_not_shown_to", "why_not")


def review_is_planned(doc) -> bool:
	return bool(doc.review) and frappe.db.get_value("Plan Review", doc.review, "status") == "Planned"


def review_of(doc):
	"""Return the review of a meeting with what the meeting knows filled in, not saved; None without one."""
	if not doc.review:
		return None
	review = frappe.get_doc("Plan Review", doc.review)
	if review.status not in ("Planned", "Held"):
		return review
	review.tac_meeting = doc.name
	review.held_on = review.held_on or doc.meeting_on
	review.next_review_on = review.next_review_on or doc.next_meeting_on
	heard = {row.person for row in review.voices if row.words or row.why_not}
	for row in doc.voices:
		if row.person not in heard and (row.words or row.why_not):
			review.voices = [voice for voice in review.voices if voice.person != row.person]
			review.append("voices", {name: row.get(name) for name in VOICE})
	return review


def hold_review(doc):
	"""The review is held when its meeting starts."""
	if review_is_planned(doc):
		keep(review_of(doc))
		move(review_of(doc), "Hold", on_behalf_of=frappe.session.user)


def fill_review(doc):
	"""What the meeting said about the children and the next day stands in the review, too."""
	review = review_of(doc)
	if review and review.status == "Held":
		keep(review)


def keep(review):
	review.flags.by_system = True
	review.save(ignore_permissions=True)
