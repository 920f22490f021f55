"""Long lists on the portal's pages: a search that the address holds, and pages."""

import frappe
from frappe.utils import cint

PAGE_LENGTH = 50
SEARCH_FROM = 10


def listed(context, rows, words):
	"""Return the rows of the page that the address asks for, and tell the template what it needs around them.

	`words`: what is searched of a row, as one text. The address holds `q` and `page`; the template includes
	earlyhelp/list_search.html above the list and earlyhelp/list_pages.html below it.
	"""
	sought = frappe.form_dict.get("q")
	sought = " ".join(sought.split())[:140] if isinstance(sought, str) else ""
	found = [row for row in rows if sought.casefold() in words(row).casefold()]
	pages = max(1, -(-len(found) // PAGE_LENGTH))
	number = min(max(1, cint(frappe.form_dict.get("page"))), pages)
	context.update({"sought": sought, "number": number, "pages": pages, "found": len(found)})
	context.update({"everybody": len(rows), "searches": len(rows) > SEARCH_FROM})
	return found[(number - 1) * PAGE_LENGTH : number * PAGE_LENGTH]
