"""Steps of a meeting on the pages of a lead: whose they are, and what a step asks beside why."""

from collections.abc import Callable
from typing import NamedTuple

import frappe
from frappe import _

from earlyhelp.api.questions import Question
from earlyhelp.planning.chair_outside import chairs
from earlyhelp.states.moves import write_on_page


class StepForm(NamedTuple):
	"""What a step asks first: `questions(doc)`, and `write(doc, answers)`, which keeps the answers before it."""

	questions: Callable
	write: Callable


class DayOrNoneError(frappe.ValidationError):
	"""A meeting is postponed to a day, and the day is said to be open."""


def may_press(doc, action):
	"""The minutes are issued by who chairs; the other steps by everybody of the school or the partner."""
	return action != "Issue" or chairs(doc, frappe.session.user)


def postponing(doc):
	return [
		Question("new_day", _("The new day"), "date", required=False, plain=True),
		Question("starts_at", _("From"), "time", required=False, plain=True),
		Question("finishes_at", _("Until"), "time", required=False, plain=True),
		Question("date_to_be_found", _("The day is still to be found"), "check", required=False),
	]


def postpone(doc, answers):
	"""Keep the new day; who was invited hears of it once, by the step."""
	if answers["new_day"] and answers["date_to_be_found"]:
		frappe.throw(_("Give the new day, or tick that it is to be found, not both."), DayOrNoneError)
	given = {name: answers[name].strftime("%H:%M") for name in ("starts_at", "finishes_at") if answers[name]}
	if answers["new_day"]:
		given["meeting_on"] = answers["new_day"]
	doc.update({**given, "date_to_be_found": answers["date_to_be_found"]})
	doc.flags.told_by_step = True
	write_on_page(doc)


POSTPONE = StepForm(postponing, postpone)
