"""The search index: the words of each record that may be found, kept in step with the records.

Triggers mark what a statement changed, whoever wrote it; before the commit of the same transaction the marked records
are written anew. Only fields of permission level 0 are in it. A DocType whose fields changed since its part was
written is not searched until `build` has written that part anew.
"""

import json
import re
from contextlib import nullcontext
from functools import lru_cache
from html import unescape
from itertools import groupby
from sqlite3 import OperationalError
from typing import NamedTuple

from minibench.jobs import add_job, reading
from minibench.local import local
from minibench.meta import get_meta

# one DocType's records are one range of row ids, the last changed one highest
SHIFT = 40
CHUNK = 1000
LONGEST = 20_000
BETWEEN_PARTS, BETWEEN_ROWS = "\x1e", "; "
RICH = ("Text Editor", "HTML Editor", "Markdown Editor")
PLAIN = ("Data", "Small Text", "Text", "Long Text", "Read Only", "Autocomplete", "Phone")
OTHER = ("Select", "Link", "Dynamic Link", "Int", "Long Int")
_APOSTROPHE = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)+")

_TITLES, _WORDS = ("code", "title", "joined"), ("code", "title", "content", "joined")


def _words_table(name: str, columns: tuple[str, ...]) -> tuple[str, ...]:
	"""A table of words over `__global_search`, and the triggers that keep it in step."""
	listed, new, old = (", ".join(f"{of}`{column}`" for column in columns) for of in ("", "new.", "old."))
	into = f"begin insert into `{name}`"
	return (
		f"create virtual table if not exists `{name}` using fts5({listed}, content='__global_search', content_rowid='id',"
		" tokenize='unicode61 remove_diacritics 2', prefix='2 3 4 5 6')",
		f"create trigger if not exists `{name}_in` after insert on `__global_search` {into} (rowid, {listed})"
		f" values (new.id, {new}); end",
		f"create trigger if not exists `{name}_out` after delete on `__global_search` {into} (`{name}`, rowid, {listed})"
		f" values ('delete', old.id, {old}); end",
	)


# the titles stand apart, too: a word that all texts hold and no title is not sought in all texts
TABLES = (
	"create table if not exists `__search_kind`"
	" (id integer primary key, doctype text unique, signature text, ready int not null default 0)",
	"create table if not exists `__search_due` (doctype text, name text, primary key (doctype, name)) without rowid",
	"create table if not exists `__global_search` (id integer primary key, doctype text, name text collate nocase,"
	" code text, title text, content text, joined text, unique (doctype, name))",
	*_words_table("__search_titles", _TITLES),
	*_words_table("__search_words", _WORDS),
)


class Part(NamedTuple):
	"""One field that is searched: of the record itself, or of the rows of one of its tables."""

	table: str | None
	doctype: str
	fieldname: str
	label: str
	rich: bool


class Plan(NamedTuple):
	"""What is searched of a DocType: whether its names say something, its title's field, other fields."""

	named: bool
	title: str | None
	parts: tuple[Part, ...]

	@property
	def signature(self) -> str:
		return json.dumps([self.named, self.title, [part[:3] for part in self.parts]])


@lru_cache(maxsize=512)
def plan(meta) -> Plan | None:
	"""How a DocType is searched: by name and title, by its search fields and by what is marked for global search."""
	if meta.istable or meta.issingle or meta.is_virtual or (meta.module == "Core" and not meta.custom):
		return None
	field = meta.get_field(meta.get_title_field())
	title = field.fieldname if field and not field.permlevel else None
	sought = set(meta.get_search_fields())
	parts = [
		Part(None, meta.name, df.fieldname, df.label, df.fieldtype in RICH)
		for df in meta.fields
		if _open(df) and df.fieldname != title and (df.in_global_search or _words_in(df, sought))
	]
	for table in meta.get_table_fields():
		rows = get_meta(table.options).fields if not table.permlevel else ()
		marked = (df for df in rows if _open(df) and df.in_global_search)
		parts += [
			Part(table.fieldname, table.options, df.fieldname, df.label, df.fieldtype in RICH)
			for df in marked
		]
	named = (meta.autoname or "hash").lower() not in ("hash", "random", "autoincrement")
	return Plan(named, title, tuple(parts)) if named or title or parts else None


def _open(df) -> bool:
	return not df.permlevel and df.fieldtype in (*RICH, *PLAIN, *OTHER)


def _words_in(df, sought: set[str]) -> bool:
	return df.fieldname in sought and df.fieldtype in PLAIN


# what is due


def before_commit() -> None:
	"""Write what is due; a site that was not migrated yet has no index."""
	try:
		refresh()
	except OperationalError as error:
		if "no such table: __search" not in str(error):
			raise


def refresh() -> None:
	"""Write anew what the transaction has changed so far."""
	db = local.db
	while due := db.execute("select doctype, name from `__search_due` limit ?", (CHUNK,)).fetchall():
		for doctype, group in groupby(due, key=lambda row: row[0]):
			_write(doctype, [name for _doctype, name in group])
		db.connection.executemany("delete from `__search_due` where doctype = ? and name = ?", due)


def _write(doctype: str, names: list[str]) -> None:
	db, marks = local.db, ", ".join("?" * len(names))
	db.execute(f"delete from `__global_search` where doctype = ? and name in ({marks})", (doctype, *names))
	kinds = db.execute("select id from `__search_kind` where doctype = ?", (doctype,)).fetchone()
	wanted = plan(get_meta(doctype)) if kinds else None
	if not wanted:
		return
	low = kinds[0] << SHIFT
	last = "select coalesce(max(id), ?) from `__global_search` where id >= ? and id < ?"
	at = db.execute(last, (low, low, low + (1 << SHIFT))).fetchone()[0]
	rows = [
		(number, doctype, *row) for number, row in enumerate(_texts(doctype, wanted, names, marks), at + 1)
	]
	db.connection.executemany("insert into `__global_search` values (?, ?, ?, ?, ?, ?, ?)", rows)


def _texts(doctype: str, wanted: Plan, names: list[str], marks: str):
	"""(name, code, title, content, joined) of the records that are there, in the order in which they were made."""
	own = [part for part in wanted.parts if not part.table]
	columns = ", ".join(f"`{name}`" for name in ("name", wanted.title or "name", *(p.fieldname for p in own)))
	found = local.db.execute(
		f"select {columns} from `tab{doctype}` where name in ({marks}) order by rowid", names
	)
	of_rows = {part: _rows(doctype, part, names, marks) for part in wanted.parts if part.table}
	for name, title, *values in found.fetchall():
		texts = [_text(value, part.rich) for part, value in zip(own, values, strict=True)]
		texts += [_text(BETWEEN_ROWS.join(by_parent.get(name, ())), False) for by_parent in of_rows.values()]
		title, content = _text(title, False) if wanted.title else "", BETWEEN_PARTS.join(texts)
		joined = " ".join(
			re.sub(r"['\u2019]", "", word) for word in _APOSTROPHE.findall(f"{title} {content}")
		)
		yield name, name if wanted.named else "", title, content, joined


def _rows(doctype: str, part: Part, names: list[str], marks: str) -> dict[str, list[str]]:
	"""{parent: the texts of its rows}"""
	found: dict[str, list[str]] = {}
	sql = (
		f"select parent, `{part.fieldname}` from `tab{part.doctype}` where parent in ({marks}) and parenttype = ?"
		" and parentfield = ? order by idx"
	)
	for parent, value in local.db.execute(sql, (*names, doctype, part.table)):
		found.setdefault(parent, []).append(_text(value, part.rich))
	return found


def _text(value, rich: bool) -> str:
	text = "" if value is None else str(value)
	if rich:
		text = unescape(re.sub(r"<[^>]*>", " ", text))
	return re.sub(r"[\x00-\x20\xa0]+", " ", text).strip()[:LONGEST]


# the whole


def build(force: bool = False, commit: bool = True) -> list[str]:
	"""Write anew what the index lacks, or all of it; the DocTypes that were written. Commits after each chunk."""
	if commit:
		local.db.commit()
	with reading() if commit else nullcontext():
		known = local.db.execute("select id, doctype, signature, ready from `__search_kind`").fetchall()
		names = local.db.sql("select name from `tabDocType` where istable = 0 and issingle = 0", pluck=True)
		plans = {name: found for name in names if (found := plan(get_meta(name)))}
	stored = {row[1]: row for row in known}
	for doctype in stored.keys() - plans:
		_forget(doctype, stored[doctype][0], commit)
		local.db.execute("delete from `__search_kind` where doctype = ?", (doctype,))
	wanted = [
		name for name, found in plans.items() if force or stored.get(name, ())[2:] != (found.signature, 1)
	]
	for doctype in wanted:
		_build(doctype, plans[doctype], commit)
	return wanted


def build_soon() -> None:
	"""Let a job see to it, after what DocTypes say was changed in this transaction."""
	if not local.db.sql("select 1 from `__job` where job_id = 'search' and state = 'queued'"):
		add_job(build, {}, job_id="search")


def _build(doctype: str, wanted: Plan, commit: bool) -> None:
	"""Not to be searched, emptied, watched; then filled and searched again: a crash on the way begins anew."""
	db = local.db
	db.execute("insert or ignore into `__search_kind` (doctype) values (?)", (doctype,))
	sql = "update `__search_kind` set ready = 0, signature = ? where doctype = ? returning id"
	kind = db.execute(sql, (wanted.signature, doctype)).fetchall()[0][0]
	_forget(doctype, kind, commit)
	for trigger in _triggers(doctype, wanted):
		db.execute(trigger)
	last = 0
	step = f"select max(rowid) from (select rowid from `tab{doctype}` where rowid > ? order by rowid limit {CHUNK})"
	while last is not None:
		first, last = last, db.execute(step, (last,)).fetchone()[0]
		mark = f"insert or ignore into `__search_due` select ?, name from `tab{doctype}` where rowid > ? and rowid <= ?"
		db.execute(mark, (doctype, first, last or 0))
		refresh()
		if commit:
			db.commit()
	db.execute("update `__search_kind` set ready = 1 where id = ?", (kind,))
	if commit:
		db.commit()


def _forget(doctype: str, kind: int, commit: bool) -> None:
	db = local.db
	begins = f"search:{doctype}:"
	of_doctype = "select name from sqlite_master where type = 'trigger' and substr(name, 1, ?) = ?"
	for (name,) in db.execute(of_doctype, (len(begins), begins)).fetchall():
		db.execute(f"drop trigger `{name}`")
	low = kind << SHIFT
	some = f"select id from `__global_search` where id >= ? and id < ? limit {CHUNK}"
	while db.execute(
		f"delete from `__global_search` where id in ({some})", (low, low + (1 << SHIFT))
	).rowcount:
		if commit:
			db.commit()


def _triggers(doctype: str, wanted: Plan):
	own = [
		"name",
		*([wanted.title] if wanted.title else []),
		*(p.fieldname for p in wanted.parts if not p.table),
	]
	yield from _watch(doctype, doctype, own, "name")
	for child in dict.fromkeys(part.doctype for part in wanted.parts if part.table):
		fields = [part.fieldname for part in wanted.parts if part.table and part.doctype == child]
		columns = ["parent", "parenttype", "parentfield", "idx", *fields]
		yield from _watch(doctype, child, columns, "parent", "ROW.parenttype = " + _literal(doctype))


def _watch(doctype: str, table: str, columns: list[str], key: str, only: str = "1"):
	"""Triggers that mark a record when a row of a table comes, goes or changes in one of the columns."""
	names = [f"`{name}`" for name in dict.fromkeys(columns)]
	changed = " or ".join(f"old.{name} is not new.{name} collate binary" for name in names)
	events = {"insert": ("new",), "delete": ("old",), f"update of {', '.join(names)}": ("old", "new")}
	for event, rows in events.items():
		when = f" when {changed}" if len(rows) > 1 else ""
		marks = (
			f"insert or ignore into `__search_due` select {_literal(doctype)}, {row}.`{key}`"
			f" where {only.replace('ROW', row, 1)}; "
			for row in rows
		)
		name = f"search:{doctype}:{table}:{event[:6]}"
		yield f"create trigger `{name}` after {event} on `tab{table}`{when} begin {''.join(marks)}end"


def _literal(text: str) -> str:
	return "'" + text.replace("'", "''") + "'"
