"""How many families reached which band of impact, theme by theme: the published table."""

import frappe
from frappe import _
from frappe.utils import formatdate

from earlyhelp.insight.access import own_professional
from earlyhelp.insight.bands import BANDS
from earlyhelp.insight.basis import CLOSED, OPEN, chosen_episodes, for_one_service, read_filters
from earlyhelp.insight.impact import UNCHANGED, WORSE, impact_table
from earlyhelp.insight.links import report_link, text_cell
from earlyhelp.insight.scaled_goals import impact_rule, read_scaled_goals


@for_one_service
def execute(filters=None):
	filters = read_filters(filters)
	episodes = chosen_episodes(filters)
	goals = read_scaled_goals(filters, episodes)
	families = {row.family for row in episodes}
	return (
		get_columns(),
		get_data(filters, goals),
		get_message(filters),
		get_chart(filters, goals),
		get_summary(filters, goals, families),
	)


def get_columns():
	bands = [
		{"fieldname": f"band_{band}", "label": f"{band}%", "fieldtype": "Data", "align": "right", "width": 70}
		for band in BANDS
	]
	return [
		{"fieldname": "theme", "label": _("Impact"), "fieldtype": "Data", "width": 320},
		*bands,
		{"fieldname": "total", "label": _("Total"), "fieldtype": "Int", "width": 80},
	]


def get_data(filters, goals):
	"""Return a row for each theme in use, in the order of the look-up, and the totals."""
	table = impact_table(goals)
	themes = frappe.get_all("Impact Theme", fields=["name", "disabled"], order_by="sequence, name")
	shown = [row.name for row in themes if row.name in table or not row.disabled]
	if filters.theme:
		shown = [theme for theme in shown if theme == filters.theme]
	nothing = [0] * len(BANDS)
	counts = [(theme, table.get(theme, nothing)) for theme in shown]
	totals = [sum(column) for column in zip(*(row for _theme, row in counts), strict=True)] or nothing
	rows = [table_row(filters, text_cell(theme), row, theme) for theme, row in counts]
	return [*rows, {**table_row(filters, _("Total"), totals), "bold": 1}]


def table_row(filters, label, counts, theme=None):
	cells = {
		f"band_{band}": report_link(number, "Impact Goals", filters, theme=theme or filters.theme, band=band)
		for band, number in zip(BANDS, counts, strict=True)
	}
	return {"theme": label, **cells, "total": sum(counts)}


def get_chart(filters, goals):
	"""Return how many impacts each theme has, in the order of the look-up; nothing where there are none."""
	totals = {theme: sum(counts) for theme, counts in impact_table(goals).items()}
	themes = frappe.get_all("Impact Theme", pluck="name", order_by="sequence, name")
	shown = [theme for theme in themes if totals.get(theme) and filters.theme in (None, "", theme)]
	if not shown:
		return None
	impacts = {"name": _("Impacts"), "values": [totals[theme] for theme in shown]}
	return {"data": {"labels": shown, "datasets": [impacts]}, "type": "bar"}


def get_summary(filters, goals, families):
	"""Return what stands beside the table; a family without any scaled goal is too early to scale."""
	about = [goal for goal in goals if not filters.theme or goal.theme == filters.theme]
	outcomes = [goal.outcome for goal in about]
	numbers = (
		(_("Impacts"), sum(goal.counted for goal in about), "Green"),
		(_("Families Scaled"), len({goal.family for goal in about}), "Blue"),
		(_("Too Early to Scale"), len(families - {goal.family for goal in goals}), "Gray"),
		(_("Goals Unchanged"), outcomes.count(UNCHANGED), "Orange"),
		(_("Goals Worse"), outcomes.count(WORSE), "Red"),
	)
	return [
		{"label": label, "value": value, "datatype": "Int", "indicator": colour}
		for label, value, colour in numbers
	]


def get_message(filters):
	"""Say in words what is counted and by which rule, so that a printed table explains itself."""
	day = formatdate(filters.as_of, "d MMMM yyyy")
	about = {
		OPEN: _("Families open on {0}.").format(day),
		CLOSED: _("Families whose help ended up to {0}.").format(day),
	}.get(filters.basis, _("All families helped up to {0}.").format(day))
	rule = _("Impact by the rule: {0}. A family counts once under a theme, by its best goal.").format(
		_(impact_rule())
	)
	own = "" if own_professional() is None else _("Only families you work or worked with are counted.")
	return " ".join(filter(None, (about, rule, own)))
