"""Finding records by the words that somebody typed: only what the person's own lists would show.

The index gives candidates, the last changed first; `get_list` says which of them the person may see, until there are
enough. What is shown of a hit comes from fields that are on the lowest permission level.
"""

import re
import unicodedata
from itertools import groupby
from sqlite3 import OperationalError

from minibench.apps import get_hooks
from minibench.errors import PermissionError
from minibench.local import _dict, local
from minibench.messages import clear_last_message
from minibench.meta import get_meta
from minibench.permissions import has_permission, only_has_select_perm
from minibench.query import get_list
from minibench.search_index import BETWEEN_PARTS, SHIFT, build_soon, plan

MOST_WORDS = 10
FIRST, GROWTH, LARGEST, BOUND = 200, 4, 5000, 20_000
TOP = 1 << 62
LONGEST_PREFIX = (
	6  # longer beginnings have no index: of a word that is common as it stands they are not sought
)
BEFORE, AFTER = 50, 110
_TYPED = re.compile(r'"([^"]*)"?|([^\s"]+)')
_WORD = re.compile(r"[^\W_]+")


def find(text: str, each: int = 5, doctype: str | None = None) -> list[_dict]:
	"""The records of every DocType, or of one, that hold all words of a text: at most `each` of a DocType.

	Words may be begun only; what is in double quotes stands together. Each hit has doctype, name, label (its title,
	or its name), and where it was found elsewhere, field (a label) and excerpt. `label` and `excerpt` are lists of
	(text, whether it was looked for).
	"""
	typed = [quoted or plain for quoted, plain in _TYPED.findall(text)]
	words = [word for word in typed if _WORD.search(word)][:MOST_WORDS]
	if not words:
		return []
	exact = " AND ".join('"{}"'.format(re.sub(r"[\x00\"]", " ", word)) for word in words)
	begun = exact.replace('" AND ', '"* AND ') + "*"
	search = _Search(each, doctype)
	if not search.kinds:
		return []
	for expression in (exact, begun):
		search.sweep("__search_titles", expression)
	search.by_title = {kind for kind, found in search.found.items() if found}
	common = search.sweep("__search_words", exact)
	if not common or all(len(word) <= LONGEST_PREFIX for word in words):
		search.sweep("__search_words", begun)
	return search.hits([fold(word) for word in words for word in _WORD.findall(word)])


def fold(text: str) -> str:
	"""A text without accents and capitals."""
	apart = unicodedata.normalize("NFKD", text)
	return "".join(c for c in apart if not unicodedata.combining(c)).casefold()


class _Search:
	"""One search: which DocTypes take part, and what was found so far."""

	def __init__(self, each: int, doctype: str | None):
		self.each = each
		try:
			ready = "select id, doctype, signature from `__search_kind` where ready = 1"
			rows = local.db.execute(ready).fetchall()
		except OperationalError:  # a site that was not migrated yet
			rows = []
		self.kinds = {kind: (name, signature) for kind, name, signature in rows if doctype in (None, name)}
		self.open: dict[int, bool] = {}
		self.found: dict[int, dict[str, int]] = {}
		self.seen: dict[int, int] = {}
		self.by_title: set[int] = set()

	def sweep(self, table: str, expression: str) -> bool:
		"""Go through the hits of an expression, DocType by DocType, no further in each than is needed.

		Returns whether some DocType has more hits than a first look shows.
		"""
		before, common = TOP, False
		while before > 0:
			rows = _candidates(table, expression, 0, before, FIRST)
			for kind, group in groupby(rows, key=lambda row: row[0] >> SHIFT):
				self.take(kind, list(group))
			if len(rows) < FIRST:
				return common
			before, common = rows[-1][0], True
			size = FIRST * GROWTH
			while rows and self.wants(kind):
				rows = _candidates(table, expression, kind << SHIFT, before, size)
				self.take(kind, rows)
				before, size = (rows[-1][0] if rows else 0), min(size * GROWTH, LARGEST)
			before = kind << SHIFT
		return common

	def wants(self, kind: int) -> bool:
		"""Whether more hits of a DocType are to be looked at."""
		if kind not in self.open:
			self.open[kind] = self.may(kind)
		full = len(self.found.get(kind, ())) >= self.each
		return self.open[kind] and not full and self.seen.get(kind, 0) < BOUND

	def may(self, kind: int) -> bool:
		"""Whether the person may read records of a DocType, and what the index holds is what may be searched."""
		doctype, signature = self.kinds.get(kind, (None, None))
		if not doctype or only_has_select_perm(doctype) or not has_permission(doctype, raise_exception=False):
			return False
		wanted = plan(get_meta(doctype))
		if wanted is None or wanted.signature != signature:
			build_soon()
			return False
		return True

	def take(self, kind: int, rows: list[tuple]) -> None:
		"""Keep of some hits of a DocType those that the person's list would show."""
		if not rows or not self.wants(kind):
			return
		found = self.found.setdefault(kind, {})
		self.seen[kind] = self.seen.get(kind, 0) + len(rows)
		names = {name: number for number, name in rows if name not in found}
		try:
			where = {"name": ["in", list(names)]}
			shown = (
				set(get_list(self.kinds[kind][0], filters=where, pluck="name", order_by=None))
				if names
				else ()
			)
		except PermissionError:
			clear_last_message()
			self.open[kind] = False
			return
		for name in [name for name in names if name in shown][: self.each - len(found)]:
			found[name] = names[name]

	def hits(self, words: list[str]) -> list[_dict]:
		"""What was found: by title before by other words, and then in the order that the apps say, the rest last."""
		ranks = {doctype: rank for rank, doctype in enumerate(_in_order())}
		rank = lambda kind: ranks.get(self.kinds[kind][0], len(ranks))  # noqa: E731
		kinds = sorted(self.found, key=lambda kind: (kind not in self.by_title, rank(kind), kind))
		numbers = [number for kind in kinds for number in self.found[kind].values()]
		sql = "select id, doctype, name, title, content from `__global_search` where id in ({})"
		rows = local.db.execute(sql.format(", ".join("?" * len(numbers))), numbers) if numbers else ()
		made = {row[0]: _hit(words, *row[1:]) for row in rows}
		return [made[number] for number in numbers]


def _in_order() -> list[str]:
	"""The DocTypes that the apps' hook `global_search_doctypes` names, those with an index at their place."""
	doctypes = []
	for row in (get_hooks("global_search_doctypes") or {}).get("Default", ()):
		doctypes.insert(row.get("index", len(doctypes)), row["doctype"])
	return doctypes


def _candidates(table: str, expression: str, low: int, before: int, size: int) -> list[tuple]:
	sql = (
		f"select g.id, g.name from (select rowid as id from `{table}` where `{table}` match ?"
		" and rowid >= ? and rowid < ? order by rowid desc limit ?) w join `__global_search` g on g.id = w.id"
		" order by g.id desc"
	)
	return local.db.execute(sql, (expression, low, before, size)).fetchall()


def _hit(words: list[str], doctype: str, name: str, title: str, content: str) -> _dict:
	hit = _dict(doctype=doctype, name=name, label=marked(title or name, words), field=None, excerpt=None)
	for part, text in zip(plan(get_meta(doctype)).parts, content.split(BETWEEN_PARTS), strict=False):
		pieces = marked(text, words)
		if any(sought for _text, sought in pieces):
			hit.field, hit.excerpt = part.label, _cut(pieces)
			break
	return hit


def marked(text: str, words: list[str]) -> list[tuple[str, bool]]:
	"""A text in pieces: (text, whether it is a word that begins as one of those looked for)."""
	pieces, at = [], 0
	for found in _WORD.finditer(text):
		if fold(found[0]).startswith(tuple(words)):
			pieces += [(text[at : found.start()], False), (found[0], True)]
			at = found.end()
	return [piece for piece in [*pieces, (text[at:], False)] if piece[0]]


def _cut(pieces: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
	"""The words around the first that was looked for."""
	first = next(n for n, piece in enumerate(pieces) if piece[1])
	lead = "".join(text for text, _sought in pieces[:first])
	if len(lead) > BEFORE:
		lead = "\u2026" + lead[-BEFORE:].partition(" ")[2]
	cut, room = [(lead, False)] if lead else [], AFTER
	for text, sought in pieces[first:]:
		cut.append((text if len(text) <= room else text[:room] + "\u2026", sought))
		room -= len(text)
		if room <= 0:
			break
	return cut
