"""Who is what to whom, and who has parental responsibility for which child.

A relationship is one record that is read from both sides. What is marked as made in error counts
nowhere, and what has ended does not count after its last day.
"""

from itertools import combinations
from typing import NamedTuple

import frappe
from frappe.utils import getdate, today

from earlyhelp.families.relations import INVERSE

FIELDS = (
	"name",
	"person",
	"relation",
	"other_person",
	"parental_responsibility",
	"ended_on",
	"must_not_meet",
)


class Relation(NamedTuple):
	"""One relation of a person: `person` is the `relation` of the one who was asked about."""

	person: str
	relation: str
	parental_responsibility: str | None
	record: str


def relations_of(person: str, on=None) -> list[Relation]:
	"""Return what others are to `person` on a day (today), from whichever side it was written."""
	theirs = [
		Relation(row.person, row.relation, row.parental_responsibility, row.name)
		for row in _rows({"other_person": person}, on)
	]
	turned = [
		Relation(row.other_person, INVERSE[row.relation], None, row.name)
		for row in _rows({"person": person}, on)
	]
	return theirs + turned


def holders_of_responsibility(child: str, on=None) -> list[str]:
	"""Return who has parental responsibility for `child`: names of Early Help Person.

	A relationship that answers Yes or No counts. Where no relationship speaks of an adult, the mark on the
	family's member row does: it is what a first telephone call and an import know.
	"""
	answers = {
		row.person: row.parental_responsibility
		for row in _rows({"other_person": child}, on)
		if row.parental_responsibility
	}
	holders = [person for person, answer in answers.items() if answer == "Yes"]
	return holders + [adult for adult in _marked_in_families(child) if adult not in answers]


def _marked_in_families(child: str) -> list[str]:
	"""Return adults whom a family of the child marks as having responsibility, and who have not left it."""
	member = {"person": child, "relationship": "Child", "parenttype": "Family"}
	families = frappe.get_all("Family Member", filters=member, pluck="parent")
	if not families:
		return []
	adults = frappe.get_all(
		"Family Member",
		filters={"parent": ["in", families], "parental_responsibility": "Yes", "left_on": ["is", "not set"]},
		pluck="person",
		order_by="parent, idx",
	)
	return list(dict.fromkeys(adults))


def must_not_meet(people) -> list[tuple[str, str]]:
	"""Return the pairs of these people who must never be invited or seated together."""
	people = sorted(set(people))
	if len(people) < 2:
		return []
	kept_apart = {"person": ["in", people], "other_person": ["in", people], "must_not_meet": 1}
	apart = {frozenset((row.person, row.other_person)) for row in _rows(kept_apart)}
	return [pair for pair in combinations(people, 2) if frozenset(pair) in apart]


def _rows(filters, on=None):
	day = getdate(on or today())
	rows = frappe.get_all(
		"Person Relationship",
		filters={**filters, "made_in_error": 0},
		fields=list(FIELDS),
		order_by="creation",
	)
	return [row for row in rows if not row.ended_on or getdate(row.ended_on) >= day]
