"""What all pages of the app have in common: who may open them, their frame, and where a post leads to."""

from urllib.parse import quote, urlencode

import frappe
from frappe import _
from frappe.sessions import get_csrf_token

from earlyhelp import __version__

KEPT_SECONDS = 2 * 60 * 60


def begin(context, title, **values):
	"""Fill the context with what the frame shows. `values`: back, back_title, wide, questions, note, ..."""
	settings = frappe.get_cached_doc("Early Help Settings")
	signed_in = frappe.session.user != "Guest"
	context.update(
		{
			"no_cache": 1,
			"title": title,
			"stylesheet": f"/assets/earlyhelp/css/earlyhelp.css?v={__version__}",
			"page_script": f"/assets/earlyhelp/js/earlyhelp.js?v={__version__}",
			"csrf_token": get_csrf_token() if signed_in else "",
			"signed_in_as": frappe.utils.get_fullname(frappe.session.user) if signed_in else "",
			"page_menu": menu(context.get("path")) if signed_in else [],
			"danger_telephone": settings.danger_telephone,
			"confidentiality_line": settings.confidentiality_line,
			"errors": [],
			**values,
		}
	)
	return context


def menu(path=None):
	"""Return the entries of the portal's menu for the roles of the person signed in."""
	roles = set(frappe.get_roles())
	found = [item for item in frappe.get_hooks("portal_menu_items") if item.get("role") in roles]
	entries = {item["route"]: {"title": item["title"], "route": item["route"]} for item in found}
	if frappe.get_cached_value("User", frappe.session.user, "user_type") == "System User":
		entries["/app"] = {"title": _("Desk"), "route": "/app"}
	return [{**entry, "here": entry["route"] == f"/{path}"} for entry in entries.values()]


def sign_in_first():
	"""Send guests to the sign-in page and back to where they wanted to go."""
	if frappe.session.user == "Guest":
		leave_for("/login?redirect-to=" + quote(here()))


def only_for(*roles):
	"""Let only people with one of these roles go on; guests sign in first. Raises PermissionError."""
	sign_in_first()
	if not set(roles) & set(frappe.get_roles()):
		frappe.throw(_("This page is not for your account."), frappe.PermissionError, _("Not Permitted"))


def here():
	"""Return the address that was asked for, with its query."""
	path = frappe.request.path if frappe.request else "/"
	query = frappe.request.query_string.decode(errors="replace") if frappe.request else ""
	return f"{path}?{query}" if query else path


def leave_for(address):
	"""Show another page instead of this one. Raises Redirect."""
	frappe.local.flags.redirect_location = address
	raise frappe.Redirect(302)


def go(path, /, at="", **query):
	"""Answer a post with another page; empty parts of the query are left out, and what no name or token is.

	`at`: the place on the page that it opens at.
	"""
	parts = {key: str(value) for key, value in query.items() if value not in (None, "")}
	query = urlencode({key: value for key, value in parts.items() if len(value) <= 140})
	frappe.local.response["type"] = "redirect"
	frappe.local.response["location"] = (f"{path}?{query}" if query else path) + (f"#{at}" if at else "")


def keep(form, values, errors, token=None):
	"""Keep what was typed into a form until its page is shown again; return the token that finds it.

	`token`: one that was given out before, for a form of several pages.
	"""
	token = token or frappe.generate_hash(length=32)
	kept = {"form": form, "user": frappe.session.user, "values": values, "errors": errors}
	frappe.cache.set_value(f"earlyhelp_form|{token}", kept, expires_in_sec=KEPT_SECONDS)
	return token


def kept(form, token=None):
	"""Return (values, errors) that were kept for this form and person; ({}, []) when there are none.

	`token`: the one that finds them; without it that of the address.
	"""
	token = token or frappe.form_dict.get("again")
	found = frappe.cache.get_value(f"earlyhelp_form|{token}") if isinstance(token, str) and token else None
	if not found or (found["form"], found["user"]) != (form, frappe.session.user):
		return {}, []
	return found["values"], found["errors"]


def telephone_numbers():
	"""Return whom to call when a child is in danger: label, number as shown and as dialled."""
	settings = frappe.get_cached_doc("Early Help Settings")
	found = (
		(_("Police, ambulance"), settings.danger_telephone),
		(_("Children's social care"), settings.social_care_telephone),
		(_("Children's social care, nights and weekends"), settings.social_care_out_of_hours),
	)
	return [
		{"label": label, "shown": number, "dial": "".join(c for c in number if c.isdigit() or c == "+")}
		for label, number in found
		if number
	]


def clock(value):
	"""Return a time as 09:30, however the database gives it; "" for none."""
	hours, minutes, *_rest = [*str(value or "").split(":"), ""]
	return f"{int(hours):02}:{minutes}" if minutes else ""
