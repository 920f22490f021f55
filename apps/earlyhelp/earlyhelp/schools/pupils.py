"""The pupils of a school, as its pages show them."""

import frappe
from frappe.utils import getdate, today

from earlyhelp.schools.pupil_work import FLAGS


def current_pupils(school):
	"""Return the School Enrolments of the pupils who go to a school today, by last name."""
	rows = frappe.get_all(
		"School Enrolment",
		filters={"school": school},
		fields=["name", "school", "first_name", "last_name", "full_name", "class_name", "year_group",
			"date_of_birth", "upn", "from_date", "to_date", "person", *FLAGS],
		order_by="last_name, first_name, name",
	)  # fmt: skip
	day = getdate(today())
	return [row for row in rows if not row.to_date or getdate(row.to_date) >= day]


def labelled(pupils):
	"""Return {label: pupil}: name and class as staff know them, told apart where two share both."""
	found = {}
	for row in pupils:
		plain = f"{row.full_name}, {row.class_name}" if row.class_name else row.full_name
		label, number = plain, 2
		while label.casefold() in found:
			label, number = f"{plain} ({number})", number + 1
		found[label.casefold()] = (label, row)
	return {label: row for label, row in found.values()}


def pupil_meant(school, text):
	"""Return the pupil whom a typed text means: a whole label, or a name that one pupil alone has; else None."""
	pupils = labelled(current_pupils(school))
	wanted = " ".join(text.split()).casefold()
	for label, row in pupils.items():
		if label.casefold() == wanted:
			return row
	named = [row for row in pupils.values() if row.full_name.casefold() == wanted]
	return named[0] if len(named) == 1 else None


def enrolment_at(doc, school):
	"""Return the name of the enrolment of a concern's child at a school, found by person, UPN, or name and birth."""
	mine = (
		frappe.db.get_value("School Enrolment", doc.pupil, ["person", "upn"], as_dict=True)
		if doc.pupil
		else None
	)
	for field, value in (mine or {}).items():
		found = value and frappe.db.get_value("School Enrolment", {"school": school, field: value})
		if found:
			return found
	if not (doc.pupil_name and doc.pupil_date_of_birth):
		return None
	same = {"school": school, "full_name": doc.pupil_name, "date_of_birth": doc.pupil_date_of_birth}
	return frappe.db.get_value("School Enrolment", same)
