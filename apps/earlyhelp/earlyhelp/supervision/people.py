"""Persons named in supervision are members of the family it is about."""

import frappe
from frappe import _


class PersonOfAnotherFamilyError(frappe.ValidationError):
	"""A person is named who is not in the family."""


def check_of_family(doc, **tables):
	"""Refuse a person in a row who is no member of `doc.family`; `tables` gives the field of each table."""
	rows = [(table, row, row.get(field)) for table, field in tables.items() for row in doc.get(table)]
	people = {person for _table, _row, person in rows if person}
	if not people:
		return
	filters = {"parent": doc.family, "parenttype": "Family", "person": ["in", list(people)]}
	members = set(frappe.get_all("Family Member", filters=filters, pluck="person"))
	for table, row, person in rows:
		if person and person not in members:
			label = _(doc.meta.get_label(table))
			frappe.throw(
				_("{0}, row {1}: choose somebody of this family.").format(label, row.idx),
				PersonOfAnotherFamilyError,
				label,
			)
