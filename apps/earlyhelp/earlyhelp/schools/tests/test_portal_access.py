"""Table C3 and who reads what of a concern, as the people of a school."""

from contextlib import suppress

import frappe

from earlyhelp.constants import PU, SSL, SU
from earlyhelp.schools.portal_access import (
	COVER,
	LEAD,
	NOTHING,
	READER,
	RECEIVER,
	TEAM,
	WRITER,
	concerns_for,
	is_lead,
	relation_to,
	schools_of,
)
from earlyhelp.schools.tests.portal import PortalTestCase, page, post
from earlyhelp.tests.factories import make_pupil, make_staff, make_user
from earlyhelp.www import concern as concern_page
from earlyhelp.www import log_concern, my_meetings, my_referrals, pupils, school

SECRET = ("Second time", "Speak with her mother", "It might put her at risk")


class TestWhoReads(PortalTestCase):
	def relation(self, name, user):
		return relation_to(self.concern(name), user)

	def test_a_draft_is_its_writers(self):
		name = self.draft()
		self.assertEqual(self.relation(name, self.teacher), WRITER)
		for other in (self.colleague, self.lead, self.second, self.stranger):
			self.assertEqual(self.relation(name, other), NOTHING)

	def test_what_is_logged_is_read_by_writer_and_leads_of_the_school(self):
		"""C3 read concerns."""
		name = self.logged()
		self.assertEqual(self.relation(name, self.teacher), WRITER)
		self.assertEqual(self.relation(name, self.lead), LEAD)
		for other in (self.colleague, self.stranger, make_user(PU), make_user("Early Help Manager")):
			self.assertEqual(self.relation(name, other), NOTHING)

	def test_the_writer_reads_entry_state_and_message_and_never_the_steps(self):
		name = self.closed()
		shown = str(page(self.teacher, concern_page, name=name).shown)
		for text in ("Came without a coat.", "Thank you, we spoke with her mother", "Closed"):
			self.assertIn(text, shown)
		for text in (*SECRET, "A coat was bought"):
			self.assertNotIn(text, shown)

	def test_the_lead_reads_everything(self):
		shown = str(page(self.lead, concern_page, name=self.in_hand()).shown)
		for text in ("Came without a coat.", *SECRET):
			self.assertIn(text, shown)
		self.assertIn("A coat was bought", str(page(self.lead, concern_page, name=self.closed()).shown))

	def test_a_lead_reads_the_text_only_after_opening_it(self):
		name = self.logged()
		self.assertNotIn("coat", str(page(self.lead, concern_page, name=name).shown))
		post(self.lead, "concern_lead.see", name=name)
		self.assertIn("coat", str(page(self.lead, concern_page, name=name).shown))

	def test_staff_with_a_step_read_the_entry_and_their_own_step_while_it_is_in_hand(self):
		name = self.in_hand()
		self.assertEqual(self.relation(name, self.colleague), NOTHING)
		step = {"what": "Look out for lunch", "who": self.colleague_staff.name, "by_when": "2026-03-10"}
		post(self.lead, "concern_lead.add_step", name=name, **step)
		self.assertEqual(self.relation(name, self.colleague), TEAM)
		shown = str(page(self.colleague, concern_page, name=name).shown)
		self.assertIn("Look out for lunch", shown)
		for text in SECRET:
			self.assertNotIn(text, shown)

	def test_relatives_and_people_who_are_named_read_nothing_whatever_their_role(self):
		"""C3 read concerns."""
		name = self.logged(excluded_staff=self.second_staff.name, excluded_why="Relative of the child")
		self.assertEqual(self.relation(name, self.second), NOTHING)
		self.assertRaises(frappe.DoesNotExistError, page, self.second, concern_page, name=name)
		self.assertNotIn(name, str(page(self.second, school).waiting))
		self.assertIn(name, str(page(self.lead, school).waiting))
		post(self.lead, "concern_lead.see", name=name)
		form = {"staff": self.teacher_staff.name, "why": "Named in the concern"}
		post(self.lead, "concern_lead.exclude", name=name, **form)
		self.assertEqual(self.relation(name, self.teacher), NOTHING)

	def test_when_no_lead_may_read_it_the_writer_is_told_to_speak_with_somebody(self):
		self.second_staff.db_set("active", 0)
		name = self.logged(excluded_staff=self.lead_staff.name)
		self.assertTrue(page(self.teacher, log_concern, step="done", name=name).unread)
		self.assertFalse(page(self.teacher, log_concern, step="done", name=self.logged()).unread)

	def test_a_concern_about_staff_is_read_by_the_head_teacher_alone(self):
		head, _staff = make_staff(self.school, SSL, is_head=1)
		name = self.logged(category="Low-level concern about staff")
		self.assertEqual(self.relation(name, head), LEAD)
		self.assertEqual(self.relation(name, self.lead), NOTHING)

	def test_of_a_moved_entry_leads_read_the_cover_and_the_writer_the_new_one(self):
		name = self.seen()
		form = {"pupil": self.other_pupil.name, "reason": "It was Maya"}
		_path, query = post(self.lead, "concern_lead.wrong_child", name=name, **form)
		self.assertEqual(
			(self.relation(name, self.lead), self.relation(name, self.teacher)), (COVER, NOTHING)
		)
		self.assertEqual(self.relation(query["name"], self.teacher), WRITER)
		cover = str(page(self.lead, concern_page, name=name).shown)
		for text in ("Chloe Ashdown", "Maya Okafor", "It was Maya"):
			self.assertIn(text, cover)
		self.assertNotIn("coat", cover)

	def test_a_file_under_way_is_announced_and_read_once_received(self):
		name = self.closed()
		make_pupil(self.elsewhere)
		form = {"sent_to": self.elsewhere.name, "sent_list": "All of it"}
		post(self.lead, "concern_lead.transfer", name=name, **form)
		self.assertEqual(self.relation(name, self.stranger), RECEIVER)
		post(self.stranger, "concern_lead.accept_file", name=name)
		self.assertEqual(
			(self.relation(name, self.stranger), self.relation(name, self.lead)), (READER, READER)
		)

	def test_who_left_or_was_suspended_reads_nothing(self):
		name = self.logged()
		for staff, user in ((self.teacher_staff, self.teacher), (self.lead_staff, self.lead)):
			staff.db_set("active", 0)
			self.assertEqual(self.relation(name, user), NOTHING)
			self.assertEqual((schools_of(user), is_lead(user, self.school.name)), ([], False))

	def test_the_tick_alone_makes_no_lead(self):
		self.teacher_staff.db_set("is_lead", 1)
		self.assertFalse(is_lead(self.teacher, self.school.name))
		self.assertEqual(self.relation(self.logged(self.lead), self.teacher), NOTHING)

	def test_lists_hold_what_the_page_would_show_and_nothing_else(self):
		mine, theirs = self.logged(), self.logged(self.colleague)
		self.assertEqual([doc.name for doc, _relation in concerns_for(self.teacher)], [mine])
		names = {doc.name for doc, _relation in concerns_for(self.lead, as_lead=True)}
		self.assertEqual(names, {mine, theirs})
		self.assertEqual(concerns_for(self.stranger, as_lead=True), [])


class TestTablePortal(PortalTestCase):
	"""C3: the pages and methods that exist, by role."""

	def opens(self, user, module, **query):
		try:
			page(user, module, **query)
		except (frappe.PermissionError, frappe.Redirect):
			return False
		return True

	def test_which_role_opens_which_page(self):
		"""C3 log a concern, C3 see the pupils, C3 refer a family: the pages."""
		partner = make_user(PU)
		for module, allowed in (
			(school, (self.teacher, self.lead)),
			(log_concern, (self.teacher, self.lead)),
			(pupils, (self.lead,)),
			(my_referrals, (self.teacher, self.lead, partner)),
			(my_meetings, (self.teacher, self.lead, partner)),
		):
			for user in (self.teacher, self.lead, partner, "Guest", make_user("Early Help Manager")):
				with self.subTest(page=module.__name__, user=user):
					self.assertEqual(self.opens(user, module), user in allowed)

	def test_guests_sign_in_first_and_come_back(self):
		with suppress(frappe.Redirect):
			page("Guest", school)
		self.assertTrue(frappe.local.flags.redirect_location.startswith("/login?redirect-to="))

	def test_portal_people_hold_no_right_on_any_record_of_the_pages(self):
		name = self.logged()
		doctypes = ("School Concern", "School Enrolment", "School Staff", "Early Help Referral", "School")
		for user in (self.teacher, self.lead, make_user(PU)):
			for doctype in doctypes:
				for right in ("read", "write", "create", "select", "report"):
					self.assertFalse(frappe.has_permission(doctype, right, user=user), (user, doctype, right))
			frappe.set_user(user)
			self.assertRaises(frappe.PermissionError, frappe.get_list, "School Concern")
			doc = frappe.get_doc("School Concern", name)
			self.assertRaises(
				(frappe.PermissionError, frappe.DoesNotExistError), doc.check_permission, "read"
			)
			frappe.set_user("Administrator")

	def test_staff_see_name_and_class_of_pupils_and_leads_the_rest(self):
		"""C3 see the pupils."""
		asked = str(page(self.teacher, log_concern, step="child").questions)
		self.assertIn("Chloe Ashdown, 4B", asked)
		self.assertNotIn("2016", asked)
		self.assertIn("5 May 2016", str(page(self.lead, pupils).pupils))

	def test_pupils_and_staff_of_another_school_are_never_offered(self):
		make_pupil(self.elsewhere, "Zora", "Quill")
		self.assertNotIn("Zora", str(page(self.teacher, log_concern, step="child").questions))
		name = self.draft()
		offered = str(page(self.teacher, log_concern, step="what", name=name).more)
		self.assertIn(self.colleague_staff.name, offered)
		self.assertNotIn(self.stranger_staff.name, offered)

	def test_staff_of_another_school_cannot_be_named(self):
		name = self.draft()
		form = {"category": "Neglect", "what_happened": "x", "happened_on": "2026-03-02"}
		post(self.teacher, "concerns.what_happened", name=name, reported_by=self.stranger_staff.name, **form)
		self.assertNotEqual(self.concern(name).reported_by, self.stranger_staff.name)

	def test_two_schools_are_kept_apart_for_who_works_at_both(self):
		make_staff(self.elsewhere, SU, user=self.teacher, full_name="Terry Both")
		self.assertEqual(schools_of(self.teacher), sorted((self.school.name, self.elsewhere.name)))
		_path, query = post(
			self.teacher, "concerns.about_child", school=self.elsewhere.name, pupil_name="Chloe Ashdown, 4B"
		)
		doc = self.concern(query["name"])
		self.assertEqual((doc.school, doc.pupil), (self.elsewhere.name, None))
