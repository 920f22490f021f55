"""Taking steps: a person's button, the app itself, a page, and history that is put in its place.

Asks for no rights: `move`, `write_on_page` and `place` are called by the app's own code, which checked who asks.
"""

import frappe
from frappe import _
from frappe.utils import cint

from earlyhelp.states.enforce import take
from earlyhelp.states.errors import NoSuchStepError
from earlyhelp.states.registry import flow_of


def press(doc, action, reason=None):
	"""Take a step as the person signed in, with the stored record, and return it.

	A button that was pressed before is answered with "already done" and changes nothing.
	Raises the errors of `states.errors`, PermissionError without the right to write.
	"""
	flow = flow_of(doc.doctype)
	doc = frappe.get_doc(doc.doctype, doc.name)
	doc.check_permission("read")
	step = next_step(doc, flow, action)
	if step is None:
		frappe.msgprint(_("Already done: this is {0}.").format(_(doc.get(flow.field))), indicator="green")
		return doc
	if reason:
		doc.state_reason = reason
	doc.flags.pressed_action = action
	doc.set(flow.field, step.to)
	if cint(flow.state(step.to).docstatus) > cint(doc.docstatus):
		doc.submit()
	else:
		doc.save()
	return doc


def next_step(doc, flow, action):
	"""Return the step of an action from where the record stands; None when it was taken before.

	Raises NoSuchStepError when it leads from elsewhere.
	"""
	current = doc.get(flow.field) or flow.first
	steps = flow.steps_from(current, action)
	fitting = [step for step in steps if step.when is None or step.when(doc)]
	if steps:
		return (fitting or steps)[0]
	if not any(step.to == current for step in flow.steps if step.action == action):
		frappe.throw(
			_("{0} is not possible while this is {1}.").format(_(action), _(current)),
			NoSuchStepError,
			_("Not From Here"),
		)
	return None


def move(doc, action, on_behalf_of=None, reason=None):
	"""Take a step as the app itself: a job, a consequence, or a person on the portal who has no rights here.

	The caller has checked that the person may. Same guards and stamps as a button; what changes is written
	directly, because Frappe's own check asks for rights that a portal user does not have. Returns the record;
	taking a step twice changes nothing.
	"""
	flow = flow_of(doc.doctype)
	doc = frappe.get_doc(doc.doctype, doc.name, for_update=True)
	doc.flags.by_system = True
	doc.flags.on_behalf_of = on_behalf_of
	step = next_step(doc, flow, action)
	if step is None:
		return doc
	stored = frappe.get_doc(doc.doctype, doc.name)
	if reason:
		doc.state_reason = reason
	take(doc, step, stored)
	doc.set(flow.field, step.to)
	doc.docstatus = flow.state(step.to).docstatus
	write(doc)
	follow(doc)
	return doc


def write_on_page(doc):
	"""Save what a page of the portal changed in a record, as far as its state opens it there.

	The caller has checked that the person may. Raises LockedError; stamps and states are refused as ever.
	"""
	doc.flags.on_portal = True
	return doc.insert(ignore_permissions=True) if doc.is_new() else doc.save(ignore_permissions=True)


def write(doc):
	"""Store what a step changed in a record and in its rows."""
	doc.modified, doc.modified_by = frappe.utils.now(), frappe.session.user
	doc.db_update()
	for df in doc.meta.get_table_fields():
		for row in doc.get(df.fieldname):
			row.docstatus = doc.docstatus
			row.db_update() if row.name and not row.get("__islocal") else row.db_insert()
	doc.clear_cache()


def follow(doc):
	"""Write the step that was taken to the log, and bring about what follows from it."""
	step = doc.flags.step
	if step is None:
		return
	doc.flags.step = None
	log(doc, step)
	if step.then:
		step.then(doc)


def log(doc, step):
	"""Write a comment of type Workflow: the action, the new state, the reason, and for whom the app acted."""
	text = ": ".join(_(part) for part in (step.action, step.to) if part)
	if doc.flags.on_behalf_of:
		text = _("{0}, for {1}").format(text, frappe.utils.get_fullname(doc.flags.on_behalf_of))
	if doc.flags.reason:
		text = f"{text}. {doc.flags.reason}"
	doc.add_comment("Workflow", frappe.utils.escape_html(text))


def place(doc, state, **stamps):
	"""Put a record of history into a state, with its dates; for imports, the demo and tests only.

	A record in a final state is submitted. Nothing is checked and nothing follows.
	"""
	flow = flow_of(doc.doctype)
	values = {flow.field: state, "docstatus": flow.state(state).docstatus, **stamps}
	doc.db_set(values, update_modified=False)
	if values["docstatus"]:
		for df in doc.meta.get_table_fields():
			for row in doc.get(df.fieldname):
				row.db_set("docstatus", values["docstatus"], update_modified=False)
	return doc
