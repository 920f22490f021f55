"""What a role gives, field by field and record by record, always asked as a named person."""

import frappe

from contractapp.tests.factories import (
	HELPER,
	KEEPER,
	OTHER_HELPER,
	STRANGER,
	VISITOR,
	ContractTestCase,
	make,
	make_people,
	make_shelf,
	make_tool,
)

ALL_RIGHTS = "select read write create delete submit cancel amend print report export import share"
GIVEN = {
	("Shelf", KEEPER): "read write create delete print report export share",
	("Shelf", HELPER): "read",
	("Shelf", VISITOR): "select",
	("Tool", KEEPER): "read write create delete print report export import share",
	("Tool", HELPER): "read write create print report",
	("Tool", VISITOR): "read",
	("Loan", KEEPER): "read write create delete submit cancel amend print report export share",
	("Loan", HELPER): "read write create submit",
	("Loan", VISITOR): "",
	("Member", HELPER): "read create",
	("Shed Settings", KEEPER): "read write",
	("Shed Settings", HELPER): "read",
	("Tool", STRANGER): "",
	("Tool", "Guest"): "",
	("Tool", "Administrator"): ALL_RIGHTS,
}


class PermissionTestCase(ContractTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		make_people()

	def assertForbidden(self, function, *args, **kwargs):
		with self.assertRaises(frappe.PermissionError):
			function(*args, **kwargs)


class TestRoles(PermissionTestCase):
	def test_people_have_their_roles_and_what_everybody_has(self):
		rows = {
			KEEPER: ["All", "Desk User", "Guest", "Shed Keeper"],
			VISITOR: ["All", "Guest", "Shed Visitor"],
			STRANGER: ["All", "Guest"],
			"Guest": ["Guest"],
		}
		for user, roles in rows.items():
			with self.subTest(user):
				self.assertEqual(sorted(frappe.get_roles(user)), roles)
		self.assertIn("System Manager", frappe.get_roles("Administrator"))

	def test_a_desk_role_makes_a_system_user(self):
		kinds = [frappe.db.get_value("User", user, "user_type") for user in (HELPER, VISITOR, STRANGER)]
		self.assertEqual(kinds, ["System User", "Website User", "Website User"])

	def test_rights_by_role_and_doctype(self):
		for (doctype, user), expected in GIVEN.items():
			with self.subTest(f"{doctype} {user}"):
				rights = [r for r in ALL_RIGHTS.split() if frappe.has_permission(doctype, r, user=user)]
				self.assertEqual(" ".join(rights), expected)

	def test_has_permission_answers_for_the_one_who_asks(self):
		tool = make_tool()
		frappe.set_user(VISITOR)
		self.assertTrue(frappe.has_permission("Tool", "read", doc=tool.name))
		self.assertTrue(tool.has_permission("read"))
		self.assertFalse(frappe.has_permission("Tool", "write", doc=tool))
		self.assertForbidden(frappe.has_permission, "Tool", "write", throw=True)

	def test_without_the_right_nothing_is_written(self):
		tool = make_tool()
		frappe.set_user(VISITOR)
		self.assertForbidden(frappe.get_doc("Tool", tool.name).save)
		self.assertForbidden(make, "Tool", title="x", shelf="S1")
		self.assertForbidden(frappe.delete_doc, "Tool", tool.name)
		frappe.set_user("Administrator")
		self.assertEqual(frappe.get_all("Tool", pluck="name"), [tool.name])

	def test_a_refusal_says_who_and_what(self):
		tool = make_tool()
		frappe.set_user(VISITOR)
		message = (
			f"User <strong>{VISITOR}</strong> does not have doctype access via role permission "
			"for document <strong>Tool</strong>"
		)
		self.assertRefused(frappe.PermissionError, message, frappe.get_doc("Tool", tool.name).save)
		self.assertEqual(frappe.flags.error_message, "No permission for Tool")

	def test_the_program_may_write_where_the_person_may_not(self):
		make_shelf()
		frappe.set_user(VISITOR)
		tool = frappe.get_doc(doctype="Tool", title="x", shelf="S1").insert(ignore_permissions=True)
		tool.flags.ignore_permissions = True
		tool.title = "y"
		self.assertEqual([tool.save().title, tool.owner], ["y", VISITOR])

	def test_a_list_needs_read_or_select_and_get_all_asks_nobody(self):
		make_tool()
		frappe.set_user(STRANGER)
		self.assertForbidden(frappe.get_list, "Tool")
		self.assertEqual(len(frappe.get_all("Tool")), 1)
		frappe.set_user("Guest")
		self.assertForbidden(frappe.get_list, "Tool")

	def test_select_lists_names_but_opens_nothing(self):
		make_shelf()
		frappe.set_user(VISITOR)
		self.assertEqual(frappe.get_list("Shelf", pluck="name"), ["S1"])
		self.assertForbidden(frappe.get_doc("Shelf", "S1").check_permission, "read")

	def test_getting_a_document_in_python_asks_nobody(self):
		tool = make_tool()
		frappe.set_user(STRANGER)
		self.assertEqual(frappe.get_doc("Tool", tool.name).title, "Hammer")

	def test_submit_cancel_and_amend_are_rights_of_their_own(self):
		loan = make("Loan", tool=make_tool().name)
		frappe.set_user(HELPER)
		loan = frappe.get_doc("Loan", loan.name).submit()
		self.assertForbidden(loan.cancel)
		frappe.set_user(KEEPER)
		cancelled = frappe.get_doc("Loan", loan.name).cancel()
		frappe.set_user(HELPER)
		self.assertFalse(cancelled.has_permission("amend"))


class TestOwners(PermissionTestCase):
	def setUp(self):
		super().setUp()
		frappe.set_user(HELPER)
		make("Member", name="mine")
		frappe.set_user(OTHER_HELPER)
		make("Member", name="theirs")
		frappe.set_user(HELPER)

	def test_the_owner_reads_writes_and_deletes(self):
		self.assertEqual(frappe.get_list("Member", pluck="name"), ["mine"])
		frappe.get_doc("Member", "mine").save()
		frappe.delete_doc("Member", "mine")
		self.assertFalse(frappe.db.exists("Member", "mine"))

	def test_records_of_others_are_closed(self):
		member = frappe.get_doc("Member", "theirs")
		self.assertForbidden(member.check_permission, "read")
		self.assertForbidden(member.save)
		self.assertForbidden(member.delete)

	def test_who_reads_all_sees_all(self):
		frappe.set_user(KEEPER)
		self.assertEqual(sorted(frappe.get_list("Member", pluck="name")), ["mine", "theirs"])


class TestLevels(PermissionTestCase):
	def setUp(self):
		super().setUp()
		self.tool = make_tool(private_notes="hidden", parts=[{"part_name": "a", "secret": "x"}])

	def opened_by(self, user):
		frappe.set_user(user)
		return frappe.get_doc("Tool", self.tool.name)

	def test_fields_of_a_higher_level_are_taken_out_before_showing(self):
		for user, seen in ((HELPER, [None, None]), (KEEPER, ["hidden", "x"])):
			tool = self.opened_by(user)
			tool.apply_fieldlevel_read_permissions()
			with self.subTest(user):
				self.assertEqual([tool.get("private_notes"), tool.parts[0].get("secret")], seen)

	def test_changes_to_fields_of_a_higher_level_are_dropped_in_silence(self):
		tool = self.opened_by(HELPER)
		tool.update({"title": "Saw", "private_notes": "changed"})
		tool.parts[0].secret = "changed"
		tool.save()
		stored = frappe.db.get_value("Tool", tool.name, ["title", "private_notes"])
		self.assertEqual(stored, ("Saw", "hidden"))
		self.assertEqual(frappe.db.get_value("Tool Part", tool.parts[0].name, "secret"), "x")

	def test_a_new_record_takes_no_value_of_a_higher_level(self):
		frappe.set_user(HELPER)
		self.assertIsNone(make_tool(private_notes="mine").reload().private_notes)
		frappe.set_user(KEEPER)
		self.assertEqual(make_tool(private_notes="mine").reload().private_notes, "mine")

	def test_lists_leave_fields_of_a_higher_level_out(self):
		rows = ((HELPER, {"title": "Hammer"}), (KEEPER, {"title": "Hammer", "private_notes": "hidden"}))
		for user, expected in rows:
			frappe.set_user(user)
			with self.subTest(user):
				self.assertEqual(frappe.get_list("Tool", fields=["title", "private_notes"]), [expected])
		frappe.set_user(HELPER)
		self.assertNotIn("private_notes", frappe.get_list("Tool", fields=["*"])[0])
		self.assertEqual(frappe.get_all("Tool", pluck="private_notes"), ["hidden"])

	def test_a_document_tells_who_reaches_a_level(self):
		for user, expected in ((HELPER, False), (KEEPER, True)):
			tool = self.opened_by(user)
			self.assertEqual(tool.has_permlevel_access_to("private_notes"), expected)
