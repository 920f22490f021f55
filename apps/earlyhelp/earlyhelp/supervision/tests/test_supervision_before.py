"""Case supervision, rows 1 to 5, 10 and 11 of its table: until the session begins, or does not take place."""

import frappe
from frappe.utils import add_days, getdate, today

from earlyhelp.constants import EHM, EHP
from earlyhelp.permissions.people import own_professionals
from earlyhelp.states.errors import MissingError, NoSuchStepError, ReasonMissingError
from earlyhelp.states.moves import move
from earlyhelp.supervision.daily import ask_for_summaries
from earlyhelp.supervision.tests.making import SupervisionTestCase, as_user
from earlyhelp.tests.factories import make_team, make_worker


class TestKind(SupervisionTestCase):
	def test_two_different_workers_make_it_family_safeguarding(self):
		self.assertEqual(self.plan().kind, "Family Safeguarding")

	def test_one_worker_makes_it_traditional(self):
		self.only_one_worker()
		doc = self.plan(kind="Family Safeguarding")
		self.assertEqual((doc.kind, doc.worker_user), ("Traditional", self.lead))

	def test_a_worker_whose_discipline_does_not_count_is_not_counted(self):
		name = own_professionals(self.second)[0]
		frappe.db.set_value("Professional", name, "discipline", "Business Support")
		self.assertEqual(self.plan().kind, "Traditional")
		frappe.db.set_value("Professional", name, "discipline", "Recovery Worker")
		self.assertEqual(self.plan().kind, "Family Safeguarding")

	def test_one_worker_with_two_allocations_is_one_worker(self):
		self.only_one_worker()
		self.episode.reload().append(
			"allocations",
			{"professional": own_professionals(self.lead)[0], "role": "Worker", "from_date": "2019-02-01"},
		)
		self.episode.save()
		self.assertEqual(self.plan().kind, "Traditional")

	def test_family_and_team_are_those_of_the_episode(self):
		doc = self.plan(family=self.other_family().name, team=make_team().name)
		self.assertEqual((doc.family, doc.team), (self.family.name, self.team.name))


class TestRequestSummaries(SupervisionTestCase):
	def test_b6_1_every_worker_allocated_on_the_day_is_asked(self):
		doc = self.ask()
		self.assertEqual((doc.status, str(doc.summaries_asked_on)), ("Summaries Requested", today()))
		for user in (self.lead, self.second):
			self.assertEqual(self.summary_of(user, doc).status, "Requested")
		covers = [(row.summary_status, bool(row.full_name)) for row in doc.reload().summaries]
		self.assertEqual(covers, [("Requested", True)] * 2)

	def test_b6_1_asks_for_two_workers_a_date_and_a_chair(self):
		doc = self.plan(planned_on=None, chair_user=None)
		for sentence in ("which day", "who chairs"):
			self.assertMissing(sentence, self.bso, doc, "Request Summaries")
		self.only_one_worker()
		self.assertMissing("without summaries", self.bso, self.plan(), "Request Summaries")

	def test_b6_1_is_not_for_practitioners(self):
		self.assertNotYours(self.lead, self.plan(), "Request Summaries")

	def test_b6_1_summaries_are_due_the_set_time_before_but_not_in_the_past(self):
		self.assertEqual(str(self.ask().summaries_due_on), today())
		later = self.ask(planned_on=add_days(today(), 60))
		self.assertLess(getdate(later.summaries_due_on), getdate(later.planned_on))
		self.assertEqual(self.summary_of(self.lead, later).due_on, getdate(later.reload().summaries_due_on))

	def test_b6_1_the_app_asks_by_itself_in_the_night(self):
		soon, later = self.plan(planned_on=add_days(today(), 3)), self.plan(planned_on=add_days(today(), 90))
		ask_for_summaries()
		self.assertEqual(soon.reload().status, "Summaries Requested")
		self.assertEqual(later.reload().status, "Planned")

	def test_b6_1_pressed_twice_asks_once(self):
		doc = self.ask()
		self.press(self.bso, doc, "Request Summaries")
		self.assertEqual(frappe.db.count("Professional Summary", {"supervision": doc.name}), 2)

	def test_b6_1_a_typed_state_passes_the_same_check(self):
		doc = self.plan(planned_on=None)
		with as_user(self.bso):
			doc.status = "Summaries Requested"
			self.assertRefused(MissingError, "which day", doc.save)


class TestReady(SupervisionTestCase):
	def test_b6_2_it_is_ready_by_itself_when_each_summary_is_in(self):
		doc = self.ask()
		self.finalise_summary(self.lead, doc)
		self.assertEqual(doc.reload().status, "Summaries Requested")
		self.press(self.chair, self.summary_of(self.second, doc), "Excuse", "On sick leave")
		self.assertEqual((doc.reload().status, str(doc.ready_on)), ("Ready", today()))

	def test_b6_2_what_came_in_at_the_same_moment_is_found_in_the_night(self):
		doc = self.ready()
		doc.db_set("status", "Summaries Requested")
		ask_for_summaries()
		self.assertEqual(doc.reload().status, "Ready")

	def test_b6_4_who_was_allocated_since_is_asked_in_the_night(self):
		doc = self.ready()
		third = make_worker(EHP, self.team, self.episode)
		ask_for_summaries()
		self.assertEqual(self.summary_of(third, doc).status, "Requested")
		self.assertEqual(doc.reload().status, "Summaries Requested")

	def test_b6_2_nobody_presses_it_and_the_app_not_too_early(self):
		doc = self.ask()
		self.assertNotYours(self.chair, doc, "All In")
		self.assertRefused(MissingError, "not in", move, doc, "All In")

	def test_b6_3_the_chair_goes_ahead_and_each_missing_worker_is_excused_with_the_reason(self):
		doc = self.ask()
		self.finalise_summary(self.lead, doc)
		with as_user(self.chair):
			doc.reload()
			for row in doc.summaries:
				row.why_without = "On sick leave" if row.summary_status == "Requested" else None
			doc.save()
		doc = self.press(self.chair, doc, "Go Ahead Without")
		self.assertEqual((doc.status, doc.went_without), ("Ready", 1))
		summary = self.summary_of(self.second, doc)
		self.assertEqual((summary.status, summary.excused_why), ("Excused", "On sick leave"))
		self.assertEqual(self.cover_of(self.second, doc).summary_status, "Excused")

	def test_b6_3_asks_for_a_reason_for_each_missing_worker(self):
		self.assertMissing("goes ahead without", self.chair, self.ask(), "Go Ahead Without")

	def test_b6_3_is_for_the_chair_alone(self):
		doc = self.ask()
		for user in (self.deputy, self.bso, self.lead):
			self.assertNotYours(user, doc, "Go Ahead Without")


class TestOpenSession(SupervisionTestCase):
	def test_b6_4_opens_when_the_day_has_come(self):
		doc = self.held()
		self.assertEqual((doc.status, doc.minute_taker), ("Held", self.bso))
		self.assertTrue(doc.started_at)

	def test_b6_4_not_before_the_day(self):
		doc = self.ready(planned_on=add_days(today(), 5))
		self.assertMissing("not come", self.bso, doc, "Open Session")

	def test_b6_4_not_before_all_summaries_are_in(self):
		doc = self.ask()
		self.finalise_summary(self.lead, doc)
		self.assertRefused(NoSuchStepError, "not possible while", self.press, self.chair, doc, "Open Session")
		with as_user(self.chair):
			doc.reload().status = "Held"
			self.assertRefused(NoSuchStepError, "no step", doc.save)

	def test_b6_4_a_worker_allocated_since_is_asked_first(self):
		doc = self.ready()
		third = make_worker(EHP, self.team, self.episode)
		self.assertMissing("was allocated since", self.bso, doc, "Open Session")
		with as_user(self.bso):
			doc = frappe.get_doc(doc.doctype, doc.name)
			doc.save()
			self.assertEqual(doc.status, "Summaries Requested")
		self.finalise_summary(third, doc)
		self.assertEqual(self.press(self.bso, doc, "Open Session").status, "Held")

	def test_b6_4_is_not_for_practitioners(self):
		self.assertNotYours(self.lead, self.ready(), "Open Session")

	def test_b6_5_a_traditional_one_is_opened_directly(self):
		self.only_one_worker()
		for user in (self.bso, self.chair, self.lead):
			with self.subTest(user=user):
				doc = self.press(user, self.plan(), "Open Session")
				self.assertEqual((doc.status, doc.kind), ("Held", "Traditional"))

	def test_b6_5_another_worker_does_not_open_it(self):
		self.only_one_worker()
		self.assertNotYours(make_worker(EHP, self.team), self.plan(), "Open Session")

	def test_b6_5_a_family_safeguarding_one_is_not_opened_directly(self):
		self.assertMissing("Two or more workers", self.bso, self.plan(), "Open Session")
		self.assertNotYours(self.lead, self.plan(), "Open Session")

	def test_b6_5_a_worker_allocated_since_it_was_planned_makes_it_family_safeguarding(self):
		self.only_one_worker()
		doc = self.plan()
		make_worker(EHP, self.team, self.episode)
		self.assertMissing("Two or more workers", self.bso, doc, "Open Session")


class TestPostponeAndCancel(SupervisionTestCase):
	def postpone(self, doc, days, reason="The room is flooded"):
		with as_user(self.bso):
			doc = frappe.get_doc(doc.doctype, doc.name)
			doc.postponed_to = add_days(today(), days)
			doc.save()
		return self.press(self.bso, doc, "Postpone", reason)

	def test_b6_10_moves_it_to_a_new_day(self):
		for doc in (self.plan(), self.ask(), self.ready()):
			with self.subTest(start=doc.status):
				doc = self.postpone(doc, 7)
				self.assertEqual((doc.status, doc.times_postponed), ("Planned", 1))
				self.assertEqual(str(doc.planned_on), str(getdate(add_days(today(), 7))))

	def test_b6_10_asks_for_a_reason_and_a_new_day(self):
		doc = self.plan()
		self.assertMissing("new day", self.bso, doc, "Postpone", "The room is flooded")
		with self.assertRaises(ReasonMissingError):
			self.postpone(doc, 7, reason=None)
		self.assertNotYours(self.lead, doc, "Postpone", "The room is flooded")

	def test_b6_10_summaries_older_than_the_set_days_are_asked_again(self):
		doc = self.ready()
		old = self.summary_of(self.lead, doc)
		old.db_set("finalised_on", add_days(today(), -28))
		doc = self.press(self.bso, self.postpone(doc, 1), "Request Summaries")
		self.assertEqual(doc.status, "Summaries Requested")
		self.assertEqual(self.summary_of(self.lead, doc, name=["!=", old.name]).status, "Requested")
		self.assertEqual(frappe.db.count("Professional Summary", {"author_user": self.second}), 1)

	def test_b6_10_fresh_summaries_serve_again(self):
		doc = self.press(self.bso, self.postpone(self.ready(), 1), "Request Summaries")
		self.assertEqual(doc.status, "Ready")

	def test_b6_11_a_manager_cancels_and_open_requests_are_withdrawn(self):
		doc = self.ask()
		self.finalise_summary(self.lead, doc)
		doc = self.press(self.chair, doc, "Cancel", "The family moved")
		self.assertEqual(doc.status, "Cancelled")
		self.assertEqual(self.summary_of(self.second, doc).status, "Excused")
		self.assertEqual(self.summary_of(self.lead, doc).status, "Finalised")

	def test_b6_11_asks_for_a_reason_and_a_manager(self):
		doc = self.ask()
		self.assertRefused(ReasonMissingError, "Say why", self.press, self.chair, doc, "Cancel")
		self.assertNotYours(self.bso, doc, "Cancel", "The family moved")

	def test_b6_11_a_session_that_was_held_is_not_cancelled(self):
		self.assertRefused(
			NoSuchStepError, "not possible", self.press, self.chair, self.held(), "Cancel", "Why not"
		)


class TestPeople(SupervisionTestCase):
	def test_only_a_manager_chairs(self):
		with self.assertRaisesRegex(frappe.ValidationError, "choose somebody who is a manager"):
			self.plan(chair_user=self.lead)
		self.assertEqual(self.plan(chair_user=make_worker(EHM, self.team)).status, "Planned")
