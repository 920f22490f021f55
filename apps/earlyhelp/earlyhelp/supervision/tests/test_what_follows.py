"""What the steps of B6 and B7 write and bring about when a worker opens, a chair is alone, or a summary is asked again."""

import frappe
from frappe.utils import add_days, getdate, today

from earlyhelp.permissions.people import own_professionals
from earlyhelp.supervision.tests.making import SupervisionTestCase, as_user


class TestWhatFollows(SupervisionTestCase):
	def test_b6_5_a_traditional_one_begins_with_its_time_and_who_opened_it_minutes(self):
		self.only_one_worker()
		for user in (self.bso, self.lead):
			frappe.db.savepoint("one_opening")
			doc = self.press(user, self.plan(), "Open Session")
			self.assertEqual((getdate(doc.started_at), doc.minute_taker), (getdate(today()), user))
			frappe.db.rollback(save_point="one_opening")

	def test_b6_6_the_one_worker_is_asked_for_everything_too(self):
		doc = self.traditional()
		self.assertMissing("Say who took part", self.lead, doc, "Send To Manager")
		doc = self.fill(self.lead, doc)
		self.assertEqual(self.press(self.lead, doc, "Send To Manager").status, "Awaiting Finalisation")

	def test_b6_7_after_a_chair_alone_actions_begin_and_the_next_one_is_planned(self):
		worker = own_professionals(self.lead)[0]
		action = {"what": "Book a dentist", "who_kind": "Professional", "professional": worker}
		doc = self.fill(
			self.chair, self.held(user=self.chair), actions=[{**action, "due_on": add_days(today(), 7)}]
		)
		doc = self.press(self.chair, doc, "Finalise")
		begun = {"agreed_in_type": doc.doctype, "agreed_in": doc.name, "status": "Open"}
		self.assertEqual(frappe.get_all("Agreed Action", begun, pluck="what"), ["Book a dentist"])
		following = {"episode": doc.episode, "status": "Planned", "planned_on": doc.next_on}
		self.assertTrue(frappe.db.exists("Case Supervision", following))

	def test_b7_5_a_session_that_waits_again_is_not_ready(self):
		doc = self.ask()
		self.finalise_summary(self.second, doc)
		missing = self.summary_of(self.lead, doc)
		self.press(self.chair, missing, "Excuse", "On leave")
		self.assertEqual((doc.reload().status, getdate(doc.ready_on)), ("Ready", getdate(today())))
		self.press(self.chair, missing, "Ask Again")
		self.assertEqual((doc.reload().status, doc.ready_on), ("Summaries Requested", None))

	def test_b7_1_a_summary_begun_unasked_stands_in_its_supervision(self):
		doc = self.plan()
		with as_user(self.lead):
			given = {"doctype": "Professional Summary", "supervision": doc.name}
			summary = frappe.get_doc(given).insert()
		self.assertEqual(self.cover_of(self.lead, doc).summary, summary.name)
