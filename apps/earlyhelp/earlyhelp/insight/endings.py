"""Endings of a service, read with four queries; a service's figures count every family of it."""

import frappe

from earlyhelp.insight.access import own_episodes
from earlyhelp.insight.closures import Ending

EPISODE_FIELDS = ["name", "family", "closed_on", "opened_on", "not_started_because"]


def read_endings(service, first=None, last=None):
	"""Return the Endings of a service from `first` to `last`, both included; of the own episodes for a practitioner.

	A closure that was taken back still counts on its day.
	"""
	episodes = {
		row.name: row
		for row in frappe.get_all(
			"Early Help Episode", filters={"service": service or ""}, fields=EPISODE_FIELDS
		)
	}
	mine = own_episodes()
	if mine is not None:
		episodes = {name: row for name, row in episodes.items() if name in mine}
	rows = [*_children(episodes), *_past(episodes)]
	return [ending for ending in rows if (not first or ending.ended_on >= first) and ending.ended_on <= last]


def _children(episodes):
	rows = frappe.get_all(
		"Episode Child",
		filters={"parenttype": "Early Help Episode", "parent": ["in", list(episodes) or [""]]},
		fields=["parent", "person", "ended_on", "closure_reason"],
	)
	for row in rows:
		episode = episodes[row.parent]
		if episode.not_started_because and episode.closed_on:
			reason = episode.not_started_because
			yield Ending(episode.family, row.parent, row.person, episode.closed_on, reason, started=False)
		elif row.ended_on:
			yield Ending(episode.family, row.parent, row.person, row.ended_on, row.closure_reason or "")


def _past(episodes):
	rows = frappe.get_all(
		"Past Closure",
		filters={"parenttype": "Early Help Episode", "parent": ["in", list(episodes) or [""]]},
		fields=["parent", "person", "closed_on", "closure_reason"],
	)
	for row in rows:
		if row.person and row.closed_on:
			family = episodes[row.parent].family
			yield Ending(family, row.parent, row.person, row.closed_on, row.closure_reason or "")


def names_of(people):
	"""Return {person: full name}; the caller has checked that their families are within reach."""
	chosen = {"name": ["in", sorted(set(people)) or [""]]}
	rows = frappe.get_all("Early Help Person", filters=chosen, fields=["name", "full_name"])
	return {row.name: row.full_name for row in rows}
