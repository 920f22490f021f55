"""What leads do with the pupils of their school: enter one, change one, read a list.

Asks for no rights: portal roles hold none. Each function first asks whether the person leads the school.
"""

import csv
import io

import frappe
from frappe import _
from frappe.utils import getdate

from earlyhelp.api.questions import to_date
from earlyhelp.schools.portal_access import is_lead, led

FIELDS = (
	"first_name",
	"last_name",
	"date_of_birth",
	"class_name",
	"year_group",
	"upn",
	"from_date",
	"to_date",
)
FLAGS = ("sen", "ehcp", "fsm", "eal", "young_carer", "looked_after", "previously_looked_after")
COLUMNS = ("first_name", "last_name", "date_of_birth", "class", "year", "upn")
MOST_ROWS = 3000
MOST_TEXT = 1_000_000


class NotLeadError(frappe.PermissionError):
	"""Pupils are entered by the leads of their school."""


class PupilListError(frappe.ValidationError):
	"""A list of pupils cannot be read; the message names each line."""


def check_lead(school):
	if not is_lead(frappe.session.user, school):
		frappe.throw(_("Only a safeguarding lead of the school does this."), NotLeadError)


def enter(school, values):
	"""Add a pupil to a school and return the enrolment."""
	check_lead(school)
	doc = frappe.get_doc({"doctype": "School Enrolment", "school": school})
	doc.update({key: values.get(key) for key in (*FIELDS, *FLAGS) if key in values})
	return doc.insert(ignore_permissions=True)


def change(name, values):
	"""Change a pupil of the own school; the person on record behind it is not the school's to choose."""
	doc = pupil_of(name)
	doc.update({key: values.get(key) for key in (*FIELDS, *FLAGS) if key in values})
	return doc.save(ignore_permissions=True)


def pupil_of(name):
	"""Return a pupil of a school that the person leads. Raises DoesNotExistError, whatever the reason."""
	return led("School Enrolment", name, _("This pupil is not here."))


def import_list(school, text):
	"""Read a list of pupils, all of it or nothing; returns (added, changed).

	A pupil is known by UPN, or by name and date of birth. Raises PupilListError with every line that is wrong.
	"""
	check_lead(school)
	rows, problems = parse(text)
	added = changed = 0
	for number, values in rows:
		frappe.db.savepoint("pupil")
		try:
			name = known_pupil(school, values)
			change(name, values) if name else enter(school, values)
			added, changed = added + (not name), changed + bool(name)
		except frappe.ValidationError as refusal:
			frappe.db.rollback(save_point="pupil")
			problems.append(_("Line {0}: {1}").format(number, refusal))
	if problems:
		frappe.throw(
			"".join(f"<li>{frappe.utils.escape_html(text)}</li>" for text in problems[:20]), PupilListError
		)
	return added, changed


def parse(text):
	"""Return ([(line, values)], [problems]) of a list with the columns of COLUMNS, in any order."""
	if len(text) > MOST_TEXT:
		return [], [_("The list is too long. Import it in parts.")]
	sample = text.lstrip("\ufeff").strip()
	if not sample:
		return [], [_("Choose a file, or paste the list of pupils.")]
	separator = max(",;\t", key=sample.split("\n", 1)[0].count)
	reader = csv.DictReader(io.StringIO(sample), delimiter=separator)
	try:
		rows, problems = read_rows(reader)
	except csv.Error:
		return [], [_("This is no list that can be read. Copy it from a spreadsheet.")]
	if len(rows) > MOST_ROWS:
		return [], [_("The list has more than {0} pupils. Import it in parts.").format(MOST_ROWS)]
	return rows, problems or ([] if rows else [_("The list holds no pupil.")])


def read_rows(reader):
	headings = {(name or "").strip().lower().replace(" ", "_"): name for name in reader.fieldnames or ()}
	if not {"first_name", "last_name"} <= set(headings):
		wanted = ", ".join(COLUMNS)
		return [], [_("The first line names the columns: {0}. The first two are needed.").format(wanted)]
	rows, problems = [], []
	for row in reader:
		values = {name: (row.get(headings[name]) or "").strip() for name in COLUMNS if name in headings}
		if not any(values.values()):
			continue
		problem = row_problem(values)
		if problem:
			problems.append(_("Line {0}: {1}").format(reader.line_num, problem))
		else:
			rows.append((reader.line_num, stored(values)))
	return rows, problems


def row_problem(values):
	if not (values["first_name"] and values["last_name"]):
		return _("first and last name are needed.")
	born = values.get("date_of_birth")
	if born and not to_date(born):
		return _("{0} is not a date.").format(born[:20])
	too_long = next((name for name, value in values.items() if len(value) > 140), None)
	return _("{0} is too long.").format(too_long) if too_long else None


def stored(values):
	born = values.get("date_of_birth")
	found = {"first_name": values["first_name"], "last_name": values["last_name"], "upn": values.get("upn")}
	found |= {"class_name": (values.get("class") or "")[:40], "year_group": (values.get("year") or "")[:20]}
	return {**found, "date_of_birth": to_date(born) if born else None}


def known_pupil(school, values):
	"""Return the name of the enrolment that a row means, None for a new pupil."""
	upn = values["upn"] and frappe.db.get_value(
		"School Enrolment", {"school": school, "upn": values["upn"].upper()}
	)
	if upn or not values["date_of_birth"]:
		return upn or None
	full_name = " ".join(f"{values['first_name']} {values['last_name']}".split())
	same = {"school": school, "full_name": full_name, "date_of_birth": getdate(values["date_of_birth"])}
	return frappe.db.get_value("School Enrolment", same)
