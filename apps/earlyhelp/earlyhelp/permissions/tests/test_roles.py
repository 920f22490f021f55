"""The table of roles and doctypes, asked through the front door as named people."""

import frappe

from earlyhelp.constants import AUD, BSO, DESK_ROLES, EHA, EHM, EHP, FSP, PORTAL_ROLES
from earlyhelp.permissions.tests.table_d import LETTERS, TABLE_D
from earlyhelp.tests.factories import (
	EarlyHelpTestCase,
	make,
	make_episode,
	make_family,
	make_goal,
	make_plan,
	make_review,
	make_service,
	make_user,
)

PRINTING = (BSO, EHP, FSP, EHM)
OURS = {
	"module": [
		"in",
		(
			"Families",
			"Front Door",
			"Planning",
			"Team Around",
			"Supervision",
			"Schools",
			"Insight",
			"Early Help Setup",
		),
	],
	"istable": 0,
}


class TestRolesAndDoctypes(EarlyHelpTestCase):
	def test_every_doctype_stands_in_the_table(self):
		self.assertEqual(set(frappe.get_all("DocType", filters=OURS, pluck="name")), set(TABLE_D))

	def test_each_role_has_exactly_the_rights_of_the_table(self):
		for column, role in enumerate(DESK_ROLES):
			user = make_user(role)
			for doctype, rights in TABLE_D.items():
				for letter, right in LETTERS.items():
					with self.subTest(doctype=doctype, role=role, right=right):
						allowed = bool(frappe.has_permission(doctype, right, user=user))
						self.assertEqual(allowed, letter in rights[column])

	def test_who_may_read_may_print_and_mail_unless_auditor_or_administrator(self):
		for column, role in enumerate(DESK_ROLES):
			user = make_user(role)
			for doctype, rights in TABLE_D.items():
				for right in ("print", "email"):
					wanted = "R" in rights[column] and role in PRINTING
					self.assertEqual(bool(frappe.has_permission(doctype, right, user=user)), wanted, doctype)

	def test_nobody_shares_cancels_or_amends(self):
		for role in DESK_ROLES:
			user = make_user(role)
			for doctype in TABLE_D:
				for right in ("share", "cancel", "amend"):
					self.assertFalse(frappe.has_permission(doctype, right, user=user), (doctype, role, right))

	def test_portal_roles_hold_no_right_at_all(self):
		for role in PORTAL_ROLES:
			self.assertFalse(frappe.db.get_value("Role", role, "desk_access"))
			user = make_user(role)
			for doctype in TABLE_D:
				for right in ("read", "select", "write", "create"):
					self.assertFalse(frappe.has_permission(doctype, right, user=user), (doctype, role))

	def test_desk_roles_reach_the_desk(self):
		for role in DESK_ROLES:
			self.assertTrue(frappe.db.get_value("Role", role, "desk_access"))

	def test_a_system_manager_reads_no_case(self):
		user = make_user("System Manager")
		for doctype in (
			"Family",
			"Early Help Person",
			"Early Help Referral",
			"My Family Plan",
			"Plan Review",
		):
			self.assertFalse(frappe.has_permission(doctype, "read", user=user), doctype)
		self.assertTrue(frappe.has_permission("Impact Theme", "write", user=user))

	def test_staff_dates_are_for_managers_and_administrators(self):
		"""D9 Professional, narrower."""
		person = make("Professional", full_name="Alex Thornaby", contract_ends_on="2019-11-30")
		for role, seen in ((EHM, True), (EHA, True), (BSO, False), (EHP, False), (AUD, False)):
			frappe.set_user(make_user(role))
			row = frappe.get_list(
				"Professional", filters={"name": person.name}, fields=["name", "contract_ends_on"]
			)[0]
			self.assertEqual(bool(row.get("contract_ends_on")), seen, role)
			frappe.set_user("Administrator")


class TestChildRows(EarlyHelpTestCase):
	def setUp(self):
		super().setUp()
		self.plan = make_plan(make_episode(make_family(), make_service()))
		self.goal = make_goal(self.plan)
		self.review = make_review(self.plan, (self.goal.name, "5"))

	def test_a_row_is_read_by_who_reads_its_record(self):
		rows = (self.review.scores[0], frappe.get_doc("Family", self.plan.family).members[0])
		for row in rows:
			self.assertTrue(row.has_permission("read", user=make_user(EHP)), row.doctype)
		self.assertTrue(rows[1].has_permission("read", user=make_user(EHA)))

	def test_a_row_of_a_record_out_of_reach_answers_like_a_row_that_does_not_exist(self):
		row = frappe.get_doc("Goal Score", self.review.scores[0].name)
		for role in (EHA, AUD, "School User"):
			self.assertRefused(
				frappe.DoesNotExistError,
				f"Goal Score {row.name} not found",
				row.has_permission,
				"read",
				user=make_user(role),
			)

	def test_a_row_cannot_be_passed_off_as_one_of_another_record(self):
		row = frappe.get_doc("Goal Score", self.review.scores[0].name)
		row.parenttype, row.parent = "Family", self.plan.family
		self.assertRefused(
			frappe.DoesNotExistError, row.name, row.has_permission, "read", user=make_user(EHA)
		)


class TestLookUps(EarlyHelpTestCase):
	def test_one_that_is_used_is_disabled_and_not_deleted(self):
		"""D9 Closure Reason, narrower."""
		episode = make_episode(make_family(), make_service())
		frappe.db.set_value("Early Help Episode", episode.name, "closure_reason", "Needs met")
		reason = frappe.get_value("Early Help Episode", episode.name, "closure_reason")
		if not frappe.db.exists("Closure Reason", reason):
			reason = make("Closure Reason", reason_name="Needs met").name
		frappe.set_user(make_user(EHA))
		with self.assertRaises(frappe.LinkExistsError):
			frappe.get_doc("Closure Reason", reason).delete()
		unused = make("Closure Reason", reason_name="Moved to the moon")
		unused.delete()
		kept = frappe.get_doc("Closure Reason", reason)
		kept.disabled = 1
		self.assertEqual(kept.save().disabled, 1)
