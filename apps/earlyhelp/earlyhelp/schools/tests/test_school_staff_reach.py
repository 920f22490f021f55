"""C3 staff of the school: who is a lead, who is suspended, and what becomes of the accounts."""

from unittest.mock import patch

import frappe

from earlyhelp.constants import BSO, EHM, PU, SSL, SU
from earlyhelp.schools.portal_access import is_lead, schools_of
from earlyhelp.schools.tests.portal import errors_behind, post
from earlyhelp.schools.tests.test_school_staff import StaffTestCase
from earlyhelp.tests.factories import make_staff, make_user


class TestLeads(StaffTestCase):
	def make_lead(self, user, staff, on="1", **form):
		return self.change(user, staff, is_lead=on, on_duty="1", **form)

	def test_a_head_teacher_makes_a_lead_and_unmakes_one(self):
		"""C3 staff of the school."""
		self.make_lead(self.head, self.colleague_staff)
		self.assertEqual(self.roles(self.colleague), {SU, SSL})
		self.assertTrue(is_lead(self.colleague, self.school.name))
		self.make_lead(self.head, self.colleague_staff, on="")
		self.assertEqual(self.roles(self.colleague), {SU})
		self.assertFalse(is_lead(self.colleague, self.school.name))

	def test_a_lead_who_is_no_head_teacher_makes_and_unmakes_nobody(self):
		"""C3 staff of the school."""
		for staff, on in ((self.colleague_staff, "1"), (self.second_staff, "")):
			self.assertIn("saved", self.make_lead(self.lead, staff, on)["done"])
			self.assertEqual(self.now(staff).is_lead, staff.is_lead)
		self.assertNotIn(SSL, self.roles(self.colleague))
		shown = self.shown(self.lead, member=self.colleague_staff.name, act="change")
		self.assertNotIn("is_lead", [q.name for q in shown.questions])
		self.assertIn("head teacher or the council", shown.no_lead)

	def test_nobody_changes_the_own_flags_not_even_the_head_teacher(self):
		self.make_lead(self.head, self.head_staff)
		self.assertEqual(self.now(self.head_staff).is_lead, 0)
		self.assertIn("yourself", errors_behind(self.act(self.head, "suspend", self.head_staff))[0])
		self.assertIn("yourself", errors_behind(self.act(self.lead, "suspend", self.lead_staff))[0])
		self.assertEqual((self.now(self.head_staff).active, self.now(self.lead_staff).active), (1, 1))

	def test_a_head_teacher_of_another_school_is_none_here(self):
		make_staff(self.elsewhere, SSL, user=self.lead, is_lead=0, is_head=1)
		self.make_lead(self.lead, self.colleague_staff)
		self.assertEqual(self.now(self.colleague_staff).is_lead, 0)

	def test_who_has_not_signed_in_is_made_no_lead(self):
		doc = self.entry(self.invite(email="ada@example.com"))
		self.make_lead(self.head, doc, post="Nurse")
		self.assertEqual((self.now(doc).is_lead, self.roles(doc.user)), (0, {SU}))
		shown = self.shown(self.head, member=doc.name, act="change")
		self.assertIn("after signing in for the first time", shown.no_lead)

	def test_an_account_of_the_desk_gets_no_role_here(self):
		worker, staff = make_staff(self.school, BSO, full_name="Kim Desk")
		frappe.db.set_value("User", worker, "last_login", "2026-01-01 10:00:00")
		self.make_lead(self.head, staff)
		self.assertEqual((self.now(staff).is_lead, self.roles(worker)), (0, {BSO}))
		self.assertIn("council makes", self.shown(self.head, member=staff.name, act="change").no_lead)

	def test_the_role_stays_with_a_lead_of_another_school(self):
		_user, here = make_staff(self.school, SU, user=self.stranger, full_name="Sam Both")
		here.db_set("is_lead", 1)
		self.make_lead(self.head, here, on="")
		self.assertEqual((self.now(here).is_lead, SSL in self.roles(self.stranger)), (0, True))

	def test_a_lead_puts_leads_on_and_off_duty_but_never_the_last(self):
		self.change(self.lead, self.second_staff, on_duty="")
		self.assertEqual(self.now(self.second_staff).on_duty, 0)
		refused = self.change(self.second, self.lead_staff, on_duty="")
		self.assertIn("only safeguarding lead on duty", errors_behind(refused)[0])
		self.assertEqual(self.now(self.lead_staff).on_duty, 1)

	def test_the_last_lead_on_duty_is_neither_unmade_nor_suspended(self):
		self.second_staff.db_set("on_duty", 0)
		for query in (
			self.make_lead(self.head, self.lead_staff, on=""),
			self.act(self.head, "suspend", self.lead_staff),
		):
			self.assertIn("only safeguarding lead on duty", errors_behind(query)[0])
		self.assertEqual((self.now(self.lead_staff).is_lead, self.now(self.lead_staff).active), (1, 1))
		self.second_staff.db_set("on_duty", 1)
		self.assertEqual(self.act(self.head, "suspend", self.lead_staff)["done"], "suspended")

	def test_a_lead_whose_account_is_off_does_not_count_as_another(self):
		frappe.db.set_value("User", self.second, "enabled", 0)
		refused = self.act(self.head, "suspend", self.lead_staff)
		self.assertIn("only safeguarding lead on duty", errors_behind(refused)[0])


class TestSuspend(StaffTestCase):
	def test_a_lead_suspends_and_lets_back_in(self):
		"""C3 staff of the school."""
		with patch("earlyhelp.schools.staff_accounts.clear_sessions") as ended:
			query = self.act(self.lead, "suspend", self.colleague_staff)
		ended.assert_called_once_with(self.colleague, force=True)
		doc = self.now(self.colleague_staff)
		self.assertEqual((query["done"], doc.active, doc.suspended_by), ("suspended", 0, self.lead))
		self.assertEqual((schools_of(self.colleague), self.enabled(self.colleague)), ([], 0))
		self.assertIn("Suspended", str(self.shown(self.lead, member=doc.name).states))
		query = self.act(self.second, "let_in", self.colleague_staff)
		doc = self.now(self.colleague_staff)
		self.assertEqual((query["done"], doc.active, doc.suspended_by), ("let-in", 1, None))
		self.assertEqual((schools_of(self.colleague), self.enabled(self.colleague)), ([self.school.name], 1))

	def test_doing_it_twice_changes_nothing(self):
		self.act(self.lead, "suspend", self.colleague_staff)
		self.assertEqual(self.act(self.second, "suspend", self.colleague_staff)["done"], "already")
		self.assertEqual(self.now(self.colleague_staff).suspended_by, self.lead)
		self.act(self.lead, "let_in", self.colleague_staff)
		self.assertEqual(self.act(self.lead, "let_in", self.colleague_staff)["done"], "already")

	def test_leads_and_head_teachers_are_suspended_by_a_head_teacher_alone(self):
		for staff in (self.second_staff, self.head_staff):
			self.assertIn("ask them", errors_behind(self.act(self.lead, "suspend", staff))[0])
			self.assertEqual(self.now(staff).active, 1)
		self.act(self.head, "suspend", self.second_staff)
		self.assertIn("ask them", errors_behind(self.act(self.lead, "let_in", self.second_staff))[0])
		self.assertEqual(self.now(self.second_staff).active, 0)
		self.act(self.head, "let_in", self.second_staff)
		self.assertTrue(is_lead(self.second, self.school.name))

	def test_whom_the_council_suspended_the_council_lets_back_in(self):
		frappe.set_user(make_user(BSO))
		frappe.get_doc("School Staff", self.colleague_staff.name).update({"active": 0}).save()
		self.assertEqual(self.enabled(self.colleague), 0)
		refused = self.act(self.head, "let_in", self.colleague_staff)
		self.assertIn("The council suspended", errors_behind(refused)[0])
		frappe.set_user(make_user(BSO))
		frappe.get_doc("School Staff", self.colleague_staff.name).update({"active": 1}).save()
		self.assertEqual((self.enabled(self.colleague), self.now(self.colleague_staff).active), (1, 1))

	def test_accounts_with_another_use_are_never_switched_off(self):
		make_staff(self.elsewhere, SU, user=self.teacher, full_name="Terry Both")
		partner, partner_staff = make_staff(self.school, PU, full_name="Parveen Both")
		worker, worker_staff = make_staff(self.school, EHM, full_name="Kim Desk")
		for user, staff in (
			(self.teacher, self.teacher_staff), (partner, partner_staff), (worker, worker_staff),
		):  # fmt: skip
			roles = self.roles(user)
			self.act(self.lead, "suspend", staff)
			self.assertEqual((self.enabled(user), self.roles(user)), (1, roles))
			self.assertNotIn(self.school.name, schools_of(user))
		self.assertEqual(schools_of(self.teacher), [self.elsewhere.name])

	def test_an_account_that_the_council_switched_off_stays_off(self):
		frappe.db.set_value("User", self.colleague, "enabled", 0)
		self.act(self.lead, "suspend", self.colleague_staff)
		self.act(self.lead, "let_in", self.colleague_staff)
		self.assertEqual((self.now(self.colleague_staff).active, self.enabled(self.colleague)), (1, 0))

	def test_an_account_opens_again_for_work_at_another_school(self):
		self.act(self.lead, "suspend", self.colleague_staff)
		make_staff(self.elsewhere, SU, user=self.colleague, full_name="Robin Elsewhere")
		self.assertEqual((self.enabled(self.colleague), self.now(self.colleague_staff).account_off), (1, 0))
		self.assertEqual(schools_of(self.colleague), [self.elsewhere.name])

	def test_nobody_is_changed_while_suspended(self):
		self.act(self.lead, "suspend", self.colleague_staff)
		refused = self.change(self.lead, self.colleague_staff, full_name="Other Name")
		self.assertIn("is suspended", errors_behind(refused)[0])

	def test_what_waits_with_somebody_is_shown_to_who_reads_it(self):
		name = self.in_hand()
		shown = self.shown(self.head, member=self.lead_staff.name, act="suspend")
		self.assertEqual(shown.waiting, {name: 1})
		self.assertEqual(self.shown(self.head, member=self.second_staff.name, act="suspend").waiting, {})
		frappe.db.set_value("School Concern", name, "held_by", self.teacher_staff.name)
		self.assertEqual(
			self.shown(self.lead, member=self.teacher_staff.name, act="suspend").waiting, {name: 0}
		)

	def test_what_a_lead_must_not_read_is_not_counted_for_that_lead(self):
		name = self.in_hand(excluded_staff=self.second_staff.name, excluded_why="Relative of the child")
		step = {"what": "Look out for lunch", "who": self.colleague_staff.name, "by_when": "2026-03-10"}
		post(self.lead, "concern_lead.add_step", name=name, **step)
		self.assertEqual(
			self.shown(self.lead, member=self.colleague_staff.name, act="suspend").waiting, {name: 1}
		)
		self.assertEqual(self.shown(self.second, member=self.colleague_staff.name, act="suspend").waiting, {})


class TestList(StaffTestCase):
	def names(self, **query):
		return [row["full_name"] for row in self.shown(self.lead, **query).staff]

	def test_two_hundred_people_stand_on_pages_and_are_found(self):
		for number in range(200):
			fields = {
				"school": self.school.name,
				"full_name": f"Person {number:03}",
				"post": f"Post {number}",
			}
			frappe.get_doc({"doctype": "School Staff", **fields}).insert()
		first = self.shown(self.lead)
		self.assertEqual((len(first.staff), first.pages, first.everybody), (50, 5, 205))
		everybody = [name for number in range(1, 6) for name in self.names(page=str(number))]
		self.assertEqual(len(set(everybody)), 205)
		self.assertEqual(self.names(q=" pERSON  017 "), ["Person 017"])
		self.assertEqual(len(self.names(q="person 19")), 10)
		for query in ({"page": "99999"}, {"page": "-1"}, {"page": "x"}, {"q": "%_'\"<"}, {"done": "x"}):
			self.shown(self.lead, **query)
		self.assertEqual(self.names(q="nobody"), [])

	def test_who_was_suspended_stands_last(self):
		self.teacher_staff.db_set({"active": 0, "full_name": "Aaron First"})
		self.assertEqual(self.names()[-1], "Aaron First")
