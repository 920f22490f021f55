"""Whose family a record belongs to."""

import frappe


def belongs_to(doc, family):
	"""Write the family into a record, with its name: links are read before a controller sets this one."""
	doc.family = family
	doc.family_name = frappe.db.get_value("Family", family, "family_name") if family else None
