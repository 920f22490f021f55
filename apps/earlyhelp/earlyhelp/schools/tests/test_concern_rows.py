"""Table B8, row by row, through what the pages post: each step, and what refuses it."""

from unittest.mock import patch

import frappe

from earlyhelp.schools.tests.portal import PortalTestCase, errors_behind, post, typed_behind
from earlyhelp.tests.factories import make_pupil

SHARING = {"shared_what": "The entry", "family_agrees": "Yes"}


class TestLogging(PortalTestCase):
	def test_row_1_the_writer_logs_and_the_text_is_fixed(self):
		name = self.logged()
		doc = self.concern(name)
		self.assertEqual((doc.status, doc.entered_by, doc.pupil), ("Logged", self.teacher, self.pupil.name))
		self.assertTrue(doc.logged_on)
		self.assertEqual(doc.reported_by, self.teacher_staff.name)
		post(self.teacher, "concerns.what_happened", name=name, **{"what_happened": "Something else"})
		self.assertEqual(self.concern(name).what_happened, "Came without a coat.")

	def test_row_1_what_is_missing_is_said_and_what_was_typed_is_kept(self):
		_path, query = post(self.teacher, "concerns.about_child", pupil_name="Chloe Ashdown, 4B")
		path, query = post(
			self.teacher, "concerns.what_happened", name=query["name"], child_words="Nobody was up"
		)
		self.assertEqual((path, query["step"]), ("/log-concern", "what"))
		self.assertIn("Write down what was seen or said.", errors_behind(query))
		self.assertIn("Choose what it is about.", errors_behind(query))
		self.assertEqual(typed_behind(query)["child_words"], "Nobody was up")

	def test_row_1_a_half_written_draft_is_not_logged(self):
		_path, query = post(self.teacher, "concerns.about_child", pupil_name="Chloe Ashdown, 4B")
		_path, answer = post(self.teacher, "concerns.log", name=query["name"])
		self.assertIn("Write down what was seen or said.", errors_behind(answer))
		self.assertEqual(self.status(query["name"]), "Draft")

	def test_row_1_nobody_logs_the_draft_of_somebody_else(self):
		name = self.draft()
		for other in (self.colleague, self.lead, self.stranger):
			self.assertRefused(frappe.DoesNotExistError, "not here", post, other, "concerns.log", name=name)

	def test_row_1_a_child_who_is_not_in_the_list_goes_by_name(self):
		_path, query = post(self.teacher, "concerns.about_child", pupil_name="Robin Zed", pupil_class="2A")
		doc = self.concern(query["name"])
		self.assertEqual((doc.pupil, doc.pupil_name, doc.pupil_class), (None, "Robin Zed", "2A"))

	def test_row_1_a_name_that_one_pupil_alone_has_means_that_pupil(self):
		for typed, pupil in (("chloe  ashdown", self.pupil.name), ("CHLOE ASHDOWN, 4B", self.pupil.name)):
			_path, query = post(self.teacher, "concerns.about_child", pupil_name=typed)
			self.assertEqual(self.concern(query["name"]).pupil, pupil)
		make_pupil(self.school, class_name="6A")
		_path, query = post(self.teacher, "concerns.about_child", pupil_name="Chloe Ashdown")
		self.assertIsNone(self.concern(query["name"]).pupil)

	def test_row_1_a_lead_logs_for_a_colleague_without_an_account(self):
		"""C3 log a concern."""
		cook = make_staff_without_account(self.school)
		name = self.logged(self.lead, reported_by=cook.name)
		doc = self.concern(name)
		self.assertEqual((doc.reported_by_name, doc.entered_by), (cook.full_name, self.lead))

	def test_row_1_leads_on_duty_are_told_without_a_name_or_a_concern(self):
		"""C3 no name in a message."""
		self.second_staff.db_set("on_duty", 0)
		with patch("frappe.sendmail") as mail:
			self.logged()
		self.assertEqual([call.kwargs["recipients"] for call in mail.call_args_list], [[self.lead]])
		told = str(mail.call_args_list)
		self.assertNotRegex(told, "Chloe|Ashdown|coat|Neglect")
		self.assertIn("CON-", told)

	def test_a_mail_that_cannot_be_sent_holds_no_concern_up(self):
		with patch("frappe.sendmail", side_effect=frappe.OutgoingEmailError):
			self.assertEqual(self.status(self.logged()), "Logged")

	def test_logging_twice_is_answered_as_done_already(self):
		name = self.logged()
		path, query = post(self.teacher, "concerns.log", name=name)
		self.assertEqual((path, query["step"]), ("/log-concern", "done"))
		self.assertEqual(len(self.concern(name).events), 1)


def make_staff_without_account(school):
	staff = {"doctype": "School Staff", "school": school.name, "full_name": "Kim Cook", "post": "Cook"}
	return frappe.get_doc(staff).insert()


class TestSeeingNotingTaking(PortalTestCase):
	def test_row_2_a_lead_sees_and_the_wait_is_written_down(self):
		name = self.seen()
		doc = self.concern(name)
		self.assertEqual((doc.status, doc.seen_by, doc.minutes_waited), ("Seen", self.lead, 0))

	def test_row_2_only_a_lead_of_the_school_sees(self):
		name = self.logged()
		for other in (self.teacher, self.colleague, self.stranger):
			self.assertRefused(
				frappe.DoesNotExistError, "not here", post, other, "concern_lead.see", name=name
			)
		self.assertEqual(self.status(name), "Logged")

	def test_row_3_a_log_book_entry_is_noted_also_in_bulk(self):
		names = [self.logged(kind="Log-book entry") for _ in range(2)]
		concern = self.logged()
		form = {f"entry-{number}": name for number, name in enumerate([*names, concern])}
		_path, query = post(self.lead, "concern_lead.note_many", **form)
		self.assertEqual((query["noted"], query["left"]), ("2", "1"))
		self.assertEqual([self.status(name) for name in (*names, concern)], ["Noted", "Noted", "Logged"])

	def test_row_3_a_concern_is_noted_at_level_low_with_the_reason_only(self):
		name = self.seen()
		form = {"level": "High", "level_why": "Hurt"}
		_path, query = post(self.lead, "concern_lead.note", name=name, **form)
		self.assertIn("Only a log-book entry", errors_behind(query)[0])
		self.assertEqual(self.status(name), "Seen")
		post(self.lead, "concern_lead.note", name=name, level="Low", level_why="Forgot it once")
		self.assertEqual(self.status(name), "Noted")

	def test_row_4_a_lead_takes_it_on(self):
		doc = self.concern(self.in_hand())
		self.assertEqual((doc.status, doc.held_by), ("In Hand", self.lead_staff.name))
		self.assertTrue(doc.taken_on)
		self.assertEqual(doc.steps[0].who, self.lead_staff.name)

	def test_row_4_everything_that_is_missing_is_said_at_once(self):
		name = self.seen()
		_path, query = post(self.lead, "concern_lead.take_on", name=name, parents_told="No")
		for sentence in ("Choose a level.", "Say who holds it.", "Say what happens next.", "Say by when."):
			self.assertIn(sentence, errors_behind(query))
		form = {**self.taking_on(), "parents_told_how": ""}
		_path, query = post(self.lead, "concern_lead.take_on", name=name, **form)
		self.assertEqual(errors_behind(query), ["Say why the parents were not told."])
		self.assertEqual((self.status(name), len(self.concern(name).steps)), ("Seen", 0))

	def test_row_4_pressed_twice_it_is_done_once(self):
		name = self.in_hand()
		_path, query = post(self.lead, "concern_lead.take_on", name=name, **self.taking_on("High"))
		self.assertEqual(query["done"], "already")
		self.assertEqual((self.concern(name).level, len(self.concern(name).steps)), ("Medium", 1))

	def test_row_5_what_was_noted_is_taken_up_with_a_reason(self):
		name = self.logged(kind="Log-book entry")
		post(self.lead, "concern_lead.note_many", **{"entry-1": name})
		_path, query = post(self.lead, "concern_lead.take_up", name=name)
		self.assertEqual(errors_behind(query), ["Say why."])
		post(self.lead, "concern_lead.take_up", name=name, reason="Third time this week")
		self.assertEqual(self.status(name), "In Hand")
		self.assertEqual(self.concern(name).events[-1].remark, "Third time this week")


class TestClosingAndReopening(PortalTestCase):
	def test_row_6_a_lead_closes_with_outcome_and_message(self):
		doc = self.concern(self.closed())
		self.assertEqual((doc.status, doc.closed_by), ("Closed", self.lead))
		self.assertTrue(doc.closed_on)

	def test_row_6_an_open_step_keeps_it_open(self):
		name = self.in_hand()
		_path, query = post(self.lead, "concern_lead.close", name=name, **self.closing())
		self.assertIn("A step is still open", errors_behind(query)[0])
		self.assertEqual(self.status(name), "In Hand")

	def test_row_6_high_is_closed_by_another_lead_when_the_setting_says(self):
		frappe.db.set_single_value("Early Help Settings", "second_lead_closes_high", 1)
		frappe.clear_document_cache("Early Help Settings", "Early Help Settings")
		name = self.in_hand("High")
		self.finish_steps(name)
		_path, query = post(self.lead, "concern_lead.close", name=name, **self.closing())
		self.assertIn("another lead", errors_behind(query)[0])
		post(self.second, "concern_lead.close", name=name, **self.closing())
		self.assertEqual(self.concern(name).closed_by, self.second)

	def test_row_7_a_closed_one_is_opened_again_with_a_reason(self):
		name = self.closed()
		_path, query = post(self.lead, "concern_lead.reopen", name=name)
		self.assertEqual(errors_behind(query), ["Say why."])
		self.assertEqual(self.status(name), "Closed")
		post(self.lead, "concern_lead.reopen", name=name, reason="It happened again")
		self.assertEqual(self.status(name), "In Hand")
		self.assertTrue(self.concern(name).reopened_on)


class TestWrongChild(PortalTestCase):
	def test_row_8_the_text_leaves_the_wrong_child_and_an_empty_cover_stays(self):
		name = self.in_hand()
		form = {"pupil": self.other_pupil.name, "reason": "It was Maya"}
		_path, query = post(self.lead, "concern_lead.wrong_child", name=name, **form)
		cover, right = self.concern(name), self.concern(query["name"])
		self.assertEqual((cover.status, cover.moved_to, cover.what_happened), ("Moved", right.name, None))
		self.assertEqual((right.status, right.moved_from), ("In Hand", name))
		self.assertEqual((right.pupil, right.pupil_name), (self.other_pupil.name, "Maya Okafor"))
		self.assertEqual(right.what_happened, "Came without a coat.")
		self.assertEqual((right.logged_on, right.seen_by), (cover.logged_on, self.lead))
		held = frappe.as_json(cover.as_dict())
		for text in ("coat", "Neglect", "Speak with her mother", "Second time"):
			self.assertNotIn(text, held)

	def test_row_8_a_child_of_another_school_is_refused(self):
		name, foreign = self.seen(), make_pupil(self.elsewhere, "Ada")
		form = {"pupil": foreign.name, "reason": "It was Ada"}
		_path, query = post(self.lead, "concern_lead.wrong_child", name=name, **form)
		self.assertTrue(errors_behind(query))
		self.assertEqual(
			(self.status(name), frappe.db.count("School Concern", {"moved_from": name})), ("Seen", 0)
		)

	def test_row_8_a_closed_one_is_not_moved(self):
		name = self.closed()
		form = {"pupil": self.other_pupil.name, "reason": "It was Maya"}
		_path, query = post(self.lead, "concern_lead.wrong_child", name=name, **form)
		self.assertIn("not possible", errors_behind(query)[0])
		self.assertEqual(self.status(name), "Closed")

	def test_row_8_twice_is_answered_as_done_already(self):
		name = self.seen()
		form = {"pupil": self.other_pupil.name, "reason": "It was Maya"}
		post(self.lead, "concern_lead.wrong_child", name=name, **form)
		_path, query = post(self.lead, "concern_lead.wrong_child", name=name, **form)
		self.assertEqual(query["done"], "already")
		self.assertEqual(frappe.db.count("School Concern", {"moved_from": name}), 1)
