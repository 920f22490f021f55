"""One concern: the writer's view with the message, the lead's view with the steps and what can be done."""

import frappe
from frappe import _

from earlyhelp.api import concern_forms as forms
from earlyhelp.api.concern_actions import ACTIONS, DONE, possible
from earlyhelp.api.concern_view import view
from earlyhelp.api.pages import begin, kept, leave_for, only_for, telephone_numbers
from earlyhelp.api.questions import fill
from earlyhelp.constants import SSL, SU
from earlyhelp.schools.portal_access import concern_for, staff_of

no_cache = 1


def get_context(context):
	"""Show what the reader may see of the concern, or the form of one step."""
	only_for(SU, SSL)
	doc, relation = concern_for(frappe.form_dict.get("name"))
	if doc.status == "Draft":
		leave_for(f"/log-concern?step=check&name={doc.name}")
	context.shown = view(doc, relation, staff_of())
	acts = possible(doc, relation, context.shown.get("steps") or ())
	act = frappe.form_dict.get("act")
	note = DONE.get(frappe.form_dict.get("done"))
	begin(context, context.shown["title"], back="/school", back_title=_("Concerns"), note=note and _(note))
	if act in acts:
		return show_form(context, doc, act)
	buttons = [{"act": name, "title": _(ACTIONS[name].title)} for name in acts if name != "finish-step"]
	context.actions = [entry for entry in buttons if ACTIONS[entry["act"]].first]
	context.others = [entry for entry in buttons if not ACTIONS[entry["act"]].first]
	return context


def show_form(context, doc, act):
	action = ACTIONS[act]
	values, errors = kept(act)
	row = frappe.form_dict.get("row") or ""
	asked = action.questions(doc) if act != "finish-step" else forms.finish_step(row)
	context.update(
		{
			"title": _(action.title),
			"questions": fill(asked, {**defaults(doc), **values}, errors),
			"errors": errors,
			"form": {
				"act": act,
				"method": action.method,
				"button": _(action.title),
				"sentence": _(action.sentence),
			},
			"row": row,
			"numbers": telephone_numbers(),
			"back": f"/concern?name={doc.name}",
			"back_title": _("Back"),
		}
	)
	return context


def defaults(doc):
	"""What the concern holds already, and who is most likely meant."""
	held = {
		key: str(doc.get(key))
		for key in ("level", "level_why", "parents_told", "parents_told_how")
		if doc.get(key)
	}
	mine = [row.name for row in staff_of() if row.school == doc.school]
	return {**held, "held_by": doc.held_by or (mine[0] if mine else ""), "who": mine[0] if mine else ""}
