"""Two people save the same record; what is remembered of each save; comments."""

import json

import frappe

from contractapp.tests.factories import ContractTestCase, make, make_tool

STALE = (
	r"^Error: Document has been modified after you have opened it \(\S+ \S+, \S+ \S+\)\. "
	r"Please refresh to get the latest document\.$"
)


def copies(tool, number=2):
	return [frappe.get_doc("Tool", tool.name) for _ in range(number)]


def versions_of(doc):
	"""Versions of this document, not of one that was deleted and had its name."""
	filters = {"ref_doctype": doc.doctype, "docname": doc.name, "creation": [">=", doc.creation]}
	rows = frappe.get_all("Version", filters, "data", order_by="creation")
	return [json.loads(row.data) for row in rows]


class TestSavingTogether(ContractTestCase):
	def assertStale(self, function):
		with self.assertRaises(frappe.TimestampMismatchError) as refusal:
			function()
		self.assertRegex(str(refusal.exception), STALE)

	def test_the_second_of_two_savers_is_told(self):
		first, second = copies(make_tool())
		first.title, second.title = "first", "second"
		first.save()
		self.assertStale(second.save)
		self.assertEqual(frappe.db.get_value("Tool", first.name, "title"), "first")

	def test_after_a_reload_the_second_may_save(self):
		first, second = copies(make_tool())
		first.save()
		second.reload()
		second.title = "second"
		self.assertEqual(second.save().title, "second")

	def test_a_direct_write_counts_as_a_change_unless_it_says_otherwise(self):
		first, second = copies(make_tool())
		frappe.db.set_value("Tool", first.name, "room", "x", update_modified=False)
		self.assertEqual(first.save().room, first.room)
		frappe.db.set_value("Tool", first.name, "room", "y")
		self.assertStale(second.save)

	def test_db_set_leaves_the_document_fresh(self):
		tool = make_tool()
		tool.db_set("room", "x")
		tool.db_set({"room": "y", "kind": "Hand"})
		self.assertEqual([tool.room, tool.save().kind], ["y", "Hand"])

	def test_a_record_deleted_meanwhile_is_not_found(self):
		first, second = copies(make_tool())
		first.delete()
		self.assertRefused(frappe.DoesNotExistError, f"Tool {second.name} not found", second.save)

	def test_a_document_is_inserted_once(self):
		tool = make_tool()
		message = f"Tool <strong>{tool.name}</strong> already exists"
		tool.naming_series = None
		tool.flags.name_set = True
		self.assertRefused(frappe.DuplicateEntryError, message, tool.insert)

	def test_each_save_moves_modified_and_keeps_creation(self):
		tool = make_tool().reload()
		created, modified = tool.creation, tool.modified
		tool.save().reload()
		self.assertEqual(tool.creation, created)
		self.assertGreater(tool.modified, modified)


class TestVersions(ContractTestCase):
	"""Tests make no versions unless a save asks for one."""

	def setUp(self):
		super().setUp()
		self.tool = copies(make_tool(parts=[{"part_name": "a"}]), 1)[0]

	def test_an_insert_is_no_version(self):
		self.assertEqual(versions_of(self.tool), [])

	def test_a_version_lists_changed_fields_and_rows(self):
		row = self.tool.parts[0].name
		self.tool.update({"title": "Saw", "quantity": 4})
		self.tool.parts[0].qty = 9
		self.tool.append("parts", {"part_name": "b"})
		self.tool.save(ignore_version=False)
		(version,) = versions_of(self.tool)
		changed = [["title", "Hammer", "Saw"], ["quantity", 1, 4], ["public_code", "hammer", "saw"]]
		self.assertEqual(version["changed"], changed)
		self.assertEqual(version["row_changed"], [["parts", 0, row, [["qty", 1, 9]]]])
		self.assertEqual([(table, data["part_name"]) for table, data in version["added"]], [("parts", "b")])
		self.assertEqual(version["removed"], [])

	def test_a_removed_row_is_kept_in_the_version(self):
		self.tool.remove(self.tool.parts[0])
		self.tool.save(ignore_version=False)
		(version,) = versions_of(self.tool)
		self.assertEqual([(table, data["part_name"]) for table, data in version["removed"]], [("parts", "a")])

	def test_a_save_that_changes_nothing_is_no_version(self):
		self.tool.save(ignore_version=False)
		self.assertEqual(versions_of(self.tool), [])

	def test_a_direct_write_is_no_version(self):
		self.tool.db_set("title", "x")
		self.assertEqual(versions_of(self.tool), [])

	def test_a_doctype_that_does_not_track_changes_has_none(self):
		visit = make("Visit")
		visit.remark = "x"
		visit.save(ignore_version=False)
		self.assertEqual(versions_of(visit), [])


class TestComments(ContractTestCase):
	def test_a_comment_names_its_record_and_its_writer(self):
		tool = make_tool()
		comment = tool.add_comment("Comment", "Hello <b>you</b><script>1</script>")
		stored = frappe.get_doc("Comment", comment.name)
		expected = ["Comment", "Tool", tool.name, "Administrator"]
		fields = ("comment_type", "reference_doctype", "reference_name", "comment_email")
		self.assertEqual([stored.get(field) for field in fields], expected)
		self.assertTrue(stored.content.startswith("Hello <b>you</b>"))
		self.assertNotIn("<script", stored.content)

	def test_comments_of_other_types_are_kept_beside(self):
		tool = make_tool()
		for kind in ("Comment", "Info", "Workflow"):
			tool.add_comment(kind, kind)
		filters = {"reference_name": tool.name, "creation": [">=", tool.creation]}
		kinds = frappe.get_all("Comment", filters, pluck="comment_type")
		self.assertEqual(sorted(kinds), ["Comment", "Info", "Workflow"])
