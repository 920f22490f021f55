"""Filters: every form that Frappe takes, made into conditions with bound values.

Two dialects: a *listed* filter (get_list, get_all) treats NULL as the empty value of its type, as Frappe's
ifnull does; a *direct* one (frappe.db.*) compares as SQL does, and None means "is null".
"""

import json
from collections.abc import Iterator
from datetime import date
from operator import eq, ge, gt, le, lt, ne
from typing import Any, NamedTuple

from minibench.errors import ValidationError
from minibench.messages import bold, throw
from minibench.sqltext import adapt
from minibench.translate import _
from minibench.utils.dates import get_timespan_date_range, today
from minibench.values import COLUMN_CASTS, NUMBER_TYPES

COMPARISONS = {"=": eq, "!=": ne, ">": gt, "<": lt, ">=": ge, "<=": le}
MANY = 200
MOST = 2**63 - 1
OPERATORS = (
	*COMPARISONS,
	"like",
	"not like",
	"in",
	"not in",
	"is",
	"between",
	"timespan",
	"previous",
	"next",
)
EMPTY = {"Date": "0001-01-01", "Datetime": "0001-01-01 00:00:00.000000", "Time": "00:00:00"}
SPANS = {
	"1 week": "week",
	"1 month": "month",
	"3 months": "quarter",
	"6 months": "6 months",
	"1 year": "year",
}
DAY = ("00:00:00.000000", "23:59:59.999999")


class Filter(NamedTuple):
	doctype: str | None
	fieldname: str
	operator: str
	value: Any


class Column(NamedTuple):
	"""A column that is known to exist: `sql` names it with its table."""

	sql: str
	doctype: str
	fieldname: str
	fieldtype: str
	nullable: bool


def normalize(filters, listed: bool = False) -> Iterator[Filter]:
	"""The filters one by one. Raises ValidationError for what is none; a list knows fewer forms, as in Frappe."""
	if filters is None or (listed and filters == ""):
		return
	if isinstance(filters, str | int):
		yield Filter(None, "name", "=", str(filters))
	elif isinstance(filters, dict):
		for fieldname, value in filters.items():
			yield _pair(fieldname, value)
	elif filters and not listed and all(isinstance(entry, str | int) for entry in filters):
		yield Filter(None, "name", "in", list(filters))
	else:
		for entry in filters:
			if isinstance(entry, dict):
				yield from normalize(entry, listed)
			else:
				yield _row(entry, listed)


def _pair(fieldname: str, value) -> Filter:
	if isinstance(value, list | tuple):
		if len(value) != 2:
			throw(f"Filter must have an operator and a value: {fieldname}")
		return _checked(None, fieldname, value[0], value[1])
	return Filter(None, fieldname, "=", value)


def _row(entry, listed: bool) -> Filter:
	if not isinstance(entry, list | tuple):
		throw(_("Filter must be a tuple or list (in a list)"))
	if len(entry) == 2 and not listed:
		return _pair(*entry)
	if len(entry) == 3:
		return _checked(None, *entry)
	if len(entry) < 4:
		throw(_("Filter must have 4 values (doctype, fieldname, operator, value): {0}").format(str(entry)))
	return _checked(*entry[:4])


def _checked(doctype, fieldname, operator, value) -> Filter:
	operator = str(operator or "=").lower()
	if operator not in OPERATORS:
		throw(_("Operator must be one of {0}").format(", ".join(OPERATORS)))
	if not isinstance(fieldname, str):
		throw(_("Filter must be a tuple or list (in a list)"))
	return Filter(doctype or None, fieldname, operator, value)


def condition(column: Column, operator: str, value, listed: bool) -> tuple[str, list]:
	"""The SQL of one filter, with `%s` for each of the values beside it."""
	if operator in ("timespan", "previous", "next"):
		operator, value = "between", _span(operator, value)
	if operator == "is":
		return _is(column, value)
	if operator == "between":
		return _between(column, value, listed)
	if value is None and not listed:
		return f"{column.sql} is null", []
	if operator in ("in", "not in"):
		return _in(column, operator, value, listed)
	if operator in ("like", "not like"):
		bound = "" if value is None else str(value)
	else:
		bound = typed(column.fieldtype, value, listed)
	text = f"{column.sql} {operator} %s"
	if listed and column.nullable and _null_fits(column.fieldtype, operator, bound):
		text = f"({text} or {column.sql} is null)"
	return text, [bound]


def _null_fits(fieldtype: str, operator: str, bound) -> bool:
	"""Whether the empty value of the type passes the comparison."""
	empty = EMPTY.get(fieldtype, "")
	if operator == "like":
		return bound == ""
	if operator == "not like":
		return bound.strip("%") != ""
	if operator in (">", ">=") and fieldtype in ("Date", "Datetime"):
		return False
	if fieldtype in NUMBER_TYPES:
		empty = 0
	return COMPARISONS[operator](empty, bound)


def _is(column: Column, value) -> tuple[str, list]:
	empty = "0" if column.fieldtype in NUMBER_TYPES else "''"
	wanted = str(value).lower()
	if wanted == "set":
		return f"{column.sql} != {empty}", []
	if wanted == "not set":
		return f"({column.sql} is null or {column.sql} = {empty})", []
	raise ValidationError("`is` operator only supports `set` and `not set` as value")


def _in(column: Column, operator: str, value, listed: bool) -> tuple[str, list]:
	if isinstance(value, str):
		value = value.split(",")
	elif isinstance(value, int | float):
		value = [value]
	entries = list(value or [""])
	if listed:
		entries = ["" if v is None else v.strip() if isinstance(v, str) else v for v in entries]
	bound = [v if v in ("", None) else typed(column.fieldtype, v, listed) for v in entries]
	if column.fieldtype in NUMBER_TYPES:
		bound = [0 if v == "" else v for v in bound]
	names, nulls = ", ".join(["%s"] * len(bound)), "" in bound
	if len(bound) > MANY:
		names, bound = "select value from json_each(%s)", [json.dumps(bound)]
	text = f"{column.sql} {operator} ({names})"
	if listed and column.nullable and nulls == (operator == "in"):
		text = f"({text} or {column.sql} is null)"
	return text, bound


def _between(column: Column, value, listed: bool) -> tuple[str, list]:
	bounds = list(value) if isinstance(value, list | tuple) else []
	if listed and column.fieldtype in ("Date", "Datetime"):
		bounds = [*bounds, "", ""][:2]
		bounds = [_edge(column.fieldtype, *edge) for edge in zip(bounds, DAY, strict=True)]
	elif listed:
		throw(f"`between` is for dates, not for {column.fieldname}")  # as in Frappe
	elif len(bounds) != 2:
		throw("`between` takes two values")
	else:
		bounds = [typed(column.fieldtype, bound, listed) for bound in bounds]
	return f"{column.sql} between %s and %s", bounds


def _edge(fieldtype: str, value, clock: str) -> str:
	"""A bound; a plain date on a Datetime stands for its first or last moment, nothing for today."""
	plain = not value or type(value) is date or (isinstance(value, str) and ":" not in value)
	if fieldtype == "Datetime" and plain:
		return f"{_moment('Date', value, True)} {clock}"
	return _moment(fieldtype, value, True)


def _span(operator: str, value):
	value = str(value)
	if operator != "timespan":
		value = f"{'last' if operator == 'previous' else 'next'} {SPANS.get(value, value)}"
	span = get_timespan_date_range(value)
	if not span:
		throw(f"Invalid timespan: {value}")
	return span


def typed(fieldtype: str, value, listed: bool = False):
	"""A value as the column stores it, so that comparing texts and numbers means what it says."""
	if fieldtype in NUMBER_TYPES:
		return _number(value)
	if fieldtype in EMPTY:
		return _moment(fieldtype, value, listed)
	if isinstance(value, str):
		return value
	return "" if value is None else str(adapt(value))


def _number(value):
	if isinstance(value, int | float):
		return max(-MOST, min(int(value) if isinstance(value, bool) else value, MOST))
	try:
		return float(str(value).replace(",", ""))
	except ValueError:
		return 0


def _moment(fieldtype: str, value, listed: bool) -> str:
	"""A date or time as stored. A listed filter refuses other text; without a date it means today, as Frappe's."""
	if not value and fieldtype == "Date" and listed:
		return today()
	if not value:
		return EMPTY[fieldtype] if listed else ""
	try:
		return COLUMN_CASTS[fieldtype](value)
	except (ValueError, TypeError, OverflowError):
		if listed:
			throw(f"{bold(value)} is not a valid date string.")
		return str(value)
