"""SQL as Frappe apps write it, made into what SQLite takes.

One tokenizer: `%s`, `%(name)s` and `%%` become placeholders and a percent sign, `"text"` becomes `'text'`,
and a list bound to a placeholder becomes a bracketed list of them.
"""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

_TOKEN = re.compile(
	r"""(?P<single>'(?:[^'\\]|''|\\.)*')
	|(?P<double>"(?:[^"\\]|""|\\.)*")
	|(?P<tick>`[^`]*`)
	|(?P<percent>%%)
	|(?P<pos>%s)
	|%\((?P<name>\w+)\)s""",
	re.X | re.S,
)
_TYPED = re.compile(r"\b(?:max|min|sum)\s*\(\s*(?:`?(tab[^`.]+?)`?\s*\.\s*)?`?(\w+)`?\s*\)", re.I)
_TABLES = re.compile(r"`(tab[^`]+)`|\b(tab\w+)\b")


def _literal(text: str, formatted: bool) -> str:
	"""A quoted string as SQLite reads it: quotes doubled, backslash escapes undone."""
	quote, inner = text[0], text[1:-1]
	if "\\" in inner:
		inner = re.sub(r"\\([\\'\"nt0])", lambda m: {"n": "\n", "t": "\t", "0": "\0"}.get(m[1], m[1]), inner)
		inner = inner.replace("''", "'").replace("'", "''") if quote == "'" else inner
	if quote == '"':
		inner = inner.replace('""', '"').replace("'", "''")
	return "'" + (inner.replace("%%", "%") if formatted else inner) + "'"


@lru_cache(maxsize=2048)
def parse(query: str, formatted: bool) -> tuple[tuple[str, ...], tuple]:
	"""(n + 1 pieces of text, n keys between them): a key is None for `%s`, a name for `%(name)s`."""
	pieces, keys, last, text = [], [], 0, []
	for token in _TOKEN.finditer(query):
		text.append(query[last : token.start()])
		last = token.end()
		kind = token.lastgroup
		if kind in ("single", "double"):
			text.append(_literal(token[0], formatted))
		elif kind == "tick" or not formatted:
			text.append(token[0])
		elif kind == "percent":
			text.append("%")
		else:
			pieces.append("".join(text))
			text = []
			keys.append(token["name"])
	text.append(query[last:])
	pieces.append("".join(text))
	return tuple(pieces), tuple(keys)


def adapt(value):
	"""A Python value as SQLite stores it; dates and times as ISO text."""
	kind = type(value)
	if kind in (str, int, float, type(None), bytes):
		return value
	if isinstance(value, bool):
		return int(value)
	if isinstance(value, datetime):
		return value.replace(tzinfo=None).isoformat(" ", "microseconds")
	if isinstance(value, date):
		return value.isoformat()
	if isinstance(value, timedelta):
		return format_timedelta(value)
	if isinstance(value, time):
		return value.isoformat("microseconds")
	if isinstance(value, Decimal):
		return float(value)
	return str(value)


def format_timedelta(value: timedelta) -> str:
	seconds = int(value.total_seconds())
	text = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
	return f"{text}.{value.microseconds:06}" if value.microseconds else text


def prepare(query: str, values) -> tuple[str, list]:
	"""The statement and its values for SQLite. Raises KeyError or IndexError when a value is missing."""
	formatted = values is not None and values != ()
	pieces, keys = parse(query, formatted)
	if not keys:
		return pieces[0], []
	if not isinstance(values, dict | list | tuple):
		values = [values]
	out, bound, position = [pieces[0]], [], 0
	for key, piece in zip(keys, pieces[1:], strict=True):
		if key is None:
			value, position = values[position], position + 1
		else:
			value = values[key]
		if isinstance(value, list | tuple | set | frozenset):
			out.append("(" + (", ".join("?" * len(value)) or "NULL") + ")")
			bound.extend(adapt(entry) for entry in value)
		else:
			out.append("?")
			bound.append(adapt(value))
		out.append(piece)
	return "".join(out), bound


@lru_cache(maxsize=1024)
def typed_expressions(query: str) -> tuple[tuple[str, str], ...]:
	"""((table or "", column), ..) of each max(), min() and sum() in a statement."""
	return tuple((table or "", column) for table, column in _TYPED.findall(query))


@lru_cache(maxsize=1024)
def tables(query: str) -> tuple[str, ...]:
	"""The names of the tables that a statement mentions."""
	return tuple(dict.fromkeys(a or b for a, b in _TABLES.findall(query)))


@lru_cache(maxsize=1024)
def select_items(query: str) -> tuple[str, ...]:
	"""The expressions between SELECT and FROM of the outermost query, alias included."""
	found = re.match(r"\s*select\s+(?:distinct\s+)?", query, re.I)
	if not found:
		return ()
	items, depth, start, position = [], 0, found.end(), found.end()
	for token in re.finditer(r"'(?:[^']|'')*'|`[^`]*`|[(),]|\bfrom\b", query[position:], re.I):
		text, at = token[0].lower(), position + token.start()
		depth += (text == "(") - (text == ")")
		if depth == 0 and text in (",", "from"):
			items.append(query[start:at].strip())
			start = at + 1
			if text == "from":
				return tuple(items)
	return (*items, query[start:].strip())
