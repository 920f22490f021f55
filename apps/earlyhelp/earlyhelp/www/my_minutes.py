"""Issued minutes in the version that was meant for the account or its school."""

import frappe
from frappe import _

from earlyhelp.api.pages import begin, only_for
from earlyhelp.constants import PU, SSL
from earlyhelp.team_around.portal import NotYoursError, minutes_for

no_cache = 1


def get_context(context):
	only_for(SSL, PU)
	name = frappe.form_dict.get("of")
	try:
		minutes = minutes_for(name if isinstance(name, str) else "", frappe.session.user)
	except NotYoursError:
		frappe.throw(_("This is not here."), frappe.DoesNotExistError, _("Not Found"))
	frappe.get_doc("TAC Meeting", name).add_viewed()
	begin(context, _("Minutes"), back="/my-meetings", back_title=_("Meetings"))
	context.update({"name": name, "minutes": minutes, "lists": lists_of(minutes)})
	return context


def lists_of(minutes):
	"""Return the actions of the minutes as titled lists, those that were agreed before first."""
	found = ((_("Agreed before, and how it went"), "carried"), (_("What was agreed"), "agreed"))
	return [(title, minutes[key]) for title, key in found if minutes[key]]
