"""Who does what: the names of people, professionals and agencies in rows and on paper."""

import frappe
from frappe import _

FIELD_OF = {"Family member": "person", "Professional": "professional", "Agency": "agency"}


class NobodyNamedError(frappe.ValidationError):
	"""A row says what kind of person it is about, and not who."""


class TwoNamedError(frappe.ValidationError):
	"""A row names a member of the family and a professional at once."""


class NotOfTheFamilyError(frappe.ValidationError):
	"""A member of another family is named."""


def members_of(family: str) -> set[str]:
	"""Return the people who are or were in this family."""
	rows = {"parenttype": "Family", "parent": family}
	return set(frappe.get_all("Family Member", filters=rows, pluck="person"))


def name_of(kind: str, row) -> str:
	"""Return the name to show for a row with `person`, `professional` and `agency`; empty if none is given."""
	if kind == "Family member":
		return _full_name("Early Help Person", row.person)
	if kind == "Professional" and row.professional:
		name, agency = frappe.db.get_value("Professional", row.professional, ["full_name", "agency"])
		agency = row.agency or agency
		return f"{name} ({agency})" if agency else name
	return row.agency or "" if kind == "Agency" else ""


def settle_kind(row, kind_field: str):
	"""Work out whose row it is from the field that is filled; a professional may stand with their agency."""
	kind = row.get(kind_field)
	if not (kind and row.get(FIELD_OF[kind])):
		kind = next((word for word, fieldname in FIELD_OF.items() if row.get(fieldname)), kind)
	row.set(kind_field, kind)


def check_named(rows, kind_field: str, family: str, title: str):
	"""Refuse rows that name nobody, two at once, or somebody of another family."""
	members = members_of(family) if any(row.person for row in rows) else set()
	for row in rows:
		settle_kind(row, kind_field)
		place = _("{0}, row {1}").format(title, row.idx) if row.get("idx") else title
		if row.get(kind_field) and not row.get(FIELD_OF[row.get(kind_field)]):
			frappe.throw(_("{0}: choose who it is.").format(place), NobodyNamedError, title)
		if row.person and (row.professional or row.agency):
			says = _("{0}: name a member of the family or a professional, not both.")
			frappe.throw(says.format(place), TwoNamedError, title)
		if row.person and row.person not in members:
			frappe.throw(
				_("{0}: this person is not in the family.").format(place), NotOfTheFamilyError, title
			)


def _full_name(doctype, name):
	return (name and frappe.db.get_value(doctype, name, "full_name")) or ""
