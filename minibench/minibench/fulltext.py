"""Finding records by the words that somebody typed: only what the person's own lists would show.

The index gives candidates, the last changed first; the conditions of lists say which of them the person may see, until
there are enough. What is shown of a hit comes from fields that are on the lowest permission level.
"""

import re
import unicodedata
from sqlite3 import OperationalError

from minibench.apps import get_hooks
from minibench.local import _dict, local
from minibench.meta import get_meta
from minibench.permissions import has_permission, only_has_select_perm
from minibench.rowaccess import match_conditions
from minibench.search_index import BETWEEN_PARTS, SHIFT, build_soon, plan

MOST_WORDS = 10
COMMON, BOUND = 200, 20_000
TOP = 1 << 62
# longer beginnings have no index: of a word that is common as it stands they are not sought
LONGEST_PREFIX = 6
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
	search.sweep("__search_words", exact)
	if all(len(word) <= LONGEST_PREFIX for word in words) or not _is_common(exact):
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
		self.by_title: set[int] = set()

	def sweep(self, table: str, expression: str) -> None:
		"""Go through the DocTypes that have hits of an expression, no further in each than is needed."""
		last = (
			f"select rowid from `{table}` where `{table}` match ? and rowid < ? order by rowid desc limit 1"
		)
		before = TOP
		while row := local.db.execute(last, (expression, before)).fetchone():
			kind = row[0] >> SHIFT
			if kind not in self.open:
				self.open[kind] = self.may(kind)
			if self.open[kind] and len(self.found.setdefault(kind, {})) < self.each:
				self.take(kind, table, expression)
			before = kind << SHIFT

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

	def take(self, kind: int, table: str, expression: str) -> None:
		"""Keep the last changed hits of a DocType that the person's list would show."""
		doctype, found = self.kinds[kind][0], self.found[kind]
		condition, values = match_conditions(doctype, local.session.user)
		sql = (
			f"select g.id, g.name from (select rowid as id from `{table}` where `{table}` match %s and rowid >= %s"
			f" and rowid < %s order by rowid desc limit {BOUND}) w cross join `__global_search` g on g.id = w.id"
			f" cross join `tab{doctype}` on `tab{doctype}`.name = g.name where {condition or '1'} limit %s"
		)
		bounds = (kind << SHIFT, (kind + 1) << SHIFT)
		rows = local.db.sql(sql, (expression, *bounds, *values, self.each + len(found)))
		new = [(name, number) for number, name in rows if name not in found]
		found.update(new[: self.each - len(found)])

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


def _is_common(expression: str) -> bool:
	"""Whether more records hold an expression than a first look shows."""
	found = "select count(*) from (select 1 from `__search_words` where `__search_words` match ? limit ?)"
	return local.db.execute(found, (expression, COMMON)).fetchone()[0] == COMMON


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
