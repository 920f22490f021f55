"""Linking a referral to its family, and its children to their records. Callers check who may."""

import frappe
from frappe.utils import getdate

from earlyhelp.front_door.contacts import set_repeat_contacts

NAMES = ("first_name", "last_name", "date_of_birth", "upn")
COUNTS = ("contacts_3_months", "contacts_6_months", "contacts_12_months")


def link_to(doc, family):
	"""Link a stored referral to a family, and write that at once."""
	_take_over(doc, family)
	doc.db_set({name: doc.get(name) for name in ("family", "family_name", *COUNTS)})
	for row in doc.children:
		row.db_set("person", row.person)


def link_found_family(doc):
	"""Link, when screening begins, the family that whoever took the referral down chose from a card."""
	if doc.family or not doc.family_found or not frappe.db.exists("Family", doc.family_found):
		return
	_take_over(doc, doc.family_found)


def _take_over(doc, family):
	doc.family, doc.family_name = family, frappe.db.get_value("Family", family, "family_name")
	link_children(doc)
	set_repeat_contacts(doc)


def link_children(doc):
	"""Link each row to the member of the family who has the same name and, if both say it, the same birth."""
	members = {"parent": doc.family, "parenttype": "Family"}
	people = frappe.get_all("Family Member", filters=members, pluck="person")
	fields = ["name", *NAMES]
	known = frappe.get_all("Early Help Person", filters={"name": ["in", people or [""]]}, fields=fields)
	for row in doc.children:
		same = [person for person in known if not row.person and _same(row, person)]
		if len(same) == 1:
			row.person = same[0].name


def _same(row, person):
	births = [getdate(one) for one in (row.date_of_birth, person.date_of_birth) if one]
	names = [(one.first_name or "").casefold().strip() for one in (row, person)]
	return bool(names[0]) and names[0] == names[1] and (len(births) < 2 or births[0] == births[1])
