"""The steps of a workflow: offered, taken, and refused."""

import json

APPLY = "frappe.model.workflow.apply_workflow"
OFFERED = "frappe.model.workflow.get_transitions"


def actions(person, doc) -> set:
	answer = person.call(OFFERED, doc=json.dumps(doc))
	assert answer.status == 200, answer.text
	return {entry["action"] for entry in answer.message}


def step(person, doc, action):
	return person.call(APPLY, doc=json.dumps(doc), action=action)


def sent(people, **values) -> dict:
	"""A repair of the helper, sent to be checked."""
	repair = people["helper"].make("Repair", title="steps", **values)
	assert step(people["helper"], repair, "Shed Send").status == 200
	return people["keeper"].get(f"/api/resource/Repair/{repair['name']}").data


def test_transitions_are_offered_and_applied(admin):
	repair = admin.make("Repair", title="handle", cost=500)
	offered = admin.call("frappe.model.workflow.get_transitions", doc=json.dumps(repair)).message
	assert {(t["action"], t["next_state"]) for t in offered} == {("Shed Send", "Shed Checking")}
	answer = admin.call("frappe.model.workflow.apply_workflow", doc=json.dumps(repair), action="Shed Send")
	assert (answer.message["workflow_state"], answer.message["status"]) == (
		"Shed Checking",
		"In Progress",
	)


def test_what_an_app_put_in_the_place_of_a_step_is_asked_at_every_door(admin):
	repair = json.dumps(admin.make("Repair", title="handle", cost=500))
	name, step = "frappe.model.workflow.apply_workflow", {"doc": repair, "action": "Shed Send"}
	assert admin.call(name, **step).message["workflow_state"] == "Shed Checking"
	doors = (
		(f"/api/method/{name}", step),
		(f"/api/v1/method/{name}", step),
		(f"/api/v2/method/{name}", step),
		("/", {"cmd": name, **step}),
	)
	for path, sent in doors:
		answer = admin.ask("POST", path, sent)
		assert answer.status == 200, f"{path}: {answer.text[:300]}"
		assert "Sent already" in answer.text, path


def test_steps_are_offered_to_those_whose_they_are(people, admin, town):
	repair = sent(people, cost=50)
	assert actions(people["keeper"], repair) == {"Shed Accept", "Shed Return"}
	assert actions(people["helper"], repair) == set()
	admin.forget(len(admin.made))


def test_a_step_has_its_condition(people):
	dear = sent(people, cost=500)
	assert actions(people["keeper"], dear) == {"Shed Return"}
	answer = step(people["keeper"], dear, "Shed Accept")
	assert (answer.status, answer.exc_type) == (417, "WorkflowTransitionError")
	assert answer.said[0]["message"] == "Not a valid Workflow Action"


def test_a_step_of_another_role_is_none(people):
	repair = sent(people, cost=50)
	answer = step(people["helper"], repair, "Shed Accept")
	assert (answer.status, answer.exc_type) == (417, "WorkflowTransitionError")


def test_a_step_may_submit_and_cancel(people):
	repair = sent(people, cost=50)
	settled = step(people["keeper"], repair, "Shed Accept").message
	assert (settled["workflow_state"], settled["docstatus"]) == ("Shed Settled", 1)
	dropped = step(people["keeper"], settled, "Shed Drop").message
	assert (dropped["workflow_state"], dropped["docstatus"]) == ("Shed Dropped", 2)


def test_nobody_approves_their_own(people):
	own = people["keeper"].make("Repair", title="own", cost=5)
	assert step(people["keeper"], own, "Shed Send").status == 200
	own = people["keeper"].get(f"/api/resource/Repair/{own['name']}").data
	assert step(people["keeper"], own, "Shed Accept").status == 417


def test_the_record_must_be_readable(people, admin):
	repair = admin.make("Repair", title="closed")
	for answer in (
		people["stranger"].call(OFFERED, doc=json.dumps(repair)),
		step(people["stranger"], repair, "Shed Send"),
	):
		assert (answer.status, answer.exc_type) == (403, "PermissionError")
