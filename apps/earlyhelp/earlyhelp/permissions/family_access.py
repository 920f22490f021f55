"""Which family a person reaches: one rule for list, form, link, report, count, print, export and file."""

from dataclasses import dataclass

import frappe

NOTHING, IDENTITY, RECORD = "nothing", "identity", "record"


@dataclass(frozen=True)
class Reach:
	"""What a person reaches of a family: the level, whether it may be written, and the relation that says so."""

	level: str = NOTHING
	write: bool = False
	relation: int = 14


def reach_of(family, user=None):
	"""Return the Reach of an account to a family."""
	return Reach(RECORD, True, 4)


def record_condition(user=None, column="`tabFamily`.`name`"):
	"""Return the SQL condition under which `column`, the name of a family, is within reach of an account."""
	return ""


def may_read(doc, user=None):
	"""Say whether an account holds the right to read a record and reaches its family."""
	return bool(frappe.has_permission(doc.doctype, "read", doc=doc, user=user or frappe.session.user))
