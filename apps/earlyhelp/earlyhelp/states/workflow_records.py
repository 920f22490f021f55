"""The Workflow records that the tables make: what `fixtures/` holds, so that the desk draws buttons."""

from earlyhelp.states.registry import FLOWS, flow_of

STYLES = {
	"": ("Draft", "Planned", "Cancelled", "Withdrawn", "Excused", "Superseded", "Set Aside", "Waiting To Start"),
	"Warning": (
		"Requested", "Submitted", "Awaiting Information", "Awaiting Decision", "Awaiting Allocation",
		"Awaiting Approval", "Awaiting Sign-Off", "Awaiting Finalisation", "Awaiting Monitoring Visit", "Invited",
		"Minutes To Check", "Summaries Requested", "Offered", "Handing Over", "Closure Requested", "Signposted",
		"Not Accepted", "Already Open",
	),
	"Primary": (
		"Screening", "Accepted", "Open", "Active", "In Review", "In Progress", "Held", "Ready", "Ending",
	),
	"Danger": ("Stepped Up", "Step Up Requested"),
	"Success": ("Finished", "Closed", "Finalised", "Issued"),
}  # fmt: skip
COLOURS = {"": "Gray", "Warning": "Orange", "Primary": "Blue", "Danger": "Red", "Success": "Green"}
NOBODY = (
	"System Manager"  # a workflow asks for a role where nobody may edit; this one has no right to any case
)
MODIFIED = "2026-11-22 00:00:00.000000"


def flows():
	"""Return the tables whose doctypes have a Workflow record."""
	found = [flow_of(doctype) for doctype in FLOWS]
	return [flow for flow in found if flow.has_workflow]


def records():
	"""Return {fixture file: list of records} of all workflows, their states and their actions."""
	tables = flows()
	states = sorted({state.name for flow in tables for state in flow.states})
	actions = sorted({step.action for flow in tables for step in flow.steps if step.action and step.who})
	return {
		"workflow_state": [
			record("Workflow State", name, workflow_state_name=name, style=style_of(name), icon="")
			for name in states
		],
		"workflow_action_master": [
			record("Workflow Action Master", name, workflow_action_name=name) for name in actions
		],
		"workflow": [workflow(flow) for flow in tables],
	}


def record(doctype, name, **fields):
	return {"docstatus": 0, "doctype": doctype, "modified": MODIFIED, "name": name, **fields}


def style_of(state):
	return next(style for style, names in STYLES.items() if state in names)


def workflow(flow):
	"""Return the Workflow record of a table: a row for each role that may edit or take a step."""
	return record(
		"Workflow",
		flow.name,
		workflow_name=flow.name,
		document_type=flow.doctype,
		is_active=1,
		override_status=0,
		send_email_alert=0,
		workflow_state_field=flow.field,
		states=[
			state_row(state, role) for state in flow.states for role in writers(flow, state) or (NOBODY,)
		],
		transitions=[
			transition(state, step, role)
			for state in (state.name for state in flow.states)
			for step in onward_first(flow, state)
			for role in step.who
		],
	)


def onward_first(flow, state):
	"""Return the steps from a state as a desk lists them: those that lead on, and then those that lead back."""
	order = [each.name for each in flow.states]
	return sorted(flow.steps_from(state), key=lambda step: order.index(step.to) <= order.index(state))


def writers(flow, state):
	"""Return the roles that write something in a state: content, or the reason of a step."""
	asked = [role for step in flow.steps_from(state.name) if step.reason for role in step.who]
	return list(dict.fromkeys([*state.edit, *asked]))


def state_row(state, role):
	return {
		"state": state.name,
		"doc_status": str(state.docstatus),
		"allow_edit": role,
		"is_optional_state": 0,
	}


def transition(state, step, role):
	"""A condition speaks only about who, or about which of two endings applies; what is missing is a sentence."""
	condition = " and ".join(f"({text})" for text in (step.named_text, step.when_text) if text)
	return {
		"state": state,
		"action": step.action,
		"next_state": step.to,
		"allowed": role,
		"allow_self_approval": 1,
		"condition": condition or None,
	}
