"""Search before create: over all families, answered with cards, never with the record.

Every family is compared, also those that the searcher may not reach: nobody makes a second record of a child
because the first was invisible. What comes back as a card is only what the rule of access gives as identity;
the others are returned apart, for those who are told of a possible match, and never shown or counted.
"""

from collections import defaultdict
from dataclasses import dataclass, field

import frappe
from frappe.utils import format_date, getdate

from earlyhelp.families.matching import POSSIBLE, Described, likeness, says_enough, sound_keys
from earlyhelp.families.safe_contact import address_withheld
from earlyhelp.permissions.family_access import NOTHING, RECORD, reach_of

PERSON = (
	"name", "full_name", "first_name", "last_name", "known_as", "date_of_birth", "unborn", "upn",
	"nhs_number", "postcode", "address_withheld",
)  # fmt: skip
MOST_PEOPLE, MOST_CARDS = 500, 20
BY_MATCH_ONLY = 11  # the row of table C1 that gives identity only to a search that says enough


@dataclass
class Card:
	"""The identity of a family: what a search answers with."""

	family: str
	family_name: str
	points: int
	address: str
	members: list
	matched: list
	episodes: list = field(default_factory=list)
	may_open: bool = False


def find(sought: Described, user=None) -> tuple[list[Card], dict[str, int]]:
	"""Return (cards, {family out of reach: points}) for whoever is described, best first."""
	points = likely_people(sought)
	cards, hidden = [], {}
	for family, matched in families_of(points).items():
		best = max(points[person] for person in matched)
		reach = reach_of(family, user)
		if reach.level == NOTHING:
			hidden[family] = best
		elif reach.level == RECORD or reach.relation != BY_MATCH_ONLY or says_enough(sought):
			told = as_told(sought, family, matched, may_open=reach.level == RECORD)
			if told:
				cards.append(card_of(family, list(told), max(told.values()), reach.level == RECORD))
	cards.sort(key=lambda card: (-card.points, card.family_name, card.family))
	return cards[:MOST_CARDS], hidden


def as_told(sought: Described, family, matched, may_open) -> dict[str, int]:
	"""Return {person: points} by what the card of this family tells, of those who are still a possible match.

	A postcode that is withheld, or that of another home of the same people, decides nothing here: whether a card
	comes for it would tell where somebody lives.
	"""
	doc = frappe.get_doc("Family", family)
	home = (doc.postcode,) if doc.postcode and (may_open or not address_withheld(doc)) else ()
	rows = _people([["name", "in", matched]])
	for row in rows:
		if row.address_withheld and not may_open:
			row.postcode = None
	points = {row.name: likeness(sought, described(row, home)) for row in rows}
	return {person: found for person, found in points.items() if found >= POSSIBLE}


def likely_people(sought: Described) -> dict[str, int]:
	"""Return {person: points} of all people who may be the one described."""
	rows = candidates(sought)
	homes = postcodes_of([row.name for row in rows]) if rows else {}
	found = {row.name: likeness(sought, described(row, homes.get(row.name, ()))) for row in rows}
	return {person: points for person, points in found.items() if points >= POSSIBLE}


def candidates(sought: Described):
	"""Return people with one thing in common with the one described: a number, the birth, a home, a sound."""
	exact = [[name, "=", getattr(sought, name)] for name in ("upn", "nhs_number") if getattr(sought, name)]
	if sought.date_of_birth:
		exact.append(["date_of_birth", "=", sought.date_of_birth])
	if sought.postcodes:
		exact.append(["name", "in", people_at(sought.postcodes) or [""]])
	first, last = sound_keys(sought.first_name), sound_keys(sought.last_name)
	rows = _people(or_filters=exact) if exact else []
	for key in last or first:
		rows += _people([["sounds_like", "like", f"% {key} %"]], limit=MOST_PEOPLE)
		for other in first if last else ():
			both = [["sounds_like", "like", f"% {one} %"] for one in (key, other)]
			rows += _people(both, limit=MOST_PEOPLE)
	return list({row.name: row for row in rows}.values())


def _people(filters=None, or_filters=None, limit=0):
	return frappe.get_all(
		"Early Help Person",
		filters=filters,
		or_filters=or_filters,
		fields=list(PERSON),
		limit=limit,
		order_by="modified desc",
	)


def people_at(postcodes):
	"""Return the members of families that live at one of these postcodes."""
	families = frappe.get_all("Family", filters={"postcode": ["in", list(postcodes)]}, pluck="name")
	members = {"parent": ["in", families or [""]], "parenttype": "Family"}
	return sorted(set(frappe.get_all("Family Member", filters=members, pluck="person")))


def postcodes_of(people):
	"""Return {person: postcodes of the families that the person is in}."""
	rows = _memberships(people)
	families = {"name": ["in", sorted({row.parent for row in rows}) or [""]], "postcode": ["is", "set"]}
	codes = dict(frappe.get_all("Family", filters=families, fields=["name", "postcode"], as_list=True))
	found = defaultdict(list)
	for row in rows:
		if row.parent in codes:
			found[row.person].append(codes[row.parent])
	return found


def families_of(people) -> dict[str, list[str]]:
	"""Return {family: those of these people who are in it}."""
	found = defaultdict(list)
	for row in _memberships(list(people)):
		found[row.parent].append(row.person)
	return found


def _memberships(people):
	members = {"person": ["in", list(people) or [""]], "parenttype": "Family"}
	return frappe.get_all(
		"Family Member", filters=members, fields=["parent", "person"], order_by="parent, idx"
	)


def described(row, postcodes=()) -> Described:
	"""Return a record, or a row of a referral, as a description."""
	own = [row.get("postcode")] if row.get("postcode") else []
	return Described(
		first_name=row.get("first_name") or "",
		last_name=row.get("last_name") or "",
		known_as=row.get("known_as") or "",
		date_of_birth=getdate(row.get("date_of_birth")) if row.get("date_of_birth") else None,
		upn=row.get("upn") or "",
		nhs_number=row.get("nhs_number") or "",
		postcodes=(*postcodes, *own),
	)


# -- the card ---------------------------------------------------------------------
def card_of(family, matched, points, may_open=False) -> Card:
	"""Return the identity card of a family; an address that is withheld is not on it."""
	doc = frappe.get_doc("Family", family)
	address = ", ".join(filter(None, (doc.street, doc.town, doc.postcode)))
	return Card(
		family=doc.name,
		family_name=doc.family_name,
		points=points,
		address="" if address_withheld(doc) else address,
		members=[_member(row) for row in doc.members],
		matched=matched,
		episodes=_open_episodes(family),
		may_open=may_open,
	)


def _member(row):
	person = frappe.db.get_value("Early Help Person", row.person, PERSON, as_dict=True)
	numbers = [
		f"{label} {person[name]}" for label, name in (("UPN", "upn"), ("NHS", "nhs_number")) if person[name]
	]
	return {
		"person": row.person,
		"name": person.full_name,
		"known_as": person.known_as or "",
		"born": format_date(person.date_of_birth, "d MMM yyyy") if person.date_of_birth else "",
		"relationship": row.relationship,
		"numbers": ", ".join(numbers),
		"left": bool(row.left_on),
	}


def _open_episodes(family):
	"""Return the open episodes with team, lead and the number at which the team answers."""
	rows = frappe.get_all(
		"Early Help Episode",
		filters={"family": family, "status": ["!=", "Closed"]},
		fields=["service", "team", "lead_practitioner"],
	)
	return [
		{
			"service": row.service,
			"team": row.team or "",
			"lead": _value("Professional", row.lead_practitioner, "full_name"),
			"telephone": _value("Early Help Team", row.team, "telephone"),
		}
		for row in rows
	]


def _value(doctype, name, field):
	return (name and frappe.db.get_value(doctype, name, field)) or ""
