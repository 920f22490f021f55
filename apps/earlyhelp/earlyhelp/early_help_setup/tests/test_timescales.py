from datetime import date

import frappe

from earlyhelp.constants import EHA
from earlyhelp.early_help_setup.timescales import TimescaleMissingError, amount_of, due_on
from earlyhelp.tests.factories import EarlyHelpTestCase, make_user


class TestTimescales(EarlyHelpTestCase):
	def test_a_due_date_is_counted_from_a_day_or_its_text(self):
		frappe.db.set_value("Timescale", "Referral Decision", {"amount": 3, "unit": "Working days"})
		for start in ("2026-12-23", date(2026, 12, 23)):
			self.assertEqual(due_on("Referral Decision", start), date(2026, 12, 30))

	def test_an_administrators_change_counts_at_once(self):
		frappe.db.set_value("Timescale", "First Review", {"amount": 4, "unit": "Weeks"})
		self.assertEqual(due_on("First Review", "2026-11-02"), date(2026, 11, 30))

	def test_an_amount_is_asked_alone(self):
		self.assertEqual((amount_of("Closure Tracking"), amount_of("Reach After Referral")), (12, 28))

	def test_a_missing_timescale_is_named(self):
		frappe.delete_doc("Timescale", "Assessment", force=True)
		self.assertRefused(TimescaleMissingError, "The timescale Assessment is missing", due_on, "Assessment")

	def test_a_change_keeps_the_old_value_with_its_date(self):
		"""D9 Timescale, narrower."""
		frappe.set_user(make_user(EHA))
		scale = frappe.get_doc("Timescale", "First Review")
		before = scale.amount
		scale.update({"amount": before + 1}).save(ignore_version=False)  # Frappe keeps none in tests
		frappe.set_user("Administrator")
		kept = frappe.get_all(
			"Version",
			filters={"ref_doctype": "Timescale", "docname": "First Review"},
			fields=["data", "creation"],
			order_by="creation desc",
		)[0]
		self.assertIn(["amount", str(before), str(before + 1)], json_rows(kept.data))
		self.assertTrue(kept.creation)


def json_rows(data):
	return [[str(value) for value in row] for row in frappe.parse_json(data)["changed"]]
