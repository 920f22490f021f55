"""What became of every child who was referred: the sum must come out, and a difference is shown."""

import frappe
from frappe import _
from frappe.utils import formatdate, getdate, today

from earlyhelp.early_help_setup.date_rules import DateOrderError, day
from earlyhelp.insight.access import check_caller, own_professional
from earlyhelp.insight.reconciled import service_rows
from earlyhelp.insight.reconciliation import CLOSED, LATER, OPEN

FIRST_DAY = getdate("1900-01-01")


def execute(filters=None):
	check_caller()
	filters = validate_filters(filters)
	data, summary = [], []
	for service in filters.services:
		rows, figures = service_rows(service, filters)
		data.extend(rows)
		summary.append(figures)
	return get_columns(), data, get_message(filters), None, get_summary(summary, filters)


def validate_filters(filters):
	"""Return the filters with real dates: received from and to, day of the count, a later day."""
	filters = frappe._dict(filters or {})
	for name in ("from_date", "to_date", "as_of", "report_date"):
		filters[name] = getdate(today()) if filters.get(name) == "Today" else day(filters.get(name))
	filters.as_of = filters.as_of or getdate(today())
	filters.from_date, filters.to_date = filters.from_date or FIRST_DAY, filters.to_date or filters.as_of
	if filters.from_date > filters.to_date:
		frappe.throw(
			_("Received From cannot be after Received To."), DateOrderError, _("Dates Contradict Each Other")
		)
	filters.services = (
		[filters.service]
		if filters.service
		else frappe.get_all("Early Help Service", pluck="name", order_by="name")
	)
	return filters


def get_columns():
	return [
		{
			"fieldname": "service",
			"label": _("Service"),
			"fieldtype": "Link",
			"options": "Early Help Service",
			"width": 260,
		},
		{"fieldname": "place", "label": _("What Became of Them"), "fieldtype": "Data", "width": 340},
		{"fieldname": "children", "label": _("Children"), "fieldtype": "Int", "width": 110},
		{"fieldname": "referrals", "label": _("Referrals"), "fieldtype": "Int", "width": 110},
	]


def get_summary(services, filters):
	places = (
		sum((figures.places for figures in services), start=type(services[0].places)()) if services else {}
	)
	closed = sum(number for place, number in places.items() if place.startswith(CLOSED))
	opening = places.get(LATER, 0)
	referred, difference = (sum(figures[name] for figures in services) for name in ("referred", "difference"))
	numbers = [
		(_("Children Referred"), referred, "Blue"),
		(_("Open"), places.get(OPEN, 0), "Blue"),
		(_("Closed"), closed, "Green"),
		(_("Opening Later"), opening, "Gray"),
		(
			_("Not Accepted or Signposted"),
			places.get("Not Accepted", 0) + places.get("Signposted", 0),
			"Orange",
		),
		(_("Difference"), difference, "Red" if difference else "Green"),
	]
	if filters.report_date:
		numbers.append((_("Open on Report Date"), sum(figures.open_later for figures in services), "Blue"))
	return [
		{"label": label, "value": value, "datatype": "Int", "indicator": colour}
		for label, value, colour in numbers
	]


def get_message(filters):
	if getdate(filters.from_date) == FIRST_DAY:
		text = _("Referrals received until {1}, as they stood at the end of {2}.")
	else:
		text = _("Referrals received from {0} to {1}, as they stood at the end of {2}.")
	days = (filters.from_date, filters.to_date, filters.as_of)
	text = text.format(*(formatdate(day, "d MMMM yyyy") for day in days))
	own = (
		""
		if own_professional() is None
		else _("Only referrals of families you work or worked with are counted.")
	)
	return f"{text} {own}".strip()
