"""Who viewed: every way in which a record of a family is read as a whole is written to its View Log.

Frappe writes it for a form on the desk; a record that is fetched, printed or downloaded is read as well.
"""

import frappe

from earlyhelp.permissions.case_records import is_case
from earlyhelp.permissions.guard import out_of_reach


def log_opening(record):
	"""Write that the person of this request reads a record; `record` is its (doctype, name), or None.

	Only a request that reads is meant: what is written has a version of its own.
	"""
	kind, name = record or (None, None)
	if not kind or frappe.request.method not in ("GET", "HEAD") or not frappe.db.exists("DocType", kind):
		return
	if is_case(kind) and frappe.db.exists(kind, name):
		frappe.get_doc(kind, name).add_viewed()


def log_print(doc, method=None, *settings):
	"""Write that a record was put on paper, or on a page like it; what is out of reach is called by its number there."""
	drop_titles(doc.get("__link_titles"))
	if is_case(doc.doctype) and doc.name and not doc.is_new():
		doc.add_viewed()


def drop_titles(titles):
	"""Take the titles of records that are out of reach from {doctype::name: title}."""
	for key in list(titles or ()):
		kind, _separator, name = key.partition("::")
		if out_of_reach(kind, name):
			del titles[key]
