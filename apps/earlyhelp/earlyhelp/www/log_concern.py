"""Question pages on which staff of a school log a concern: danger, the child, what happened, check, done."""

import frappe
from frappe import _
from frappe.utils import format_date

from earlyhelp.api import concern_forms as forms
from earlyhelp.api.concern_view import entry_rows
from earlyhelp.api.pages import begin, clock, kept, leave_for, only_for, telephone_numbers
from earlyhelp.api.questions import fill
from earlyhelp.constants import SSL, SU
from earlyhelp.schools.portal_access import WRITER, concern_for, concerns_for, readers_of, schools_of
from earlyhelp.schools.pupils import current_pupils, labelled

no_cache = 1
STEPS = ("danger", "call", "child", "what", "check", "done")


def get_context(context):
	"""Show the step that is asked for, with what was answered before."""
	only_for(SU, SSL)
	step = frappe.form_dict.get("step")
	step = step if step in STEPS else "danger"
	name = frappe.form_dict.get("name")
	doc = concern_for(name)[0] if name else None
	if doc and doc.status == "Draft" and step == "done":
		leave_for(f"/log-concern?step=check&name={doc.name}")
	if doc and doc.status != "Draft" and step != "done":
		leave_for(f"/concern?name={doc.name}")
	if not doc and step in ("what", "check", "done"):
		leave_for("/log-concern")
	context.update({"step": step, "doc": doc})
	PAGES[step](context, doc)


def danger(context, doc):
	begin(context, _("Is a child in danger now?"))
	own = concerns_for(statuses=("Draft",), limit=10)
	context.drafts = [
		{"name": draft.name, "pupil_name": draft.pupil_name, "begun": format_date(draft.creation)}
		for draft, relation in own
		if relation == WRITER
	]


def call(context, doc):
	begin(context, _("A child is in danger"), back="/log-concern")
	context.numbers = telephone_numbers()


def child(context, doc):
	schools = [doc.school] if doc else schools_of()
	values, errors = kept("about_child")
	if doc and not errors:
		values = {
			key: str(doc.get(key) or "") for key in ("pupil_name", "pupil_class", "pupil_date_of_birth")
		}
		values["pupil_name"] = label_of(doc) if doc.pupil else values["pupil_name"]
	asked = fill(forms.about_child(schools), values, errors)
	back = f"/log-concern?step=check&name={doc.name}" if doc and doc.what_happened else "/log-concern"
	begin(context, _("The child"), back=back, errors=errors, questions=asked[:-2], more=asked[-2:])
	context.update({"method": "about_child", "more_title": _("The child is not in the list")})
	context.more_open = any(q.value or q.error for q in context.more) and not (doc and doc.pupil)


def label_of(doc):
	pupils = labelled(current_pupils(doc.school))
	return next((label for label, row in pupils.items() if row.name == doc.pupil), doc.pupil_name)


def what(context, doc):
	values, errors = kept("what_happened")
	names = (
		"category",
		"what_happened",
		"happened_on",
		"child_words",
		"opinion",
		"place",
		"kind",
		"reported_by",
	)
	if not errors:
		stored = {key: str(doc.get(key)) for key in names if doc.get(key)}
		stored |= {"happened_at": clock(doc.happened_at)}
		for row in doc.exclusions:
			stored |= {"excluded_staff": row.staff, "excluded_why": row.why}
		values = stored if doc.what_happened else {**forms.defaults(), **stored}
	asked = fill(forms.what_happened(), values, errors)
	more = fill(forms.more(doc.school), values, errors)
	begin(
		context,
		_("What happened"),
		back=f"/log-concern?step=child&name={doc.name}",
		errors=errors,
		questions=asked,
		more=more,
	)
	context.update({"method": "what_happened", "more_title": _("Add more, if you can")})
	context.more_open = any(q.error or (q.value and q.name not in ("kind", "reported_by")) for q in more)


def check(context, doc):
	_values, errors = kept("log")
	begin(context, _("Check what you wrote"), back=f"/log-concern?step=what&name={doc.name}", errors=errors)
	context.rows = entry_rows(doc, for_check=True)


def done(context, doc):
	begin(context, _("The concern is logged"))
	context.unread = not readers_of(doc)
	context.numbers = telephone_numbers()


PAGES = {"danger": danger, "call": call, "child": child, "what": what, "check": check, "done": done}
