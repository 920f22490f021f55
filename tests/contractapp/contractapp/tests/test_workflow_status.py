"""Errand Flow: the state stands in a Select called status; one action leads two ways, one state has a row for each role."""

import frappe
from frappe.model.workflow import WorkflowPermissionError, apply_workflow, get_transitions

from contractapp.tests.factories import HELPER, KEEPER, OTHER_HELPER, ContractTestCase, make, make_people


class TestWorkflowStatus(ContractTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		make_people()

	def errand(self, *actions, **values):
		frappe.set_user(HELPER)
		doc = make("Errand", **{"title": "Fetch nails", "fetcher": HELPER, **values})
		for action in actions:
			doc = apply_workflow(doc, action)
		return doc

	def offered(self, doc, user):
		frappe.set_user(user)
		return [(row.action, row.next_state) for row in get_transitions(frappe.get_doc("Errand", doc.name))]

	def test_a_new_record_stands_in_the_first_state_and_no_field_was_added(self):
		doc = self.errand()
		self.assertEqual([doc.status, doc.docstatus], ["Shed New", 0])
		self.assertFalse(frappe.db.exists("Custom Field", {"dt": "Errand"}))
		self.assertEqual(frappe.get_meta("Errand").get_workflow(), "Errand Flow")

	def test_one_action_leads_where_its_condition_holds(self):
		self.assertEqual(self.errand("Shed Send").status, "Shed Checking")
		self.assertEqual(self.errand("Shed Send", kind="Long").status, "Shed Waiting")

	def test_a_step_belongs_to_a_named_person_or_to_a_role(self):
		doc = self.errand("Shed Send")
		self.assertEqual(self.offered(doc, HELPER), [("Shed Accept", "Shed Settled")])
		self.assertEqual(self.offered(doc, OTHER_HELPER), [])
		self.assertEqual(self.offered(doc, KEEPER), [("Shed Accept", "Shed Settled")])

	def test_a_state_with_docstatus_1_submits_and_another_follows_it(self):
		doc = self.errand("Shed Send", "Shed Accept")
		self.assertEqual([doc.status, doc.docstatus], ["Shed Settled", 1])
		frappe.set_user(KEEPER)
		doc = apply_workflow(doc, "Shed File")
		self.assertEqual([doc.status, doc.docstatus], ["Shed Filed", 1])

	def test_a_submitted_record_changes_only_where_it_allows_it(self):
		doc = self.errand("Shed Send", "Shed Accept")
		doc.outcome = "Nails fetched"
		self.assertEqual(doc.save().outcome, "Nails fetched")
		doc.remark = "late"
		with self.assertRaises(frappe.UpdateAfterSubmitError):
			doc.save()

	def test_a_typed_status_takes_the_same_way(self):
		doc = self.errand()
		doc.status = "Shed Checking"
		self.assertEqual(doc.save().status, "Shed Checking")
		doc.status = "Shed Filed"
		with self.assertRaises(WorkflowPermissionError):
			doc.save()

	def test_who_may_not_submit_does_not_take_a_step_that_submits(self):
		doc = self.errand("Shed Send")
		frappe.set_user("Administrator")
		rule = frappe.get_doc({"doctype": "Custom DocPerm", "parent": "Errand", "role": "Shed Helper"})
		rule.update({"read": 1, "write": 1, "create": 1, "permlevel": 0}).insert()
		frappe.set_user(HELPER)
		with self.assertRaises(frappe.PermissionError):
			apply_workflow(doc, "Shed Accept")
