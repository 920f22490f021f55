"""Column expressions in `fields`, `order_by` and `group_by`: read into a small tree, never pasted into SQL.

A tree is a tuple: ("column", text), ("number", text), ("text", value), ("star",), ("call", name, distinct,
arguments), ("op", sign, left, right). Whatever does not parse is refused.
"""

import re
from functools import lru_cache
from typing import NamedTuple, NoReturn

from minibench.errors import DataError
from minibench.messages import throw
from minibench.translate import _

FUNCTIONS = frozenset(
	("count", "sum", "avg", "min", "max", "ifnull", "coalesce", "abs", "round", "lower", "upper", "length", "date",
	 "group_concat")
)  # fmt: skip
LONGEST = 1_000
_TOKEN = re.compile(
	r"""\s*(?:(?P<number>\d+(?:\.\d+)?)(?!\w)
	|(?P<text>'(?:[^'\\]|'')*'|"(?:[^"\\]|"")*")
	|(?P<name>(?:`[^`]+`|\w+)(?:\.(?:`\w+`|\w+|\*))?)
	|(?P<sign>[-+*/(),]))""",
	re.X,
)


class Item(NamedTuple):
	"""One entry of a comma-separated list: its tree, its alias, its direction, and how it was written."""

	tree: tuple
	alias: str | None
	direction: str | None
	written: str
	distinct: bool


class _Reader:
	def __init__(self, text: str):
		self.text, self.tokens, at = text, [], 0
		text = text.rstrip()
		while at < len(text):
			found = _TOKEN.match(text, at)
			if not found:
				refuse()
			self.tokens.append((found.lastgroup, found[found.lastgroup], found.start(found.lastgroup)))
			at = found.end()
		self.at = 0

	def peek(self, *values: str) -> bool:
		return self.at < len(self.tokens) and self.tokens[self.at][1].lower() in values

	def take(self):
		if self.at == len(self.tokens):
			refuse()
		self.at += 1
		return self.tokens[self.at - 1]

	def accept(self, *values: str) -> str | None:
		return self.take()[1].lower() if self.peek(*values) else None

	def expect(self, value: str) -> None:
		if not self.accept(value):
			refuse()

	def items(self):
		yield self.item()
		while self.accept(","):
			yield self.item()
		if self.at < len(self.tokens):
			refuse()

	def item(self) -> Item:
		start, distinct = self._position(), False
		if self.peek("distinct") and self.at + 1 < len(self.tokens):
			distinct = bool(self.take())
		tree = self.sum()
		written = self.text[start : self._position()].strip()
		alias = self._alias()
		return Item(tree, alias, self.accept("asc", "desc"), written, distinct)

	def _position(self) -> int:
		return self.tokens[self.at][2] if self.at < len(self.tokens) else len(self.text)

	def _alias(self) -> str | None:
		if not self.accept("as"):
			return None
		kind, value, _start = self.take()
		if kind not in ("name", "text") or "." in value:
			refuse()
		return value.strip("`'\"")

	def sum(self) -> tuple:
		left = self.product()
		while sign := self.accept("+", "-"):
			left = ("op", sign, left, self.product())
		return left

	def product(self) -> tuple:
		left = self.factor()
		while sign := self.accept("*", "/"):
			left = ("op", sign, left, self.factor())
		return left

	def factor(self) -> tuple:
		kind, value, _start = self.take()
		if kind == "number":
			return ("number", value)
		if kind == "text":
			return ("text", value[1:-1].replace(value[0] * 2, value[0]))
		if kind == "name":
			return self.call(value.lower()) if self.accept("(") else ("column", value)
		if value == "*":
			return ("star",)
		if value != "(":
			refuse()
		inner = self.sum()
		self.expect(")")
		return inner

	def call(self, name: str) -> tuple:
		if name not in FUNCTIONS:
			refuse()
		distinct = bool(self.accept("distinct"))
		arguments = [self.sum()]
		while self.accept(","):
			arguments.append(self.sum())
		self.expect(")")
		return ("call", name, distinct, tuple(arguments))


def refuse() -> NoReturn:
	throw(_("Use of sub-query or function is restricted"), DataError)


@lru_cache(maxsize=2048)
def read(text: str) -> tuple[Item, ...]:
	"""The items of a comma-separated list. Raises DataError for anything but columns and known functions."""
	if len(text) > LONGEST:
		refuse()
	try:
		return tuple(_Reader(text).items())
	except RecursionError:
		return refuse()


def columns(tree: tuple):
	"""The texts of all columns in a tree."""
	if tree[0] == "column":
		yield tree[1]
	elif tree[0] == "op":
		yield from columns(tree[2])
		yield from columns(tree[3])
	elif tree[0] == "call":
		for argument in tree[3]:
			yield from columns(argument)
