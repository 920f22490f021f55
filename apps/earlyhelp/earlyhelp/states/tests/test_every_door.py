"""Part A of the rules: what holds for every workflow, whatever door a change comes through.

The referral stands for all: its table has most kinds of steps.
"""

import frappe
from frappe.utils import today

from earlyhelp.constants import BSO, EHM, EHP
from earlyhelp.front_door.tests.cases import ReferralTestCase
from earlyhelp.states.buttons import apply_workflow
from earlyhelp.states.errors import (
	KeptError,
	LockedError,
	MissingError,
	NoSuchStepError,
	NotAllowedStepError,
	OwnStepError,
	ReasonMissingError,
	StampChangedError,
)
from earlyhelp.states.moves import move, press


def comments(doc):
	return frappe.get_all(
		"Comment",
		filters={"reference_doctype": doc.doctype, "reference_name": doc.name, "comment_type": "Workflow"},
		pluck="content",
	)


class TestEveryDoor(ReferralTestCase):
	def draft_as(self, role, **fields):
		self.sign_in(role)
		return self.searched(self.draft(**fields)).reload()

	def test_a1_a_typed_state_passes_the_same_check_as_a_button(self):
		doc = self.draft_as(BSO, worry="")
		doc.status = "Submitted"
		self.assertRefused(MissingError, "Before this step (Submit)", doc.save)
		doc = self.draft_as(BSO)
		doc.status = "Submitted"
		doc.save()
		self.assertEqual((doc.status, str(doc.received_on)), ("Submitted", today()))
		doc.status = "Accepted"
		self.assertRefused(NoSuchStepError, "no step from Submitted to Accepted", doc.save)

	def test_a1_a_typed_state_is_written_to_the_log_as_its_step(self):
		doc = self.put("Awaiting Information")
		doc.status = "Screening"
		doc.save()
		self.assertEqual(comments(doc), ["Information Received: Screening"])

	def test_a2_everything_missing_comes_in_one_message_with_its_fields(self):
		self.sign_in(BSO)
		doc = self.draft(worry="", family_agrees="", children=[])
		with self.assertRaises(MissingError) as refused:
			press(doc, "Submit")
		said = str(refused.exception)
		for fieldname in ("worry", "family_agrees", "children", "search_done_on"):
			self.assertIn(f'data-fieldname="{fieldname}"', said)
		self.assertEqual(doc.reload().status, "Draft")

	def test_a3_a_request_that_presses_and_empties_a_field_in_one_go_is_refused(self):
		doc = self.draft_as(BSO)
		doc.status, doc.worry = "Submitted", ""
		self.assertRefused(MissingError, "worry", doc.save)

	def test_a5_nobody_decides_what_the_same_person_sent(self):
		frappe.db.set_single_value("Early Help Settings", "four_eyes_decision", 1)
		manager = self.sign_in(EHM)
		frappe.set_user("Administrator")
		doc = self.put("Awaiting Decision", submitted_by=manager)
		frappe.set_user(manager)
		self.assertRefused(OwnStepError, "somebody else decides", press, doc, "Accept")
		self.sign_in(EHM)
		self.assertEqual(press(doc, "Accept").status, "Accepted")

	def test_a5_the_administrator_is_not_exempt(self):
		frappe.db.set_single_value("Early Help Settings", "four_eyes_decision", 1)
		doc = self.put("Awaiting Decision", submitted_by="Administrator")
		self.assertRefused(OwnStepError, "somebody else decides", press, doc, "Accept")

	def test_a6_a_reason_is_asked_for_goes_to_the_log_and_is_emptied(self):
		doc = self.put("Awaiting Decision")
		self.sign_in(EHM)
		self.assertRefused(ReasonMissingError, "Say why", press, doc, "Send Back")
		doc = press(doc, "Send Back", "The level of need is not clear.")
		self.assertEqual((doc.status, doc.reload().state_reason or ""), ("Screening", ""))
		self.assertIn("Send Back: Screening. The level of need is not clear.", comments(doc))

	def test_a6_markup_in_a_reason_is_text(self):
		doc = self.put("Awaiting Decision")
		press(doc, "Send Back", "<img src=x onerror=alert(1)>")
		self.assertNotIn("<img", "".join(comments(doc)))

	def test_a7_what_steps_write_cannot_be_written_by_hand(self):
		doc = self.put("Submitted")
		self.sign_in(EHM)
		for fieldname, value in (("decided_on", today()), ("submitted_by", frappe.session.user)):
			sent = frappe.get_doc(doc.doctype, doc.name)
			sent.set(fieldname, value)
			self.assertRefused(StampChangedError, "cannot be changed by hand", sent.save)

	def test_a8_content_is_locked_by_state_and_role(self):
		doc = self.put("Awaiting Decision")
		for role, allowed in ((EHP, False), (EHM, True)):
			self.sign_in(role)
			sent = frappe.get_doc(doc.doctype, doc.name)
			sent.worry = f"Changed by {role}."
			if allowed:
				self.assertEqual(sent.save().worry, "Changed by Early Help Manager.")
			else:
				self.assertRefused(
					LockedError, "While this is Awaiting Decision, you cannot change", sent.save
				)

	def test_a8_rows_of_a_table_are_content_too(self):
		doc = self.put("Finished")
		doc.children[0].first_name = "Somebody"
		self.assertRefused(LockedError, "you cannot change: Children", doc.save)

	def test_a9_nothing_that_was_sent_is_deleted(self):
		doc = self.put("Submitted")
		self.assertRefused(KeptError, "kept", frappe.delete_doc, doc.doctype, doc.name)

	def test_a11_the_app_acts_for_somebody_and_says_so(self):
		doc = self.put("Submitted")
		frappe.set_user(frappe.session.user)
		move(doc, "Withdraw", on_behalf_of="a.teacher@example.com", reason="Made in error")
		self.assertEqual(doc.reload().status, "Withdrawn")
		self.assertIn("for a.teacher@example.com", comments(doc)[0])

	def test_a11_the_app_takes_no_step_of_people(self):
		self.assertRefused(
			NotAllowedStepError, "not yours", move, self.put("Screening"), "Not Accept", None, "No"
		)

	def test_a12_a_new_record_stands_in_the_first_state(self):
		self.sign_in(BSO)
		self.assertRefused(NoSuchStepError, "begins as Draft", self.draft, status="Submitted")
		self.assertEqual(self.draft().status, "Draft")

	def test_a14_pressing_twice_is_already_done_and_has_no_second_effect(self):
		doc = self.draft_as(BSO)
		press(doc, "Submit")
		before = len(comments(doc))
		frappe.clear_messages()
		again = apply_workflow({"doctype": doc.doctype, "name": doc.name}, "Submit")
		self.assertEqual((again.status, len(comments(doc))), ("Submitted", before))
		self.assertIn("Already done", str(frappe.get_message_log()))

	def test_a14_a_button_of_another_state_is_refused(self):
		doc = self.put("Submitted")
		self.assertRefused(NoSuchStepError, "Recommend is not possible", press, doc, "Recommend")
