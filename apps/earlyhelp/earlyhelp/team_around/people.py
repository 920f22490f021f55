"""Who is meant by a row: members of the family, professionals and agencies."""

import frappe
from frappe import _
from frappe.utils import getdate, today

from earlyhelp.families.ages import age_on
from earlyhelp.families.relationships import holders_of_responsibility

FIELD_OF = {"Family member": "person", "Professional": "professional", "Agency": "agency"}


class NobodyNamedError(frappe.ValidationError):
	"""A row says what kind of person it is about, and not who."""


class TwoNamedError(frappe.ValidationError):
	"""A row names a member of the family and a professional at once."""


class NotOfTheFamilyError(frappe.ValidationError):
	"""A member of another family is named."""


def may_take_part(family: str) -> set[str]:
	"""Return the people who are or were in this family, and who have responsibility for its children."""
	return {row.person for row in _member_rows(family)} | set(adults_with_responsibility(family))


def children_of(family: str) -> list:
	"""Return the children who live and are born and in this family, eldest first: name, full_name, age."""
	names = [row.person for row in _members_now(family) if row.relationship == "Child"]
	filters = {"name": ["in", names or [""]], "date_of_death": ["is", "not set"], "unborn": 0}
	fields = ["name", "full_name", "date_of_birth"]
	children = frappe.get_all("Early Help Person", filters=filters, fields=fields, order_by="date_of_birth")
	for child in children:
		child.age = age_on(child.date_of_birth, getdate(today())) if child.date_of_birth else None
	return children


def adults_with_responsibility(family: str) -> list[str]:
	"""Return the living people with parental responsibility for a child who is in this family now."""
	children = [row.person for row in _members_now(family) if row.relationship == "Child"]
	holders = [person for child in children for person in holders_of_responsibility(child)]
	living = {"name": ["in", holders or [""]], "date_of_death": ["is", "not set"]}
	alive = set(frappe.get_all("Early Help Person", filters=living, pluck="name"))
	return [person for person in dict.fromkeys(holders) if person in alive]


def name_of(kind: str, row) -> str:
	"""Return the name to show for a row with `person`, `professional` and `agency`; empty if none is given."""
	if kind == "Family member":
		return (row.person and frappe.db.get_value("Early Help Person", row.person, "full_name")) or ""
	if kind == "Professional" and row.professional:
		name, agency = frappe.db.get_value("Professional", row.professional, ["full_name", "agency"])
		agency = row.agency or agency
		return f"{name} ({agency})" if agency else name
	return row.agency or "" if kind == "Agency" else ""


def users_of(professionals) -> list[str]:
	"""Return the accounts of professionals, as far as they have one."""
	filters = {"name": ["in", [name for name in professionals if name] or [""]], "user": ["is", "set"]}
	return frappe.get_all("Professional", filters=filters, pluck="user")


def settle_kind(row, kind_field: str):
	"""Work out whose row it is from the field that is filled; a professional may stand with their agency."""
	kind = row.get(kind_field)
	if not (kind and row.get(FIELD_OF[kind])):
		kind = next((word for word, fieldname in FIELD_OF.items() if row.get(fieldname)), kind)
	row.set(kind_field, kind)


def check_named(rows, kind_field: str, family: str, title: str):
	"""Refuse rows that name nobody, two at once, or somebody of another family."""
	people = may_take_part(family) if any(row.person for row in rows) else set()
	for row in rows:
		settle_kind(row, kind_field)
		place = _("{0}, row {1}").format(title, row.idx) if row.get("idx") else title
		if row.get(kind_field) and not row.get(FIELD_OF[row.get(kind_field)]):
			frappe.throw(_("{0}: choose who it is.").format(place), NobodyNamedError, title)
		if row.person and (row.professional or row.agency):
			says = _("{0}: name a member of the family or a professional, not both.")
			frappe.throw(says.format(place), TwoNamedError, title)
		if row.person and row.person not in people:
			frappe.throw(
				_("{0}: this person is not in the family.").format(place), NotOfTheFamilyError, title
			)


def _members_now(family):
	day = getdate(today())
	return [row for row in _member_rows(family) if not row.left_on or getdate(row.left_on) > day]


def _member_rows(family):
	rows = {"parenttype": "Family", "parent": family}
	fields = ["person", "relationship", "left_on"]
	return frappe.get_all("Family Member", filters=rows, fields=fields, order_by="idx")
