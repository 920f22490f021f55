"""Children whose help has ended, looked at every night until their tracking ends."""

import frappe
from frappe import _
from frappe.utils import getdate, today

from earlyhelp.early_help_setup.date_rules import day
from earlyhelp.planning.tracking import standing
from earlyhelp.states.errors import LockedError

TRACKING_FIELDS = ("sustained_checked_on", "back_at_social_care_on", "outcome")


def tracking_of(episode):
	"""Return for each child of an episode what became of it, empty text while it is not tracked."""
	if not any(row.track_until for row in episode.children):
		return ["" for _row in episode.children]
	referred = later_referrals(episode)
	return [
		standing(
			day(row.ended_on),
			day(row.track_until),
			getdate(today()),
			referred.get(row.person, []) + referred.get(None, []),
			day(row.back_at_social_care_on),
		)
		if row.track_until and row.ended_on
		else ""
		for row in episode.children
	]


def later_referrals(episode):
	"""Return {child: days of referrals of the family after the episode}; under None those that name no child."""
	rows = frappe.get_all(
		"Early Help Referral",
		filters={
			"family": episode.family,
			"name": ["!=", episode.referral or ""],
			"status": ["not in", ("Draft", "Withdrawn")],
			"received_on": ["is", "set"],
		},
		fields=["name", "received_on"],
	)
	children = frappe.get_all(
		"Referral Child",
		filters={"parent": ["in", [row.name for row in rows] or [""]], "person": ["is", "set"]},
		fields=["parent", "person"],
	)
	named = {}
	for child in children:
		named.setdefault(child.parent, set()).add(child.person)
	found = {}
	for row in rows:
		for person in named.get(row.name) or {None}:
			found.setdefault(person, []).append(day(row.received_on))
	return found


def refresh_tracking():
	"""Work out anew what became of each child who is tracked still; every night."""
	tracked = {"track_until": [">=", today()], "parenttype": "Early Help Episode"}
	open_answers = frappe.get_all("Episode Child", filters=tracked, pluck="parent")
	ended = {"tracking": "Too soon to say", "parenttype": "Early Help Episode"}
	for name in sorted({*open_answers, *frappe.get_all("Episode Child", filters=ended, pluck="parent")}):
		episode = frappe.get_doc("Early Help Episode", name)
		for row, tracking in zip(episode.children, tracking_of(episode), strict=True):
			if row.tracking != tracking:
				row.db_set("tracking", tracking, update_modified=False)


def check_tracking_only(episode):
	"""Refuse changes to the children of a closed episode, but for what became of them afterwards."""
	before = episode.get_doc_before_save()
	if not before or {before.status, episode.status} != {"Closed"} or episode.flags.by_system:
		return
	if rows_as_closed(episode) != rows_as_closed(before):
		frappe.throw(
			_("The help has ended: only what became of the children afterwards can be written."),
			LockedError,
			_("Closed"),
		)


def rows_as_closed(episode):
	"""Return what a closed episode says of its children, less what is tracked, as text that compares."""
	fields = [df.fieldname for df in frappe.get_meta("Episode Child").fields if not df.read_only]
	fixed = [name for name in fields if name not in TRACKING_FIELDS]
	return [[str(row.get(name) or "") for name in fixed] for row in episode.children]
