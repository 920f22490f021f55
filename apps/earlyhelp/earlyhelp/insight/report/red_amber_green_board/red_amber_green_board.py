"""Which families are red, amber or green now, since when, what they were before, and when they are next looked at."""

from collections import Counter

import frappe
from frappe import _
from frappe.utils import formatdate, getdate, today

from earlyhelp.insight.access import check_caller, own_professional
from earlyhelp.insight.cases import read_cases
from earlyhelp.insight.columns import cards, columns
from earlyhelp.insight.links import record_link
from earlyhelp.insight.supervisions import add_supervisions

NOT_RATED = "Not Rated"
COLOURS = {"Red": "Red", "Amber": "Orange", "Green": "Green", NOT_RATED: "Gray"}
MOST_BEFORE = 5


def execute(filters=None):
	check_caller()
	filters = validate_filters(filters)
	cases = rated(add_supervisions(read_cases(filters), "rating", "rating_why"))
	return get_columns(), get_data(cases, filters), get_message(cases), None, get_summary(cases)


def validate_filters(filters):
	"""Return the filters; `rating` is Red, Amber, Green or Not Rated."""
	filters = frappe._dict(filters or {})
	filters.rating = filters.rating if filters.rating in COLOURS else None
	return filters


def get_columns():
	return columns(
		("family", _("Family"), "Data", 200),
		("rating", _("Now"), "Data", 110),
		("since", _("Since"), "Date", 110),
		("days", _("Days"), "Int", 80),
		("why", _("Why"), "Data", 260),
		("before", _("Before"), "Data", 280),
		("supervision", _("Supervision"), "Data", 150),
		("next", _("Next Supervision"), "Date", 140),
	)


def rated(cases):
	"""Give each case `rating`: that of its newest finalised supervision."""
	for case in cases:
		case.rating = (case.held[0].rating if case.held else None) or NOT_RATED
	return cases


def get_data(cases, filters):
	"""Return a row for each family: red first, in each colour the longest first."""
	order = list(COLOURS)
	shown = [case for case in cases if filters.rating in (None, case.rating)]
	rows = [(order.index(case.rating), board_row(case)) for case in shown]
	return [row for _place, row in sorted(rows, key=lambda item: (item[0], -item[1]["days"]))]


def board_row(case):
	run, before = runs(case.held)
	newest = case.held[0] if case.held else None
	since = run[-1].held_on if run else None
	return {
		"family": record_link(case.family_name, "Early Help Episode", case.name),
		"rating": _(case.rating),
		"since": since,
		"days": (getdate(today()) - since).days if since else 0,
		"why": frappe.utils.escape_html(newest.rating_why or "") if newest else "",
		"before": "; ".join(words(row) for row in before[:MOST_BEFORE]),
		"supervision": record_link(newest.name, "Case Supervision", newest.name) if newest else "",
		"next": case.coming and case.coming.planned_on,
	}


def runs(held):
	"""Return the unbroken run of the newest rating, and what came before it; both newest first."""
	length = 0
	while length < len(held) and held[length].rating == held[0].rating:
		length += 1
	return held[:length], held[length:]


def words(row):
	return _("{0} on {1}").format(_(row.rating or NOT_RATED), formatdate(row.held_on, "d MMM yyyy"))


def get_summary(cases):
	counts = Counter(case.rating for case in cases)
	return cards(*((_(rating), counts[rating], colour) for rating, colour in COLOURS.items()))


def get_message(cases):
	if not cases:
		return _("No family that you reach is being helped at the moment.")
	return None if own_professional() is None else _("Only the families that you work with are shown.")
