"""The hooks of an app, a controller's own rule, user permissions and sharing."""

import frappe
from frappe.permissions import add_user_permission, remove_user_permission

from contractapp.tests.factories import HELPER, KEEPER, VISITOR, make, make_shelf, make_tool, new
from contractapp.tests.test_permissions import PermissionTestCase


class TestPermissionHooks(PermissionTestCase):
	"""The visitor is steward of V1 and sees the visits of that shelf."""

	def setUp(self):
		super().setUp()
		make_shelf("V1", steward=VISITOR, room="North")
		make_shelf("V2")
		self.mine = make("Visit", shelf="V1", lines=[{"text": "one"}])
		self.other = make("Visit", shelf="V2", lines=[{"text": "two"}])
		frappe.set_user(VISITOR)

	def test_the_condition_filters_every_form_of_list(self):
		rows = (
			({"pluck": "shelf"}, ["V1"]),
			({"fields": ["count(name) as n"]}, [{"n": 1}]),
			({"pluck": "shelf", "or_filters": {"shelf": ["in", ["V1", "V2"]]}}, ["V1"]),
			({"pluck": "shelf", "filters": [["Visit Line", "text", "like", "%o%"]]}, ["V1"]),
			({"fields": ["shelf", "lines.text as line"]}, [{"shelf": "V1", "line": "one"}]),
			({"fields": ["shelf.room as room"]}, [{"room": "North"}]),
			({"fields": ["shelf", "count(name) as n"], "group_by": "shelf"}, [{"shelf": "V1", "n": 1}]),
		)
		for arguments, expected in rows:
			with self.subTest(arguments):
				self.assertEqual(frappe.get_list("Visit", **arguments), expected)

	def test_a_person_without_restriction_sees_all(self):
		frappe.set_user(KEEPER)
		self.assertEqual(len(frappe.get_list("Visit")), 2)

	def test_the_condition_is_not_asked_by_get_all_and_db(self):
		self.assertEqual(len(frappe.get_all("Visit")), 2)
		self.assertEqual(frappe.db.count("Visit"), 2)

	def test_the_hook_closes_the_single_document(self):
		frappe.get_doc("Visit", self.mine.name).check_permission("write")
		other = frappe.get_doc("Visit", self.other.name)
		message = (
			"Not allowed via controller permission check<br>"
			f"User <strong>{VISITOR}</strong> does not have access to this document: Visit - {other.name}"
		)
		for right in ("read", "write", "delete"):
			self.assertRefused(frappe.PermissionError, message, other.check_permission, right)
		self.assertForbidden(other.save)
		self.assertForbidden(other.delete)

	def test_neither_taking_nor_giving_away_is_a_way_round(self):
		taken, given = frappe.get_doc("Visit", self.other.name), frappe.get_doc("Visit", self.mine.name)
		taken.shelf, given.shelf = "V1", "V2"
		self.assertForbidden(taken.save)
		self.assertForbidden(given.save)

	def test_the_hook_is_asked_before_an_insert(self):
		self.assertEqual(new("Visit", shelf="V1").insert().owner, VISITOR)
		self.assertForbidden(new("Visit", shelf="V2").insert)

	def test_lines_are_listed_and_opened_through_their_visit(self):
		lines = frappe.get_list("Visit Line", parent_doctype="Visit", pluck="text")
		self.assertEqual(lines, ["one"])
		mine = frappe.get_doc("Visit Line", self.mine.lines[0].name)
		mine.check_permission("read")
		other = frappe.get_doc("Visit Line", self.other.lines[0].name)
		self.assertForbidden(other.check_permission, "read")
		other.parent = self.mine.name
		self.assertForbidden(other.check_permission, "write")

	def test_lines_are_not_listed_without_naming_the_parent(self):
		self.assertForbidden(frappe.get_list, "Visit Line")

	def test_an_empty_circle_sees_nothing(self):
		frappe.db.set_value("Shelf", "V1", "steward", None)
		self.assertEqual(frappe.get_list("Visit"), [])


class TestWhatDoesNotExist(PermissionTestCase):
	"""A hook may say that a record is not there at all."""

	def setUp(self):
		super().setUp()
		make("Member", name="grey", colour="grey", owner=HELPER)
		frappe.set_user(VISITOR)

	def test_forbidden_and_missing_answer_alike(self):
		member = frappe.get_doc("Member", "grey")
		message = "Member grey not found"
		self.assertRefused(frappe.DoesNotExistError, message, member.check_permission, "read")
		frappe.set_user(KEEPER)
		member.check_permission("read")


class TestUserPermissions(PermissionTestCase):
	"""The helper is kept to shelf V1."""

	def setUp(self):
		super().setUp()
		make_shelf("V1")
		make_shelf("V2")
		self.mine, self.other = make_tool(shelf="V1"), make_tool(shelf="V2")
		self.loose = make("Visit")
		add_user_permission("Shelf", "V1", HELPER)
		frappe.set_user(HELPER)

	def tearDown(self):
		frappe.set_user("Administrator")
		remove_user_permission("Shelf", "V1", HELPER)
		super().tearDown()

	def test_lists_are_kept_to_the_permitted_links(self):
		self.assertEqual(frappe.get_list("Shelf", pluck="name"), ["V1"])
		self.assertEqual(frappe.get_list("Tool", pluck="shelf"), ["V1"])

	def test_documents_linked_elsewhere_are_closed_with_the_reason(self):
		other = frappe.get_doc("Tool", self.other.name)
		message = (
			"You are not allowed to access this Tool record because it is linked to Shelf 'V2' in field Shelf<br>"
			f"User <strong>{HELPER}</strong> does not have access to this document: Tool - {other.name}"
		)
		self.assertRefused(frappe.PermissionError, message, other.check_permission, "read")
		frappe.get_doc("Tool", self.mine.name).check_permission("write")

	def test_an_empty_link_is_open(self):
		frappe.get_doc("Visit", self.loose.name).check_permission("read")
		self.assertEqual(frappe.get_list("Visit", pluck="name"), [self.loose.name])

	def test_a_new_document_starts_with_the_only_permitted_value(self):
		self.assertEqual(frappe.new_doc("Tool").shelf, "V1")

	def test_a_new_document_elsewhere_is_refused_also_in_a_row(self):
		self.assertForbidden(make, "Tool", title="x", shelf="V2")
		rows = [{"part_name": "a", "bin": "V2"}]
		self.assertForbidden(make, "Tool", title="x", shelf="V1", parts=rows)
		self.assertEqual(make("Tool", title="x", shelf="V1").shelf, "V1")

	def test_others_are_not_touched(self):
		frappe.set_user(KEEPER)
		self.assertEqual(len(frappe.get_list("Tool")), 2)
