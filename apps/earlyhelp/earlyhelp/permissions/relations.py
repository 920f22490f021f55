"""The relations of a person to a family that reach its record: one function for each row.

Each takes a Reader and returns the SQL of the families it reaches, as plain selects of `family`, none where the
relation cannot hold. The numbers are those of the table of relations (part C1 of the rules of access); what they
say is their docstring. Values are quoted by the database, and today is worked out in Python, so that the
text runs on MariaDB and on SQLite. What a select costs goes with the families that it finds and not with those
there are: `install.add_indexes` makes the indexes that this takes.
"""

import frappe
from frappe.utils import today

from earlyhelp.constants import BSO, EHM
from earlyhelp.permissions.reader import days_ago

EPISODE, ALLOCATION = "`tabEarly Help Episode`", "`tabPractitioner Allocation`"
ALLOCATED = f"{ALLOCATION} inner join {EPISODE} on {EPISODE}.`name` = {ALLOCATION}.`parent`"


def quoted(values):
	"""Return values as the inside of an SQL list."""
	return ", ".join(frappe.db.escape(str(value), percent=False) for value in values)


def inside(column, selects, one=False):
	"""Return the condition that `column` is among the families of selects: for one record each looks that family up,
	for many the families are found once."""
	if not selects:
		return "1 = 0"
	if one:
		looked_up = (
			f"exists (select 1 from ({select}) `way` where `way`.`family` = {column})" for select in selects
		)
		return f"({' or '.join(looked_up)})"
	return f"{column} in (select `family` from ({' union '.join(selects)}) `ways`)"


def empty(column):
	"""Return the condition that a column holds nothing, as an index answers it."""
	return f"({column} is null or {column} = '')"


def conflicted(reader):
	"""1. A conflict of interest is recorded, or the person is a member of the family: nothing, whatever else is true."""
	noted = f"select `parent` as `family` from `tabFamily Conflict` where `user` = {quoted([reader.user])}"
	if not reader.ever:
		return [noted]
	member = (
		"select `tabFamily Member`.`parent` as `family` from `tabFamily Member` inner join `tabEarly Help Person`"
		" on `tabEarly Help Person`.`name` = `tabFamily Member`.`person`"
		f" where `tabEarly Help Person`.`works_here_as` in ({quoted(reader.ever)})"
	)
	return [noted, member]


def restricted():
	"""2. The family is restricted: nothing, unless row 3 names the person."""
	return "select `name` as `family` from `tabFamily` where `restricted` = 1"


def named(reader):
	"""3. The family is restricted and the person is named: record."""
	return [
		"select `tabFamily`.`name` as `family` from `tabFamily Restriction` inner join `tabFamily`"
		" on `tabFamily`.`name` = `tabFamily Restriction`.`parent`"
		f" where `tabFamily`.`restricted` = 1 and `tabFamily Restriction`.`user` = {quoted([reader.user])}"
	]


def allocated(reader):
	"""4. Current allocation on an episode that is not Closed: record."""
	return _allocated(reader.mine)


def _allocated(professionals):
	if not professionals:
		return []
	day = quoted([today()])
	return [
		f"select {EPISODE}.`family` from {ALLOCATED} where {EPISODE}.`status` != 'Closed'"
		f" and {ALLOCATION}.`professional` in ({quoted(professionals)}) and {ALLOCATION}.`from_date` <= {day}"
		f" and ({ALLOCATION}.`to_date` is null or {ALLOCATION}.`to_date` >= {day})"
	]


def in_team(reader):
	"""5. Member, manager or deputy of the team that holds such an episode; line managers above: record.

	An episode that names no team yet is held by whoever leads a team of its service.
	"""
	return [
		f"select `family` from {EPISODE} where `status` != 'Closed' and {part}" for part in _held_by(reader)
	]


def _held_by(reader):
	"""Yield conditions on episodes that the reader's teams hold."""
	if reader.teams:
		yield f"{EPISODE}.`team` in ({quoted(reader.teams)})"
	if reader.led:
		services = f"select `service` from `tabEarly Help Team` where `name` in ({quoted(reader.led)})"
		yield f"{empty(f'{EPISODE}.`team`')} and {EPISODE}.`service` in ({services})"


def covering(reader):
	"""6. Named cover for one of these for the dates given: record."""
	found = _allocated(reader.covered)
	if reader.covered_teams:
		teams = quoted(reader.covered_teams)
		found.append(f"select `family` from {EPISODE} where `status` != 'Closed' and `team` in ({teams})")
	return found


def was_allocated(reader):
	"""7. Allocation ended less than the set days ago: record, read only."""
	if not reader.mine:
		return []
	ended = f"ifnull({ALLOCATION}.`to_date`, {EPISODE}.`closed_on`)"
	return [
		f"select {EPISODE}.`family` from {ALLOCATED} where {ALLOCATION}.`professional` in ({quoted(reader.mine)})"
		f" and {ended} > {quoted([days_ago('Reach After Allocation')])}"
		f" and ({EPISODE}.`status` = 'Closed' or {ended} < {quoted([today()])})"
	]


def tracking(reader):
	"""7. EHM and BSO of the team that closed it, while its children are tracked: record, read only.

	They write the tracking itself, which stands on the closed episode.
	"""
	if not {BSO, EHM} & reader.roles:
		return []
	since = quoted([days_ago("Team Record After Closure")])
	return [
		f"select `family` from {EPISODE} where `status` = 'Closed' and `closed_on` > {since} and {part}"
		for part in _held_by(reader)
	]


def auditing(reader):
	"""8. Auditor with an audit of this family that is not issued: record, read only.

	Audits are not recorded yet, so there is none.
	"""
	return []


def at_front_door(reader):
	"""9. Front-door team, while a contact or referral of the family is undecided and the set days after: record."""
	if not reader.front_door:
		return []
	return [f"select `family` from `tabEarly Help Referral` where {part}" for part in undecided_or_recent()]


def undecided_or_recent():
	"""Return the conditions on a referral that is undecided, and that was decided less than the set days ago."""
	since = quoted([days_ago("Reach After Referral")])
	referral = "`tabEarly Help Referral`"
	return [empty(f"{referral}.`decision`"), f"{referral}.`decided_on` > {since}"]


def opened(reader):
	"""13. EHM who gave a reason: record for 24 hours, read only; the family's lead and manager were told."""
	if not reader.opened:
		return []
	return [f"select `name` as `family` from `tabFamily` where `name` in ({quoted(reader.opened)})"]


def made(reader):
	"""Added to the table: a family that no episode and no referral names yet is reached by who made it.

	Otherwise nobody could finish typing. A referral that its maker has not sent yet does not count.
	"""
	me = quoted([reader.user])
	return [
		f"select `name` as `family` from `tabFamily` where `owner` = {me}"
		f" and not exists (select 1 from {EPISODE} where {EPISODE}.`family` = `tabFamily`.`name`)"
		" and not exists (select 1 from `tabEarly Help Referral`"
		" where `tabEarly Help Referral`.`family` = `tabFamily`.`name`"
		f" and not (`tabEarly Help Referral`.`owner` = {me} and `tabEarly Help Referral`.`status` = 'Draft'))"
	]


def asked_to_take_over(reader):
	"""Added to the table: whoever is asked to take an episode over reads what the answer needs, and answers."""
	ways = [
		f"{EPISODE}.`{field}` in ({quoted(names)})"
		for field, names in (("handover_professional", reader.mine), ("handover_team", reader.led))
		if names
	]
	if reader.led:
		led = f"select `name` from `tabProfessional` where `team` in ({quoted(reader.led)})"
		ways.append(f"{EPISODE}.`handover_professional` in ({led})")
	if not ways:
		return []
	return [f"select `family` from {EPISODE} where `status` = 'Handing Over' and ({' or '.join(ways)})"]


def leads_outside(reader):
	"""Part C3: lead practitioner outside the council, on the portal, from acceptance to the end."""
	if not reader.leads_as:
		return []
	day = quoted([today()])
	return [
		f"select {EPISODE}.`family` from {ALLOCATED} where {EPISODE}.`status` != 'Closed'"
		f" and {ALLOCATION}.`professional` in ({quoted(reader.leads_as)})"
		f" and {ALLOCATION}.`role` = 'Lead Practitioner' and {ALLOCATION}.`accepted_on` <= {day}"
		f" and ({ALLOCATION}.`to_date` is null or {ALLOCATION}.`to_date` > {day})"
	]


MADE, ASKED, OUTSIDE = 15, 16, 17
READING = (
	(4, allocated),
	(5, in_team),
	(6, covering),
	(7, was_allocated),
	(7, tracking),
	(8, auditing),
	(9, at_front_door),
	(13, opened),
	(MADE, made),
	(ASKED, asked_to_take_over),
)
WRITING = (allocated, in_team, covering, at_front_door, made, asked_to_take_over)
# Who holds no role of the desk has no other.
ON_PORTAL = ((OUTSIDE, leads_outside),)
