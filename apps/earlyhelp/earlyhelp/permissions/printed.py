"""Frappe's methods that print what a request sends, as they are with the rule of access.

A page of the desk sends the record that it shows, and Frappe prints that instead of the stored one: with a made-up
record a template would write out any family that it names. Named in `override_whitelisted_methods`.
"""

import frappe

from earlyhelp.permissions.case_records import is_case
from earlyhelp.permissions.guard import check_links
from earlyhelp.permissions.named import parsed

PAGE = "frappe." + "www.printview."


@frappe.whitelist()
def get_html_and_style(
	doc: str | dict,
	name: str | None = None,
	print_format: str | None = None,
	no_letterhead: bool | None = None,
	letterhead: str | None = None,
	trigger_print: bool = False,
	style: str | None = None,
	settings: str | dict | None = None,
):
	"""Return the page of a record: a case record as it is stored, any other with links within reach only."""
	given = {"no_letterhead": no_letterhead, "letterhead": letterhead, "trigger_print": trigger_print}
	given |= {"style": style, "settings": settings, "print_format": print_format}
	return frappe.get_attr(PAGE + "get_html_and_style")(**_stored(doc, name), **given)


@frappe.whitelist()
def get_rendered_raw_commands(doc: str | dict, name: str | None = None, print_format: str | None = None):
	"""Return the commands of a raw print of the same."""
	page = frappe.get_attr(PAGE + "get_rendered_raw_commands")
	return page(**_stored(doc, name), print_format=print_format)


def _stored(doc, name):
	"""Return what is handed on: the doctype and the name of a stored record, or a whole one whose links are checked."""
	sent = parsed(doc)
	if not isinstance(sent, dict):
		return {"doc": doc, "name": name}
	kind = str(sent.get("doctype"))
	if is_case(kind):
		return {"doc": kind, "name": str(sent.get("name") or "")}
	check_links(frappe.get_doc(sent))
	return {"doc": frappe.as_json(sent), "name": None}
