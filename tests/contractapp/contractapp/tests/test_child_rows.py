"""Rows of a document: order, numbering, replacing, removing, and what they may not do."""

import frappe

from contractapp.tests.factories import ContractTestCase, make, make_tool


def parts_of(tool):
	return [(row.idx, row.part_name) for row in frappe.get_doc("Tool", tool.name).parts]


def count_parts(tool) -> int:
	return frappe.db.count("Tool Part", {"parent": tool.name})


class TestChildRows(ContractTestCase):
	def setUp(self):
		super().setUp()
		self.tool = make_tool(parts=[{"part_name": letter} for letter in "abc"])

	def test_rows_are_numbered_from_one_and_know_their_parent(self):
		self.assertEqual(parts_of(self.tool), [(1, "a"), (2, "b"), (3, "c")])
		row = self.tool.parts[0]
		expected = [self.tool.name, "Tool", "parts"]
		self.assertEqual([row.parent, row.parenttype, row.parentfield], expected)
		self.assertIs(row.parent_doc, self.tool)

	def test_a_removed_row_is_deleted_and_the_rest_renumbered(self):
		self.tool.remove(self.tool.parts[1])
		self.tool.save()
		self.assertEqual(parts_of(self.tool), [(1, "a"), (2, "c")])
		self.assertEqual(count_parts(self.tool), 2)

	def test_appended_rows_come_last(self):
		row = self.tool.append("parts", {"part_name": "d"})
		self.tool.extend("parts", [{"part_name": "e"}])
		self.assertEqual([row.idx, row.is_new()], [4, 1])
		self.tool.save()
		self.assertEqual(parts_of(self.tool)[3:], [(4, "d"), (5, "e")])
		self.assertTrue(row.name)

	def test_a_row_that_came_later_is_as_old_as_its_document(self):
		self.tool.append("parts", {"part_name": "d"})
		self.tool.save()
		made = {(row.creation, row.owner) for row in frappe.get_doc("Tool", self.tool.name).parts}
		self.assertEqual(made, {(frappe.utils.get_datetime(self.tool.creation), self.tool.owner)})
		changed = {row.modified for row in frappe.get_doc("Tool", self.tool.name).parts}
		self.assertEqual(changed, {frappe.utils.get_datetime(self.tool.modified)})

	def test_a_row_sent_without_its_name_replaces_it(self):
		old = [row.name for row in self.tool.parts]
		self.tool.set("parts", [{"part_name": "a"}])
		self.tool.save()
		self.assertEqual(parts_of(self.tool), [(1, "a")])
		self.assertNotIn(self.tool.parts[0].name, old)

	def test_a_row_sent_with_its_name_is_kept_and_changed(self):
		first = self.tool.parts[0].name
		self.tool.set("parts", [{"name": first, "part_name": "A", "doctype": "Tool Part"}])
		self.tool.save()
		self.assertEqual(parts_of(self.tool), [(1, "A")])
		self.assertEqual(self.tool.parts[0].name, first)
		self.assertEqual(count_parts(self.tool), 1)

	def test_rows_go_with_their_document(self):
		self.tool.delete()
		self.assertEqual(count_parts(self.tool), 0)

	def test_rows_follow_a_renamed_parent(self):
		shelf = make("Trace Record", label="R", lines=[{"text": "x"}])
		frappe.rename_doc("Trace Record", shelf.name, "TRACE-R2")
		self.assertEqual(frappe.db.get_value("Visit Line", {"parent": "TRACE-R2"}, "text"), "x")

	def test_a_row_cannot_stand_alone(self):
		with self.assertRaises(frappe.MandatoryError) as refusal:
			make("Tool Part", part_name="alone")
		self.assertRegex(str(refusal.exception), r": parent, parenttype$")

	def test_an_app_can_refuse_rows_that_belong_elsewhere(self):
		mine, other = (make("Visit", lines=[{"text": text}]) for text in ("mine", "other"))
		mine.append("lines", {"name": other.lines[0].name, "text": "taken"})
		message = "Lines belong to another visit"
		self.assertRefused(frappe.PermissionError, message, mine.save)
		stored = frappe.db.get_value("Visit Line", other.lines[0].name, ["parent", "text"])
		self.assertEqual(stored, (other.name, "other"))

	def test_get_all_children_gives_the_rows_of_all_tables(self):
		rows = self.tool.get_all_children()
		self.assertEqual([row.part_name for row in rows], ["a", "b", "c"])

	def test_copying_a_document_copies_its_rows_without_their_names(self):
		copy = frappe.copy_doc(self.tool)
		self.assertEqual([row.part_name for row in copy.parts], ["a", "b", "c"])
		self.assertEqual([copy.name, copy.parts[0].name, copy.is_new()], [None, None, 1])
		self.assertIsNone(copy.creation)

	def test_fields_not_to_be_copied_are_left_out_only_when_asked(self):
		kept, left = (frappe.copy_doc(self.tool, ignore_no_copy=choice) for choice in (True, False))
		self.assertEqual([kept.naming_series, left.naming_series], ["TL-.YYYY.-", None])
