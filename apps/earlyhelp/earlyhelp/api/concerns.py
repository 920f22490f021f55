"""Logging a concern: what the question pages post."""

import frappe
from frappe import _

from earlyhelp.api import concern_forms as forms
from earlyhelp.api.forms import answer
from earlyhelp.api.pages import go
from earlyhelp.schools import concern_work as work
from earlyhelp.schools.portal_access import WRITER, concern_for, schools_of
from earlyhelp.schools.pupils import pupil_meant

PAGE = "/log-concern"


def own_draft(name):
	"""Return the person's own draft. Raises DoesNotExistError for anything else."""
	doc, _relation = concern_for(name, wanted=(WRITER,))
	return doc


@frappe.whitelist(methods=["POST"])
def about_child(name: str = ""):
	"""Keep who it is about, in a new draft or in one's own."""
	schools = check_school()
	if name and own_draft(name).status != "Draft":
		return go("/concern", name=name, done="already")

	def act(answers):
		school = answers.get("school") or schools[0]
		if name:
			doc = work.rewrite(name, child_of(frappe.db.get_value("School Concern", name, "school"), answers))
		else:
			doc = work.begin(school, {**child_of(school, answers), "kind": "Concern"})
		go(PAGE, step="what" if not doc.what_happened else "check", name=doc.name)

	return answer("about_child", PAGE, forms.about_child(schools), act, step="child", name=name)


def check_school():
	"""Return the schools of the person signed in. Raises PermissionError for who works at none."""
	schools = schools_of()
	if not schools:
		frappe.throw(_("This page is for staff of a school."), frappe.PermissionError)
	return schools


def child_of(school, answers):
	"""Return the pupil whom the answer names, or the child as it was written down."""
	pupil = pupil_meant(school, answers["pupil_name"])
	if pupil:
		return {"pupil": pupil.name}
	written = {key: answers[key] for key in ("pupil_name", "pupil_class", "pupil_date_of_birth")}
	return {"pupil": None, **written}


@frappe.whitelist(methods=["POST"])
def what_happened(name: str = ""):
	"""Keep what was seen or said in one's own draft."""
	doc = own_draft(name)
	if doc.status != "Draft":
		return go("/concern", name=name, done="already")

	def act(answers):
		staff, why = answers.pop("excluded_staff"), answers.pop("excluded_why")
		answers["exclusion"] = (staff, why or forms.WHY_EXCLUDED[1]) if staff else None
		answers["kind"] = answers["kind"] or "Concern"
		answers["reported_by"] = answers["reported_by"] or own_entry(doc.school)
		work.rewrite(name, answers)
		go(PAGE, step="check", name=name)

	questions = [*forms.what_happened(), *forms.more(doc.school)]
	return answer("what_happened", PAGE, questions, act, step="what", name=name)


def own_entry(school):
	"""Return the School Staff entry of the person signed in."""
	return frappe.db.get_value("School Staff", {"school": school, "user": frappe.session.user, "active": 1})


@frappe.whitelist(methods=["POST"])
def log(name: str = ""):
	"""Log one's own draft: from here on its text is fixed."""
	own_draft(name)

	def act(answers):
		work.take(name, "Log")
		go(PAGE, step="done", name=name)

	return answer("log", PAGE, [], act, step="check", name=name)
