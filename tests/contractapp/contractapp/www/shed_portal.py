import frappe
from frappe import _

no_cache = 1


def get_context(context):
	if frappe.session.user == "Guest":
		frappe.local.flags.redirect_location = "/login?redirect-to=/shed-portal"
		raise frappe.Redirect(302)
	context.title = _("Shed portal")
	context.csrf_token = frappe.sessions.get_csrf_token()
	context.visits = visits() if frappe.has_permission("Visit") else []


def visits():
	return frappe.get_list("Visit", fields=["remark"], order_by="creation", limit=20)
