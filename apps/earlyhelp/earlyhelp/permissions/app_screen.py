"""Who sees the app on the screen of apps."""

import frappe

from earlyhelp.constants import DESK_ROLES


def may_open_desk() -> bool:
	"""Say whether the person signed in works on the desk: holds a desk role of the app."""
	return frappe.session.user == "Administrator" or bool(set(DESK_ROLES) & set(frappe.get_roles()))
