"""What `frappe.utils` offers, by subject."""
