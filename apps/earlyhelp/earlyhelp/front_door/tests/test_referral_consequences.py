"""Table B1, "stamps and consequences": what each step writes and brings about."""

import frappe
from frappe.utils import add_months, getdate, today

from earlyhelp.constants import BSO, EHM, EHP, FSP
from earlyhelp.early_help_setup.timescales import due_on
from earlyhelp.front_door.tests.cases import STEPPED_UP, TOLD, WAITING, ReferralTestCase
from earlyhelp.permissions.people import own_professionals
from earlyhelp.tests.factories import make, make_referral, make_service


class TestStamps(ReferralTestCase):
	def test_b1_1_the_clock_runs_from_the_submission(self):
		doc = self.searched(self.draft())
		user = self.sign_in(BSO)
		doc = self.press(doc, "Submit")
		self.assertEqual((doc.received_on, doc.submitted_by), (getdate(today()), user))
		self.assertEqual(doc.decision_due_on, due_on("Referral Decision", today()))

	def test_b1_1_repeat_contacts_are_counted_and_errors_are_not(self):
		for months in (1, 5, 11):
			day = add_months(today(), -months)
			make_referral(self.family, self.service, received_on=day, decided_on=day)
		wrong = make_referral(self.family, self.service, received_on=today(), decided_on=today())
		wrong.db_set("withdrawn_because", "Made in error")
		doc = self.complete()
		self.sign_in(BSO)
		doc = self.press(doc, "Submit")
		counts = (doc.contacts_3_months, doc.contacts_6_months, doc.contacts_12_months)
		self.assertEqual(counts, (1, 2, 3))

	def test_b1_1_the_front_door_gets_a_notice_that_names_nobody(self):
		"""C3 no name in a message."""
		colleague, doc = self.worker(BSO), self.searched(self.draft())
		self.sign_in(EHP)
		self.press(doc, "Submit")
		told = frappe.get_all("Notification Log", {"for_user": colleague}, ["subject", "document_name"])
		self.assertEqual([row.document_name for row in told], [doc.name])
		self.assertNotIn("Ashdown", told[0].subject)

	def test_b1_3_to_6_write_who_and_when(self):
		doc = self.put("Submitted")
		user = self.sign_in(EHP)
		doc = self.press(doc, "Start Screening")
		self.assertEqual((doc.screening_by, getdate(doc.screening_started_on)), (user, getdate(today())))
		doc = self.press(doc, "Ask For Information")
		self.assertEqual((doc.information_asked_on, doc.information_received_on), (getdate(today()), None))
		self.assertTrue(doc.decision_due_on is None or doc.decision_due_on)
		doc = self.press(doc, "Information Received")
		self.assertEqual(doc.information_received_on, getdate(today()))
		doc = self.press(doc, "Recommend")
		self.assertEqual((doc.recommended_on, doc.submitted_by), (getdate(today()), user))

	def test_b1_4_the_decision_clock_does_not_stop(self):
		doc = self.put("Screening", decision_due_on="2019-01-18")
		self.sign_in(EHP)
		self.assertEqual(self.press(doc, "Ask For Information").decision_due_on, getdate("2019-01-18"))

	def test_a_decision_is_written_with_its_day_and_person(self):
		"""Rows B1.8, B1.9, B1.10 and B1.13."""
		for action, decision in (
			("Accept", "Accepted"),
			("Signpost", "Signposted"),
			("Not Accept", "Not Accepted"),
			("Step Up", "Stepped Up"),
			("Withdraw", "Withdrawn"),
		):
			frappe.set_user("Administrator")
			frappe.db.savepoint("one_decision")
			doc = self.put("Screening")
			user = self.sign_in(EHM)
			doc = self.press(doc, action, "It is so.")
			self.assertEqual(
				(doc.decision, doc.decided_on, doc.decided_by), (decision, getdate(today()), user)
			)
			frappe.set_user("Administrator")
			frappe.db.rollback(save_point="one_decision")


class TestAccepting(ReferralTestCase):
	def accepted(self):
		doc = self.put("Screening")
		self.sign_in(EHM)
		return self.press(doc, "Accept")

	def test_b1_8_an_episode_waits_for_a_worker_with_the_children_of_the_referral(self):
		self.young_person("2012-01-01")
		doc = self.accepted()
		frappe.set_user("Administrator")
		episode = frappe.get_doc("Early Help Episode", {"referral": doc.name})
		self.assertEqual(episode.status, "Awaiting Allocation")
		self.assertEqual((episode.family, episode.service, episode.team), (doc.family, doc.service, doc.team))
		self.assertEqual([row.person for row in episode.children], [self.chloe])
		self.assertEqual(episode.accepted_on, getdate(today()))

	def test_b1_14_it_is_finished_by_itself_when_the_lead_is_there_and_all_were_told(self):
		doc = self.accepted()
		doc.update(TOLD)
		doc.save()
		self.assertEqual(doc.reload().status, "Accepted")
		frappe.set_user("Administrator")
		episode = frappe.get_doc("Early Help Episode", {"referral": doc.name})
		lead = make("Professional", full_name="Alex Thornaby")
		row = {"professional": lead.name, "role": "Lead Practitioner", "from_date": today()}
		episode.append("allocations", row)
		episode.save()
		doc.reload()
		self.assertEqual((doc.status, doc.finished_on), ("Finished", getdate(today())))
		self.assertEqual(doc.decision, "Accepted")


class TestSteppingUp(ReferralTestCase):
	def test_b1_11_nothing_is_asked_before_it(self):
		for start in WAITING:
			with self.subTest(start=start):
				frappe.set_user("Administrator")
				bare = make("Early Help Referral", service=self.service.name)
				self.put(start, bare)
				self.sign_in(FSP)
				self.assertEqual(self.press(bare, "Step Up").status, "Stepped Up")

	def test_b1_11_no_rule_of_content_stands_before_it(self):
		doc = self.draft()
		doc.db_set({"source": "School", "school": None, "agreed_on": "2999-01-01"})
		self.sign_in(BSO)
		self.assertEqual(self.press(doc, "Step Up").status, "Stepped Up")

	def test_b1_11_the_managers_are_told_and_the_rest_is_asked_for_at_once(self):
		manager, doc = self.worker(EHM), self.put("Draft")
		user = self.sign_in(FSP)
		frappe.local.message_log.clear()
		doc = self.press(doc, "Step Up")
		self.assertEqual((doc.stepped_up_by, doc.received_on), (user, getdate(today())))
		self.assertIn("whom at social care", str(frappe.local.message_log))
		self.assertTrue(
			frappe.db.exists("Notification Log", {"for_user": manager, "document_name": doc.name})
		)

	def test_b1_11_a_manager_confirms_what_another_pressed(self):
		doc = self.put("Screening")
		self.sign_in(EHP)
		doc = self.press(doc, "Step Up")
		self.assertTrue(doc.step_up_confirm_by and not doc.step_up_confirmed_by)
		manager = self.sign_in(EHM)
		doc.reload().step_up_confirmed = 1
		self.assertEqual(doc.save().step_up_confirmed_by, manager)

	def test_b1_11_a_manager_who_presses_has_confirmed(self):
		doc = self.put("Screening")
		manager = self.sign_in(EHM)
		doc = self.press(doc, "Step Up")
		self.assertEqual((doc.step_up_confirmed_by, doc.step_up_confirm_by), (manager, None))

	def test_b1_14_it_is_finished_by_itself_when_the_last_answer_is_written(self):
		doc = self.put("Stepped Up")
		self.sign_in(EHP)
		doc.update({**TOLD, **STEPPED_UP, "social_care_answer": "An assessment begins."})
		doc.save()
		self.assertEqual(doc.reload().status, "Stepped Up")
		doc.social_care_answered_on = today()
		doc.save()
		self.assertEqual((doc.status, doc.reload().status), ("Finished", "Finished"))

	def test_b1_16_a_declined_one_is_screened_again_and_keeps_the_answer(self):
		doc = self.put("Stepped Up")
		doc.db_set({"social_care_answer": "No role for us.", "social_care_answered_on": today()})
		self.sign_in(EHP)
		doc = self.press(doc, "Social Care Declined")
		self.assertEqual((doc.decision, doc.decided_on), (None, None))
		self.assertEqual(doc.social_care_answer, "No role for us.")


class TestOtherEndings(ReferralTestCase):
	def test_b1_12_the_open_episode_is_told_and_it_counts_as_a_contact(self):
		lead = self.worker(EHP)
		professional = own_professionals(lead)[0]
		row = {"professional": professional, "role": "Lead Practitioner", "from_date": "2019-01-26"}
		episode = self.open_episode(allocations=[row])
		doc = self.put("Screening")
		doc.db_set("open_episode", episode.name)
		self.sign_in(BSO)
		self.press(doc, "Pass To Open Episode")
		notes = frappe.get_all(
			"Comment", {"reference_name": episode.name, "comment_type": "Comment"}, pluck="content"
		)
		self.assertIn(doc.name, notes[0])
		self.assertTrue(
			frappe.db.exists("Notification Log", {"for_user": lead, "document_name": episode.name})
		)
		frappe.set_user("Administrator")
		again = self.complete()
		self.sign_in(BSO)
		self.assertEqual(self.press(again, "Submit").contacts_3_months, 1)

	def test_b1_15_a_reopened_one_is_undecided_and_its_first_decision_stays_in_the_log(self):
		doc = self.put("Screening")
		self.sign_in(EHM)
		doc = self.press(doc, "Signpost", "The hub can help.")
		doc.update(TOLD)
		doc = doc.save().reload()
		self.assertEqual(doc.status, "Finished")
		doc = self.press(doc, "Reopen", "The school disagrees.")
		self.assertEqual((doc.status, doc.decision, doc.finished_on), ("Screening", None, None))
		self.assertEqual((doc.reopened_on, doc.referrer_told_on), (getdate(today()), None))
		log = frappe.get_all(
			"Comment", {"reference_name": doc.name, "comment_type": "Workflow"}, pluck="content"
		)
		self.assertTrue([line for line in log if "Signposted" in line and "The hub can help." in line])

	def test_a_referral_of_another_service_does_not_stand_in_the_way(self):
		self.open_episode(service=make_service().name)
		doc = self.put("Screening")
		self.sign_in(EHM)
		self.assertEqual(self.press(doc, "Accept").status, "Accepted")
