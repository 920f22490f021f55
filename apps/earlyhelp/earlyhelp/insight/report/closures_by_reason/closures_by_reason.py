"""Why help ended: children and families by reason and period, or the children behind a number."""

import frappe
from frappe import _
from frappe.utils import formatdate, getdate, today

from earlyhelp.early_help_setup.date_rules import DateOrderError, day
from earlyhelp.insight.access import check_caller, own_professional
from earlyhelp.insight.basis import for_one_service, only_service
from earlyhelp.insight.closures import PERIODS, WHOLE, count_endings, period_of
from earlyhelp.insight.columns import NUMBER, columns
from earlyhelp.insight.endings import names_of, read_endings
from earlyhelp.insight.links import open_report, record_link, text_cell


@for_one_service
def execute(filters=None):
	check_caller()
	filters = validate_filters(filters)
	endings = read_endings(filters.service, filters.from_date, filters.to_date)
	if filters.reason:
		chosen = [ending for ending in endings if filters.reason in (ending.label, _("Total"))]
		rows = get_list_data(chosen)
		return get_list_columns(), rows, get_left_out(len(chosen) - len(rows))
	periods = sorted({period_of(ending.ended_on, filters.period) for ending in endings})
	periods = [] if filters.period == WHOLE else periods
	return get_columns(periods), get_data(endings, filters, periods), get_message(filters)


def validate_filters(filters):
	"""Return the filters with real dates, one service and a period that is known."""
	filters = frappe._dict(filters or {})
	filters.service = filters.service or only_service()
	filters.period = filters.period if filters.period in PERIODS else WHOLE
	for name in ("from_date", "to_date"):
		filters[name] = getdate(today()) if filters.get(name) == "Today" else day(filters.get(name))
	filters.to_date = filters.to_date or getdate(today())
	if filters.from_date and filters.from_date > filters.to_date:
		frappe.throw(
			_("Ended From cannot be after Ended To."), DateOrderError, _("Dates Contradict Each Other")
		)
	return filters


def get_columns(periods):
	return columns(
		("reason", _("Reason"), "Data", 340),
		*((f"period_{period}", period, "Int", 90) for period in periods),
		("children", _("Children"), NUMBER, 100),
		("families", _("Families"), "Int", 100),
	)


def get_data(endings, filters, periods):
	"""Return a row for each reason in the order of its look-up, those without a start and the total last."""
	whole, parts = count_endings(endings), count_endings(endings, filters.period)
	known = frappe.get_all("Closure Reason", pluck="name", order_by="sequence, name")
	labels = [label for label in known if label in whole] + sorted(set(whole) - set(known))
	rows = [reason_row(label, whole[label][WHOLE], parts[label], filters, periods) for label in labels]
	everybody = len({(ending.episode, ending.person) for ending in endings})
	families = len({ending.family for ending in endings})
	sums = {period: (sum(parts[label].get(period, (0, 0))[0] for label in labels), 0) for period in periods}
	return [*rows, {**reason_row(_("Total"), (everybody, families), sums, filters, periods), "bold": 1}]


def reason_row(label, counts, parts, filters, periods):
	dates = {"from_date": filters.from_date, "to_date": filters.to_date}
	children, families = counts
	return {
		"reason": text_cell(_(label)),
		**{f"period_{period}": parts.get(period, (0, 0))[0] for period in periods},
		"children": open_report(
			children, "Closures by Reason", service=filters.service, reason=label, **dates
		),
		"families": families,
	}


def get_list_columns():
	return columns(
		("family", _("Family"), "Data", 200),
		("child", _("Child"), "Data", 200),
		("ended_on", _("Ended"), "Date", 110),
		("reason", _("Reason"), "Data", 340),
	)


def get_list_data(endings):
	"""Return a row for each child whose family the reader reaches, the latest first."""
	names = {"name": ["in", list({ending.episode for ending in endings}) or [""]]}
	may_read = frappe.has_permission("Early Help Episode", "read")
	found = may_read and frappe.get_list(
		"Early Help Episode", filters=names, fields=["name", "family_name"], limit_page_length=0
	)
	within = {row.name: row.family_name for row in found or []}
	called = names_of(ending.person for ending in endings if ending.episode in within)
	return [
		{
			"family": record_link(within[ending.episode], "Early Help Episode", ending.episode),
			"child": text_cell(called.get(ending.person)),
			"ended_on": ending.ended_on,
			"reason": text_cell(_(ending.label)),
		}
		for ending in sorted(endings, key=lambda ending: ending.ended_on, reverse=True)
		if ending.episode in within
	]


def get_left_out(left_out):
	if left_out:
		return _("{0} children of families that you do not reach are counted but not listed.").format(
			left_out
		)
	return None


def get_message(filters):
	first = formatdate(filters.from_date, "d MMMM yyyy") if filters.from_date else _("the beginning")
	text = _("Children whose help ended from {0} to {1}.").format(
		first, formatdate(filters.to_date, "d MMMM yyyy")
	)
	if own_professional() is None:
		return text
	return text + " " + _("Only families you work or worked with are counted.")
