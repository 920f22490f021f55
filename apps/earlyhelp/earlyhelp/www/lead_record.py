"""One record that a lead outside the council works with, part by part; or the question why a step is taken."""

import frappe
from frappe import _

from earlyhelp.api.leading.kinds import KINDS, kind_of, parts_of
from earlyhelp.api.leading.steps import asked_before, places, possible
from earlyhelp.api.leading.view import back_of, record_state, said_of, title_of
from earlyhelp.api.pages import begin, kept, only_for
from earlyhelp.api.questions import fill
from earlyhelp.constants import PU, SSL
from earlyhelp.planning.led_outside import led_record

no_cache = 1
DONE = {
	"made": "It is planned. Go on here.",
	"saved": "It is saved.",
	"removed": "It was taken out.",
	"pressed": "It is done.",
	"already": "That was done already. Nothing was changed.",
}


def get_context(context):
	only_for(SSL, PU)
	kind = KINDS.get(frappe.form_dict.get("kind"))
	doc = led_record(kind and kind.doctype, frappe.form_dict.get("of"))
	doc.add_viewed()
	values, errors = kept("lead-record")
	note = DONE.get(frappe.form_dict.get("done"))
	begin(context, title_of(doc), note=note and _(note), errors=[*linked(doc, errors)], **back_of(doc))
	context.update({"doc": {"name": doc.name}, "kind": frappe.form_dict.kind, "state": record_state(doc)})
	step = frappe.form_dict.get("step")
	if step in possible(doc) and (asked := asked_before(doc, step)):
		values, errors = kept("lead-step")
		context.update({"title": _(step), "step": step, "errors": errors, "back": here(context)})
		context.questions = fill(asked, values, errors)
		return context
	context.parts = [part_shown(part, doc) for part in parts_of(doc.doctype) if part.is_shown(doc)]
	context.steps = [{"action": name, "asks": bool(asked_before(doc, name))} for name in possible(doc)]
	context.steps_last = any(part["open"] for part in context.parts)
	context.said = said_of(doc)
	context.saved = saved_part(context.parts)
	context.note = None if context.saved else context.note
	return context


def saved_part(parts):
	"""Return the name of the part that was saved: there, where the page opens, stands that it was."""
	name = frappe.form_dict.get("part") if frappe.form_dict.get("done") == "saved" else None
	return next((part["name"] for part in parts if part["name"] == name), None)


def here(context):
	return f"/lead-record?kind={context.kind}&of={context.doc['name']}"


def linked(doc, errors):
	"""Lead each error to the part that holds its field, and name a field that shares its part with others."""
	found, tables = places(doc), {df.fieldname for df in doc.meta.get_table_fields()}
	for error in errors:
		name, sentence = error["name"], error["sentence"]
		if name in found and name not in tables and not KINDS[kind_of(doc.doctype)].says_all:
			sentence = f"{_(doc.meta.get_label(name))} {sentence}"
		yield {"name": found.get(name, ""), "sentence": sentence}


def part_shown(part, doc):
	return {
		"name": part.name,
		"title": _(part.title),
		"lines": part.lines(doc),
		"has_rows": bool(part.says),
		"opens": part.opens,
		"quiet": part.table == "scores",
		"open": part.is_open(doc),
		"adds": part.adds,
		"add_title": _(part.add_title or "Add"),
		"leads_to": part.leads_to(doc),
	}
