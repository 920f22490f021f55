"""Refer a family: for the public, partners and schools. The number is shown at the end, and nothing else."""

import frappe
from frappe import _

from earlyhelp.api import referral_forms as forms
from earlyhelp.api.pages import begin, kept, leave_for, telephone_numbers
from earlyhelp.api.questions import fill, read
from earlyhelp.api.refer import FORM, check_may_refer

no_cache = 1
START, CHECK, DONE = "start", "check", "done"


def get_context(context):
	"""Show the page that is asked for, with what was answered before."""
	check_may_refer()
	values, errors = kept(FORM)
	step = frappe.form_dict.get("step") or START
	if values.get("number") and step != DONE:
		leave_for("/refer")
	if step == DONE and not values.get("number"):
		leave_for("/refer")
	if step == CHECK and not values.get("answered"):
		leave_for("/refer")
	again = frappe.form_dict.get("again") if values else ""
	errors = errors if values.get("shown") == step else []
	begin(context, _("Refer a family"), errors=errors)
	context.update({"step": step, "again": again, "number": values.get("number")})
	settings = frappe.get_cached_doc("Early Help Settings")
	context.front_door_telephone = settings.front_door_telephone
	context.numbers, context.first = telephone_numbers(), forms.steps()[0]
	if step == CHECK:
		context.title = _("Check your answers")
		context.rows = list(answered(values))
	elif step in forms.PAGES:
		show_questions(context, step, values, errors, again)


def show_questions(context, step, values, errors, again):
	steps = forms.steps()
	if step not in steps:
		leave_for(f"/refer?step={steps[0]}")
	number = steps.index(step)
	before = steps[number - 1] if number else ""
	context.title = _(forms.TITLES[step])
	context.progress = _("Step {0} of {1}").format(number + 1, len(steps) + 1)
	context.back = f"/refer?step={before}&again={again}" if before and again else "/refer"
	asked = fill(forms.PAGES[step](), values, errors)
	first = 3 if step == "children" else len(asked)
	context.questions, context.more = asked[:first], asked[first:-1] if step == "children" else []
	context.last = asked[-1:] if step == "children" else []
	context.more_open = any(q.value or q.error for q in context.more)


def answered(values):
	"""Give (label, answer as people read it, page that changes it) of everything that was answered."""
	for step in forms.steps():
		questions = forms.PAGES[step]()
		_answers, typed, _errors = read(questions, values)
		for q in fill(questions, typed):
			shown = next((choice["label"] for choice in q.choices if choice["value"] == q.value), q.value)
			if q.kind == "check":
				shown = _("Yes") if q.value else ""
			if shown:
				yield {"label": q.label, "value": shown, "step": step}
