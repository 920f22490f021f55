"""How the records of the app hang from families, as SQL conditions on the rows of one doctype.

Most have a field `family`. People, relationships, pupils, concerns, and a referral that names no family yet, have
a way of their own. Values are quoted as in `relations.py`.
"""

from dataclasses import replace

import frappe

from earlyhelp.constants import BSO, EHA
from earlyhelp.permissions import relations
from earlyhelp.permissions.family_access import not_shut, reached

OF_PEOPLE = ("Early Help Person", "Person Relationship", "School Enrolment")
IDENTITY_RECORDS = ("Family", *OF_PEOPLE)
MEMBER, PERSON = "`tabFamily Member`", "`tabEarly Help Person`"


def is_case(doctype) -> bool:
	"""Say whether the records of a doctype are reached with a family."""
	if doctype in IDENTITY_RECORDS:
		return True
	field = frappe.get_meta(doctype).get_field("family")
	return bool(field and field.fieldtype == "Link" and field.options == "Family")


def case_doctypes():
	"""Return every doctype whose records are reached with a family; child tables are not among them."""
	linked = {"fieldname": "family", "fieldtype": "Link", "options": "Family", "parenttype": "DocType"}
	return sorted({*IDENTITY_RECORDS, *frappe.get_all("DocField", filters=linked, pluck="parent")})


def holders_of(child_table):
	"""Return the case doctypes that hold rows of a child table."""
	held = {
		"fieldtype": ["in", ("Table", "Table MultiSelect")],
		"options": child_table,
		"parenttype": "DocType",
	}
	return [name for name in frappe.get_all("DocField", filters=held, pluck="parent") if is_case(name)]


def rows_reached(doctype, reader, writing=False) -> str:
	"""Return the condition under which the rows of a case doctype are reached."""
	rule = OWN_RULES.get(doctype, family_rows)
	return rule(doctype, reader, writing)


def family_rows(doctype, reader, writing=False) -> str:
	"""A record is reached with the family that it names."""
	return reached(reader, f"`tab{doctype}`.`family`", writing)


def families(doctype, reader, writing=False) -> str:
	"""A family is reached as the relations say; by EHA, for its identity."""
	if EHA in reader.roles:
		return f"({not_shut(reader)})"
	return reached(reader, writing=writing)


def episodes(doctype, reader, writing=False) -> str:
	"""An episode is reached with its family; the tracking of a closed one is written by those who read it for that."""
	selects = relations.tracking(reader) if writing else None
	usual = family_rows(doctype, reader, writing)
	if not selects:
		return usual
	family = "`tabEarly Help Episode`.`family`"
	tracked = relations.inside(family, selects, reader.about_one)
	closed = f"`tabEarly Help Episode`.`status` = 'Closed' and {tracked}"
	return f"({usual} or ({closed} and {not_shut(reader, family)}))"


def referrals(doctype, reader, writing=False) -> str:
	"""A referral is reached with its family. While it names none: by the front door, and by who wrote it down,
	until it is decided (the front door: and the set days after)."""
	table = f"`tab{doctype}`"
	ways = [f"({table}.`owner` = {relations.quoted([reader.user])} and ifnull({table}.`decision`, '') = '')"]
	if reader.front_door:
		ways += relations.undecided_or_recent()
	# each with a column that has an index, so that no row is looked at in vain
	loose = (f"({table}.`family` {nothing} and ({' or '.join(ways)}))" for nothing in ("is null", "= ''"))
	return f"({' or '.join([family_rows(doctype, reader, writing), *loose])})"


def concerns(doctype, reader, writing=False) -> str:
	"""A concern is reached once its school shared it: with its family, or by the front door while it names none."""
	table = f"`tab{doctype}`"
	ways = [family_rows(doctype, reader, writing)]
	if reader.front_door:
		ways.append(f"ifnull({table}.`family`, '') = ''")
	return f"({table}.`shared_on` is not null and ({' or '.join(ways)}))"


def summaries(doctype, reader, writing=False) -> str:
	"""A summary is reached with its family once it is finalised; while it is written, by its author alone.

	One that holds no word yet, asked for or excused, is seen by everybody who reaches the family.
	"""
	table = f"`tab{doctype}`"
	empty = f"({table}.`status` in ('Requested', 'Excused') and {table}.`has_text` = 0)"
	own = f"{table}.`author_user` = {relations.quoted([reader.user])}"
	shown = f"{own} or {table}.`status` in ('Finalised', 'Superseded') or {empty}"
	return f"({family_rows(doctype, reader, writing)} and ({shown}))"


def people(doctype, reader, writing=False) -> str:
	"""A person is read through those of his or her families that the reader reaches.

	Somebody who is in no family yet is reached by who wrote the record, through a referral that names him or her,
	and through a relationship to somebody who is reached. Nobody reaches the own record.
	"""
	this = f"select 1 from {MEMBER} where {MEMBER}.`person` = {PERSON}.`name` and {MEMBER}.`parenttype` = 'Family'"
	many = replace(reader, about_one=False)
	inside = _members_reached(many, writing)
	member = (
		f"exists ({this} and {_reached_as_member(reader, writing)})"
		if reader.about_one
		else f"{PERSON}.`name` in ({inside})"
	)
	ways = " or ".join(_ways_to_somebody_alone(many, inside))
	own = (
		f" and ifnull({PERSON}.`works_here_as`, '') not in ({relations.quoted(reader.ever)})"
		if reader.ever
		else ""
	)
	# counted, so that MariaDB looks it up for each person instead of listing all members first
	none = f"({this.replace('select 1', 'select count(*)', 1)}) = 0"
	alone = f"{none} and ({ways})" if reader.about_one else f"({ways}) and {none}"
	return f"(({member} or ({alone})){own})"


def _members_reached(reader, writing):
	rows = f"{MEMBER}.`parenttype` = 'Family' and {_reached_as_member(reader, writing)}"
	return f"select {MEMBER}.`person` from {MEMBER} where {rows}"


def _reached_as_member(reader, writing):
	family = f"{MEMBER}.`parent`"
	return not_shut(reader, family) if EHA in reader.roles else reached(reader, family, writing)


def _ways_to_somebody_alone(reader, inside):
	if EHA in reader.roles:
		yield "1 = 1"
		return
	yield f"{PERSON}.`owner` = {relations.quoted([reader.user])}"
	referral = rows_reached("Early Help Referral", reader)
	named = f"select `name` from `tabEarly Help Referral` where {referral}"
	tables = (f"select `person`, `parent` from `tabReferral {kind}`" for kind in ("Child", "Adult"))
	names = f"select `person` from ({' union all '.join(tables)}) `names` where `parent` in ({named})"
	yield f"{PERSON}.`name` in ({names})"
	ends = (("person", "other_person"), ("other_person", "person"))
	both = (
		f"select `{one}` as `one`, `{other}` as `other` from `tabPerson Relationship`" for one, other in ends
	)
	known = f"select `one` from ({' union all '.join(both)}) `known` where `other` in ({inside})"
	yield f"{PERSON}.`name` in ({known})"


def _reaches_person(column, reader, writing, looked_up):
	"""The person in a column is looked up for each row, or all who are reached are found once."""
	rule = people("Early Help Person", reader, writing)
	if looked_up:
		return f"exists (select 1 from {PERSON} where {PERSON}.`name` = {column} and {rule})"
	return f"{column} in (select `name` from {PERSON} where {rule})"


def relationships(doctype, reader, writing=False) -> str:
	"""A relationship names two people, and is reached by who reaches both."""
	one = _reaches_person(f"`tab{doctype}`.`person`", reader, writing, reader.about_one)
	other = _reaches_person(f"`tab{doctype}`.`other_person`", reader, writing, looked_up=True)
	return f"({one} and {other})"


def pupils(doctype, reader, writing=False) -> str:
	"""A pupil is reached as a person. One who is not linked to a person: by who enters a school's pupils."""
	table = f"`tab{doctype}`"
	unknown = relations.empty(f"{table}.`person`")
	if not {BSO, EHA} & reader.roles:
		unknown += f" and {table}.`owner` = {relations.quoted([reader.user])}"
	return f"(({unknown}) or {_reaches_person(f'{table}.`person`', reader, writing, looked_up=True)})"


OWN_RULES = {
	"Family": families,
	"Early Help Person": people,
	"Person Relationship": relationships,
	"School Enrolment": pupils,
	"Early Help Referral": referrals,
	"Early Help Episode": episodes,
	"School Concern": concerns,
	"Professional Summary": summaries,
}
