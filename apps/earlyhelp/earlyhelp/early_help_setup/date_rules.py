"""Rules about dates that several doctypes share."""

import frappe
from frappe import _
from frappe.utils import getdate, today

from earlyhelp.early_help_setup.dates import first_contradiction


class DateOrderError(frappe.ValidationError):
	"""Two dates of one record contradict each other."""


class FutureDateError(frappe.ValidationError):
	"""Something is said to have happened on a day that has not come."""


class NoSuchDayError(frappe.ValidationError):
	"""A date lies so far back that a year was typed short."""


FIRST_YEAR = 1900


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
	"""Refuse a date after today in any of `fieldnames`, and one of a year that nobody alive has seen."""
	for name in fieldnames:
		value = day(doc.get(name))
		if doc.get(name) and (not value or value.year < FIRST_YEAR):
			frappe.throw(
				_("{0} must be a real date, with all four figures of the year.").format(
					_(doc.meta.get_label(name))
				),
				NoSuchDayError,
				_("Check The Year"),
			)
		if value and value > getdate(today()):
			frappe.throw(
				_("{0} cannot be in the future.").format(_(doc.meta.get_label(name))),
				FutureDateError,
				_("Not Yet"),
			)
