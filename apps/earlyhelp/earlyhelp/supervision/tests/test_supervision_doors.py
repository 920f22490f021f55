"""The steps of supervision as a browser takes them: buttons, typed states, and values that are not typed."""

import frappe
from frappe.model.workflow import get_transitions

from earlyhelp.states.buttons import apply_workflow
from earlyhelp.states.errors import NoSuchStepError, NotAllowedStepError, StampChangedError
from earlyhelp.supervision.tests.making import SupervisionTestCase, as_user


class TestDoors(SupervisionTestCase):
	def buttons(self, user, doc):
		with as_user(user):
			stored = frappe.get_doc(doc.doctype, doc.name)
			return sorted({row["action"] for row in get_transitions(stored)})

	def send(self, user, doc, action):
		with as_user(user):
			return apply_workflow(doc.as_dict(), action)

	def test_each_person_has_the_buttons_of_the_table(self):
		doc = self.plan()
		planning = ["Open Session", "Postpone", "Request Summaries"]
		self.assertEqual(self.buttons(self.bso, doc), planning)
		self.assertEqual(self.buttons(self.chair, doc), ["Cancel", *planning])
		self.assertEqual(self.buttons(self.lead, doc), [])
		doc = self.press(self.bso, doc, "Request Summaries")
		self.assertEqual(self.buttons(self.chair, doc), ["Cancel", "Go Ahead Without", "Postpone"])
		self.assertEqual(self.buttons(self.deputy, doc), ["Cancel", "Postpone"])
		summary = self.summary_of(self.lead, doc)
		self.assertEqual(self.buttons(self.lead, summary), ["Start"])
		self.assertEqual(self.buttons(self.second, summary), [])

	def test_the_one_worker_of_a_traditional_one_has_the_button(self):
		self.only_one_worker()
		self.assertEqual(self.buttons(self.lead, self.plan()), ["Open Session"])

	def test_the_whole_way_by_buttons(self):
		doc = self.send(self.bso, self.plan(), "Request Summaries")
		for user in (self.lead, self.second):
			summary = self.send(user, self.summary_of(user, doc), "Start")
			self.assertEqual(
				self.send(user, self.write_summary(user, summary), "Finalise").status, "Finalised"
			)
		doc = self.send(self.bso, doc.reload(), "Open Session")
		doc = self.send(self.bso, self.fill(self.bso, doc), "Send To Manager")
		doc = self.send(self.chair, doc, "Finalise")
		self.assertEqual((doc.status, doc.docstatus), ("Finalised", 1))
		self.assertEqual(self.send(self.deputy, self.with_reason(doc), "Set Aside").status, "Set Aside")

	def with_reason(self, doc):
		with as_user(self.deputy):
			doc = frappe.get_doc(doc.doctype, doc.name)
			doc.state_reason = "Wrong family"
			return doc.save()

	def test_a_typed_state_passes_the_same_check(self):
		doc = self.plan()
		for user, status, error in (
			(self.chair, "Finalised", NoSuchStepError),
			(self.chair, "Ready", NoSuchStepError),
			(self.lead, "Cancelled", NotAllowedStepError),
		):
			with as_user(user), self.subTest(status=status):
				mine = frappe.get_doc(doc.doctype, doc.name)
				mine.status, mine.state_reason = status, "Because"
				with self.assertRaises(error):
					mine.save()

	def test_nobody_submits_past_the_table(self):
		for user, doc in ((self.chair, self.plan()), (self.lead, self.summary_of(self.lead, self.ask()))):
			with as_user(user), self.assertRaises(NoSuchStepError):
				frappe.get_doc(doc.doctype, doc.name).submit()

	def test_what_the_app_writes_is_not_typed(self):
		doc = self.plan()
		for name, value in (("number", "CSN-1"), ("text_hash", "0"), ("finalised_by", self.chair)):
			with as_user(self.chair), self.subTest(field=name), self.assertRaises(StampChangedError):
				frappe.get_doc(doc.doctype, doc.name).update({name: value}).save()
		other = self.other_family().name
		with as_user(self.chair):
			mine = frappe.get_doc(doc.doctype, doc.name)
			mine.update({"kind": "Traditional", "family": other, "summaries": []})
			mine.save()
		self.assertEqual((mine.kind, mine.family), ("Family Safeguarding", self.family.name))

	def test_covers_cannot_be_written_over(self):
		doc = self.ask()
		with as_user(self.chair):
			mine = frappe.get_doc(doc.doctype, doc.name)
			for row in mine.summaries:
				row.summary_status = "Finalised"
			mine.save()
		self.assertEqual({row.summary_status for row in doc.reload().summaries}, {"Requested"})

	def test_a_notice_is_put_for_each_worker_and_names_nobody(self):
		doc = self.ask()
		summary = self.summary_of(self.lead, doc)
		notice = frappe.get_last_doc("Notification Log", filters={"document_name": summary.name})
		self.assertEqual(notice.for_user, self.lead)
		self.assertNotIn(self.family.family_name, notice.subject)

	def test_nothing_is_deleted_or_cancelled(self):
		doc = self.finalised()
		for record in (doc, self.summary_of(self.lead, doc)):
			for act in (record.delete, record.cancel):
				with self.assertRaises(frappe.ValidationError):
					act()
