"""One family that a school or partner leads: who belongs to it, its plan, goals, reviews, meetings and actions."""

import frappe
from frappe import _

from earlyhelp.api.leading.view import episode_shown
from earlyhelp.api.pages import begin, only_for
from earlyhelp.constants import PU, SSL
from earlyhelp.planning.led_outside import led_episode

no_cache = 1
DONE = {
	"accepted": "You are the lead practitioner now. The team was told.",
	"saved": "It is saved.",
	"already": "That was done already. Nothing was changed.",
}


def get_context(context):
	only_for(SSL, PU)
	doc = led_episode(frappe.form_dict.get("of"), frappe.session.user)
	doc.add_viewed()
	context.shown = episode_shown(doc)
	note = DONE.get(frappe.form_dict.get("done"))
	begin(context, context.shown["family_name"], back="/my-families", back_title=_("Families"),
		note=note and _(note))  # fmt: skip
	return context
