"""Whether plans are assessed, approved, given out and reviewed in time: figures, or the plans behind one."""

import frappe
from frappe import _
from frappe.utils import getdate, today

from earlyhelp.early_help_setup.date_rules import DateOrderError, day
from earlyhelp.insight.access import check_caller, own_professional
from earlyhelp.insight.columns import NUMBER, cards, columns
from earlyhelp.insight.links import open_report, record_link, text_cell
from earlyhelp.insight.plan_steps import read_plan_steps
from earlyhelp.insight.timeliness import LATE, NO_DATE, ON_TIME, OUTCOMES, OVERDUE, WAITING, count_outcomes

PASSED_ON = ("service", "team", "from_date", "to_date", "as_of")


def execute(filters=None):
	check_caller()
	filters = validate_filters(filters)
	steps, plans = read_plan_steps(filters)
	steps = [step for step in steps if is_wanted(step, filters)]
	table = count_outcomes(steps, filters.as_of)
	data = get_list_data(steps, plans, filters) if filters.step else get_data(table, filters)
	return get_columns(filters), data, get_message(steps), None, get_summary(table)


def validate_filters(filters):
	"""Return the filters with real dates: due from and to, and the day as of which it is counted."""
	filters = frappe._dict(filters or {})
	for name in ("from_date", "to_date", "as_of"):
		filters[name] = getdate(today()) if filters.get(name) == "Today" else day(filters.get(name))
	filters.as_of = filters.as_of or getdate(today())
	if filters.from_date and filters.to_date and filters.from_date > filters.to_date:
		frappe.throw(_("Due From cannot be after Due To."), DateOrderError, _("Dates Contradict Each Other"))
	return filters


def is_wanted(step, filters):
	"""Keep what was due in the period; what had no date counts on the day it was done."""
	counted_on = step.due_on or step.done_on
	if filters.from_date and (not counted_on or counted_on < filters.from_date):
		return False
	if filters.to_date and (not counted_on or counted_on > filters.to_date):
		return False
	return not filters.step or step.step == filters.step


def get_columns(filters):
	if filters.step:
		return columns(
			("family", _("Family"), "Data", 200),
			("step", _("Step"), "Data", 130),
			("lead", _("Lead Practitioner"), "Data", 180),
			("due_on", _("Due"), "Date", 110),
			("done_on", _("Done"), "Date", 110),
			("days_late", _("Days Late"), "Int", 90),
			("outcome", _("Outcome"), "Data", 150),
		)
	numbers = [(frappe.scrub(outcome), _(outcome), NUMBER, 120) for outcome in OUTCOMES]
	return columns(
		("step", _("Step"), "Data", 160),
		*numbers,
		("average", _("Average Days Late"), "Int", 140),
		("longest", _("Longest"), "Int", 90),
	)


def get_data(table, filters):
	passed = {name: filters[name] for name in PASSED_ON if filters.get(name)}
	rows = []
	for step, figures in table.items():
		numbers = {
			frappe.scrub(outcome): open_report(
				figures[outcome], "Plan Timeliness", step=step, outcome=outcome, **passed
			)
			for outcome in OUTCOMES
		}
		rows.append(
			{"step": _(step), **numbers, "average": figures["average"], "longest": figures["longest"]}
		)
	return rows


def get_list_data(steps, plans, filters):
	"""Return a row for each plan behind a number, the latest first."""
	leads = dict(frappe.get_all("Professional", fields=["name", "full_name"], as_list=True))
	rows = [step for step in steps if filters.outcome in (None, "", step.outcome(filters.as_of))]
	rows.sort(key=lambda step: (-step.days_late(filters.as_of), str(step.due_on or "9999"), step.plan))
	return [
		{
			"family": record_link(plans[step.plan].family_name, "My Family Plan", step.plan),
			"step": _(step.step),
			"lead": text_cell(leads.get(plans[step.plan].lead_practitioner)),
			"due_on": step.due_on,
			"done_on": step.done_on,
			"days_late": step.days_late(filters.as_of),
			"outcome": _(step.outcome(filters.as_of)),
		}
		for step in rows
	]


def get_summary(table):
	total = {outcome: sum(figures[outcome] for figures in table.values()) for outcome in OUTCOMES}
	colours = {ON_TIME: "Green", LATE: "Orange", WAITING: "Blue", OVERDUE: "Red", NO_DATE: "Gray"}
	return cards(*((_(outcome), total[outcome], colours[outcome]) for outcome in OUTCOMES))


def get_message(steps):
	if not steps:
		return _("No step of a plan that you reach fits these filters.")
	return None if own_professional() is None else _("Only the plans of families you work with are counted.")
