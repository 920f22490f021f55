"""Who may see the figures of a service, and of which families."""

import frappe
from frappe import _

from earlyhelp.constants import AUD, BSO, DESK_ROLES, EHA, EHM

SEE_WHOLE_SERVICE = {BSO, EHM, EHA, AUD}


def check_caller():
	"""Refuse anybody without a desk role of the app; a report's own roles are checked before it runs."""
	if frappe.session.user != "Administrator" and not set(DESK_ROLES) & set(frappe.get_roles()):
		frappe.throw(_("You may not see these figures."), frappe.PermissionError)


def own_professional():
	"""Return None for who sees every family of a service, else a list: the caller's own Professional record.

	Practitioners see figures of the families they work or worked with; the list is empty for one
	whose account belongs to no Professional, and then so are the figures.
	"""
	roles = set(frappe.get_roles())
	if frappe.session.user == "Administrator" or SEE_WHOLE_SERVICE & roles:
		return None
	return frappe.get_all("Professional", filters={"user": frappe.session.user}, pluck="name")


def own_episodes():
	"""Return None for who sees every family within reach, else the episodes the caller works or worked on."""
	mine = own_professional()
	if mine is None:
		return None
	allocated = {"parenttype": "Early Help Episode", "professional": ["in", mine or [""]]}
	return set(frappe.get_all("Practitioner Allocation", filters=allocated, pluck="parent"))
