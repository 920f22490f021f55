"""The families that a school or partner leads, and those that they are asked to lead."""

import frappe
from frappe import _

from earlyhelp.api.leading import view
from earlyhelp.api.leading.steps import decline_questions
from earlyhelp.api.pages import begin, kept, only_for
from earlyhelp.api.questions import fill
from earlyhelp.constants import PU, SSL
from earlyhelp.planning import led_outside

no_cache = 1
DONE = {"declined": "The team was told that you cannot be the lead."}


def get_context(context):
	"""Show who asks and what is led; or the question why somebody cannot be the lead."""
	only_for(SSL, PU)
	note = DONE.get(frappe.form_dict.get("done"))
	values, errors = kept("asked")
	begin(context, _("Families"), note=note and _(note), errors=errors)
	context.asked = [{**row, **view.asked_shown(row)} for row in led_outside.asked()]
	context.led = [view.led_shown(row) for row in led_outside.led()]
	context.meetings = view.called_meetings()
	wanted = frappe.form_dict.get("asked")
	context.declined = next((row for row in context.asked if row["name"] == wanted), None)
	if context.declined and (errors or frappe.form_dict.get("decline")):
		context.update({"title": _("You cannot be the lead"), "back": "/my-families"})
		context.questions = fill(decline_questions(), values, errors)
	return context
