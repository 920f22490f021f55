"""What a request may ask for at all, before anything answers it.

People without the desk (the portal, guests) call the pages' own methods and what signing in needs, however the
address is spelt. On the desk, a record that a request names by doctype and name must be within reach: many of
Frappe's methods look at a record without asking whether the person may (titles of links, tags, likes, connections).
"""

import base64

import frappe
from frappe import _

from earlyhelp.permissions.family_access import may_read
from earlyhelp.permissions.guard import out_of_reach, refuse_as_missing
from earlyhelp.permissions.named import (
	OTHER_METHODS,
	PRIVATE,
	api_name,
	called,
	named_records,
	names_a_module,
	own_name,
	plain_path,
	private_addresses,
	record_of_path,
)
from earlyhelp.permissions.viewed import log_opening

OWN = "earlyhelp."
NOT_FOR_PAGES = ("earlyhelp.permissions.", "earlyhelp.states.")
# Frappe's own methods that a page outside of the desk needs.
SIGNING_IN = {
	"login",
	"logout",
	"ping",
	*(
		"frappe." + name
		for name in (
			"ping",
			"handler.logout",
			"auth.get_logged_user",
			"core.doctype.user.user.reset_password",
			"core.doctype.user.user.update_password",
			"core.doctype.user.user.test_password_strength",
			"translate.load_all_translations",
		)
	),
}
DOWNLOADS = (
	"download_file",
	"frappe.handler.download_file",
	"frappe." + "core.doctype.file.file.download_file",
)
# These answer for a missing name themselves, and alike for one that is out of reach (see `methods.py`); a report
# that is saved names no record of its doctype.
ANSWERS_ITSELF = {
	"frappe." + name
	for name in (
		*("client." + each for each in ("validate_link", "get_list", "get_count", "get_value")),
		"desk.search.get_link_title",
		"desk.reportview.save_report",
	)
}


def before_request():
	"""Let a request pass, or refuse it in words that do not depend on what exists."""
	user = asking()
	if user == "Administrator":
		return
	if works_on_the_desk(user):
		check_named_records(user)
	else:
		check_portal_request()


def asking() -> str:
	"""Return the account that asks. A token is read here as far as it names one: whether it is right is checked
	afterwards, and a wrong one gets no answer at all."""
	user, header = frappe.session.user, frappe.request.headers.get("Authorization", "")
	scheme, _space, token = header.partition(" ")
	if scheme.lower() == "bearer" and frappe.db.exists("DocType", "OAuth Bearer Token"):
		return frappe.db.get_value("OAuth Bearer Token", token.strip(), "user") or user
	if user != "Guest" or not header:
		return user
	if scheme.lower() == "basic":
		try:
			token = base64.b64decode(token).decode()
		except ValueError:
			return user
	key = token.partition(":")[0].strip()
	return (key and frappe.db.get_value("User", {"api_key": key}, "name")) or user


def works_on_the_desk(user) -> bool:
	"""Say whether an account is one of the desk; guests and people of the portal are not."""
	return user != "Guest" and frappe.db.get_value("User", user, "user_type") == "System User"


def check_portal_request():
	"""People of the portal ask for pages and for what pages call, and for nothing below /api beside."""
	methods = [name for name in (frappe.form_dict.get("cmd"), api_name()) if name is not None]
	if any(not for_pages(name) or not is_own(name) for name in methods):
		frappe.throw(_("You are not permitted to access this resource."), frappe.PermissionError)
	if plain_path().startswith("private/files/"):
		frappe.throw(_("Not found"), frappe.DoesNotExistError)


def for_pages(name) -> bool:
	"""Say whether a page outside of the desk may call a method of this name."""
	if not isinstance(name, str):
		return False
	return name in SIGNING_IN or (name.startswith(OWN) and not name.startswith(NOT_FOR_PAGES))


def is_own(name) -> bool:
	"""Say whether a page's method is written in the app, and not a method of Frappe that one of its modules imports."""
	own = own_name(name) if name.startswith(OWN) else None
	return not own or own.startswith(OWN) or own in SIGNING_IN or not own.startswith("frappe.")


def check_called(form):
	"""What the app answers in place of Frappe is not reached by another name: through a module that imports it, or
	through a method that calls one by its name."""
	answered = frappe.get_hooks("override_whitelisted_methods")
	method = called()
	past = names_a_module() or (own_name(method) in answered and method not in answered)
	others = [form.get(field) for field in OTHER_METHODS]
	if past or any(
		name in answered or own_name(name) in answered for name in others if isinstance(name, str)
	):
		frappe.throw(_("You are not permitted to access this resource."), frappe.PermissionError)


def check_named_records(user):
	"""Refuse a request that names a record out of reach, as if there were none."""
	check_called(frappe.form_dict)
	check_files(user)
	if called() in ANSWERS_ITSELF:
		return
	for kind, name in named_records():
		if out_of_reach(kind, name, user):
			refuse_as_missing(kind, name)
	log_opening(record_of_path())


def check_files(user):
	"""A private file out of reach answers as one that does not exist, also where it is only spoken of: Frappe would
	tell what it hangs on, or hang it on something else as well."""
	downloads = frappe.request.path.startswith(PRIVATE) or called() in DOWNLOADS
	for meant in private_addresses():
		found = [files_reached(url, user) for url in meant]
		if not any(found) or any(rows == [] for rows in found):
			frappe.throw(_("Not found"), frappe.DoesNotExistError)
		for row in {row.name: row for rows in found for row in rows or ()}.values() if downloads else ():
			log_opening((row.attached_to_doctype, row.attached_to_name))


def files_reached(url, user):
	"""Return the records of a private file that an account reads; None for an address where there is no file."""
	fields = ["name", "attached_to_doctype", "attached_to_name"]
	rows = frappe.get_all("File", filters={"file_url": url}, fields=fields)
	near = [
		row
		for row in rows
		if not row.attached_to_doctype
		or not out_of_reach(row.attached_to_doctype, row.attached_to_name, user)
	]
	return [row for row in near if may_read(frappe.get_doc("File", row.name), user)] if rows else None
