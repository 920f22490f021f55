"""Draft, submitted, cancelled, amended: what each may and may not do."""

import frappe

from contractapp.contract.doctype.loan.loan import DueBeforeLentError
from contractapp.tests.factories import ContractTestCase, make, make_tool


class TestSubmitting(ContractTestCase):
	def setUp(self):
		super().setUp()
		self.tool = make_tool()
		self.loan = make("Loan", tool=self.tool.name)

	def assertTransitionRefused(self, message, function):
		with self.assertRaises(frappe.DocstatusTransitionError) as refusal:
			function()
		self.assertEqual(str(refusal.exception), message)

	def test_docstatus_goes_from_draft_to_submitted_to_cancelled(self):
		self.assertEqual([self.loan.docstatus, self.loan.docstatus.is_draft()], [0, True])
		self.loan.submit()
		self.assertEqual([self.loan.docstatus, self.loan.docstatus.is_submitted()], [1, True])
		self.assertEqual(frappe.db.get_value("Tool", self.tool.name, "lendable"), 0)
		self.loan.cancel()
		self.assertEqual([self.loan.docstatus, self.loan.docstatus.is_cancelled()], [2, True])
		self.assertEqual(frappe.db.get_value("Tool", self.tool.name, "lendable"), 1)

	def test_rows_have_the_docstatus_of_their_document(self):
		record = make("Trace Record", label="A", lines=[{"text": "x"}]).submit()
		self.assertEqual(frappe.db.get_value("Visit Line", record.lines[0].name, "docstatus"), 1)

	def test_only_fields_allowed_on_submit_may_change_afterwards(self):
		self.loan.submit()
		self.loan.returned = 1
		self.assertEqual(self.loan.save().returned, 1)
		self.loan.remark = "x"
		message = (
			" Not allowed to change <strong>Remark</strong> after submission "
			"from <strong>None</strong> to <strong>x</strong>"
		)
		self.assertRefused(frappe.UpdateAfterSubmitError, message, self.loan.save)

	def test_rows_may_not_be_added_after_submission(self):
		record = make("Trace Record", label="A", lines=[{"text": "x"}]).submit()
		record.append("lines", {"text": "y"})
		with self.assertRaises(frappe.UpdateAfterSubmitError):
			record.save()

	def test_a_draft_cannot_be_cancelled(self):
		message = "Cannot change docstatus from 0 (Draft) to 2 (Cancelled)"
		self.assertTransitionRefused(message, self.loan.cancel)
		loan = frappe.get_doc(doctype="Loan", tool=self.tool.name, docstatus=2)
		self.assertTransitionRefused(message, loan.insert)

	def test_what_is_submitted_cannot_become_a_draft_again(self):
		self.loan.submit()
		self.loan.docstatus = 0
		message = "Cannot change docstatus from 1 (Submitted) to 0 (Draft)"
		self.assertTransitionRefused(message, self.loan.save)

	def test_what_is_cancelled_stays_as_it_is(self):
		self.loan.submit().cancel()
		for docstatus in (2, 1, 0):
			loan = frappe.get_doc("Loan", self.loan.name)
			loan.docstatus = docstatus
			with self.subTest(docstatus), self.assertRaises(frappe.ValidationError) as refusal:
				loan.save()
			self.assertEqual(str(refusal.exception), "Cannot edit cancelled document")

	def test_a_submitted_record_is_not_deleted(self):
		self.loan.submit()
		with self.assertRaises(frappe.ValidationError) as refusal:
			self.loan.delete()
		said = f"Loan {self.loan.name}: Submitted Record cannot be deleted."
		self.assertTrue(str(refusal.exception).startswith(said), str(refusal.exception))
		self.loan.reload().cancel()
		self.loan.delete()
		self.assertFalse(frappe.db.exists("Loan", self.loan.name))

	def test_amendments_are_numbered_after_the_first_name(self):
		first, names = self.loan.submit().cancel(), []
		before = first
		for _ in range(2):
			amendment = frappe.copy_doc(before)
			amendment.update({"amended_from": before.name, "docstatus": 0})
			before = amendment.insert().submit().cancel()
			names.append(before.name)
		self.assertEqual(names, [f"{first.name}-1", f"{first.name}-2"])

	def test_a_cancelled_record_may_not_be_linked_from_a_submittable_one(self):
		self.loan.submit().cancel()
		values = {"borrower_type": "Loan", "borrower": self.loan.name}
		message = f"Cannot link cancelled document: Borrower: {self.loan.name}"
		self.assertRefused(frappe.CancelledLinkError, message, make, "Loan", tool=self.tool.name, **values)

	def test_the_controller_refuses_with_its_own_exception_and_title(self):
		dates = {"lent_on": "2026-02-02", "due_on": "2026-02-01"}
		message = "Due On cannot be before Lent On"
		self.assertRefused(DueBeforeLentError, message, make, "Loan", tool=self.tool.name, **dates)
		self.assertEqual(frappe.get_message_log()[-1].title, "Dates the wrong way round")
