"""The check of every saving of a record that has states, whatever door it came through."""

import frappe
from frappe import _
from frappe.utils import cint

from earlyhelp.states.content import check_content, check_stamps
from earlyhelp.states.errors import (
	NoSuchStepError,
	OwnStepError,
	ReasonMissingError,
	refuse_missing,
	refuse_person,
)
from earlyhelp.states.registry import flow_of


def check_state(doc):
	"""Check a new or changed record against the table of its doctype, and stamp the step that it takes.

	Sets `doc.flags.step`: the Step, or None when the state stays. Raises the errors of `states.errors`.
	"""
	flow = flow_of(doc.doctype)
	before = None if doc.is_new() else doc.get_doc_before_save()
	doc.flags.step = None
	if not doc.flags.by_system:
		check_stamps(doc, before, flow.stamps)
	if before is None:
		begin(doc, flow)
		return
	before.flags.by_system = doc.flags.by_system
	state = flow.state(before.get(flow.field) or flow.first)
	if not doc.flags.by_system:
		check_content(doc, before, state, flow)
	step = find_step(doc, before, flow)
	doc.flags.pressed_action = None
	if step:
		take(doc, step, before)


def begin(doc, flow):
	"""A new record stands in the first state, whatever was sent."""
	wanted = doc.get(flow.field)
	if (wanted and wanted != flow.first) or cint(doc.docstatus):
		frappe.throw(
			_("A new record begins as {0}.").format(_(flow.first)), NoSuchStepError, _("Not From Here")
		)
	doc.set(flow.field, flow.first)
	step = flow.first_step(doc)
	if step:
		take(doc, step, doc)


def find_step(doc, before, flow):
	"""Return the step from the stored state to the one sent, None when nothing moves."""
	current, wanted = before.get(flow.field) or flow.first, doc.get(flow.field)
	action = doc.flags.pressed_action
	stays = [step for step in flow.steps_from(current, action) if action and step.to == current]
	if wanted == current and not stays:
		if cint(doc.docstatus) != cint(before.docstatus):
			refuse_path(doc, current, wanted)
		return None
	steps = [step for step in flow.steps_from(current, action) if step.to == wanted]
	steps = [step for step in steps if (step.who or action) and (step.when is None or step.when(doc))]
	if not steps or cint(flow.state(wanted).docstatus) != cint(doc.docstatus):
		refuse_path(doc, current, wanted)
	actions = {step.action for step in steps}
	if len(actions) > 1:
		frappe.throw(
			_("Use the button: {0}.").format(", ".join(sorted(_(name) for name in actions))), NoSuchStepError
		)
	mine = [step for step in steps if may_take(before, step)]
	return (mine or steps)[0]


def refuse_path(doc, current, wanted):
	frappe.throw(
		_("There is no step from {0} to {1}. Use the buttons of this record.").format(_(current), _(wanted)),
		NoSuchStepError,
		_("Not From Here"),
	)


def may_take(doc, step):
	"""Say whether the step belongs to the person signed in, or to the app when it acts itself."""
	if doc.flags.by_system:
		return step.system or not step.who
	user = frappe.session.user
	if not set(step.who) & set(frappe.get_roles(user)):
		return False
	return step.named is None or user == "Administrator" or bool(step.named(doc, user))


def take(doc, step, before):
	"""Check a step and stamp it. `before`: the stored record, which decides who it belongs to."""
	before.flags.by_system = doc.flags.by_system
	if not may_take(before, step):
		refuse_person(doc, [step, *others_of(doc, step)])
	check_own(doc, step)
	if step.reason and not (doc.get("state_reason") or "").strip():
		frappe.throw(
			_("Say why, in {0}, and press again.").format(_(doc.meta.get_label("state_reason"))),
			ReasonMissingError,
			_("Reason"),
		)
	if step.needs:
		refuse_missing(doc, step.action or step.to, step.needs(doc))
	doc.flags.step, doc.flags.reason = step, doc.get("state_reason")
	if step.stamp:
		step.stamp(doc)
	if doc.meta.has_field("state_reason"):
		doc.state_reason = None


def others_of(doc, step):
	"""Return the other rows of a table that take the same step, by other people."""
	return [
		other
		for other in flow_of(doc.doctype).steps
		if other is not step
		and (other.start, other.action, other.to) == (step.start, step.action, step.to)
		and (other.start or other.when is None or other.when(doc))
	]


def check_own(doc, step):
	"""Nobody approves what the same person sent; Administrator is not exempt."""
	not_own = step.not_own(doc) if callable(step.not_own) else step.not_own
	if not_own and not doc.flags.by_system and doc.get("submitted_by") == frappe.session.user:
		frappe.throw(_("You sent this yourself: somebody else decides."), OwnStepError, _("Not Your Own"))
