"""One part of a record that a lead outside the council works with, as a form."""

import frappe
from frappe import _

from earlyhelp.api.leading.kinds import KIND_OF
from earlyhelp.api.leading.parts import NEW
from earlyhelp.api.leading.steps import part_named
from earlyhelp.api.pages import begin, kept, only_for
from earlyhelp.api.questions import fill
from earlyhelp.constants import PU, SSL
from earlyhelp.planning.led_outside import led_record
from earlyhelp.team_around.withheld import blotted

no_cache = 1


def get_context(context):
	only_for(SSL, PU)
	part = part_named(frappe.form_dict.get("part"))
	doc = led_record(part.doctype, frappe.form_dict.get("of"))
	row = frappe.form_dict.get("row") or ""
	values, errors = kept("lead")
	held = part.values(doc, row)
	title = _(part.add_title) if part.adds and row == NEW else _(part.title)
	note = _("It is saved. Write the next one.") if frappe.form_dict.get("done") == "saved" else None
	begin(context, title, back=page_of(doc), errors=errors, note=note)
	context.questions = fill(part.questions(doc, row), {**held, **values}, errors)
	context.update({"part": part.name, "of": doc.name, "row": row, "seen": part.mark(doc, row)})
	context.closed = not part.is_open(doc) or part.is_withheld(doc, row)
	context.many = part.adds and row == NEW
	context.removes = part.may_remove(doc, row)
	context.named = blotted(doc, part.name_of_row(doc, row))
	return context


def page_of(doc):
	"""Return the page that a part is opened from: its record's, or that of the family."""
	kind = KIND_OF.get(doc.doctype)
	return f"/lead-record?kind={kind}&of={doc.name}" if kind else f"/lead?of={doc.name}"
