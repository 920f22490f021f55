"""`frappe.db`: one connection, one lazily opened transaction, and Frappe's ways to read and write with it."""

import sqlite3

from minibench import connection as pool
from minibench import search_index, sqltext
from minibench.dbvalues import Values, identifier
from minibench.errors import InReadOnlyMode
from minibench.local import _dict, local
from minibench.perschema import forget


class Callbacks:
	"""Functions to run once at the next commit or rollback."""

	def __init__(self):
		self._functions = []

	def add(self, function) -> None:
		self._functions.append(function)

	def run(self) -> None:
		while self._functions:
			self._functions.pop(0)()

	def reset(self) -> None:
		self._functions.clear()


class Database(Values):
	"""The database of one context. Nothing is opened before the first statement.

	`read_only` contexts read one snapshot and cannot write; others take the write lock at their first
	statement, because a transaction that has read cannot be raised to a writing one safely.
	"""

	db_type = "sqlite"
	DuplicateEntryError = sqlite3.IntegrityError
	OperationalError = sqlite3.OperationalError

	def __init__(self, path: str):
		self.path = path
		self.read_only = False
		self.connection: sqlite3.Connection | None = None
		self.open = False
		self.value_cache: dict = {}
		self.before_commit, self.after_commit = Callbacks(), Callbacks()
		self.before_rollback, self.after_rollback = Callbacks(), Callbacks()
		self.schema_bumped = False

	# transactions

	def begin(self) -> None:
		"""Open the transaction if none is open."""
		if self.open:
			return
		if self.connection is None:
			self.connection = pool.take(self.path)
		if self.read_only:
			self.connection.execute("PRAGMA query_only=1")
			self.connection.execute("BEGIN")
		else:
			self.connection.execute("BEGIN IMMEDIATE")
		self.open = True

	def commit(self) -> None:
		self.before_commit.run()
		if self.open:
			if not self.read_only:
				search_index.before_commit()
			self.connection.execute("COMMIT")
			self._ended()
			self.schema_bumped = False
		self.before_rollback.reset()
		self.after_rollback.reset()
		self.after_commit.run()

	def rollback(self, *, save_point: str | None = None) -> None:
		"""Undo everything, or everything since a savepoint."""
		if save_point:
			self.sql(f"ROLLBACK TO SAVEPOINT {identifier(save_point)}")
			self._forget()
			return
		self.before_commit.reset()
		self.before_rollback.run()
		if self.open:
			self.connection.execute("ROLLBACK")
			self._ended()
		self._forget()
		self.schema_bumped = False
		self.after_commit.reset()
		self.after_rollback.run()

	def _forget(self) -> None:
		"""Drop what was cached from rows that are undone; metas too, when a DocType was among them."""
		self.forget_values()
		local.request_cache.clear()
		local.role_permissions.clear()
		if self.schema_bumped:
			forget(local.site_path)

	def _ended(self) -> None:
		self.open = False
		if self.read_only:
			self.connection.execute("PRAGMA query_only=0")

	def savepoint(self, save_point: str) -> None:
		self.sql(f"SAVEPOINT {identifier(save_point)}")

	def release_savepoint(self, save_point: str) -> None:
		self.sql(f"RELEASE SAVEPOINT {identifier(save_point)}")

	def close(self) -> None:
		"""Roll back what is open and give the connection back."""
		if self.connection is None:
			return
		if self.open:
			self.connection.execute("ROLLBACK")
			self._ended()
		pool.give_back(self.path, self.connection)
		self.connection = None

	# statements

	def execute(self, query: str, values=()) -> sqlite3.Cursor:
		"""Run a statement that is already SQLite's, with `?` placeholders and adapted values."""
		if not self.open:
			self.begin()
		try:
			return self.connection.execute(query, values)
		except sqlite3.OperationalError as error:
			if "readonly database" in str(error):
				raise InReadOnlyMode("A request that reads may not write") from None
			raise

	def sql(self, query, values=(), *, as_dict=False, as_list=False, update=None, pluck=False):
		"""Run a statement with Frappe's placeholders; rows as tuples, or as_dict, as_list, or one column."""
		text, bound = sqltext.prepare(str(query), values)
		cursor = self.execute(text, bound)
		if cursor.description is None:
			return ()
		rows = _typed_rows(text, cursor)
		if pluck:
			return [row[0] for row in rows]
		if as_dict:
			names = [column[0] for column in cursor.description]
			found = [_dict(zip(names, row, strict=True)) for row in rows]
			for row in found if update else ():
				row.update(update)
			return found
		if as_list:
			return [list(row) for row in rows]
		return tuple(rows)

	def escape(self, s, percent: bool = True) -> str:
		"""A quoted string for SQL text: quotes doubled, percent signs too where they would be read as formats."""
		if isinstance(s, bytes):
			s = s.decode()
		text = str(s).replace("'", "''").replace("\\", "\\\\")
		return "'" + (text.replace("%", "%%") if percent else text) + "'"


def _typed_rows(query: str, cursor: sqlite3.Cursor) -> list[tuple]:
	"""The rows, with max() and min() of dates and times converted as their column is, and sums as decimals."""
	rows = cursor.fetchall()
	if not rows or not sqltext.typed_expressions(query):
		return rows
	converters = _expression_converters(query, len(cursor.description))
	if not converters:
		return rows
	return [
		tuple(
			converters[n](value) if n in converters and isinstance(value, str | int) else value
			for n, value in enumerate(row)
		)
		for row in rows
	]


def _expression_converters(query: str, width: int) -> dict:
	items = sqltext.select_items(query)
	found = {}
	if len(items) != width:
		return found
	for n, item in enumerate(items):
		expressions = sqltext.typed_expressions(item)
		if expressions and item.lower().startswith("sum"):
			found[n] = float
		if not expressions or not item.lower().startswith(("max", "min")):
			continue
		table, column = expressions[0]
		kinds = {_column_kind(name, column) for name in ([table] if table else sqltext.tables(query))} - {
			None
		}
		if len(kinds) == 1 and (kind := kinds.pop()) in pool.CONVERTERS:
			found[n] = pool.CONVERTERS[kind]
	return found


def _column_kind(table: str, column: str) -> str | None:
	"""DATE, DATETIME, TIME or what else a column was declared as."""
	for row in local.db.execute(f"pragma table_info(`{identifier(table)}`)"):
		if row[1].lower() == column.lower():
			return row[2].partition("(")[0].upper()
	return None
