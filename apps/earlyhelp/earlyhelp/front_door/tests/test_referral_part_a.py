"""The rules that hold for every workflow (part A2), as they concern a referral."""

import frappe
from frappe.model.workflow import apply_workflow, get_transitions

from earlyhelp.constants import BSO, DESK_ROLES, EHM, EHP, FSP
from earlyhelp.front_door.referral_flow import FLOW
from earlyhelp.front_door.tests.cases import DECIDED, TOLD, ReferralTestCase
from earlyhelp.states.errors import (
	KeptError,
	LockedError,
	MissingError,
	NoSuchStepError,
	NotAllowedStepError,
	OwnStepError,
	StampChangedError,
)
from earlyhelp.states.moves import move

# state: the roles that may change the worry, which is content like any other
CONTENT = {
	"Draft": {BSO, EHP, FSP, EHM},
	"Submitted": {BSO, EHM},
	"Awaiting Information": {BSO, EHP, EHM},
	"Screening": {BSO, EHP, EHM},
	"Awaiting Decision": {EHM},
}


class TestStatesAndSteps(ReferralTestCase):
	def test_a1_a_typed_state_passes_the_same_check(self):
		doc = self.searched(self.draft())
		self.sign_in(BSO)
		doc.reload().status = "Screening"
		self.assertRefused(NoSuchStepError, "no step from Draft to Screening", doc.save)
		doc.reload().update({"status": "Submitted", "worry": ""})
		self.assertRefused(MissingError, "what somebody is worried about", doc.save)
		doc.reload().status = "Submitted"
		self.assertEqual(doc.save().status, "Submitted")
		self.assertTrue(doc.received_on)

	def test_a1_a_typed_state_asks_for_the_role(self):
		doc = self.put("Screening")
		self.sign_in(BSO)
		doc.status = "Accepted"
		self.assertRefused(NotAllowedStepError, "not yours", doc.save)
		self.sign_in(EHM)
		doc.reload().status = "Accepted"
		self.assertEqual(doc.save().decision, "Accepted")

	def test_a1_the_buttons_of_the_desk_are_those_of_the_table(self):
		doc = self.put("Screening")
		self.sign_in(EHP)
		offered = {row.action for row in get_transitions(doc)}
		wanted = {step.action for step in FLOW.steps_from("Screening") if EHP in step.who and not step.named}
		self.assertEqual(offered, wanted)
		self.assertEqual(apply_workflow(doc, "Recommend").status, "Awaiting Decision")

	def test_a2_a_button_is_there_and_what_is_missing_is_a_sentence(self):
		doc = self.draft(worry="")
		self.sign_in(BSO)
		self.assertIn("Submit", [row.action for row in get_transitions(doc)])
		self.assertRefused(MissingError, "Before this step (Submit)", self.press, doc, "Submit")

	def test_a3_who_presses_and_empties_a_field_in_one_go_is_refused(self):
		doc = self.put("Screening")
		self.sign_in(EHM)
		doc.update({"status": "Accepted", "agreed_by": None})
		self.assertRefused(MissingError, "who agreed", doc.save)

	def test_a5_who_recommended_does_not_accept(self):
		doc = self.put("Screening")
		mine, other = self.worker(EHM), self.worker(EHM)
		frappe.set_user(mine)
		self.press(doc, "Recommend")
		self.assertRefused(OwnStepError, "somebody else decides", self.press, doc, "Accept")
		frappe.set_user(other)
		self.assertEqual(self.press(doc, "Accept").decided_by, other)

	def test_a5_the_administrator_is_not_exempt(self):
		doc = self.put("Awaiting Decision", submitted_by="Administrator")
		self.assertRefused(OwnStepError, "somebody else decides", self.press, doc, "Accept")

	def test_a5_the_setting_lets_one_manager_do_both(self):
		frappe.db.set_single_value("Early Help Settings", "four_eyes_decision", 0)
		doc = self.put("Screening")
		self.sign_in(EHM)
		self.press(doc, "Recommend")
		self.assertEqual(self.press(doc, "Accept").status, "Accepted")

	def test_a5_without_a_recommendation_the_one_who_sent_it_may_accept(self):
		manager = self.worker(EHM)
		doc = self.put("Screening", submitted_by=manager)
		frappe.set_user(manager)
		self.assertEqual(self.press(doc, "Accept").status, "Accepted")

	def test_a6_a_reason_goes_to_the_log_and_is_emptied(self):
		doc = self.put("Awaiting Decision")
		self.sign_in(EHM)
		doc = self.press(doc, "Send Back", "Ask the school first.")
		self.assertFalse(doc.state_reason)
		self.assertIn("Ask the school first.", self.log(doc)[0])

	def test_a7_each_step_is_a_comment_of_type_workflow(self):
		doc = self.put("Submitted")
		self.sign_in(EHP)
		self.press(doc, "Start Screening")
		self.assertIn("Start Screening: Screening", self.log(doc)[0])

	def log(self, doc):
		return frappe.get_all(
			"Comment", {"reference_name": doc.name, "comment_type": "Workflow"}, pluck="content"
		)


class TestContentAndKeeping(ReferralTestCase):
	def test_a8_content_is_changed_by_the_roles_of_the_state_and_by_nobody_else(self):
		for state in (one.name for one in FLOW.states):
			doc = self.put(state)
			for role in (BSO, EHP, FSP, EHM):
				with self.subTest(state=state, role=role):
					self.sign_in(role)
					doc.reload().worry = f"Told again by {role}."
					if role in CONTENT.get(state, ()):
						self.assertEqual(doc.save().worry, f"Told again by {role}.")
					else:
						self.assertRefused(LockedError, "What Is the Worry?", doc.save)
					frappe.set_user("Administrator")

	def test_a8_telling_is_written_after_the_decision(self):
		for state in DECIDED:
			doc = self.put(state)
			for role, allowed in ((BSO, True), (EHP, True), (EHM, True), (FSP, False)):
				with self.subTest(state=state, role=role):
					self.sign_in(role)
					doc.reload().referrer_told_what = f"Told by {role}."
					if allowed:
						self.assertEqual(doc.save().referrer_told_what, f"Told by {role}.")
					else:
						self.assertRefused(LockedError, "you cannot change", doc.save)
					frappe.set_user("Administrator")

	def test_a8_what_social_care_answered_is_written_where_it_was_stepped_up_only(self):
		for state, allowed in (("Stepped Up", True), ("Accepted", False), ("Signposted", False)):
			doc = self.put(state)
			self.sign_in(EHP)
			doc.reload().social_care_answer = "An assessment begins."
			if allowed:
				self.assertTrue(doc.save().social_care_answer)
			else:
				self.assertRefused(LockedError, "Answer", doc.save)
			frappe.set_user("Administrator")

	def test_a8_business_support_screens_facts_and_judges_nothing(self):
		doc = self.put("Screening")
		self.sign_in(BSO)
		for field in ("level_of_need", "descriptors_met", "recommendation", "recommendation_why", "team"):
			doc.reload().set(field, None)
			self.assertRefused(LockedError, "you cannot change", doc.save)
		doc.reload().safe_contact = "Only in school hours."
		self.assertTrue(doc.save().safe_contact)

	def test_a8_who_stepped_up_answers_what_is_asked_afterwards(self):
		mine, theirs = self.put("Screening"), self.put("Stepped Up")
		self.sign_in(FSP)
		self.press(mine, "Step Up")
		mine.reload().step_up_to = "The duty social worker"
		self.assertTrue(mine.save().step_up_to)
		theirs.reload().step_up_to = "The duty social worker"
		self.assertRefused(LockedError, "you cannot change", theirs.save)

	def test_a8_only_a_manager_confirms_a_step_up(self):
		doc = self.put("Stepped Up", step_up_confirm_by="2019-01-18")
		for role in (BSO, EHP):
			self.sign_in(role)
			doc.reload().step_up_confirmed = 1
			self.assertRefused(LockedError, "Manager Confirms", doc.save)
			frappe.set_user("Administrator")

	def test_a9_nothing_is_cancelled_amended_or_deleted(self):
		"""D2 Early Help Referral, narrower."""
		for role in DESK_ROLES:
			user = self.worker(role)
			for right in ("cancel", "amend", "submit"):
				self.assertFalse(
					frappe.has_permission("Early Help Referral", right, user=user), (role, right)
				)
		for state in (one.name for one in FLOW.states if one.name != "Draft"):
			doc = self.put(state)
			self.assertRefused(KeptError, "are kept", frappe.delete_doc, doc.doctype, doc.name)

	def test_a7_no_request_writes_a_stamp(self):
		doc = self.put("Screening")
		self.sign_in(EHM)
		doc.decided_on = "2019-01-20"
		self.assertRefused(StampChangedError, "Decided On", doc.save)
		doc.reload().decision = "Accepted"
		self.assertRefused(StampChangedError, "Decision", doc.save)

	def test_a10_a_correction_is_added_and_what_was_final_stays(self):
		doc = self.put("Finished")
		told = doc.worry
		for role in (BSO, EHP, FSP, EHM):
			self.sign_in(role)
			doc.reload().worry = "The school rang on Tuesday."
			self.assertRefused(LockedError, "What Is the Worry?", doc.save)
			frappe.set_user("Administrator")
		self.sign_in(BSO)
		doc.reload().add_comment("Comment", "The school rang on Tuesday.")
		kept = frappe.get_all(
			"Comment", {"reference_name": doc.name, "comment_type": "Comment"}, pluck="content"
		)
		self.assertEqual((doc.reload().worry, kept), (told, ["The school rang on Tuesday."]))

	def test_a10_a_second_decision_stands_beside_the_first(self):
		doc = self.put("Screening")
		self.sign_in(EHM)
		for reason in ("The hub can help.", "The hub is closed: another one can."):
			doc = self.press(doc.reload(), "Signpost", reason)
			if not doc.reopened_on:
				doc = self.press(doc, "Reopen", "The hub is closed.")
		said = frappe.get_all(
			"Comment", {"reference_name": doc.name, "comment_type": "Workflow"}, pluck="content"
		)
		self.assertEqual(sum("Signpost: Signposted" in text for text in said), 2)
		self.assertTrue(any("The hub can help." in text for text in said))

	def test_a12_what_is_imported_begins_as_a_draft(self):
		self.sign_in(EHM)
		self.assertRefused(NoSuchStepError, "begins as Draft", self.draft, status="Screening")

	def test_a14_pressing_twice_is_answered_already_done(self):
		doc = self.put("Submitted")
		self.sign_in(EHP)
		self.press(doc, "Start Screening")
		before = doc.reload().screening_started_on
		frappe.local.message_log.clear()
		self.assertEqual(self.press(doc, "Start Screening").status, "Screening")
		self.assertIn("Already done", str(frappe.local.message_log))
		self.assertEqual(doc.reload().screening_started_on, before)

	def test_a14_the_app_moves_twice_without_a_second_effect(self):
		doc = self.put("Signposted")
		doc.db_set(TOLD)
		for _again in range(2):
			self.assertEqual(move(doc, "Finish").status, "Finished")
		found = frappe.get_all("Comment", {"reference_name": doc.name, "comment_type": "Workflow"})
		self.assertEqual(len(found), 1)
