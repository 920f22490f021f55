"""Rules about dates that several doctypes share."""

import frappe
from frappe import _
from frappe.utils import getdate, today

from earlyhelp.early_help_setup.dates import first_contradiction


class DateOrderError(frappe.ValidationError):
	"""Two dates of one record contradict each other."""


class FutureDateError(frappe.ValidationError):
	"""Something is said to have happened on a day that has not come."""


def day(value):
	"""Return a date for a date, its text, or nothing."""
	return getdate(value) if value else None


def check_order(doc, *fieldnames):
	"""Refuse dates that do not come in the order of `fieldnames`; the message names both fields."""
	steps = [(doc.meta.get_label(name), day(doc.get(name))) for name in fieldnames]
	wrong = first_contradiction(steps)
	if wrong:
		later, earlier = (_(label) for label in wrong)
		frappe.throw(
			_("{0} cannot be before {1}.").format(later, earlier),
			DateOrderError,
			_("Dates Contradict Each Other"),
		)


def check_not_future(doc, *fieldnames):
	"""Refuse a date after today in any of `fieldnames`."""
	for name in fieldnames:
		if doc.get(name) and day(doc.get(name)) > getdate(today()):
			frappe.throw(
				_("{0} cannot be in the future.").format(_(doc.meta.get_label(name))),
				FutureDateError,
				_("Not Yet"),
			)
