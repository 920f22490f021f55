"""Every way in which a document gets its name, and what happens to the counters."""

import re

import frappe
from frappe.model.naming import append_number_if_name_exists, getseries, make_autoname, revert_series_if_last
from frappe.utils import nowdate

from contractapp.tests.factories import (
	ContractTestCase,
	make,
	make_repair,
	make_shelf,
	make_tool,
	new,
)


def year() -> str:
	return nowdate()[:4]


class TestNaming(ContractTestCase):
	def test_naming_series_counts_five_digits_by_year(self):
		first, second = make_tool().name, make_tool().name
		prefix = f"TL-{year()}-"
		self.assertRegex(first, rf"^{prefix}\d{{5}}$")
		self.assertEqual(int(second[-5:]), int(first[-5:]) + 1)

	def test_naming_series_follows_the_series_chosen(self):
		self.assertRegex(make_tool(naming_series="HL-.####").name, r"^HL-\d{4}$")

	def test_each_series_counts_for_itself(self):
		series = ("AB-.###", "AB-.###", "CD-.###", "AB-.###", "AB-")
		expected = ["AB-001", "AB-002", "CD-001", "AB-003", "AB-00004"]
		self.assertEqual([make_autoname(s) for s in series], expected)

	def test_a_name_given_in_the_values_is_ignored_by_a_series(self):
		self.assertRegex(make_tool(name="MINE").name, r"^TL-")

	def test_a_name_given_to_insert_is_kept(self):
		make_shelf()
		self.assertEqual(new("Tool", title="Saw", shelf="S1").insert(set_name="MINE").name, "MINE")

	def test_a_rolled_back_insert_gives_its_number_back(self):
		first = make_tool().name
		frappe.db.savepoint("one_insert")
		with self.assertRaises(frappe.MandatoryError):
			make_tool(title=None)
		frappe.db.rollback(save_point="one_insert")
		self.assertEqual(int(make_tool().name[-5:]), int(first[-5:]) + 1)

	def test_a_failed_insert_that_is_not_rolled_back_leaves_a_gap(self):
		first = make_tool().name
		with self.assertRaises(frappe.MandatoryError):
			make_tool(title=None)
		self.assertEqual(int(make_tool().name[-5:]), int(first[-5:]) + 2)

	def test_deleting_the_last_of_a_series_gives_its_number_back(self):
		before, last = make_tool(), make_tool()
		last.delete()
		self.assertEqual(make_tool().name, last.name)
		before.delete()
		self.assertEqual(int(make_tool().name[-5:]), int(last.name[-5:]) + 1)

	def test_revert_series_takes_the_last_number_back_and_no_other(self):
		names = [make_autoname("AB-.###"), make_autoname("AB-.###")]
		revert_series_if_last("AB-.###", names[0])
		self.assertEqual(make_autoname("AB-.###"), "AB-003")
		revert_series_if_last("AB-.###", "AB-003")
		self.assertEqual(make_autoname("AB-.###"), "AB-003")

	def test_getseries_gives_the_bare_number(self):
		self.assertEqual([getseries("ZZ-", 4), getseries("ZZ-", 3)], ["0001", "002"])

	def test_old_style_series_has_a_counter_of_its_own(self):
		first, second = make_repair().name, make_repair().name
		self.assertRegex(first, r"^REP-\d{5}$")
		self.assertEqual(int(second[4:]), int(first[4:]) + 1)

	def test_series_parts_are_filled_from_date_and_document(self):
		tool = make_tool(title="Saw")
		yyyy, mm, dd = nowdate().split("-")
		rows = {
			"X-.YYYY.-.MM.-.DD.-.##": f"X-{yyyy}-{mm}-{dd}-01",
			"X-.YY.-.####": f"X-{yyyy[2:]}-0001",
			"Y-.title.-.##": "Y-Saw-01",
			"Z-.{title}.-.##": "Z-Saw-01",
		}
		for series, name in rows.items():
			with self.subTest(series):
				self.assertEqual(make_autoname(series, doc=tool), name)

	def test_a_format_fills_fields_and_shares_one_counter(self):
		tool = make_tool().name
		kinds = (("User", "Administrator"), ("Tool", tool), (None, None))
		names = [make("Loan", tool=tool, borrower_type=t, borrower=b).name for t, b in kinds]
		first = int(names[0][-4:])
		expected = [f"LN-User-{first:04}", f"LN-Tool-{first + 1:04}", f"LN--{first + 2:04}"]
		self.assertEqual(names, expected)

	def test_by_field_takes_the_stripped_value_and_keeps_spaces_inside(self):
		self.assertEqual(make_shelf(" S 9 ").name, "S 9")
		self.assertEqual(frappe.db.get_value("Shelf", "S 9", "shelf_code"), "S 9")

	def test_by_field_needs_the_field(self):
		self.assertRefused(frappe.ValidationError, "Shelf Code is required", make, "Shelf", shelf_name="x")

	def test_prompt_takes_the_name_given(self):
		self.assertEqual(make("Member", name="ann").name, "ann")
		self.assertEqual(make("Member", __newname="bob").name, "bob")

	def test_prompt_needs_a_name(self):
		self.assertRefused(frappe.ValidationError, "Please set the document name", make, "Member")

	def test_random_names_are_ten_letters_and_digits(self):
		names = {make("Visit").name for _ in range(3)} | {make_autoname("hash")}
		self.assertEqual(len(names), 4)
		for name in names:
			self.assertTrue(re.fullmatch(r"[0-9a-z]{10}", name), name)

	def test_the_controller_names_with_autoname(self):
		self.assertEqual(make("Trace Record", label="Q").name, "TRACE-Q-01")

	def test_names_that_would_confuse_are_refused(self):
		rows = {
			"<b>": "Name cannot contain special characters like '<', '>'",
			"Member": "Name of Member cannot be Member",
			"New Member 1": "There were some errors setting the name, please contact the administrator",
		}
		for name, message in rows.items():
			with self.subTest(name):
				self.assertRefused(frappe.NameError, message, make, "Member", name=name)

	def test_a_name_is_taken_once_whatever_its_case(self):
		make("Member", name="ann")
		for name in ("ann", "ANN"):
			message = f"Member <strong>{name}</strong> already exists"
			self.assertRefused(frappe.DuplicateEntryError, message, make, "Member", name=name)

	def test_a_duplicate_is_a_name_error_and_can_be_ignored(self):
		make_shelf()
		self.assertTrue(issubclass(frappe.DuplicateEntryError, frappe.NameError))
		again = new("Shelf", shelf_code="S1", shelf_name="second")
		again.insert(ignore_if_duplicate=True)
		self.assertEqual(frappe.db.get_value("Shelf", "S1", "shelf_name"), "Shelf S1")

	def test_a_free_name_is_found_by_adding_a_number(self):
		make_shelf()
		names = [append_number_if_name_exists("Shelf", "S1"), append_number_if_name_exists("Shelf", "S2")]
		self.assertEqual(names, ["S1-1", "S2"])


class TestRenaming(ContractTestCase):
	def test_links_and_the_naming_field_follow_a_renaming(self):
		tool = make_tool()
		self.assertEqual(frappe.rename_doc("Shelf", "S1", "S2"), "S2")
		self.assertEqual(frappe.db.get_value("Tool", tool.name, "shelf"), "S2")
		self.assertEqual(frappe.db.get_value("Shelf", "S2", "shelf_code"), "S2")

	def test_dynamic_links_follow_a_renaming(self):
		tool = make_tool()
		make("Member", name="ann")
		loan = make("Loan", tool=tool.name, borrower_type="Shelf", borrower="S1")
		frappe.rename_doc("Shelf", "S1", "S2")
		self.assertEqual(frappe.db.get_value("Loan", loan.name, "borrower"), "S2")

	def test_a_renaming_is_refused_with_one_sentence(self):
		make_shelf()
		make_shelf("S2")
		visit = make("Visit").name
		rows = (
			(frappe.ValidationError, "Visit not allowed to be renamed", "Visit", visit, "V"),
			(
				frappe.ValidationError,
				"Another Shelf with name S2 exists, select another name",
				"Shelf",
				"S1",
				"S2",
			),
			(frappe.DoesNotExistError, "Shelf nope not found", "Shelf", "nope", "S3"),
		)
		for exception, message, *args in rows:
			with self.subTest(message):
				self.assertRefused(exception, message, frappe.rename_doc, *args)

	def test_merging_moves_the_links_and_removes_the_old_record(self):
		tool = make_tool()
		make_shelf("S2")
		frappe.rename_doc("Shelf", "S1", "S2", merge=True)
		self.assertEqual(frappe.db.get_value("Tool", tool.name, "shelf"), "S2")
		self.assertFalse(frappe.db.exists("Shelf", "S1"))
