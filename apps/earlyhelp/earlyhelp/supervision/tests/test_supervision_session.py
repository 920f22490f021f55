"""Case supervision, rows 6 to 9 and 12 of its table: the session, and the record that stays."""

import frappe
from frappe.utils import add_days, getdate, today

from earlyhelp.permissions.people import own_professionals
from earlyhelp.states.errors import (
	LockedError,
	MissingError,
	NoSuchStepError,
	ReasonMissingError,
	StampChangedError,
)
from earlyhelp.supervision.record_text import hash_of
from earlyhelp.supervision.tests.making import SupervisionTestCase, as_user

PARTS = {
	"attendees": ([], "Say who took part"),
	"stages": ([], "or why it was not discussed"),
	"views": ([], "why it is not known"),
	"impact_of_support": (None, "changed for the children"),
	"rating": (None, "red, amber or green"),
	"rating_why": (None, "Say why it is red"),
	"decisions": ([], "what was decided"),
	"plan": (None, "what happens next"),
	"next_on": (None, "next supervision"),
	"ratings": ([{"rating": "Red"}], "name the child, the colour"),
	"actions": ([{"what": "Book a dentist"}], "who does it and by when"),
}


class TestSendToManager(SupervisionTestCase):
	def test_b6_6_business_support_sends_complete_minutes(self):
		doc = self.minuted()
		self.assertEqual((doc.status, doc.minuted_by), ("Awaiting Finalisation", self.bso))
		self.assertEqual(str(doc.minuted_on), today())

	def test_b6_6_each_part_is_asked_for(self):
		doc = self.held()
		for name, (value, sentence) in PARTS.items():
			with self.subTest(part=name):
				self.fill(self.bso, doc, **{name: value})
				self.assertMissing(sentence, self.bso, doc, "Send To Manager")
			self.fill(self.bso, doc, **{"ratings": [], "actions": []})

	def test_b6_6_everything_missing_is_listed_at_once(self):
		with self.assertRaises(MissingError) as refusal:
			self.press(self.bso, self.held(), "Send To Manager")
		for field in ("attendees", "stages", "views", "rating", "decisions", "plan", "next_on"):
			self.assertIn(f'data-fieldname="{field}"', str(refusal.exception))

	def test_b6_6_a_decision_has_its_reason_and_who_made_it(self):
		doc = self.fill(self.bso, self.held(), decisions=[{"decision": "Go on"}])
		self.assertMissing("what was decided, why and by whom", self.bso, doc, "Send To Manager")

	def test_b6_6_the_one_worker_of_a_traditional_one_writes_and_sends_it(self):
		"""D5 Case Supervision, narrower."""
		doc = self.fill(self.lead, self.traditional())
		self.assertEqual(self.press(self.lead, doc, "Send To Manager").minuted_by, self.lead)

	def test_b6_6_the_one_worker_does_not_choose_who_chairs(self):
		doc = self.traditional()
		self.assertRefused(
			LockedError, "you cannot change: Chair", self.fill, self.lead, doc, chair_user=self.deputy
		)

	def test_b6_6_workers_of_a_family_safeguarding_one_neither_write_nor_send_it(self):
		"""D5 Case Supervision, narrower."""
		doc = self.held()
		self.assertRefused(LockedError, "you cannot change", self.fill, self.lead, doc)
		self.fill(self.bso, doc)
		self.assertNotYours(self.lead, doc, "Send To Manager")

	def test_b6_6_a_request_that_sends_and_empties_a_field_is_refused(self):
		doc = self.fill(self.bso, self.held())
		with as_user(self.bso):
			doc.update({"plan": "", "status": "Awaiting Finalisation"})
			self.assertRefused(MissingError, "what happens next", doc.save)

	def test_persons_named_are_members_of_the_family(self):
		stranger = self.other_family().members[0].person
		doc = self.held()
		for table, field in (("stages", "adult"), ("views", "person"), ("ratings", "child")):
			with self.assertRaisesRegex(frappe.ValidationError, "choose somebody of this family"):
				self.fill(self.bso, doc, **{table: [{field: stranger}]})


class TestFinalise(SupervisionTestCase):
	def test_b6_7_a_chair_who_minuted_alone_finalises_from_the_session(self):
		doc = self.fill(self.chair, self.held(user=self.chair))
		doc = self.press(self.chair, doc, "Finalise")
		self.assertEqual((doc.status, doc.docstatus), ("Finalised", 1))
		self.assertEqual((doc.minuted_by, doc.finalised_by), (self.chair, self.chair))

	def test_b6_7_not_when_somebody_else_minuted_nor_by_another_manager(self):
		doc = self.fill(self.bso, self.held())
		self.assertMissing("took the minutes alone", self.chair, doc, "Finalise")
		self.assertNotYours(self.deputy, doc, "Finalise")

	def test_b6_7_asks_for_the_same_as_sending(self):
		doc = self.fill(self.chair, self.held(user=self.chair), plan=None)
		self.assertMissing("what happens next", self.chair, doc, "Finalise")

	def test_b6_8_the_chair_sends_back_with_a_reason(self):
		doc = self.press(self.chair, self.minuted(), "Send Back", "The views are missing")
		self.assertEqual((doc.status, doc.state_reason or ""), ("Held", ""))

	def test_b6_8_asks_for_a_reason_and_the_chair(self):
		doc = self.minuted()
		self.assertRefused(ReasonMissingError, "Say why", self.press, self.chair, doc, "Send Back")
		self.assertNotYours(self.deputy, doc, "Send Back", "The views are missing")

	def test_b6_9_the_chair_finalises_what_somebody_else_minuted(self):
		doc = self.finalised()
		self.assertEqual((doc.status, doc.docstatus, doc.finalised_by), ("Finalised", 1, self.chair))
		self.assertRegex(doc.number, r"^CSN-\d{4}-\d{5}$")

	def test_b6_9_a_deputy_of_the_team_finalises_too(self):
		self.assertEqual(self.press(self.deputy, self.minuted(), "Finalise").finalised_by, self.deputy)

	def test_b6_9_the_chair_who_minuted_does_not(self):
		doc = self.press(self.chair, self.fill(self.bso, self.held()), "Send To Manager")
		self.assertMissing("You took the minutes", self.chair, doc, "Finalise")
		self.assertNotYours(self.bso, doc, "Finalise")

	def test_b6_9_the_hash_is_that_of_the_text_as_it_is_stored(self):
		doc = self.finalised()
		stored = frappe.get_doc(doc.doctype, doc.name)
		self.assertRegex(stored.text_hash, r"^[0-9a-f]{64}$")
		self.assertEqual(hash_of(stored), stored.text_hash)
		stored.plan = "Another plan."
		self.assertNotEqual(hash_of(stored), stored.text_hash)

	def test_b6_9_agreed_actions_begin(self):
		worker = own_professionals(self.lead)[0]
		doc = self.finalised(
			actions=[
				{
					"what": "Book a dentist",
					"who_kind": "Professional",
					"professional": worker,
					"due_on": add_days(today(), 7),
				}
			]
		)
		action = frappe.get_last_doc("Agreed Action", filters={"agreed_in": doc.name})
		self.assertEqual((action.what, action.family), ("Book a dentist", self.family.name))

	def test_b6_9_the_next_one_is_planned_once(self):
		doc = self.finalised()
		following = frappe.get_last_doc("Case Supervision", filters={"status": "Planned"})
		self.assertEqual((following.planned_on, following.chair_user), (getdate(doc.next_on), self.chair))
		self.press(self.chair, doc, "Finalise")
		self.assertEqual(frappe.db.count("Case Supervision", {"episode": self.episode.name}), 2)

	def test_b6_9_what_is_final_cannot_be_changed(self):
		doc = self.finalised()
		with as_user(self.chair):
			doc.plan = "Something else."
			with self.assertRaises(frappe.ValidationError):
				doc.save()
		self.assertEqual(frappe.db.get_value("Case Supervision", doc.name, "plan"), "Weekly visits.")

	def test_stamps_are_not_typed(self):
		doc = self.minuted()
		with as_user(self.chair):
			doc.minuted_by = self.deputy
			self.assertRefused(StampChangedError, "cannot be changed by hand", doc.save)

	def test_business_support_changes_nothing_once_the_manager_has_it(self):
		doc = self.minuted()
		self.assertRefused(LockedError, "you cannot change", self.fill, self.bso, doc, plan="Another")
		self.assertEqual(self.fill(self.chair, doc, plan="Another").plan, "Another")


class TestSetAside(SupervisionTestCase):
	def test_b6_12_another_manager_sets_it_aside_and_the_text_stays(self):
		doc = self.finalised()
		aside = self.press(self.deputy, doc, "Set Aside", "Wrong family")
		self.assertEqual((aside.status, aside.docstatus, aside.set_aside_by), ("Set Aside", 1, self.deputy))
		self.assertEqual((aside.plan, hash_of(aside)), (doc.plan, doc.text_hash))

	def test_b6_12_not_by_the_one_who_finalised(self):
		self.assertNotYours(self.chair, self.finalised(), "Set Aside", "Wrong family")

	def test_b6_12_asks_for_a_reason_and_a_finalised_record(self):
		doc = self.finalised()
		self.assertRefused(ReasonMissingError, "Say why", self.press, self.deputy, doc, "Set Aside")
		self.assertNotYours(self.bso, doc, "Set Aside", "Wrong family")

	def add(self, user, doc, **fields):
		given = {"doctype": "Supervision Addendum", "supervision": doc.name, "text": "She came by bus."}
		with as_user(user):
			return frappe.get_doc({**given, **fields}).insert()

	def test_b6_12_the_chair_adds_to_a_finalised_record(self):
		doc = self.finalised()
		added = self.add(self.chair, doc, family=self.other_family().name)
		self.assertEqual((added.family, added.added_by), (self.family.name, self.chair))
		with as_user(self.lead):
			page = frappe.get_print("Case Supervision", doc.name, print_format="Case Supervision")
		self.assertIn("She came by bus.", page)
		self.assertEqual(hash_of(doc.reload()), doc.text_hash)

	def test_b6_12_nobody_else_adds_and_not_before_it_is_final(self):
		doc = self.minuted()
		with self.assertRaisesRegex(frappe.ValidationError, "choose one that is finalised"):
			self.add(self.chair, doc)
		doc = self.press(self.chair, doc, "Finalise")
		with self.assertRaisesRegex(frappe.ValidationError, "Only the chair"):
			self.add(self.deputy, doc)
		for user in (self.bso, self.lead):
			with self.assertRaises(frappe.PermissionError):
				self.add(user, doc)

	def test_b6_12_what_was_added_stays(self):
		added = self.add(self.chair, self.finalised())
		added.text = "She came by car."
		for change in (added.save, added.delete):
			with self.assertRaisesRegex(frappe.ValidationError, "What was added stays"):
				change()

	def test_b6_12_nothing_leads_on_from_set_aside(self):
		doc = self.press(self.deputy, self.finalised(), "Set Aside", "Wrong family")
		self.assertRefused(NoSuchStepError, "not possible", self.press, self.chair, doc, "Send Back", "Why")
