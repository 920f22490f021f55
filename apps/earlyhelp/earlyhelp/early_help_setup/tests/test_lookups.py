import frappe

from earlyhelp.early_help_setup.date_rules import DateOrderError
from earlyhelp.install import LOOKUPS, install_lookups, read_lookup
from earlyhelp.tests.factories import EarlyHelpTestCase, make, make_service


class TestLookups(EarlyHelpTestCase):
	def test_every_row_of_every_file_is_in_a_new_site(self):
		for doctype in LOOKUPS:
			names = {next(iter(row.values())) for row in read_lookup(doctype)}
			self.assertLessEqual(names, set(frappe.get_all(doctype, pluck="name")))

	def test_the_themes_come_in_the_order_of_the_published_table(self):
		names = frappe.get_all("Impact Theme", pluck="name", order_by="sequence")
		self.assertEqual(
			(len(names), names[0], names[17]), (18, "Parenting improved", "NEET/now EET (16yrs plus)")
		)

	def test_what_an_administrator_changed_renamed_or_deleted_stays_so(self):
		frappe.db.set_value("Impact Theme", "Managing debt", "sequence", 5)
		frappe.rename_doc("Impact Theme", "Reduction in ASB", "Less trouble in the street", force=True)
		frappe.delete_doc("Impact Theme", "Returned to education", force=True)
		install_lookups()
		names = frappe.get_all("Impact Theme", pluck="name")
		self.assertEqual(frappe.db.get_value("Impact Theme", "Managing debt", "sequence"), 5)
		self.assertIn("Less trouble in the street", names)
		self.assertNotIn("Reduction in ASB", names)
		self.assertNotIn("Returned to education", names)

	def test_a_row_that_a_new_version_brings_is_added(self):
		frappe.db.set_global("earlyhelp_installed_lookups", "{}")
		frappe.delete_doc("Impact Theme", "Managing debt", force=True)
		install_lookups()
		self.assertTrue(frappe.db.exists("Impact Theme", "Managing debt"))

	def test_an_app_that_was_uninstalled_brings_its_rows_again(self):
		for hook in frappe.get_hooks("before_uninstall", app_name="earlyhelp"):
			frappe.get_attr(hook)()
		self.assertIsNone(frappe.db.get_global("earlyhelp_installed_lookups"))
		frappe.delete_doc("Impact Theme", "Managing debt", force=True)
		install_lookups()
		self.assertTrue(frappe.db.exists("Impact Theme", "Managing debt"))


class TestSetUp(EarlyHelpTestCase):
	def test_a_service_is_not_funded_backwards(self):
		self.assertRefused(
			DateOrderError,
			"Funded To cannot be before Funded From",
			make_service,
			funded_from="2019-01-01",
			funded_to="2018-01-01",
		)

	def test_a_professional_does_not_leave_before_starting(self):
		person = {"full_name": "Alex Thornaby", "started_on": "2019-01-01", "contract_ends_on": "2018-12-31"}
		self.assertRefused(DateOrderError, "Contract Ends On", make, "Professional", **person)

	def test_two_professionals_do_not_share_an_address(self):
		make("Professional", full_name="Alex", email="Alex.Test@example.com")
		with self.assertRaises(frappe.UniqueValidationError):
			make("Professional", full_name="Alexa", email="alex.test@example.com ")
		for _ in range(2):
			make("Professional", full_name="Somebody without an address")
