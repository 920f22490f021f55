"""When something is due, by the timescales that the administrator keeps."""

import frappe
from frappe import _
from frappe.utils import getdate, today

from earlyhelp.early_help_setup.working_days import due_after


class TimescaleMissingError(frappe.ValidationError):
	"""A time that the app needs is not in the list of timescales."""


def due_on(title: str, start=None):
	"""Return the date by which it is due, counted from `start` (a date or its text; today)."""
	scale = _timescale(title)
	return due_after(getdate(start or today()), scale.amount, scale.unit)


def amount_of(title: str) -> int:
	"""Return the amount alone, in the unit that the timescale names."""
	return _timescale(title).amount


def _timescale(title):
	scale = frappe.db.get_value("Timescale", title, ["amount", "unit"], as_dict=True)
	if not scale:
		frappe.throw(
			_("The timescale {0} is missing. Ask an administrator to put it back.").format(title),
			TimescaleMissingError,
			_("Timescale"),
		)
	return scale
