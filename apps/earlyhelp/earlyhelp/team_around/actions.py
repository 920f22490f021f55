"""Agreed actions: one record each, to which the rows of meetings, plans and supervisions point.

Asks for no rights: an action begins, and is answered, because a meeting ended, a plan was approved or a
supervision was finalised, and whoever may take that step may have what follows from it.
"""

import frappe
from frappe import _
from frappe.utils import getdate, today

# An action that was not done, or only in part, is still looked at next time; the others are over.
STILL_TO_DO = ("Open", "Partly Done", "Not Done")
NEEDS_WHY = ("Not Done", "No Longer Needed")
AGREED = ("what", "who_kind", "person", "professional", "agency", "due_on")


class AgreedRowGoneError(frappe.ValidationError):
	"""A row is taken out whose action runs."""


def start_actions(doc):
	"""Make an Agreed Action for each row of `doc.actions` that has none, and point the row to it.

	`doc` has `family` and a table `actions` of Meeting Action. Rows that are stored already are
	written at once, so this may be called before or after the record is saved. Returns the new names.
	"""
	begun = []
	for row in doc.get("actions") or []:
		if row.action or not (row.what or "").strip():
			continue
		action = frappe.get_doc({"doctype": "Agreed Action", **{name: row.get(name) for name in AGREED}})
		action.update({"family": doc.family, "agreed_in_type": doc.doctype, "agreed_in": doc.name})
		action.agreed_on = _day_of(doc)
		action.flags.agreed_together = True
		action.insert(ignore_permissions=True)
		_point(row, action.name)
		begun.append(action.name)
	return begun


def carry_forward(doc, agreed_in: list[str] | None = None):
	"""Put a carried row in front for each action that is still to do, and return these rows.

	Looked at are the actions that this family agreed in earlier records of the same kind, or only in
	those named by `agreed_in`. A row points to the same Agreed Action; nothing is copied into a new one.
	`doc` is changed and not saved. Called twice it adds nothing twice.
	"""
	filters = {"family": doc.family, "agreed_in_type": doc.doctype, "status": ["in", STILL_TO_DO]}
	filters["agreed_in"] = ["!=", doc.name or ""] if agreed_in is None else ["in", agreed_in or ["(none)"]]
	here = {row.action for row in doc.get("actions") or []}
	known = frappe.get_all(
		"Agreed Action", filters=filters, fields=["name", *AGREED], order_by="due_on, name"
	)
	new = [action for action in known if action.name not in here]
	shown = last_choices([action.name for action in new])
	for action in new:
		fields = {name: action.get(name) for name in AGREED} | shown.get(action.name, {})
		doc.append("actions", {"show_on_card": "Everybody", **fields, "action": action.name, "carried": 1})
	doc.actions.sort(key=lambda row: 0 if row.carried else 1)
	for number, row in enumerate(doc.actions, start=1):
		row.idx = number
	return [row for row in doc.actions if row.action in {action.name for action in new}]


def last_choices(actions: list[str]) -> dict:
	"""Return {action: whose card shows it}, as it was chosen in the latest row of each action."""
	fields = ["action", "show_on_card", "card_for"]
	filters = {"action": ["in", actions or ["(none)"]]}
	rows = frappe.get_all("Meeting Action", filters=filters, fields=fields, order_by="creation")
	return {row.action: {"show_on_card": row.show_on_card, "card_for": row.card_for} for row in rows}


def answer(row):
	"""Write what a meeting said about a carried action into that action; an empty answer changes nothing."""
	if not (row.action and row.answer):
		return
	action = frappe.get_doc("Agreed Action", row.action)
	action.update({"status": row.answer, "remark": row.answer_why or action.remark})
	if row.due_on and action.due_on != getdate(row.due_on):
		action.due_on = row.due_on
		action.due_reason = row.answer_why or _("Agreed anew")
	action.flags.agreed_together = True
	action.save(ignore_permissions=True)


def answer_all(doc):
	"""Answer every carried action of `doc`."""
	for row in doc.get("actions") or []:
		if row.carried:
			answer(row)


def what_is_missing(doc) -> list[str]:
	"""Return a sentence for each carried row without its answer, and each new one without who and by when."""
	sentences = []
	for row in doc.get("actions") or []:
		if row.carried and not row.answer:
			sentences.append(_("Action {0}: say how it went.").format(row.idx))
		elif row.carried and row.answer in NEEDS_WHY and not row.answer_why:
			sentences.append(_("Action {0}: say why.").format(row.idx))
		elif not row.carried and not ((row.person or row.professional or row.agency) and row.due_on):
			sentences.append(_("Action {0}: say who does it and by when.").format(row.idx))
	return sentences


def keep_carried(doc):
	"""What was agreed, and who does it, is not written over in a row, and such a row is not taken out."""
	rows = {row.action: row for row in doc.get("actions") or [] if row.action}
	before = None if doc.is_new() else doc.get_doc_before_save()
	gone = [row for row in (before.actions if before else []) if row.action and row.action not in rows]
	if gone:
		frappe.throw(
			_("This was agreed and stays: {0}. Say that it is no longer needed.").format(gone[0].what),
			AgreedRowGoneError,
			_("Actions"),
		)
	filters = {"name": ["in", list(rows) or [""]]}
	for action in frappe.get_all("Agreed Action", filters=filters, fields=["name", *AGREED]):
		row = rows[action.name]
		row.update({name: action.get(name) for name in AGREED if name != "due_on" or not row.carried})


def _point(row, action):
	row.action = action
	if row.name and not row.get("__islocal") and frappe.db.exists(row.doctype, row.name):
		frappe.db.set_value(row.doctype, row.name, "action", action, update_modified=False)


def _day_of(doc):
	return doc.get("meeting_on") or doc.get("held_on") or doc.get("approved_on") or today()
