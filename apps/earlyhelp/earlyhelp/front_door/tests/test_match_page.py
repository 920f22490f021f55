"""Those who were told of a possible match compare, and link it or leave it."""

import frappe

from earlyhelp.api import front_door as door
from earlyhelp.constants import BSO, EHP
from earlyhelp.front_door.possible_matches import AlreadyLinkedError, NoSuchMatchError, tasks_of
from earlyhelp.front_door.tests.cases import ReferralTestCase
from earlyhelp.permissions.guard import reaches
from earlyhelp.tests.factories import make_family, make_stranger
from earlyhelp.www import eh_match

CHLOE = [{"first_name": "Chloe", "last_name": "Ashdown", "date_of_birth": "2008-05-23"}]


class TestComparing(ReferralTestCase):
	def setUp(self):
		super().setUp()
		self.asked = frappe.local.form_dict
		self.named, self.second = make_stranger(EHP), make_stranger(EHP)
		frappe.db.set_value("Family", self.family.name, "restricted", 1)
		for user in (self.named, self.second):
			place = {"parent": self.family.name, "parenttype": "Family", "parentfield": "restricted_to"}
			frappe.get_doc({"doctype": "Family Restriction", "user": user, **place}).db_insert()
		self.officer = self.sign_in(BSO)
		self.doc = self.press(self.searched(self.draft(children=CHLOE)), "Submit")

	def tearDown(self):
		frappe.local.form_dict = self.asked
		super().tearDown()

	def page(self, user):
		frappe.set_user(user)
		frappe.local.form_dict = frappe._dict(referral=self.doc.name, family=self.family.name)
		context = frappe._dict(path="eh-match")
		eh_match.get_context(context)
		return frappe.render_template("www/eh-match.html", context)

	def answer(self, user, same):
		frappe.set_user(user)
		door.answer_match(self.doc.name, self.family.name, same)

	def test_both_are_shown_side_by_side(self):
		html = self.page(self.named)
		for text in (self.doc.name, self.family.name, "Joanne Ashdown", "Chloe Ashdown", "23 May 2008"):
			self.assertIn(text, html)
		self.assertNotIn(self.doc.worry, html)

	def test_nobody_else_compares_or_answers(self):
		for user in (self.officer, make_stranger(EHP), self.worker_after()):
			self.assertRefused(NoSuchMatchError, "nothing to compare", self.page, user)
			self.assertRefused(NoSuchMatchError, "nothing to compare", self.answer, user, "yes")
		self.assertFalse(self.doc.reload().family)

	def test_a_task_that_somebody_writes_for_himself_opens_nothing(self):
		text = f'<a href="/eh-match?referral={self.doc.name}&amp;family={self.family.name}">Compare</a>'
		frappe.set_user(self.officer)
		frappe.get_doc({"doctype": "ToDo", "allocated_to": self.officer, "description": text}).insert()
		self.assertEqual(len(tasks_of(self.officer, self.doc.name, self.family.name)), 1)
		self.assertRefused(NoSuchMatchError, "nothing to compare", self.page, self.officer)

	def test_those_named_see_no_other_referral(self):
		frappe.set_user("Administrator")
		other = self.draft(children=[{"first_name": "Bethan", "last_name": "Birkbeck"}])
		text = f'<a href="/eh-match?referral={other.name}&amp;family={self.family.name}">Compare</a>'
		task = frappe.get_doc("ToDo", tasks_of(self.named, self.doc.name, self.family.name)[0])
		task.db_set("description", text)
		self.doc = other
		self.assertRefused(NoSuchMatchError, "nothing to compare", self.page, self.named)

	def worker_after(self):
		frappe.set_user("Administrator")
		return self.worker(BSO)

	def test_who_links_it_takes_it_out_of_everybody_elses_reach(self):
		self.answer(self.named, "yes")
		self.doc.reload()
		self.assertEqual((self.doc.family, self.doc.children[0].person), (self.family.name, self.chloe))
		for user, reached in ((self.named, True), (self.officer, False)):
			self.assertEqual(reaches("Early Help Referral", self.doc.name, user), reached)
		for user in (self.named, self.second):
			self.assertEqual(tasks_of(user, self.doc.name, self.family.name), [])

	def test_who_leaves_it_ends_the_own_task_only(self):
		self.answer(self.named, "no")
		self.assertFalse(self.doc.reload().family)
		self.assertEqual(tasks_of(self.named, self.doc.name, self.family.name), [])
		self.assertEqual(len(tasks_of(self.second, self.doc.name, self.family.name)), 1)

	def test_what_was_linked_elsewhere_is_not_taken_over(self):
		self.doc.db_set("family", make_family("Birkbeck", ("Bethan",)).name)
		self.assertRefused(AlreadyLinkedError, "another family", self.answer, self.named, "yes")
