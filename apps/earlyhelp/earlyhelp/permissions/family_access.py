"""Which family a person reaches: one rule for list, form, link, report, count, print, export and file.

A person reaches a family through the first relation that holds, in the order of `relations.py`. A conflict of
interest closes everything, a restriction everything but to the people it names. Whoever reaches the record through
one relation that only reads and another that may write, writes.

How the other records hang from a family is in `case_records.py`; what asks this rule is in `guard.py`.
"""

from dataclasses import dataclass, replace

import frappe

from earlyhelp.constants import BSO, EHA, EHM, EHP, FSP
from earlyhelp.permissions import relations
from earlyhelp.permissions.reader import read_reader

NOTHING, IDENTITY, RECORD = "nothing", "identity", "record"
FAMILY = "`tabFamily`.`name`"
NOT_REACHED = 14


@dataclass(frozen=True)
class Reach:
	"""What a person reaches of a family: the level, whether it may be written, and the row that says so.

	`tracks` is true for those who write the tracking of a closed family that they otherwise only read.
	"""

	level: str = NOTHING
	write: bool = False
	relation: int = NOT_REACHED
	tracks: bool = False


EVERYTHING = Reach(RECORD, True, 0, True)


def record_condition(user=None, column=FAMILY) -> str:
	"""Return the SQL condition under which `column`, which holds the number of a family, is reached as a record.

	Empty for Administrator, who is the app itself. Fit for `permission_query_conditions` and for reports.
	"""
	user = user or frappe.session.user
	return "" if user == "Administrator" else reached(read_reader(user), column)


def reached(reader, column=FAMILY, writing=False) -> str:
	"""Return the condition of rows 1 to 9 and 13, for reading or for writing."""
	rows = [relation for _number, relation in numbered(reader)]
	if writing and reader.at_desk:
		rows = [relations.named, *relations.WRITING]
	ways = [select for relation in rows for select in relation(reader)]
	return f"({not_shut(reader, column)} and {relations.inside(column, ways, reader.about_one)})"


def numbered(reader):
	"""Return (row, relation) of all that may let an account read a family."""
	return [(3, relations.named), *relations.READING] if reader.at_desk else relations.ON_PORTAL


def not_shut(reader, column=FAMILY) -> str:
	"""Return the condition that rows 1 and 2 do not shut a family: what EHA reaches of its identity."""
	parts = [f"{column} not in ({select})" for select in relations.conflicted(reader)]
	named = relations.inside(column, relations.named(reader), reader.about_one)
	parts.append(f"({column} not in ({relations.restricted()}) or {named})")
	return " and ".join(parts)


def reach_of(family, user=None) -> Reach:
	"""Return the Reach of an account (the one signed in by default) to a family, by its number.

	Nothing is also the answer for a family that does not exist.
	"""
	user = user or frappe.session.user
	if user == "Administrator":
		return EVERYTHING
	reader = about_one(user)
	rows = numbered(reader)
	asked = [not_shut(reader), reached(reader, writing=True), _inside(relations.tracking(reader))]
	asked += [_inside(relation(reader)) for _number, relation in rows]
	answers = _ask(family, asked)
	if not answers or not answers[0]:
		return Reach()
	writes, tracks = bool(answers[1]), bool(answers[2])
	for (number, _relation), answer in zip(rows, answers[3:], strict=True):
		if answer:
			return Reach(RECORD, writes, number, tracks)
	return _identity(reader)


def is_shut(family, user) -> bool:
	"""Say whether rows 1 and 2 shut a family to an account: a conflict of interest, or a restriction."""
	return family not in not_shut_among([family], user)


def not_shut_among(families, user) -> set:
	"""Return those of these families that rows 1 and 2 do not shut to an account, by one query."""
	if not families:
		return set()
	names = relations.quoted(families)
	rows = frappe.db.sql(
		f"select `name` from `tabFamily` where {FAMILY} in ({names}) and {not_shut(read_reader(user))}"
	)
	return {name for (name,) in rows}


def about_one(user):
	"""Return the Reader of an account that asks about one record, and not for a list."""
	return replace(read_reader(user), about_one=True)


def _inside(selects):
	return relations.inside(FAMILY, selects, one=True)


def is_among(family, selects) -> bool:
	"""Say whether a family is among those that a relation selects."""
	return bool((_ask(family, [_inside(selects)]) or (0,))[0])


def _ask(family, conditions):
	"""Return the answers of several conditions about one family; None when there is no such family."""
	name = relations.quoted([family])
	answers = ", ".join(answered(condition) for condition in conditions)
	rows = frappe.db.sql(f"select {answers} from `tabFamily` where {FAMILY} = {name}")
	return rows[0] if rows else None


def answered(condition) -> str:
	"""Return a condition as a column that is worked out no further than is needed: SQLite would work out all of it."""
	return f"case when {condition} then 1 else 0 end"


def _identity(reader) -> Reach:
	"""Rows 10 to 12: who is answered by a search with a card, and who corrects identities."""
	if reader.front_door or {BSO, EHM} & reader.roles:
		return Reach(IDENTITY, False, 10)
	if {EHP, FSP} & reader.roles:
		return Reach(IDENTITY, False, 11)
	return Reach(IDENTITY, False, 12) if EHA in reader.roles else Reach()


def may_read(doc, user=None) -> bool:
	"""Say whether an account holds the right to read a record and reaches its family; leaves no message."""
	told = len(frappe.local.message_log)
	try:
		return bool(frappe.has_permission(doc.doctype, "read", doc=doc, user=user or frappe.session.user))
	except frappe.DoesNotExistError:
		return False
	finally:
		del frappe.local.message_log[told:]
