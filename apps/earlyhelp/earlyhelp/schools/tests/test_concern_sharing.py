"""Table B8, rows 9 to 11: sharing with the council, its answer, and the file that goes to the next school."""

from unittest.mock import patch

import frappe

from earlyhelp.constants import BSO, DESK_ROLES, EHM, EHP, SU
from earlyhelp.schools.doctype.school_concern.school_concern import NotSharedError
from earlyhelp.schools.tests.portal import PortalTestCase, errors_behind, page, post
from earlyhelp.states.errors import LockedError, StampChangedError
from earlyhelp.tests.factories import make_pupil, make_staff, make_user, make_worker
from earlyhelp.www import concern as concern_page

SHARING = {"shared_what": "The entry", "family_agrees": "Yes"}


class TestSharing(PortalTestCase):
	def share(self, name, **changed):
		return post(self.lead, "concern_lead.share", name=name, **{**SHARING, **changed})

	def test_row_9_a_lead_shares_in_any_state_but_draft_and_the_state_stays(self):
		for make, status in (
			(self.logged, "Logged"), (self.seen, "Seen"), (self.in_hand, "In Hand"), (self.closed, "Closed"),
		):  # fmt: skip
			with self.subTest(status=status):
				name = make()
				self.share(name)
				doc = self.concern(name)
				self.assertEqual((doc.status, doc.shared_by, doc.shared_steps), (status, self.lead, None))
				self.assertTrue(doc.shared_on)

	def test_row_9_without_the_familys_agreement_it_says_why(self):
		name = self.seen()
		_path, query = self.share(name, family_agrees="Not asked")
		self.assertIn("without the family", errors_behind(query)[0])
		self.assertIsNone(self.concern(name).shared_on)
		self.share(name, family_agrees="Not asked", shared_without_why="Mother could not be reached")
		self.assertTrue(self.concern(name).shared_on)

	def test_row_9_writers_and_strangers_do_not_share(self):
		name = self.in_hand()
		for other in (self.teacher, self.colleague, self.stranger):
			form = {"name": name, **SHARING}
			self.assertRefused(
				frappe.DoesNotExistError, "not here", post, other, "concern_lead.share", **form
			)
		self.assertIsNone(self.concern(name).shared_on)

	def test_row_9_shared_twice_it_is_done_once(self):
		name = self.seen()
		self.share(name)
		first = self.concern(name).shared_on
		_path, query = self.share(name)
		self.assertEqual((query["done"], self.concern(name).shared_on), ("already", first))

	def test_row_9_steps_go_only_when_they_are_shared(self):
		name = self.in_hand()
		self.share(name, shared_what="The entry and its steps")
		self.assertIn("Speak with her mother", self.concern(name).shared_steps)

	def test_the_page_shows_the_numbers_to_call_before_it_shares(self):
		name = self.seen()
		context = page(self.lead, concern_page, name=name, act="share")
		self.assertIn("999", [number["shown"] for number in context.numbers])


class TestTheCouncil(PortalTestCase):
	def setUp(self):
		super().setUp()
		self.name = self.in_hand()
		post(self.lead, "concern_lead.share", name=self.name, **SHARING)

	def answer(self, user, text="We will call the family"):
		frappe.set_user(user)
		doc = frappe.get_doc("School Concern", self.name)
		doc.council_answer = text
		with patch("frappe.sendmail") as mail:
			doc.save()
		frappe.set_user("Administrator")
		return mail

	def worker(self, role):
		return make_worker(role, front_door_team())

	def test_row_10_practitioners_and_managers_answer_and_leads_read_it(self):
		"""D7 School Concern, narrower."""
		mail = self.answer(self.worker(EHP))
		self.assertNotRegex(str(mail.call_args_list), "Chloe|call the family")
		doc = self.concern(self.name)
		self.assertTrue(doc.council_answered_on and doc.council_answered_by)
		context = page(self.lead, concern_page, name=self.name)
		self.assertIn("We will call the family", [row["value"] for row in context.shown["decided"]])
		self.answer(self.worker(EHM), "We called them")

	def test_row_10_business_support_reads_and_does_not_answer(self):
		self.assertRefused(frappe.PermissionError, "", self.answer, self.worker(BSO))

	def test_row_10_what_was_not_shared_is_not_answered(self):
		"""D7 School Concern, narrower."""
		frappe.set_user("Administrator")
		doc = self.concern(self.seen())
		doc.council_answer = "Thank you"
		self.assertRaises((NotSharedError, LockedError), doc.save)

	def test_an_answer_changes_nothing_that_the_school_wrote(self):
		"""D7 School Concern, narrower."""
		frappe.set_user(self.worker(EHM))
		for field, value in (("what_happened", "Nothing"), ("pupil_name", "Somebody"), ("shared_urgent", 1)):
			doc = frappe.get_doc("School Concern", self.name)
			doc.set(field, value)
			self.assertRaises(StampChangedError, doc.save)

	def test_the_desk_reads_the_entry_and_never_what_the_school_kept(self):
		frappe.set_user(self.worker(EHM))
		doc = frappe.get_doc("School Concern", self.name)
		doc.apply_fieldlevel_read_permissions()
		self.assertEqual(doc.what_happened, "Came without a coat.")
		for field in ("level", "level_why", "held_by", "parents_told_how", "steps", "events", "exclusions"):
			self.assertFalse(doc.get(field), field)

	def test_nobody_on_the_desk_reaches_a_row_of_a_concern(self):
		row = self.concern(self.name).steps[0]
		for role in DESK_ROLES:
			words, user = f"Concern Step {row.name} not found", make_user(role)
			self.assertRefused(frappe.DoesNotExistError, words, row.has_permission, "read", user=user)

	def test_the_desk_lists_no_rows_of_what_the_school_kept(self):
		for role in (BSO, EHP, EHM):
			frappe.set_user(self.worker(role))
			self.assertIn(self.name, frappe.get_list("School Concern", pluck="name", limit=0))
			for table in ("Concern Step", "Concern Event"):
				rows = frappe.get_list(table, parent_doctype="School Concern", fields=["*"], limit=0)
				self.assertEqual(rows, [], (role, table))
		frappe.set_user("Administrator")
		self.assertTrue(frappe.get_all("Concern Event", filters={"parent": self.name}))

	def test_the_log_of_the_desk_holds_no_reason(self):
		self.finish_steps(self.name)
		post(self.lead, "concern_lead.close", name=self.name, **self.closing())
		post(self.lead, "concern_lead.reopen", name=self.name, reason="It happened again")
		said = frappe.get_all("Comment", filters={"reference_name": self.name}, pluck="content")
		self.assertNotRegex(" ".join(said), "happened again|coat|Second time")


def front_door_team():
	from earlyhelp.tests.factories import make_team

	return make_team(is_front_door=1)


class TestTransferOfTheFile(PortalTestCase):
	def setUp(self):
		super().setUp()
		self.name = self.closed()

	def send(self, user=None, **changed):
		form = {"sent_to": self.elsewhere.name, "sent_list": "The entry and its steps", **changed}
		return post(user or self.lead, "concern_lead.transfer", name=self.name, **form)

	def test_row_11_the_file_goes_where_the_child_is_a_pupil_and_the_sender_keeps_reading(self):
		make_pupil(self.elsewhere)
		self.send()
		context = page(self.stranger, concern_page, name=self.name)
		self.assertNotIn("Came without a coat.", str(context.shown))
		post(self.stranger, "concern_lead.accept_file", name=self.name)
		doc = self.concern(self.name)
		self.assertEqual((doc.received_by, doc.status), (self.stranger, "Closed"))
		for reader in (self.stranger, self.lead):
			self.assertIn("Came without a coat.", str(page(reader, concern_page, name=self.name).shown))

	def test_row_11_without_an_enrolment_there_it_does_not_go(self):
		_path, query = self.send()
		self.assertIn("not among the pupils", errors_behind(query)[0])
		self.assertIsNone(self.concern(self.name).sent_on)

	def test_row_11_it_is_accepted_by_a_lead_of_the_receiving_school_only(self):
		make_pupil(self.elsewhere)
		self.send()
		teacher_there, _staff = make_staff(self.elsewhere, SU)
		for other in (self.teacher, self.lead, teacher_there):
			self.assertRaises(
				frappe.DoesNotExistError, post, other, "concern_lead.accept_file", name=self.name
			)
		self.assertIsNone(self.concern(self.name).received_on)

	def test_row_11_an_open_one_does_not_go(self):
		make_pupil(self.elsewhere)
		post(self.lead, "concern_lead.reopen", name=self.name, reason="Again")
		_path, query = self.send()
		self.assertIn("not possible", errors_behind(query)[0])

	def test_row_11_sent_and_accepted_twice_it_is_done_once(self):
		make_pupil(self.elsewhere)
		self.send()
		_path, query = self.send()
		self.assertEqual(query["done"], "already")
		post(self.stranger, "concern_lead.accept_file", name=self.name)
		_path, query = post(self.stranger, "concern_lead.accept_file", name=self.name)
		self.assertEqual(query["done"], "already")
