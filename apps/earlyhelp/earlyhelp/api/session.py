"""Signing out from the app's pages."""

import frappe
from frappe.handler import logout

from earlyhelp.api.pages import go


@frappe.whitelist(allow_guest=True, methods=["POST"])
def sign_out():
	"""End the session of whoever asks and show the sign-in page. Asks for no role: a session ends its own."""
	logout()
	go("/login")
