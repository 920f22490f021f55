"""Workflows: which state a document is in, and who may move it to which other one."""

from minibench.base_document import BaseDocument
from minibench.errors import ValidationError
from minibench.local import _dict, local
from minibench.messages import bold, throw
from minibench.permissions import get_roles
from minibench.perschema import per_schema
from minibench.safe import safe_eval
from minibench.translate import _
from minibench.utils.dates import add_to_date, get_datetime, now, now_datetime
from minibench.web.request import json_argument
from minibench.whitelist import whitelist


class WorkflowStateError(ValidationError):
	pass


class WorkflowTransitionError(ValidationError):
	pass


class WorkflowPermissionError(ValidationError):
	pass


@per_schema
def get_workflow_name(doctype: str) -> str:
	"""The name of the active workflow of a DocType; empty without one."""
	sql = "select name from `tabWorkflow` where document_type = %s and is_active = 1 limit 1"
	return next(iter(local.db.sql(sql, (doctype,), pluck=True)), "")


def get_workflow(doctype: str):
	"""The active Workflow of a DocType. Raises DoesNotExistError without one."""
	from minibench.documents import get_cached_doc

	return get_cached_doc("Workflow", get_workflow_name(doctype))


@whitelist()
def get_transitions(
	doc: str | dict | object, workflow: object = None, raise_exception: bool = False
) -> list[dict]:
	"""The steps that the person may take from the stored state of a document, as rows of the workflow."""
	doc = doc if isinstance(doc, BaseDocument) else _stored(doc)
	if doc.is_new():
		return []
	doc.check_permission("read")
	if not isinstance(workflow, BaseDocument):  # a request has none to give
		workflow = get_workflow(doc.doctype)
	state = doc.get(workflow.workflow_state_field)
	if not state:
		if raise_exception:
			raise WorkflowStateError
		throw(_("Workflow State not set"), WorkflowStateError)
	return [row.as_dict() for row in possible_transitions(doc, workflow, state)]


def possible_transitions(doc, workflow, state: str) -> list:
	"""The rows that start in a state, for a role of the person, with a condition that holds."""
	roles = set(get_roles())
	rows = (row for row in workflow.transitions if row.state == state and row.allowed in roles)
	return [row for row in rows if is_transition_condition_satisfied(row, doc)]


def is_transition_condition_satisfied(transition, doc) -> bool:
	if not transition.condition:
		return True
	return bool(safe_eval(transition.condition.strip(), get_workflow_safe_globals(), {"doc": doc.as_dict()}))


def get_workflow_safe_globals() -> dict:
	"""What a condition may use beside `doc`: frappe.session, some dates, and reading values."""
	utils = _dict(now_datetime=now_datetime, add_to_date=add_to_date, get_datetime=get_datetime, now=now)
	reading = _dict(get_value=local.db.get_value, get_list=local.db.get_list)
	return {"frappe": _dict(db=reading, session=local.session, utils=utils)}


def has_approval_access(user: str, doc, transition) -> bool:
	"""Nobody approves the own document where the step forbids it."""
	return user == "Administrator" or bool(transition.get("allow_self_approval")) or user != doc.get("owner")


@whitelist(methods=["POST", "PUT"])
def apply_workflow(doc: str | dict | object, action: str):
	"""Take a step with the stored document and return it.

	Raises WorkflowTransitionError for a step that is not possible, PermissionError without the right to write.
	"""
	doc = _stored(doc)
	doc.check_permission("read")
	workflow = get_workflow(doc.doctype)
	found = [row for row in get_transitions(doc, workflow) if row.action == action]
	if not found:
		throw(_("Not a valid Workflow Action"), WorkflowTransitionError)
	allowed = [row for row in found if has_approval_access(local.session.user, doc, row)]
	if not allowed:
		throw(_("Self approval is not allowed"))
	transition = allowed[-1]
	doc.set(workflow.workflow_state_field, transition.next_state)
	state = next(row for row in workflow.states if row.state == transition.next_state)
	if state.update_field:
		doc.set(state.update_field, state.update_value)
	_move(doc, int(state.doc_status or 0), state.state)
	doc.add_comment("Workflow", _(state.state))
	return doc


def _move(doc, docstatus: int, state: str) -> None:
	moves = {(0, 0): doc.save, (0, 1): doc.submit, (1, 1): doc.save, (1, 2): doc.cancel}
	move = moves.get((int(doc.docstatus or 0), docstatus))
	if move is None:
		throw(_("Illegal Document Status for {0}").format(state))
	move()


def _stored(doc):
	"""The document anew from the database: what a request sent of it is never believed."""
	from minibench.documents import get_doc

	if isinstance(doc, BaseDocument):
		return doc.load_from_db()
	values = json_argument("doc", doc, dict) or {}
	for key in ("doctype", "name"):
		if not values.get(key) or not isinstance(values[key], str):
			throw(_("{0} needs a text for {1}").format("doc", key))
	return get_doc(values["doctype"], values["name"])


def validate_workflow(doc) -> None:
	"""Give a new document its first state, and refuse a change of state that the person may not make.

	Submitting is a change of state, too. Raises WorkflowPermissionError.
	"""
	workflow = get_workflow(doc.doctype)
	field, first = workflow.workflow_state_field, workflow.states[0].state
	before = doc.get_doc_before_save()
	current = (before.get(field) if before else None) or first
	row = next((row for row in workflow.states if row.state == current), None)
	if row is None:
		text = _("{0} is not a valid Workflow State. Please update your Workflow and try again.")
		throw(text.format(bold(current)))
	if not doc.get(field):
		doc.set(field, first)
	docstatus = int(doc.docstatus or 0)
	if doc.get(field) == current and docstatus not in (
		int(row.doc_status or 0),
		before.docstatus if before else 0,
	):
		doc.set(field, _state_for(docstatus, before, workflow, current))
	if doc.get(field) != current:
		_check_step(before, workflow, current, doc.get(field))


def _state_for(docstatus: int, before, workflow, current: str) -> str:
	"""The state of a document that is submitted without saying which: the first that it may reach."""
	fitting = [row.state for row in workflow.states if int(row.doc_status or 0) == docstatus]
	reached = [state for state in fitting if before and _transitions_to(before, workflow, current, state)]
	return (reached or fitting or [current])[0]


def _check_step(before, workflow, current: str, wanted: str) -> None:
	rows = _transitions_to(before, workflow, current, wanted) if before else []
	if not rows:
		text = _("Workflow State transition not allowed from {0} to {1}")
		throw(text.format(bold(current), bold(wanted)), WorkflowPermissionError)
	if not any(has_approval_access(local.session.user, before, row) for row in rows):
		throw(_("Self approval is not allowed"))


def _transitions_to(before, workflow, current: str, wanted: str) -> list:
	before.check_permission("read")
	return [row for row in possible_transitions(before, workflow, current) if row.next_state == wanted]
