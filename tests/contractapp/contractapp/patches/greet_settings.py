import frappe


def execute():
	"""Gives sites that were installed before the motto existed one to start with."""
	if not frappe.db.get_single_value("Shed Settings", "motto"):
		frappe.db.set_single_value("Shed Settings", "motto", "Bring it back clean")
