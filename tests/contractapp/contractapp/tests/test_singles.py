"""A doctype of one record: typed when asked as a single, text where Frappe keeps text."""

import datetime

import frappe
from frappe.tests.utils import change_settings

from contractapp.tests.factories import KEEPER
from contractapp.tests.test_permissions import PermissionTestCase


class TestSingles(PermissionTestCase):
	def saved(self, **values):
		settings = frappe.get_single("Shed Settings")
		settings.update(values)
		return settings.save()

	def test_a_single_is_there_without_being_made(self):
		settings = frappe.get_single("Shed Settings")
		self.assertEqual([settings.name, settings.doctype], ["Shed Settings", "Shed Settings"])
		self.assertEqual(frappe.get_doc("Shed Settings").name, "Shed Settings")

	def test_defaults_are_stored_at_installation(self):
		self.assertEqual(frappe.db.get_single_value("Shed Settings", "max_loans"), 3)
		self.assertEqual(frappe.db.get_single_value("Shed Settings", "motto"), "Bring it back clean")

	def test_a_single_value_has_the_type_of_its_field(self):
		self.saved(opening_date="2026-01-02", opened_at="2026-01-02 03:04:05", late_fee="1.5", reminders=0)
		rows = {
			"opening_date": datetime.date(2026, 1, 2),
			"opened_at": datetime.datetime(2026, 1, 2, 3, 4, 5),
			"late_fee": 1.5,
			"reminders": 0,
			"max_loans": 3,
		}
		for field, expected in rows.items():
			with self.subTest(field):
				value = frappe.db.get_single_value("Shed Settings", field)
				self.assertEqual(value, expected)
				self.assertIs(type(value), type(expected))

	def test_the_document_of_a_single_has_numbers_as_numbers(self):
		self.saved(late_fee="1.5", max_loans="4")
		settings = frappe.get_single("Shed Settings")
		self.assertEqual([settings.late_fee, settings.max_loans, settings.reminders], [1.5, 4, 1])

	def test_set_single_value_writes_one_field(self):
		frappe.db.set_single_value("Shed Settings", "max_loans", 7)
		self.assertEqual(frappe.db.get_single_value("Shed Settings", "max_loans"), 7)
		frappe.db.set_single_value("Shed Settings", {"max_loans": 8, "motto": "x"})
		self.assertEqual(frappe.db.get_single_value("Shed Settings", "motto"), "x")

	def test_a_single_has_rows_too(self):
		self.saved(kit=[{"part_name": "glue"}])
		self.assertEqual([row.part_name for row in frappe.get_single("Shed Settings").kit], ["glue"])

	def test_settings_can_be_changed_for_the_length_of_a_test(self):
		with change_settings("Shed Settings", {"max_loans": 9}):
			self.assertEqual(frappe.db.get_single_value("Shed Settings", "max_loans"), 9)
		self.assertEqual(frappe.db.get_single_value("Shed Settings", "max_loans"), 3)

	def test_a_single_asks_for_permission(self):
		frappe.set_user(KEEPER)
		self.assertEqual(self.saved(motto="mine").motto, "mine")
		frappe.set_user("Guest")
		self.assertForbidden(self.saved, motto="theirs")
