"""Professional summaries: each row of their table, and nobody writes another's."""

import frappe
from frappe.utils import add_days, getdate, today

from earlyhelp.permissions.people import own_professionals
from earlyhelp.states.errors import (
	LockedError,
	MissingError,
	NoSuchStepError,
	NotAllowedStepError,
	ReasonMissingError,
)
from earlyhelp.states.moves import move
from earlyhelp.supervision.tests.making import SupervisionTestCase, as_user

NOT_THEIRS = (NotAllowedStepError, frappe.PermissionError, frappe.DoesNotExistError)
PARTS = {
	"period_from": (None, "from which day"),
	"period_to": (None, "until which day"),
	"work_done": (None, "what was done"),
	"change_seen": (None, "what has changed"),
	"stages": ([], "each adult you work with"),
	"children": ([], "what it means for this child"),
	"what_next": (None, "do next"),
}


class TestSummary(SupervisionTestCase):
	def begin(self, user, supervision, **fields):
		with as_user(user):
			given = {"doctype": "Professional Summary", "supervision": supervision.name}
			return frappe.get_doc({**given, **fields}).insert()

	def test_b7_1_the_app_asks_and_says_from_when_on_and_by_when(self):
		doc = self.ask()
		summary = self.summary_of(self.lead, doc)
		self.assertEqual((summary.status, summary.family), ("Requested", self.family.name))
		self.assertEqual((str(summary.requested_on), str(summary.due_on)), (today(), today()))
		self.assertEqual(summary.period_from, getdate(self.episode.opened_on))

	def test_b7_1_the_period_begins_with_the_last_finalised_supervision(self):
		self.finalised()
		following = frappe.get_last_doc("Case Supervision", filters={"status": "Planned"})
		self.press(self.bso, following, "Request Summaries")
		self.assertEqual(str(self.summary_of(self.lead, following).period_from), today())

	def test_b7_1_a_worker_begins_one_unasked_and_only_ones_own(self):
		supervision = self.plan()
		summary = self.begin(self.lead, supervision)
		self.assertEqual((summary.status, summary.author_user), ("Requested", self.lead))
		other = own_professionals(self.second)[0]
		self.assertRefused(NotAllowedStepError, "not yours", self.begin, self.lead, supervision, author=other)
		for user in (self.bso, self.chair):
			with self.assertRaises(frappe.PermissionError):
				self.begin(user, supervision)

	def test_b7_1_a_worker_has_one_in_hand(self):
		doc = self.ask()
		with self.assertRaisesRegex(frappe.ValidationError, "go on with that one"):
			self.begin(self.lead, doc)

	def test_b7_2_the_worker_starts_it(self):
		summary = self.press(self.lead, self.summary_of(self.lead, self.ask()), "Start")
		self.assertEqual((summary.status, str(summary.started_on)), ("Draft", today()))

	def test_b7_2_nobody_else_does(self):
		summary = self.summary_of(self.lead, self.ask())
		for user in (self.second, self.chair, self.bso):
			with self.assertRaises(NOT_THEIRS):
				self.press(user, summary, "Start")

	def test_b7_3_the_worker_finalises_and_the_supervision_moves_on(self):
		doc = self.ask()
		for user in (self.lead, self.second):
			summary = self.finalise_summary(user, doc)
			self.assertEqual((summary.status, summary.docstatus), ("Finalised", 1))
			self.assertEqual((str(summary.finalised_on), summary.days_late), (today(), 0))
		self.assertEqual(doc.reload().status, "Ready")

	def test_b7_3_days_late_are_counted(self):
		doc = self.ask()
		self.summary_of(self.lead, doc).db_set("due_on", add_days(today(), -4))
		self.assertEqual(self.finalise_summary(self.lead, doc).days_late, 4)

	def test_b7_3_each_part_is_asked_for(self):
		summary = self.summary_of(self.lead, self.ask())
		for name, (value, sentence) in PARTS.items():
			with self.subTest(part=name):
				summary = self.write_summary(self.lead, summary, **{name: value})
				self.assertMissing(sentence, self.lead, summary, "Finalise")

	def test_b7_3_nobody_else_does(self):
		summary = self.write_summary(self.lead, self.summary_of(self.lead, self.ask()))
		for user in (self.second, self.chair, self.bso):
			with self.assertRaises(NOT_THEIRS):
				self.press(user, summary, "Finalise")

	def test_b7_3_what_is_final_cannot_be_changed(self):
		summary = self.finalise_summary(self.lead, self.ask())
		with as_user(self.lead):
			summary.work_done = "Something else."
			with self.assertRaises(frappe.ValidationError):
				summary.save()

	def test_b7_4_the_chair_excuses_with_a_reason(self):
		summary = self.summary_of(self.lead, self.ask())
		excused = self.press(self.chair, summary, "Excuse", "On sick leave")
		self.assertEqual((excused.status, excused.excused_why), ("Excused", "On sick leave"))
		self.assertRefused(
			ReasonMissingError,
			"Say why",
			self.press,
			self.chair,
			self.summary_of(self.second, frappe.get_doc("Case Supervision", summary.supervision)),
			"Excuse",
		)

	def test_b7_4_a_draft_is_excused_from_the_supervision_unread(self):
		doc = self.ask()
		self.write_summary(self.lead, self.summary_of(self.lead, doc))
		with as_user(self.chair):
			doc.reload().excuse_summary(own_professionals(self.lead)[0], "On sick leave")
		self.assertEqual(self.summary_of(self.lead, doc).status, "Excused")
		self.assertEqual(self.cover_of(self.lead, doc).summary_status, "Excused")

	def test_b7_4_is_for_the_chair_alone(self):
		doc = self.ask()
		for user in (self.deputy, self.bso, self.lead):
			with self.assertRaises(NOT_THEIRS):
				self.press(user, self.summary_of(self.second, doc), "Excuse", "On sick leave")
			with as_user(user), self.assertRaisesRegex(frappe.ValidationError, "Only the chair"):
				doc.reload().excuse_summary(own_professionals(self.second)[0], "On sick leave")

	def test_b7_5_the_chair_asks_again_and_the_supervision_waits_again(self):
		doc = self.ask()
		self.press(self.chair, self.summary_of(self.second, doc), "Excuse", "On sick leave")
		self.finalise_summary(self.lead, doc)
		self.assertEqual(doc.reload().status, "Ready")
		summary = self.press(self.chair, self.summary_of(self.second, doc), "Ask Again")
		self.assertEqual((summary.status, summary.excused_why), ("Requested", None))
		self.assertEqual(doc.reload().status, "Summaries Requested")

	def test_b7_5_not_by_others_nor_once_the_session_was_opened(self):
		doc = self.ask()
		self.press(self.chair, self.summary_of(self.second, doc), "Excuse", "On sick leave")
		self.assertNotYours(self.deputy, self.summary_of(self.second, doc), "Ask Again")
		self.finalise_summary(self.lead, doc)
		self.press(self.bso, doc, "Open Session")
		self.assertMissing("was opened", self.chair, self.summary_of(self.second, doc), "Ask Again")

	def test_b7_6_a_newer_one_of_the_same_worker_supersedes(self):
		doc = self.ask()
		old = self.finalise_summary(self.lead, doc)
		new = self.write_summary(self.lead, self.begin(self.lead, doc))
		new = self.press(self.lead, new, "Finalise")
		old.reload()
		self.assertEqual((old.status, old.superseded_by), ("Superseded", new.name))
		self.assertEqual(self.cover_of(self.lead, doc).summary, new.name)

	def test_b7_6_nobody_presses_it_and_not_once_the_session_was_opened(self):
		doc = self.held()
		old = self.summary_of(self.lead, doc)
		self.assertNotYours(self.lead, old, "Supersede")
		self.assertRefused(MissingError, "was opened", move, old, "Supersede")
		self.assertRefused(MissingError, "was opened", self.begin, self.lead, doc)


class TestNobodyWritesAnothers(SupervisionTestCase):
	def test_others_change_nothing_in_it(self):
		summary = self.summary_of(self.lead, self.ask())
		for user in (self.second, self.chair, self.bso):
			with as_user(user):
				mine = frappe.get_doc(summary.doctype, summary.name)
				mine.work_done = "Not my words."
				with self.assertRaises((LockedError, frappe.PermissionError)):
					mine.save()
		with as_user(self.lead):
			summary.work_done = "My words."
			self.assertEqual(summary.save().work_done, "My words.")

	def test_nobody_takes_over_anothers_by_naming_oneself(self):
		summary = self.summary_of(self.lead, self.ask())
		with as_user(self.second):
			mine = frappe.get_doc(summary.doctype, summary.name)
			mine.update({"author": own_professionals(self.second)[0], "author_user": self.second})
			with self.assertRaises(frappe.ValidationError):
				mine.save()
		self.assertEqual(summary.reload().author_user, self.lead)

	def test_a_new_one_does_not_begin_as_final(self):
		supervision = self.plan()
		with as_user(self.lead):
			doc = frappe.get_doc(
				{"doctype": "Professional Summary", "supervision": supervision.name, "status": "Finalised"}
			)
			self.assertRefused(NoSuchStepError, "begins as", doc.insert)
