"""How the demo makes records: as a named person through the ordinary doors, and put back to its day afterwards.

Asks for no rights: history is inserted as an import does it; only commands and tests come here.
"""

from contextlib import contextmanager

import frappe
from frappe.utils import add_days, getdate, today

from earlyhelp.states.moves import place, press

FRIDAY = 4  # as a number of Python's weekdays


@contextmanager
def acting_as(email):
	"""Work as a person, and be who one was before afterwards."""
	before = frappe.session.user
	frappe.set_user(email)
	try:
		yield
	finally:
		frappe.set_user(before)


def day(days):
	"""Return the date so many days from today, below nothing in the past; a weekend gives way to the Friday before
	it, and in times to come to the Monday after it."""
	date = getdate(add_days(today(), days))
	if days < 0:
		return getdate(add_days(date, -max(0, date.weekday() - FRIDAY)))
	return working_day(date) if days else date


def working_day(date):
	"""Return the date, or the Monday after it when it lies in a weekend."""
	return getdate(add_days(date, 7 - date.weekday())) if date.weekday() > FRIDAY else date


def add(email, doctype, **fields):
	"""Return a new record, made by a person with that person's own rights."""
	with acting_as(email):
		return frappe.get_doc({"doctype": doctype, **fields}).insert()


def change(email, doc, **fields):
	"""Return a stored record with these fields changed by a person; lists of rows are added to a table."""
	with acting_as(email):
		doc = frappe.get_doc(doc.doctype, doc.name)
		for name, value in fields.items():
			doc.extend(name, value) if isinstance(value, list) else doc.set(name, value)
		return doc.save()


def take(email, doc, action, reason=None):
	"""Return the record after a person pressed a button."""
	with acting_as(email):
		return press(doc, action, reason)


def put_back(doc, **stamps):
	"""Give a record the dates of the day on which its steps would have been taken; its state stays."""
	return place(doc, doc.status, **stamps).reload()


def add_if_missing(doctype, name, **fields):
	"""Return the name of a record that is known by its name, made if it is not there."""
	if not frappe.db.exists(doctype, name):
		frappe.get_doc({"doctype": doctype, **fields}).insert(ignore_permissions=True)
	return name


def professional_of(email):
	"""Return the name of the Professional with this e-mail address."""
	return frappe.db.get_value("Professional", {"email": email})
