"""Document events and the list that the tests read: `frappe.flags.trace` is None unless a test listens."""

import frappe


def note(text: str) -> None:
	if frappe.flags.trace is not None:
		frappe.flags.trace.append(text)


def note_any(doc, method=None):
	if doc.doctype == "Trace Record":
		note(f"*:{method}")


def note_one(doc, method=None):
	note(f"hook:{method}")


def note_two(doc, method=None):
	note(f"second hook:{method}")


def note_core(doc, method=None):
	"""Beside the framework's own records; what says "refuse me" is refused."""
	if frappe.flags.core_trace is not None:
		frappe.flags.core_trace.append(f"{doc.doctype}:{method}")
	if "refuse me" in str(doc.get("content") or doc.get("description") or ""):
		frappe.throw("Refused by the app")


def note_rename(doc, method, old, new, merge):
	note(f"hook:{method} {old} {new} {merge}")


def every_day():
	note("every day")


def every_ten_minutes():
	note("every ten minutes")
