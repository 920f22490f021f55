"""Whether a value or a record fits a filter, without asking the database."""

import operator

from minibench.utils.dates import get_timespan_date_range, getdate

NOT_CAST = ("is", "Timespan")


def _like(value, pattern) -> bool:
	"""SQL's % at either end; without one, the text anywhere inside."""
	if not isinstance(pattern, str) or not isinstance(value, str):
		return False
	starts, ends = pattern.startswith("%"), pattern.endswith("%")
	if starts == ends:
		return (pattern.strip("%") if starts else pattern) in value
	return value.endswith(pattern.lstrip("%")) if starts else value.startswith(pattern.rstrip("%"))


def _is(value, pattern: str) -> bool:
	wanted = {"set": True, "not set": False}.get(pattern.lower())
	if wanted is None:
		from minibench.messages import throw

		throw(f"Invalid argument for operator 'IS': {pattern}")
	return (value is not None and value != "") is wanted


def _in_timespan(value, pattern: str) -> bool:
	if not value:
		return False
	first, last = get_timespan_date_range(pattern)
	return first <= getdate(value) <= last


OPERATORS = {
	"^": lambda a, b: (a or "").startswith(b),
	"in": lambda a, b: a in b,
	"not in": lambda a, b: a not in b,
	"=": operator.eq,
	"!=": operator.ne,
	">": operator.gt,
	"<": operator.lt,
	">=": operator.ge,
	"<=": operator.le,
	"not None": lambda a, b: a is not None,
	"None": lambda a, b: a is None,
	"like": _like,
	"not like": lambda a, b: not _like(a, b),
	"is": _is,
	"Timespan": _in_timespan,
}


def compare(val1, condition: str, val2, fieldtype: str | None = None) -> bool:
	"""The two values under an operator, both as the field type's values; False for an unknown operator."""
	if condition not in OPERATORS:
		return False
	if fieldtype and condition not in NOT_CAST:
		from minibench.utils.data import cast

		membership = condition in ("in", "not in")
		if not (membership and val1 is None):
			val1 = cast(fieldtype, val1)
		val2 = val2 if membership else cast(fieldtype, val2)
	return OPERATORS[condition](val1, val2)
