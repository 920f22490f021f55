"""Rows of documents: insert, update, single values, and what the database says when it refuses."""

import re
from functools import lru_cache
from sqlite3 import IntegrityError

from minibench.dbvalues import schema_may_have_changed
from minibench.errors import DuplicateEntryError, UniqueValidationError
from minibench.local import local
from minibench.messages import bold, msgprint
from minibench.translate import _
from minibench.utils.dates import now
from minibench.utils.text import random_name
from minibench.values import to_column

_VIOLATED = re.compile(r"UNIQUE constraint failed: tab.*?\.(\w+)")


@lru_cache(maxsize=512)
def _insert_text(doctype: str, columns: tuple[str, ...]) -> str:
	names = ", ".join(f"`{name}`" for name in columns)
	return f"insert into `tab{doctype}` ({names}) values ({', '.join('?' * len(columns))})"


@lru_cache(maxsize=512)
def _update_text(doctype: str, columns: tuple[str, ...]) -> str:
	return f"update `tab{doctype}` set " + ", ".join(f"`{name}` = ?" for name in columns) + " where name = ?"


def _begin(doc) -> None:
	"""Give a new row its name, its time and its person, as far as it has none."""
	if not doc.creation:
		doc.creation = doc.modified = now()
		doc.owner = doc.modified_by = local.session.user
	if not doc.name:
		doc.name = random_name()


def insert_row(doc, ignore_if_duplicate: bool = False) -> None:
	_begin(doc)
	try:
		local.db.execute(_insert_text(doc.doctype, doc.meta.columns), doc.column_values())
	except IntegrityError as error:
		column = _violated(error)
		if column != "name" and not local.db.exists(doc.doctype, doc.name):
			refuse_duplicate(doc, error)
		if not ignore_if_duplicate:
			_refuse_name(doc, error)
	doc.__dict__.pop("__islocal", None)


def insert_children(doc) -> None:
	"""Write the new rows of all child tables, a table at a time."""
	for table, doctype in doc._tables().items():
		rows = doc.get(table) or ()
		if not rows:
			continue
		for row in rows:
			_begin(row)
		values = [row.column_values() for row in rows]
		try:
			local.db.begin()
			local.db.connection.executemany(_insert_text(doctype, rows[0].meta.columns), values)
		except IntegrityError as error:
			refuse_duplicate(rows[0], error)
		for row in rows:
			row.__dict__.pop("__islocal", None)


def _violated(error: IntegrityError) -> str | None:
	found = _VIOLATED.search(str(error))
	return found[1] if found else None


def _refuse_name(doc, error: IntegrityError):
	msgprint(
		_("{0} {1} already exists").format(_(doc.doctype), bold(doc.name)),
		title=_("Duplicate Name"),
		indicator="red",
	)
	raise DuplicateEntryError(doc.doctype, doc.name, error) from error


def update_row(doc) -> None:
	columns = doc.meta.columns
	try:
		local.db.execute(_update_text(doc.doctype, columns), [*doc.column_values(), doc.name])
	except IntegrityError as error:
		refuse_duplicate(doc, error)


def refuse_duplicate(doc, error: IntegrityError):
	"""Say which field must be unique; anything else the database said is raised as it is."""
	column = _violated(error)
	if column is None:
		raise error
	msgprint(_("{0} must be unique").format(_(doc.meta.get_label(column))))
	raise UniqueValidationError(doc.doctype, doc.name, error) from error


def update_single(doc) -> None:
	"""Write a single doctype's values, all anew."""
	schema_may_have_changed(doc.doctype)
	local.db.sql("delete from `tabSingles` where doctype = %s", (doc.doctype,))
	stored = {name: to_column(doc.meta, name, doc.get(name)) for name in doc.meta.columns}
	rows = [(doc.doctype, name, str(value)) for name, value in stored.items() if value is not None]
	local.db.begin()
	local.db.connection.executemany("insert into `tabSingles` (doctype, field, value) values (?, ?, ?)", rows)
	local.db.value_cache.clear()
