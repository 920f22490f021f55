"""Referrals of a service with what became of them, read with three queries."""

from collections import defaultdict

import frappe

from earlyhelp.insight.access import own_professional
from earlyhelp.insight.reconciliation import OPEN, Child, Referral, where


def read_referrals(service, from_date, to_date):
	"""Return the referrals received from `from_date` to `to_date`, both included."""
	episodes = read_episodes(service)
	by_referral = {episode.referral: episode for episode in episodes if episode.referral}
	rows = frappe.get_all(
		"Early Help Referral",
		filters={"service": service, "received_on": ["between", [from_date, to_date]]},
		fields=["name", "number_of_children", "decision", "decided_on"],
	)
	if own_professional() is not None:
		rows = [row for row in rows if row.name in by_referral]
	return [_referral(row, by_referral.get(row.name)) for row in rows]


def _referral(row, episode):
	return Referral(
		row.number_of_children,
		row.decision or "",
		row.decided_on,
		episode.opened_on if episode else None,
		tuple(episode.children) if episode else (),
		row.name,
		episode.closed_on if episode and not episode.opened_on else None,
	)


def open_children(service, day):
	"""Return how many children of the service are open at the end of `day`, whenever they were referred."""
	return sum(
		where(child, day) == OPEN
		for episode in read_episodes(service)
		if episode.opened_on
		for child in episode.children
	)


def read_episodes(service):
	"""Return the episodes of a service, or the caller's own of them, each with its children."""
	rows = frappe.get_all(
		"Early Help Episode",
		filters={"service": service},
		fields=["name", "referral", "opened_on", "closed_on"],
	)
	mine = own_professional()
	if mine is not None:
		allocated = {"parenttype": "Early Help Episode", "professional": ["in", mine or [""]]}
		own = set(frappe.get_all("Practitioner Allocation", filters=allocated, pluck="parent"))
		rows = [row for row in rows if row.name in own]
	children, past = _children(service), past_closures(service)
	for row in rows:
		row.children = [
			Child(
				child.started_on or row.opened_on,
				child.ended_on,
				child.closure_reason,
				tuple(past[row.name, child.person]),
			)
			for child in children[row.name]
		]
	return rows


def past_closures(service):
	"""Return {(episode, child): [(closed on, reopened on, reason)]}: closures that were taken back."""
	past, episode = frappe.qb.DocType("Past Closure"), frappe.qb.DocType("Early Help Episode")
	rows = (
		frappe.qb.from_(past)
		.inner_join(episode)
		.on(past.parent == episode.name)
		.select(past.parent, past.person, past.closed_on, past.reopened_on, past.closure_reason)
		.where(episode.service == (service or ""))
	).run()
	found = defaultdict(list)
	for name, person, closed_on, reopened_on, reason in rows:
		found[name, person].append((closed_on, reopened_on, reason))
	return found


def _children(service):
	child, episode = frappe.qb.DocType("Episode Child"), frappe.qb.DocType("Early Help Episode")
	rows = (
		frappe.qb.from_(child)
		.inner_join(episode)
		.on(child.parent == episode.name)
		.select(child.parent, child.person, child.started_on, child.ended_on, child.closure_reason)
		.where(episode.service == service)
	).run(as_dict=True)
	found = defaultdict(list)
	for row in rows:
		found[row.parent].append(row)
	return found
