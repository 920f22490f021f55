"""Hooks as an app with real rules has them: cheap, but called."""

import frappe


def conditions(user=None, doctype=None):
	return "" if "System Manager" in frappe.get_roles(user) else "1=0"


def has_permission(doc, ptype=None, user=None, debug=False):
	return "System Manager" in frappe.get_roles(user)


def on_validate(doc, method=None):
	doc.flags.seen = True


def on_update(doc, method=None):
	doc.flags.updated = True
