"""depends_on and its kin: a stated subset of JavaScript, parsed here into a tree that is plain JSON.

The tree is evaluated here (first paint, work without script) and by the same small interpreter in
desk.js. Allowed: doc.x, parent.x, literals, lists, comparison, &&, ||, !, in_list(), .includes(),
.length, cint(), flt(), frappe.user.has_role(). Anything else raises ExpressionError.

The subset is turned into Python's own syntax, with operators of the same precedence, and read by `ast`.
"""

import ast
import operator
import re
from functools import lru_cache
from keyword import iskeyword

TOKEN = re.compile(
	r"""(?P<str>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(?P<word>[A-Za-z_$][\w$]*)"""
	r"|(?P<num>\d+\.?\d*|\.\d+)|(?P<op>[=!]==?|<=|>=|&&|\|\||[<>!()\[\],.-])|(?P<space>\s+)"
)
# JavaScript's operators as Python's of the same rank: === is `is`, ! is ~
PYTHON = {"===": " is ", "!==": " is not ", "&&": " and ", "||": " or ", "!": "~"}
MARK = "\u00b7"  # behind a field name that is a keyword of Python
COMPARE = {ast.Eq: "==", ast.NotEq: "!=", ast.Is: "===", ast.IsNot: "!==", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}  # fmt: skip
WORDS = {"true": ("v", True), "false": ("v", False), "null": ("v", None), "undefined": ("undef",)}
CALLS = {"in_list": ("in", 2), "cint": ("cint", 1), "flt": ("flt", 1)}
UNDEFINED = type("Undefined", (), {"__bool__": lambda self: False, "__str__": lambda self: "undefined"})()
NAN = float("nan")


class ExpressionError(ValueError):
	"""The text is not in the subset."""


@lru_cache(maxsize=2048)
def parse(text):
	"""Tree of a depends_on text: "eval:<expression>" or the name of one field. '' gives None."""
	text = (text or "").strip()
	if re.fullmatch(r"[A-Za-z_]\w*", text):
		return ("has", text)
	try:
		if text and not text.startswith("eval:"):
			raise ValueError
		source = _as_python(text[5:].strip().removesuffix(";"))
		return _tree(ast.parse(source, mode="eval").body) if text else None
	except (ValueError, SyntaxError, RecursionError):
		raise ExpressionError(f"Expression is outside the offered subset: {text}") from None


def _as_python(text):
	parts, end = [], 0
	while end < len(text):
		match, before = TOKEN.match(text, end), text[end - 1 : end]
		if not match or (match["str"] and before.isalnum()):
			raise ValueError
		token = " " if match["space"] else PYTHON.get(match[0], match[0])
		if match["word"] and iskeyword(token):
			if before != ".":
				raise ValueError
			token += MARK
		parts.append(token)
		end = match.end()
	return "".join(parts).strip()


def _tree(node):
	match node:
		case ast.BoolOp(op=op, values=[*firsts, last]):
			first = _tree(firsts[0] if len(firsts) == 1 else ast.BoolOp(op=op, values=firsts))
			return ("&&" if isinstance(op, ast.And) else "||", first, _tree(last))
		case ast.UnaryOp(op=ast.Invert(), operand=inner):
			return ("!", _tree(inner))
		case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
			return ("v", -value)
		case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in COMPARE:
			return (COMPARE[type(op)], _tree(left), _tree(right))
		case ast.Call(func=function, args=arguments, keywords=[]):
			return _call(function, [_tree(each) for each in arguments])
	return _leaf(node)


def _leaf(node):
	match node:
		case ast.Constant(value=str() | int() | float() as value):
			return ("v", int(value) if isinstance(value, float) and value.is_integer() else value)
		case ast.Name(id=word) if word in WORDS:
			return WORDS[word]
		case ast.Attribute(value=ast.Name(id="doc" | "parent" as scope), attr=field):
			return (scope, field.removesuffix(MARK))
		case ast.Attribute(value=inner, attr="length"):
			return ("len", _tree(inner))
		case ast.List(elts=items):
			return ("list", *map(_tree, items))
	raise ValueError


def _call(function, arguments):
	match function:
		case ast.Name(id=name) if name in CALLS and len(arguments) == CALLS[name][1]:
			return (CALLS[name][0], *arguments)
		case ast.Attribute(value=ast.Attribute(value=ast.Name(id="frappe"), attr="user"), attr="has_role"):
			kind = ("role",)
		case ast.Attribute(value=holder, attr="includes"):
			kind = ("in", _tree(holder))
		case _:
			raise ValueError
	(only,) = arguments
	return (*kind, only)


def fields_of(tree):
	"""Names a tree reads, as a set of (scope, fieldname), scope "doc" or "parent"."""
	if not isinstance(tree, tuple) or not tree or tree[0] == "v":
		return set()
	if tree[0] in ("doc", "parent", "has"):
		return {("parent" if tree[0] == "parent" else "doc", tree[1])}
	return set().union(*map(fields_of, tree[1:]))


def evaluate(tree, doc, parent=None, roles=()):
	"""True or False, as the browser would find it. `doc` and `parent` are mappings."""
	return tree is None or truthy(_run(tree, doc, parent or {}, roles))


def _run(tree, doc, parent, roles):
	kind = tree[0]
	if kind in ("&&", "||"):
		left = _run(tree[1], doc, parent, roles)
		return left if truthy(left) == (kind == "||") else _run(tree[2], doc, parent, roles)
	if kind in ("v", "undef"):
		return tree[1] if kind == "v" else UNDEFINED
	if kind in ("doc", "has", "parent"):
		value = _stored((parent if kind == "parent" else doc).get(tree[1]))
		return value if kind != "has" else value != [] and truthy(value)
	values = [_run(part, doc, parent, roles) for part in tree[1:]]
	if kind == "role":
		return any(role in roles for role in (values[0] if isinstance(values[0], list) else values))
	return values if kind == "list" else OPERATORS[kind](*values)


def _stored(value):
	"""Empty is undefined, dates are text: what a page has in hand."""
	if value is None:
		return UNDEFINED
	return value if isinstance(value, str | int | float | list) else str(value)


def truthy(value):
	return isinstance(value, list) or (bool(value) and value == value)


def _text(value):
	if isinstance(value, bool) or value is None:
		return {True: "true", False: "false", None: "null"}[value]
	if isinstance(value, list):
		return ",".join("" if v is None or v is UNDEFINED else _text(v) for v in value)
	return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _as_number(value):
	if value is None or isinstance(value, int | float):
		return value or 0
	try:
		return float(_text(value).strip() or 0)
	except ValueError:
		return NAN


def _kind(value):
	return "number" if isinstance(value, int | float) and not isinstance(value, bool) else type(value)


def _same(a, b):
	return _kind(a) == _kind(b) and (a is b if isinstance(a, list) else a == b)


def _alike(a, b):
	nothing = (a is None or a is UNDEFINED, b is None or b is UNDEFINED)
	if any(nothing) or _kind(a) == _kind(b):
		return all(nothing) or (not any(nothing) and _same(a, b))
	if {type(a), type(b)} == {list, str}:
		return _text(a) == _text(b)
	return _as_number(a) == _as_number(b)


def _ordered(compare):
	def run(a, b):
		words = isinstance(a, str | list) and isinstance(b, str | list)
		return compare(_text(a), _text(b)) if words else compare(_as_number(a), _as_number(b))

	return run


def _includes(holder, item):
	if isinstance(holder, str):
		return _text(item) in holder
	return isinstance(holder, list) and any(_same(item, each) for each in holder)


def _leading(pattern, convert):
	def run(value):
		match = re.match(pattern, str(int(value)) if isinstance(value, bool) else _text(value))
		return convert(match[0]) if match else 0

	return run


OPERATORS = {
	"!": lambda a: not truthy(a),
	"===": _same,
	"!==": lambda a, b: not _same(a, b),
	"==": _alike,
	"!=": lambda a, b: not _alike(a, b),
	"<": _ordered(operator.lt),
	">": _ordered(operator.gt),
	"<=": _ordered(operator.le),
	">=": _ordered(operator.ge),
	"len": lambda a: len(a) if isinstance(a, str | list) else UNDEFINED,
	"in": _includes,
	"cint": _leading(r"\s*[-+]?\d+", int),
	"flt": _leading(r"\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", float),
}
