"""What a request may ask for at all, before anything answers it.

People without the desk (the portal, guests) call the pages' own methods and what signing in needs, however the
address is spelt. On the desk, a record that a request names by doctype and name must be within reach: many of
Frappe's methods look at a record without asking whether the person may (titles of links, tags, likes, connections).
"""

import base64
import re

import frappe
from frappe import _

from earlyhelp.permissions.guard import out_of_reach, refuse_as_missing

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
# The names under which Frappe's methods take a doctype and the name of a record.
NAMED_BY = (
	("doctype", ("name", "docname", "doc_name", "value", "docs")),
	("dt", ("dn", "docs")),
	("ref_doctype", ("ref_docname",)),
	("reference_doctype", ("reference_name",)),
	("reference_type", ("reference_name",)),
	("attached_to_doctype", ("attached_to_name",)),
	("share_doctype", ("share_name",)),
	("document_type", ("document_name",)),
)
# These answer for a missing name themselves, and alike for one that is out of reach (see `methods.py`).
ANSWERS_ITSELF = {
	"frappe." + name
	for name in (
		*("client." + each for each in ("validate_link", "get_list", "get_count", "get_value")),
		"desk.search.get_link_title",
	)
}

# These look at the stored record before they ask who may: the parameters in which they take a whole record.
TAKES_WHOLE = {
	**{
		path + name: ("docs", "document")
		for name in ("run_doc_method", "runserverobj")
		for path in ("", "frappe.handler.")
	},
	**{"frappe.model.workflow." + name: ("doc",) for name in ("apply_workflow", "get_transitions")},
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
	if user != "Guest" or not header:
		return user
	scheme, _space, token = header.partition(" ")
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
	if any(not for_pages(name) for name in methods):
		frappe.throw(_("You are not permitted to access this resource."), frappe.PermissionError)
	if plain_path().startswith("private/files/"):
		frappe.throw(_("Not found"), frappe.DoesNotExistError)


def for_pages(name) -> bool:
	"""Say whether a page outside of the desk may call a method of this name."""
	if not isinstance(name, str):
		return False
	return name in SIGNING_IN or (name.startswith(OWN) and not name.startswith(NOT_FOR_PAGES))


def plain_path() -> str:
	"""Return the path that was asked for, without doubled, leading and closing slashes, in small letters."""
	return re.sub(r"/+", "/", frappe.request.path.replace("\\", "/")).strip("/").lower()


def api_parts():
	"""Return the parts of a path below /api, after its version; None for another path."""
	parts = re.sub(r"/+", "/", frappe.request.path.replace("\\", "/")).strip("/").split("/")
	if parts[0].lower() != "api":
		return None
	return parts[2:] if len(parts) > 1 and re.fullmatch(r"v\d+", parts[1].lower()) else parts[1:]


def api_name():
	"""Return the method that a path below /api names; "" for anything else there, None for another path."""
	parts = api_parts()
	if parts is None:
		return None
	return parts[1] if len(parts) == 2 and parts[0] == "method" else ""


def called():
	"""Return the method that is called: `cmd` goes before the path, whatever that names."""
	return frappe.form_dict.get("cmd") or api_name()


def check_named_records(user):
	"""Refuse a request that names a record out of reach, as if there were none."""
	form = frappe.form_dict
	if called() in ANSWERS_ITSELF:
		return
	check_file(user)
	for kind, name in (*named_in_path(), *named_in_form(form), *named_as_whole(form)):
		if out_of_reach(kind, name, user):
			refuse_as_missing(kind, name)


def check_file(user):
	"""A private file that hangs on nothing within reach answers as one that does not exist: Frappe would tell what
	it hangs on."""
	path = re.sub(r"/+", "/", frappe.request.path)
	url = path if path.startswith("/private/files/") else None
	if called() in ("download_file", "frappe.handler.download_file"):
		url = frappe.form_dict.get("file_url")
	if not isinstance(url, str) or not url.startswith("/private/files/"):
		return
	attached = ["attached_to_doctype", "attached_to_name"]
	rows = frappe.get_all("File", filters={"file_url": url}, fields=attached, as_list=True)
	if all(kind and out_of_reach(kind, name, user) for kind, name in rows):
		frappe.throw(_("Not found"), frappe.DoesNotExistError)


def named_in_path():
	"""Yield the (doctype, name) of a path that names one record, as /api/resource/Family/FAM-1 does."""
	parts = api_parts() or ()
	if len(parts) > 2 and parts[0] in ("resource", "document"):
		yield parts[1], "/".join(parts[2:])


def named_in_form(form):
	"""Yield the (doctype, name) of every record that the parameters name."""
	for kind_field, name_fields in NAMED_BY:
		kind = form.get(kind_field)
		for field in name_fields if isinstance(kind, str) and kind else ():
			for name in names_in(form.get(field)):
				yield kind, name


def named_as_whole(form):
	"""Yield the (doctype, name) of a record that is sent as a whole to a method that looks at the stored one."""
	for field in TAKES_WHOLE.get(called(), ()):
		try:
			record = frappe.parse_json(form.get(field))
		except ValueError:
			continue
		if isinstance(record, dict) and isinstance(record.get("doctype"), str):
			for name in names_in(record.get("name")):
				yield record["doctype"], name


def names_in(value):
	"""Yield the names in a parameter: one, or a list as JSON; the working name of an unsaved record is none."""
	if isinstance(value, str) and value.lstrip().startswith("["):
		try:
			value = frappe.parse_json(value)
		except ValueError:
			value = [value]
	for name in value if isinstance(value, list) else [value]:
		if isinstance(name, str | int) and name != "" and not str(name).startswith("new-"):
			yield str(name)
