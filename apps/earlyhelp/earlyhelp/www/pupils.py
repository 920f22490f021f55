"""The pupils of a school, for its leads: who they are, enter one, import a list."""

import frappe
from frappe import _
from frappe.utils import cint, format_date

from earlyhelp.api.listing import listed
from earlyhelp.api.pages import begin, kept, only_for
from earlyhelp.api.pupils import FLAG_LABELS, import_questions, pupil_questions, school_asked
from earlyhelp.api.questions import fill
from earlyhelp.constants import SSL
from earlyhelp.schools.portal_access import lead_schools
from earlyhelp.schools.pupil_work import FLAGS, pupil_of
from earlyhelp.schools.pupils import current_pupils

no_cache = 1


def get_context(context):
	"""Show the pupils, or the form for one or for a list."""
	only_for(SSL)
	edit = frappe.form_dict.get("edit")
	pupil = pupil_of(edit) if edit and edit not in ("new", "list") else None
	school = school_asked(pupil.school if pupil else frappe.form_dict.get("school"))
	begin(context, _("Pupils"), note=what_was_done())
	context.school = school
	if edit:
		return show_form(context, edit, pupil)
	context.schools = [
		{"name": name, "title": frappe.db.get_value("School", name, "school_name")} for name in lead_schools()
	]
	context.place_title = frappe.db.get_value("School", school, "school_name")
	shown = listed(context, current_pupils(school), lambda row: f"{row.full_name} {row.class_name or ''}")
	context.pupils = [{**row, "facts": facts(row), "flags": flags(row)} for row in shown]
	return context


def what_was_done():
	added, changed = cint(frappe.form_dict.get("added")), cint(frappe.form_dict.get("changed"))
	if added or changed:
		return _("{0} pupils were added, {1} brought up to date.").format(added, changed)
	return _("The pupil is saved.") if frappe.form_dict.get("done") == "saved" else None


def show_form(context, edit, pupil):
	form = "list" if edit == "list" else "pupil"
	values, errors = kept("pupils" if form == "list" else "pupil")
	if pupil and not errors:
		values = {df.fieldname: str(pupil.get(df.fieldname) or "") for df in pupil.meta.fields}
		values |= {name: pupil.get(name) or "" for name in FLAGS}
	asked = import_questions() if form == "list" else pupil_questions()
	titles = {"list": _("Import a list of pupils"), "pupil": _("A pupil")}
	context.update({"title": titles[form], "errors": errors, "questions": fill(asked, values, errors)})
	context.update({"form": "import_list" if form == "list" else "save", "pupil": pupil and pupil.name})
	context.update(
		{"button": _("Import") if form == "list" else _("Save"), "back": f"/pupils?school={context.school}"}
	)
	return context


def facts(row):
	born = row.date_of_birth and format_date(row.date_of_birth, "d MMM yyyy")
	year = row.year_group
	year = _("Year {0}").format(year) if (year or "").isdigit() else year
	return ", ".join(filter(None, (row.class_name, year, born)))


def flags(row):
	return ", ".join(_(label) for flag, label in FLAG_LABELS.items() if row.get(flag))
