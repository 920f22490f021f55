"""Repair Flow: New -> Checking (helper or keeper), Checking -> Settled (keeper, up to 100, not own), and back."""

import frappe
from frappe.model.workflow import (
	WorkflowPermissionError,
	WorkflowTransitionError,
	apply_workflow,
	get_transitions,
	get_workflow_name,
)

from contractapp.tests.factories import (
	HELPER,
	KEEPER,
	OTHER_HELPER,
	VISITOR,
	ContractTestCase,
	make_people,
	make_repair,
	make_tool,
)

SEND = ("Shed Send", "Shed Checking")
ACCEPT = ("Shed Accept", "Shed Settled")
RETURN = ("Shed Return", "Shed New")
DROP = ("Shed Drop", "Shed Dropped")


def not_allowed(before, after) -> str:
	return f"Workflow State transition not allowed from <strong>{before}</strong> to <strong>{after}</strong>"


class TestWorkflow(ContractTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		make_people()

	def repair(self, user=HELPER, *actions, **values):
		frappe.set_user(user)
		doc = make_repair(**{"cost": 50, **values})
		for action in actions:
			doc = apply_workflow(doc, action)
		return doc

	def offered(self, doc, user):
		frappe.set_user(user)
		return [(t.action, t.next_state) for t in get_transitions(frappe.get_doc("Repair", doc.name))]

	def test_a_new_record_starts_in_the_first_state(self):
		doc = self.repair()
		self.assertEqual([doc.workflow_state, doc.docstatus, doc.status], ["Shed New", 0, "Open"])

	def test_who_is_offered_which_transition(self):
		fresh = self.repair()
		cheap = self.repair(HELPER, "Shed Send", helper=HELPER)
		dear = self.repair(HELPER, "Shed Send", cost=500)
		settled = self.settled()
		rows = (
			(fresh, HELPER, [SEND]),
			(fresh, KEEPER, [SEND]),
			(fresh, "Administrator", [SEND, SEND]),
			(cheap, HELPER, [RETURN]),
			(cheap, OTHER_HELPER, []),
			(cheap, KEEPER, [ACCEPT, RETURN]),
			(dear, KEEPER, [RETURN]),
			(dear, HELPER, []),
			(settled, KEEPER, [DROP]),
			(settled, HELPER, []),
		)
		for doc, user, expected in rows:
			with self.subTest(f"{doc.workflow_state} {user}"):
				self.assertEqual(self.offered(doc, user), expected)

	def settled(self):
		doc = self.repair(HELPER, "Shed Send")
		frappe.set_user(KEEPER)
		return apply_workflow(doc, "Shed Accept")

	def test_an_action_moves_the_state_sets_the_field_and_writes_a_comment(self):
		doc = self.repair(HELPER, "Shed Send")
		stored = frappe.get_doc("Repair", doc.name)
		self.assertEqual([stored.workflow_state, stored.status], ["Shed Checking", "In Progress"])
		filters = {"reference_name": doc.name, "comment_type": "Workflow", "owner": HELPER}
		comments = frappe.get_all("Comment", filters, ["content", "comment_email"])
		self.assertEqual(comments, [{"content": "Shed Checking", "comment_email": HELPER}])

	def test_a_state_may_submit_and_another_cancel(self):
		doc = self.settled()
		self.assertEqual([doc.workflow_state, doc.docstatus, doc.status], ["Shed Settled", 1, "Done"])
		doc = apply_workflow(doc, "Shed Drop")
		self.assertEqual([doc.workflow_state, doc.docstatus], ["Shed Dropped", 2])

	def test_actions_of_others_and_unknown_ones_are_no_actions(self):
		doc = self.repair(HELPER, "Shed Send")
		for action in ("Shed Accept", "Shed Send", "Nonsense"):
			message = "Not a valid Workflow Action"
			with self.subTest(action):
				self.assertRefused(WorkflowTransitionError, message, apply_workflow, doc, action)

	def test_conditions_are_asked_of_what_is_stored(self):
		doc = self.repair(HELPER, "Shed Send", cost=500)
		frappe.set_user(KEEPER)
		doc.cost = 5
		message = "Not a valid Workflow Action"
		self.assertRefused(WorkflowTransitionError, message, apply_workflow, doc, "Shed Accept")
		self.assertEqual(frappe.db.get_value("Repair", doc.name, "cost"), 500)

	def test_apply_takes_a_dict_and_drops_unsaved_changes(self):
		doc = self.repair()
		doc.title = "unsaved"
		self.assertEqual(apply_workflow(doc.as_dict(), "Shed Send").title, "Handle")
		self.assertEqual(apply_workflow(self.repair().as_json(), "Shed Send").workflow_state, "Shed Checking")

	def test_nobody_accepts_their_own_by_pressing(self):
		doc = self.repair(KEEPER, "Shed Send")
		self.assertEqual(self.offered(doc, KEEPER), [ACCEPT, RETURN])
		message = "Self approval is not allowed"
		self.assertRefused(frappe.ValidationError, message, apply_workflow, doc, "Shed Accept")

	def test_a_state_typed_into_the_record_passes_the_same_transitions(self):
		doc = self.repair()
		doc.workflow_state = "Shed Checking"
		self.assertEqual([doc.save().workflow_state, doc.status], ["Shed Checking", "Open"])

	def test_a_state_that_no_transition_leads_to_is_refused(self):
		far, dear = self.repair(), self.repair(HELPER, "Shed Send", cost=500)
		rows = (
			(far, HELPER, "Shed Settled", "Shed New"),
			(far, KEEPER, "Shed Dropped", "Shed New"),
			(dear, KEEPER, "Shed Settled", "Shed Checking"),
			(dear, HELPER, "Shed New", "Shed Checking"),
		)
		for doc, user, state, before in rows:
			frappe.set_user(user)
			doc = frappe.get_doc("Repair", doc.name)
			doc.workflow_state = state
			message = not_allowed(before, state)
			with self.subTest(f"{user} {state}"):
				self.assertRefused(WorkflowPermissionError, message, doc.save)

	def test_a_record_is_not_inserted_in_a_later_state(self):
		message = not_allowed("Shed New", "Shed Checking")
		values = {"workflow_state": "Shed Checking"}
		self.assertRefused(WorkflowPermissionError, message, self.repair, KEEPER, **values)
		message = "Could not find Workflow State: Nonsense"
		values = {"workflow_state": "Nonsense"}
		self.assertRefused(frappe.LinkValidationError, message, self.repair, KEEPER, **values)

	def test_who_may_edit_a_state_is_left_to_the_page(self):
		doc = self.repair(HELPER, "Shed Send")
		doc.title = "changed"
		self.assertEqual(doc.save().title, "changed")

	def test_fields_allowed_on_submit_may_change_in_a_submitted_state(self):
		doc = self.settled()
		doc.outcome = "like new"
		self.assertEqual(doc.save().outcome, "like new")

	def test_without_read_permission_there_are_no_transitions(self):
		doc = self.repair()
		frappe.set_user(VISITOR)
		for function in (get_transitions, lambda d: apply_workflow(d, "Shed Send")):
			with self.assertRaises(frappe.PermissionError):
				function(doc)

	def test_a_document_not_yet_stored_has_no_transitions(self):
		self.assertEqual(get_transitions(frappe.new_doc("Repair")), [])

	def test_which_doctype_has_a_workflow(self):
		self.assertEqual([get_workflow_name("Repair"), get_workflow_name("Tool")], ["Repair Flow", ""])
		self.assertEqual(frappe.get_meta("Repair").get_workflow(), "Repair Flow")

	def test_a_doctype_without_workflow_saves_as_ever(self):
		self.assertEqual(make_tool().save().docstatus, 0)
