"""What may be deleted, what stands in the way, and what goes with it."""

import frappe

from contractapp.tests.factories import ContractTestCase, make, make_shelf, make_tool

LINKED = r'^Cannot delete or cancel because {} <a href="\S+">{}</a> is linked with {} <a href="\S+">{}</a> $'


class TestDeleting(ContractTestCase):
	def assertLinked(self, doctype, name, by_doctype, by_name):
		frappe.clear_messages()
		with self.assertRaises(frappe.LinkExistsError):
			frappe.delete_doc(doctype, name)
		first = frappe.get_message_log()[0].message
		self.assertRegex(first, LINKED.format(doctype, name, by_doctype, by_name))

	def test_a_linked_record_is_not_deleted(self):
		tool = make_tool()
		loan = make("Loan", tool=tool.name)
		self.assertLinked("Tool", tool.name, "Loan", loan.name)
		loan.submit()
		self.assertLinked("Tool", tool.name, "Loan", loan.name)

	def test_where_it_can_be_disabled_a_second_message_says_so(self):
		tool = make_tool()
		self.assertLinked("Shelf", "S1", "Tool", tool.name)
		expected = "You can disable this Shelf instead of deleting it."
		self.assertEqual(frappe.get_message_log()[-1].message, expected)

	def test_a_link_from_a_row_counts_for_its_document(self):
		make_shelf("S5")
		tool = make_tool(parts=[{"part_name": "a", "bin": "S5"}])
		self.assertLinked("Shelf", "S5", "Tool", tool.name)

	def test_a_dynamic_link_counts(self):
		make("Member", name="ann")
		loan = make("Loan", tool=make_tool().name, borrower_type="Member", borrower="ann")
		self.assertLinked("Member", "ann", "Loan", loan.name)

	def test_force_deletes_and_leaves_the_link_behind(self):
		tool = make_tool().name
		loan = make("Loan", tool=tool)
		frappe.delete_doc("Tool", tool, force=True)
		self.assertFalse(frappe.db.exists("Tool", tool))
		self.assertEqual(frappe.db.get_value("Loan", loan.name, "tool"), tool)

	def test_deleting_what_is_not_there(self):
		self.assertEqual(frappe.delete_doc("Shelf", "S9"), False)
		with self.assertRaises(frappe.DoesNotExistError):
			frappe.delete_doc("Shelf", "S9", ignore_missing=False)
		self.assertIsNone(frappe.delete_doc_if_exists("Shelf", "S9"))

	def test_comments_and_versions_go_with_their_record(self):
		tool = make_tool()
		tool.add_comment("Comment", "bye")
		tool.title = "x"
		tool.save(ignore_version=False).delete()
		comments = {"reference_doctype": "Tool", "reference_name": tool.name}
		self.assertEqual(frappe.db.count("Comment", {**comments, "comment_type": "Comment"}), 0)
		self.assertEqual(frappe.db.count("Version", {"docname": tool.name}), 0)

	def test_a_deleted_record_is_kept_aside_as_json(self):
		tool = make_tool("Saw")
		tool.delete()
		kept = frappe.get_last_doc("Deleted Document", {"deleted_name": tool.name})
		self.assertEqual([kept.deleted_doctype, frappe.parse_json(kept.data)["title"]], ["Tool", "Saw"])

	def test_deleting_by_filter_asks_nobody(self):
		shelf = make_shelf("S5", steward="Administrator")
		frappe.db.delete("Shelf", {"steward": "Administrator"})
		self.assertFalse(frappe.db.exists("Shelf", shelf.name))
