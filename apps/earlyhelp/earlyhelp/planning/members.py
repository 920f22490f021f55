"""Rows that name a person name a member of the family."""

import frappe
from frappe import _


class NotOfThisFamilyError(frappe.ValidationError):
	"""A row names somebody who is not a member of the family."""


def check_members(doc, *tables, fields=("person", "not_shown_to", "also_not_shown_to")):
	"""Refuse rows of these tables of `doc` that name somebody who is not a member of `doc.family`."""
	named = {row.get(field) for table in tables for row in doc.get(table) for field in fields} - {None, ""}
	if not named:
		return
	of_family = {"parent": doc.family, "parenttype": "Family", "person": ["in", list(named)]}
	members = set(frappe.get_all("Family Member", filters=of_family, pluck="person"))
	for table in tables:
		for row in doc.get(table):
			if any(row.get(field) and row.get(field) not in members for field in fields):
				frappe.throw(
					_("{0}, row {1}: choose a member of this family.").format(
						_(doc.meta.get_label(table)), row.idx
					),
					NotOfThisFamilyError,
					_("Of Another Family"),
				)
