"""depends_on and its kin: a stated subset of JavaScript, parsed here into a tree that is plain JSON.

The tree is evaluated here (first paint, work without script) and by the same small interpreter in
desk.js. Allowed: doc.x, parent.x, literals, lists, comparison, &&, ||, !, in_list(), .includes(),
.length, cint(), flt(), frappe.user.has_role(). Anything else raises ExpressionError.
"""

import json
import re
from functools import lru_cache

TOKEN = re.compile(
	r"""\s*(?:
	(?P<num>\d+\.?\d*|\.\d+)
	|(?P<str>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
	|(?P<name>[A-Za-z_$][\w$]*)
	|(?P<op>===|!==|==|!=|<=|>=|&&|\|\||[<>!()\[\],.;-])
	)""",
	re.X,
)
LEVELS = (("||",), ("&&",), ("===", "!==", "==", "!="), ("<=", ">=", "<", ">"))
WORDS = {"true": ("v", True), "false": ("v", False), "null": ("v", None), "undefined": ("undef",)}
UNDEFINED = type("Undefined", (), {"__bool__": lambda self: False, "__repr__": lambda self: "undefined"})()
NAN = float("nan")


class ExpressionError(ValueError):
	"""The text is not in the subset."""


@lru_cache(maxsize=2048)
def parse(text):
	"""Tree of a depends_on text: "eval:<expression>" or the name of one field. '' gives None."""
	text = (text or "").strip()
	if not text:
		return None
	if text.startswith("eval:"):
		return _Parser(text[5:]).parse()
	if re.fullmatch(r"[A-Za-z_]\w*", text):
		return ("has", text)
	raise ExpressionError(f"Not a field name or an eval: expression: {text}")


def fields_of(tree):
	"""Names a tree reads, as a set of (scope, fieldname), scope "doc" or "parent"."""
	if not isinstance(tree, tuple) or not tree:
		return set()
	if tree[0] in ("doc", "parent"):
		return {tree}
	if tree[0] == "has":
		return {("doc", tree[1])}
	return set().union(*(fields_of(part) for part in tree[1:])) if len(tree) > 1 else set()


class _Parser:
	def __init__(self, text):
		self.text, self.tokens, self.at = text, [], 0
		end, text = 0, text.rstrip()
		while end < len(text):
			match = TOKEN.match(text, end)
			if not match:
				raise self.error()
			self.tokens.append((match.lastgroup, match.group(match.lastgroup)))
			end = match.end()
		self.tokens.append(("end", ""))

	def error(self):
		return ExpressionError(f"Expression is outside the offered subset: {self.text.strip()}")

	def take(self, *wanted):
		"""The next token's text if it is one of `wanted`, else None."""
		kind, text = self.tokens[self.at]
		if kind in ("op", "name") and text in wanted:
			self.at += 1
			return text
		return None

	def need(self, *wanted):
		return self.take(*wanted) or self._fail()

	def _fail(self):
		raise self.error()

	def parse(self):
		tree = self.binary(0)
		self.take(";")
		if self.tokens[self.at][0] != "end":
			raise self.error()
		return tree

	def binary(self, level):
		if level == len(LEVELS):
			return self.unary()
		tree = self.binary(level + 1)
		while operator := self.take(*LEVELS[level]):
			tree = (operator, tree, self.binary(level + 1))
		return tree

	def unary(self):
		if self.take("!"):
			return ("!", self.unary())
		if self.take("-"):
			kind, text = self.tokens[self.at]
			self.at += 1
			return ("v", -_number(text)) if kind == "num" else self._fail()
		return self.postfix()

	def postfix(self):
		tree = self.primary()
		while self.take("."):
			if self.take("length"):
				tree = ("len", tree)
			else:
				self.need("includes")
				tree = ("in", tree, self.arguments(1)[0])
		return tree

	def arguments(self, count):
		self.need("(")
		found = [self.binary(0)]
		while self.take(","):
			found.append(self.binary(0))
		self.need(")")
		return found if len(found) == count else self._fail()

	def primary(self):
		kind, text = self.tokens[self.at]
		self.at += 1
		if kind == "num":
			return ("v", _number(text))
		if kind == "str":
			return ("v", _string(text))
		if kind == "op" and text in "([":
			return self.bracket(text)
		return self.name(text) if kind == "name" else self._fail()

	def bracket(self, opening):
		if opening == "(":
			tree = self.binary(0)
			self.need(")")
			return tree
		items = []
		while not self.take("]"):
			if items:
				self.need(",")
			items.append(self.binary(0))
		return ("list", *items)

	def name(self, word):
		if word in WORDS:
			return WORDS[word]
		if word in ("doc", "parent"):
			self.need(".")
			kind, field = self.tokens[self.at]
			self.at += 1
			return (word, field) if kind == "name" else self._fail()
		if word == "in_list":
			return ("in", *self.arguments(2))
		if word in ("cint", "flt"):
			return (word, self.arguments(1)[0])
		if word == "frappe":
			for part in (".", "user", ".", "has_role"):
				self.need(part)
			return ("role", self.arguments(1)[0])
		return self._fail()


def _number(text):
	value = float(text)
	return int(value) if value.is_integer() else value


def _string(text):
	body = re.sub(r'\\(.)|(")', lambda m: _escaped(m[1]) if m[1] else '\\"', text[1:-1])
	return json.loads(f'"{body}"', strict=False)


def _escaped(char):
	return "\\" + char if char in 'nrtbf\\"' else char


def evaluate(tree, doc, parent=None, roles=()):
	"""True or False, as the browser would find it. `doc` and `parent` are mappings."""
	return tree is None or truthy(_run(tree, doc, parent or {}, roles))


def _run(tree, doc, parent, roles):
	kind = tree[0]
	if kind in ("&&", "||"):
		left = _run(tree[1], doc, parent, roles)
		return left if truthy(left) == (kind == "||") else _run(tree[2], doc, parent, roles)
	if kind == "v":
		return tree[1]
	if kind == "undef":
		return UNDEFINED
	if kind in ("doc", "has", "parent"):
		value = _stored((parent if kind == "parent" else doc).get(tree[1]))
		return value if kind != "has" else value != [] and truthy(value)
	values = [_run(part, doc, parent, roles) for part in tree[1:]]
	return (
		values
		if kind == "list"
		else OPERATORS[kind](*values)
		if kind != "role"
		else _has_role(values[0], roles)
	)


def _stored(value):
	"""Empty is undefined, dates are text: what a page has in hand."""
	if value is None:
		return UNDEFINED
	return value if isinstance(value, str | int | float | list) else str(value)


def _has_role(wanted, roles):
	return any(role in roles for role in (wanted if isinstance(wanted, list) else [wanted]))


def truthy(value):
	return True if isinstance(value, list) else bool(value) and value == value


def _text(value):
	if isinstance(value, bool) or value is None:
		return {True: "true", False: "false", None: "null"}[value]
	if isinstance(value, list):
		return ",".join("" if v is None or v is UNDEFINED else _text(v) for v in value)
	return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _as_number(value):
	if value is UNDEFINED:
		return NAN
	if isinstance(value, bool) or value is None:
		return int(bool(value))
	if isinstance(value, int | float):
		return value
	try:
		text = _text(value).strip()
		return float(text) if text else 0
	except ValueError:
		return NAN


def _kind(value):
	if value is None or value is UNDEFINED:
		return "nothing" if value is None else "undefined"
	for name, types in (("bool", bool), ("number", int | float), ("text", str)):
		if isinstance(value, types):
			return name
	return "list"


def _same(a, b):
	kind = _kind(a)
	return kind == _kind(b) and (a is b if kind == "list" else a == b)


def _alike(a, b):
	kinds = {_kind(a), _kind(b)}
	if kinds & {"nothing", "undefined"}:
		return kinds <= {"nothing", "undefined"}
	if len(kinds) == 1:
		return _same(a, b)
	if kinds == {"list", "text"}:
		return _text(a) == _text(b)
	return _as_number(a) == _as_number(b)


def _compare(operator):
	def run(a, b):
		if {_kind(a), _kind(b)} <= {"text", "list"}:
			return operator(_text(a), _text(b))
		return operator(_as_number(a), _as_number(b))

	return run


def _includes(holder, item):
	if isinstance(holder, str):
		return _text(item) in holder
	return isinstance(holder, list) and any(_same(item, each) for each in holder)


def _leading_number(pattern, convert):
	def run(value):
		if isinstance(value, bool):
			return int(value)
		match = re.match(pattern, _text(value))
		return convert(match[0]) if match else 0

	return run


OPERATORS = {
	"!": lambda a: not truthy(a),
	"===": _same,
	"!==": lambda a, b: not _same(a, b),
	"==": _alike,
	"!=": lambda a, b: not _alike(a, b),
	"<": _compare(lambda a, b: a < b),
	">": _compare(lambda a, b: a > b),
	"<=": _compare(lambda a, b: a <= b),
	">=": _compare(lambda a, b: a >= b),
	"len": lambda a: len(a) if isinstance(a, str | list) else UNDEFINED,
	"in": _includes,
	"cint": _leading_number(r"\s*[-+]?\d+", int),
	"flt": _leading_number(r"\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", float),
}
