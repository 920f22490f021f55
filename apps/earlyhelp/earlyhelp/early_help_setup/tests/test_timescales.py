from datetime import date

import frappe

from earlyhelp.early_help_setup.timescales import TimescaleMissingError, amount_of, due_on
from earlyhelp.tests.factories import EarlyHelpTestCase


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
