"""Filters of figures: JSON, and the values in them that Frappe's desk works out in the browser when a figure is drawn.

Frappe runs JavaScript there. Offered are literals, lists, objects, frappe.session.user,
frappe.defaults.get_user_default(key) and these of frappe.datetime: get_today, nowdate, now_date, now_datetime,
add_days, add_months, and week, month, quarter and year each with _start and _end. The same texts are values of
Python's own syntax, so `ast` reads them; anything else is refused, at install too.
"""

import ast

from minibench.defaults import get_user_default
from minibench.local import local
from minibench.utils import dates
from minibench.web.desk.expressions import ExpressionError

WORDS = {"true": True, "false": False, "null": None, "undefined": None}
CALLS = {
	**{f"frappe.datetime.{name}": dates.nowdate for name in ("get_today", "nowdate", "now_date")},
	"frappe.datetime.now_datetime": lambda: dates.now()[:19],
	"frappe.datetime.add_days": dates.add_days,
	"frappe.datetime.add_months": dates.add_months,
	"frappe.defaults.get_user_default": get_user_default,
}
for unit, (first, last, _step) in dates.PERIODS.items():
	CALLS[f"frappe.datetime.{unit}_start"] = lambda find=first: str(find(dates.nowdate()))
	CALLS[f"frappe.datetime.{unit}_end"] = lambda find=last: str(find(dates.nowdate()))


def evaluate(text):
	"""What a text means for the person of this request. Raises ExpressionError for what is not offered."""
	return _tree(text)()


def check(text, expressions=False):
	"""Raises ExpressionError where a text of filters, or an expression in one, is not offered."""
	if not expressions:
		_tree(text)
	for _key, value in _pairs(text) if expressions else ():
		_tree(str(value))


def dynamic(text):
	"""Filters whose last part (or whose values) are expressions, as rows or as a dictionary of values."""
	found = [(key, evaluate(str(value))) for key, value in _pairs(text or "[]")]
	return dict(found) if found and isinstance(found[0][0], str) else [[*key, value] for key, value in found]


def _pairs(text):
	"""[(what is filtered, expression)]: rows of doctype, field, operator and expression, or a dictionary."""
	found = evaluate(text) or []
	if isinstance(found, list) and not all(isinstance(row, list) and len(row) > 3 for row in found):
		raise ExpressionError(f"Not rows of doctype, field, operator and expression: {text}")
	return found.items() if isinstance(found, dict) else [(row[:3], row[3]) for row in found]


def _tree(text):
	try:
		return _value(ast.parse(str(text).strip().removesuffix(";"), mode="eval").body)
	except (ValueError, SyntaxError, RecursionError, MemoryError):
		raise ExpressionError(f"Expression is outside the offered subset: {text}") from None


def _value(node):
	"""A function that gives the node's value."""
	match node:
		case ast.Constant(value=str() | int() | float() as value):
			return lambda: value
		case ast.Name(id=word) if word in WORDS:
			return lambda: WORDS[word]
		case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
			return lambda: -value
		case ast.List(elts=parts):
			parts = [_value(part) for part in parts]
			return lambda: [part() for part in parts]
		case ast.Dict(keys=keys, values=parts):
			names = [key.id if isinstance(key, ast.Name) else ast.literal_eval(key) for key in keys]
			pairs = list(zip(names, map(_value, parts), strict=True))
			return lambda: {name: part() for name, part in pairs}
		case ast.Attribute() if ast.unparse(node) == "frappe.session.user":
			return lambda: local.session.user
		case ast.Call(func=function, args=parts, keywords=[]) if ast.unparse(function) in CALLS:
			call, parts = CALLS[ast.unparse(function)], [_value(part) for part in parts]
			return lambda: call(*(part() for part in parts))
	raise ValueError
