"""Answers of the rule that are kept while one page is read, and no longer.

A page asks the same question again and again: for its buttons, its links, its counts. While a GET request is
answered nothing changes, so each is worked out once. Any other request may change what is reached: there nothing
is kept.
"""

from functools import wraps

import frappe

READING = ("GET", "HEAD")


def kept_while_reading(function):
	"""Keep the answers of a function of plain values for the length of a request that only reads."""

	@wraps(function)
	def answer(*values):
		request = getattr(frappe.local, "request", None)
		if getattr(request, "method", None) not in READING:
			return function(*values)
		kept = request.__dict__.setdefault("early_help_answers", {})
		key = (function.__qualname__, *values)
		if key not in kept:
			kept[key] = function(*values)
		return kept[key]

	return answer
