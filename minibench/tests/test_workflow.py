"""Workflows: states, steps, who may take them, and every way round them."""

import json

import pytest
import town
from town import OFFICER, TEACHER, become, insert, said

from minibench import workflow
from minibench.documents import get_doc
from minibench.errors import CannotChangeConstantError, PermissionError, ValidationError
from minibench.local import local

STATES = [
	("Draft", 0, None, None),
	("Waiting", 0, "status", "Open"),
	("Done", 1, "status", "Closed"),
	("Archived", 1, None, None),
	("Withdrawn", 2, None, None),
]
STEPS = [
	("Draft", "Send", "Waiting", "Town Teacher", 1, None),
	("Draft", "Send", "Waiting", "Town Officer", 1, None),
	("Waiting", "Return", "Draft", "Town Officer", 1, None),
	("Waiting", "Approve", "Done", "Town Officer", 0, "doc.age > 3 and frappe.session.user != 'x'"),
	("Done", "File", "Archived", "Town Officer", 1, None),
	("Archived", "Withdraw", "Withdrawn", "Town Officer", 1, "frappe.utils.now_datetime() > doc.creation"),
]


@pytest.fixture
def flow(site):
	town.build()
	town.doctype(
		"Town Case",
		[
			town.field("title", allow_on_submit=1),
			town.field("age", "Int"),
			town.field("status", allow_on_submit=1),
			town.field("workflow_state", "Link", options="Workflow State", allow_on_submit=1),
		],
		[{"role": role, **town.RULES, "submit": 1, "cancel": 1} for role in ("Town Teacher", "Town Officer")],
		autoname="prompt",
		is_submittable=1,
	)
	for name, *_rest in STATES:
		if not local.db.exists("Workflow State", name):
			get_doc({"doctype": "Workflow State", "workflow_state_name": name}).insert()
	for action in {step[1] for step in STEPS}:
		if not local.db.exists("Workflow Action Master", action):
			get_doc({"doctype": "Workflow Action Master", "workflow_action_name": action}).insert()
	return make_workflow()


def make_workflow(**more):
	states = [
		{"state": n, "doc_status": str(d), "update_field": f, "update_value": v, "allow_edit": "Town Officer"}
		for n, d, f, v in STATES
	]
	keys = ("state", "action", "next_state", "allowed", "allow_self_approval", "condition")
	steps = [dict(zip(keys, step, strict=True)) for step in STEPS]
	values = {
		"doctype": "Workflow",
		"workflow_name": "Town Flow",
		"document_type": "Town Case",
		"is_active": 1,
	}
	more = {"workflow_state_field": "workflow_state", "states": states, "transitions": steps, **more}
	return get_doc({**values, **more}).insert()


def actions(doc):
	return [row["action"] for row in workflow.get_transitions(doc)]


def test_a_new_document_starts_in_the_first_state(flow):
	become(TEACHER)
	assert insert("Town Case", "A").workflow_state == "Draft"
	text = "Workflow State transition not allowed from <strong>Draft</strong> to <strong>Done</strong>"
	with pytest.raises(workflow.WorkflowPermissionError, match=text):
		insert("Town Case", "B", workflow_state="Done")
	assert insert("Town Case", "C", workflow_state="Draft").workflow_state == "Draft"


def test_steps_are_those_of_ones_roles_whose_condition_holds(flow):
	become(TEACHER)
	doc = insert("Town Case", "A", age=2)
	assert actions(doc) == ["Send"]
	doc = workflow.apply_workflow(doc, "Send")
	assert actions(doc) == []
	become(OFFICER)
	assert actions(get_doc("Town Case", "A")) == ["Return"]
	local.db.set_value("Town Case", "A", "age", 4)
	assert actions(get_doc("Town Case", "A")) == ["Return", "Approve"]
	assert (
		workflow.get_transitions(json.dumps({"doctype": "Town Case", "name": "A"}))[1]["next_state"] == "Done"
	)
	assert workflow.get_transitions(get_doc({"doctype": "Town Case", "__islocal": 1})) == []
	become("Guest")
	with pytest.raises(PermissionError):
		workflow.get_transitions({"doctype": "Town Case", "name": "A"})


def test_a_step_sets_state_field_and_document_status_and_leaves_a_comment(flow):
	become(TEACHER)
	doc = workflow.apply_workflow(insert("Town Case", "A", age=4), "Send")
	assert (doc.workflow_state, doc.status, doc.docstatus) == ("Waiting", "Open", 0)
	become(OFFICER)
	doc = workflow.apply_workflow({"doctype": "Town Case", "name": "A"}, "Approve")
	assert (doc.workflow_state, doc.status, doc.docstatus) == ("Done", "Closed", 1)
	doc = workflow.apply_workflow(doc, "File")
	assert (doc.workflow_state, doc.docstatus) == ("Archived", 1)
	doc = workflow.apply_workflow(doc.as_dict(), "Withdraw")
	assert (doc.workflow_state, doc.docstatus) == ("Withdrawn", 2)
	filters = {"reference_doctype": "Town Case", "reference_name": "A", "comment_type": "Workflow"}
	found = local.db.get_values("Comment", filters, "content", order_by="creation asc", pluck=True)
	assert found == ["Waiting", "Done", "Archived", "Withdrawn"]


def test_what_a_request_says_of_the_document_is_not_believed(flow):
	become(TEACHER)
	workflow.apply_workflow(insert("Town Case", "A", age=1), "Send")
	become(OFFICER)
	forged = {"doctype": "Town Case", "name": "A", "age": 9, "title": "forged"}
	with pytest.raises(workflow.WorkflowTransitionError, match="Not a valid Workflow Action"):
		workflow.apply_workflow(forged, "Approve")
	assert workflow.apply_workflow(forged, "Return").title is None


def test_nobody_approves_the_own_document_by_button_or_by_hand(flow):
	become(OFFICER)
	doc = workflow.apply_workflow(insert("Town Case", "A", age=4), "Send")
	with pytest.raises(ValidationError, match="Self approval is not allowed"):
		workflow.apply_workflow(doc, "Approve")
	doc = get_doc("Town Case", "A")
	doc.update({"workflow_state": "Done", "docstatus": 1})
	with pytest.raises(ValidationError, match="Self approval is not allowed"):
		doc.save()
	doc = get_doc("Town Case", "A")
	doc.update({"workflow_state": "Done", "docstatus": 1, "owner": TEACHER})
	with pytest.raises(CannotChangeConstantError, match="Created By"):
		doc.save()
	become("Administrator")
	local.db.set_value("Town Case", "A", "owner", "Administrator")
	get_doc("User", "Administrator").add_roles("Town Officer")
	assert workflow.apply_workflow({"doctype": "Town Case", "name": "A"}, "Approve").docstatus == 1


def test_the_state_written_by_hand_passes_the_same_check(flow):
	become(TEACHER)
	doc = insert("Town Case", "A", age=4)
	doc.workflow_state = "Done"
	with pytest.raises(workflow.WorkflowPermissionError):
		doc.save()
	doc = get_doc("Town Case", "A")
	doc.workflow_state = "Waiting"
	doc.save()
	doc.workflow_state = "Draft"
	with pytest.raises(workflow.WorkflowPermissionError) as refusal:
		doc.save()
	text = "Workflow State transition not allowed from <strong>Waiting</strong> to <strong>Draft</strong>"
	assert str(refusal.value) == text and said()[-1] == text


def test_submitting_is_a_step_too(flow):
	"""Frappe gives the document the first submitted state, whatever the transitions say."""
	become(TEACHER)
	doc = insert("Town Case", "A", age=4)
	with pytest.raises(workflow.WorkflowPermissionError):
		doc.submit()
	with pytest.raises(workflow.WorkflowPermissionError):
		insert("Town Case", "B", docstatus=1)
	workflow.apply_workflow({"doctype": "Town Case", "name": "A"}, "Send")
	become(OFFICER)
	doc = get_doc("Town Case", "A").submit()
	assert (doc.workflow_state, doc.docstatus) == ("Done", 1)


def test_conditions_see_the_stored_document(flow):
	become(TEACHER)
	workflow.apply_workflow(insert("Town Case", "A", age=1), "Send")
	become(OFFICER)
	doc = get_doc("Town Case", "A")
	doc.update({"age": 9, "workflow_state": "Done"})
	with pytest.raises(workflow.WorkflowPermissionError):
		doc.save()


def test_other_changes_need_no_step(flow):
	become(TEACHER)
	doc = insert("Town Case", "A")
	doc.title = "changed"
	doc.save()
	assert doc.workflow_state == "Draft"
	doc.workflow_state = None
	doc.save()
	assert doc.workflow_state == "Draft"


def test_a_step_that_cannot_be_is_refused_when_the_workflow_is_made(flow):
	with pytest.raises(ValidationError):
		make_workflow(
			workflow_name="Bad",
			transitions=[{"state": "Draft", "action": "Send", "next_state": "Nowhere", "allowed": "All"}],
		)


def test_a_new_workflow_counts_at_once_and_makes_its_field(flow):
	from minibench.meta import get_meta

	assert not get_meta("Town Request").get_workflow()
	states = [{"state": "Draft", "doc_status": "0", "allow_edit": "All"}]
	make_workflow(workflow_name="Other", document_type="Town Request", states=states, transitions=[])
	assert get_meta("Town Request").get_workflow() == "Other"
	assert get_meta("Town Request").has_field("workflow_state")
	assert insert("Town Request", "X").workflow_state == "Draft"
