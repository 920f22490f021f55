"""Which episodes a report is about: its filters, checked, and the episodes they choose.

Figures of a service count every family of it, so rows are read without the reader's own rights;
the caller was checked before. Every function asks a fixed number of queries.
"""

from collections import defaultdict
from functools import wraps

import frappe
from frappe import _
from frappe.utils import getdate, today

from earlyhelp.early_help_setup.date_rules import DateOrderError, day
from earlyhelp.insight.access import check_caller, own_professional
from earlyhelp.insight.referrals import past_closures

OPEN, CLOSED, ALL = "Open on a date", "Closed in a period", "All"


class ServiceMissingError(frappe.ValidationError):
	"""A report is asked of no service where there are several."""


def for_one_service(execute):
	"""A report that was opened and not yet told which service says so in its place: a desk opens it like that."""

	@wraps(execute)
	def answer(filters=None):
		try:
			return execute(filters)
		except ServiceMissingError:
			return [], [], _("Choose a service.")

	return answer


def read_filters(filters):
	"""Return the filters with their defaults and real dates, or refuse them."""
	check_caller()
	filters = frappe._dict(filters or {})
	filters.service = filters.service or only_service()
	filters.basis = filters.basis or OPEN
	for name in ("as_of", "from_date", "to_date"):
		filters[name] = getdate(today()) if filters.get(name) == "Today" else day(filters.get(name))
	filters.to_date = filters.to_date or getdate(today())
	filters.as_of = filters.to_date if filters.basis == CLOSED else filters.as_of or getdate(today())
	if filters.basis == CLOSED and filters.from_date and filters.from_date > filters.to_date:
		frappe.throw(
			_("Closed From cannot be after Closed To."), DateOrderError, _("Dates Contradict Each Other")
		)
	return filters


def only_service():
	"""Return the one service there is; services are never added together."""
	services = frappe.get_all("Early Help Service", filters={"disabled": 0}, pluck="name", limit=2)
	if len(services) > 1:
		raise ServiceMissingError
	return services[0] if services else None


def chosen_episodes(filters):
	"""Return the episodes of the service that the filters choose, each with its family and dates."""
	rows = frappe.get_all(
		"Early Help Episode",
		filters={"service": filters.service or "", "opened_on": ["<=", filters.as_of]},
		fields=["name", "family", "opened_on", "closed_on", "lead_practitioner"],
	)
	closures = defaultdict(set)
	for (name, _person), past in past_closures(filters.service).items():
		closures[name].update((closed_on, reopened_on) for closed_on, reopened_on, _reason in past)
	rows = [row for row in rows if _on_basis(row, filters, closures[row.name])]
	for names in _limits(filters):
		rows = [row for row in rows if row.name in names]
	if filters.locality:
		families = set(frappe.get_all("Family", filters={"locality": filters.locality}, pluck="name"))
		rows = [row for row in rows if row.family in families]
	return rows


def _on_basis(row, filters, past):
	"""An episode is open from the day it opened until the day it closed, that day not included.

	`past`: its closures that were taken back, each (closed on, reopened on): on a day between, it was closed.
	"""
	closed_on = next(
		(closed for closed, again in past if closed <= filters.as_of < again),
		row.closed_on if row.closed_on and row.closed_on <= filters.as_of else None,
	)
	if filters.basis == OPEN:
		return not closed_on
	if filters.basis == CLOSED:
		return bool(closed_on) and (filters.from_date or closed_on) <= closed_on
	return True


def _limits(filters):
	"""Yield the names of episodes that each further filter allows, and the caller's own role."""
	mine = own_professional()
	if mine is not None:
		yield set(_allocated(mine))
	if filters.practitioner:
		span = (filters.from_date if filters.basis == CLOSED else filters.as_of, filters.as_of)
		yield set(_allocated([filters.practitioner], None if filters.basis == ALL else span))
	if filters.school:
		yield set(_at_school(filters.school))


def _allocated(professionals, span=None):
	"""Yield the episodes to which one of these people was allocated, at any time or within (from, to)."""
	rows = frappe.get_all(
		"Practitioner Allocation",
		filters={"parenttype": "Early Help Episode", "professional": ["in", professionals or [""]]},
		fields=["parent", "from_date", "to_date"],
	)
	for row in rows:
		if not span or _within(row, span):
			yield row.parent


def _within(row, span):
	first, last = span
	return row.from_date <= last and (not row.to_date or not first or row.to_date >= first)


def _at_school(school):
	"""Return the episodes with a child who goes to this school now."""
	child, person = frappe.qb.DocType("Episode Child"), frappe.qb.DocType("Early Help Person")
	query = frappe.qb.from_(child).inner_join(person).on(child.person == person.name)
	return [name for (name,) in query.select(child.parent).where(person.school == school).run()]
