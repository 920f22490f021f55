import frappe


def after_install():
	frappe.db.set_single_value("Shed Settings", "motto", "Bring it back clean")


def after_migrate():
	"""Run after each migrate; must be safe to run twice."""


def before_uninstall():
	"""Take the app's jobs out of the schedule; Frappe does so at its next migrate only."""
	frappe.db.delete("Scheduled Job Type", {"method": ["like", "contractapp.%"]})


def before_tests():
	"""Tests make their own records; a bench must not make records of every linked doctype first."""
	frappe.flags.skip_test_records = True
