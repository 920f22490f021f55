"""`frappe.qb`: PyPika with Frappe's helpers. Loaded on first use, because PyPika is."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from pypika import Case, Field, Order, Query, Table, terms
from pypika import functions as pypika_functions
from pypika.queries import QueryBuilder, Selectable, _SetOperation
from pypika.terms import Function, PseudoColumn, Term, ValueWrapper
from pypika.utils import ignore_copy

from minibench.errors import ValidationError
from minibench.local import local
from minibench.query import select
from minibench.sqltext import adapt

Abs, Avg, Coalesce, Count = (getattr(pypika_functions, name) for name in ("Abs", "Avg", "Coalesce", "Count"))
Date, IfNull, Length, Lower = (
	getattr(pypika_functions, name) for name in ("Date", "IfNull", "Length", "Lower")
)
Max, Min, Substring, Upper = (
	getattr(pypika_functions, name) for name in ("Max", "Min", "Substring", "Upper")
)


def _literal(cls, value, **kwargs) -> str:
	"""A constant as SQLite's own literal: quotes doubled, dates as they are stored."""
	if isinstance(value, Term):
		return value.get_sql(**kwargs)
	if isinstance(value, bool):
		return str(int(value))
	if isinstance(value, date | datetime | time | timedelta | Decimal):
		value = adapt(value)
	if value is None:
		return "null"
	if isinstance(value, int | float):
		return str(value)
	text = str(getattr(value, "value", value))
	if "\0" in text:
		text = text.replace("\0", "")
	return "'" + text.replace("'", "''") + "'"


# PyPika wraps constants in this class at many places: its literals must be those of this database everywhere.
ValueWrapper.get_formatted_value = classmethod(_literal)
# A column called `field` is a column too.
Selectable.field = PseudoColumn("field")
Selectable.__getattr__ = ignore_copy(lambda table, name: Field(name, table=table))
Selectable.__getitem__ = ignore_copy(lambda table, name: Field(name, table=table))


_make_field, _make_table = Field.__init__, Table.__init__


def _checked(make):
	def __init__(self, name, *args, **kwargs):
		if "`" in name:
			raise ValidationError(f"{name!r} is not a name in this database")
		make(self, name, *args, **kwargs)

	return __init__


# PyPika puts names between quotes without looking into them.
Field.__init__, Table.__init__ = _checked(_make_field), _checked(_make_table)


class Sum(pypika_functions.Sum):
	"""A sum is a float, as MariaDB's decimal is for Frappe."""

	def get_function_sql(self, **kwargs):
		return f"(1.0 * {super().get_function_sql(**kwargs)})"


class GroupConcat(pypika_functions.DistinctOptionFunction):
	def __init__(self, column, alias: str | None = None):
		super().__init__("GROUP_CONCAT", column, alias=alias)


class Round(Function):
	def __init__(self, term, decimal=0, **kwargs):
		super().__init__("ROUND", term, decimal, **kwargs)


def run(query, as_dict=False, as_list=False, pluck=False, debug=False, update=None, run=True, **kwargs):
	"""Run a built query; rows as frappe.db.sql gives them."""
	sql = query.get_sql()
	if not run:
		return sql
	# without values nothing in the text is a placeholder; doubled backslashes are undone by the tokenizer
	rows = local.db.sql(
		sql.replace("\\", "\\\\"), as_dict=as_dict, as_list=as_list, pluck=pluck, update=update
	)
	terms = query._selects if isinstance(query, QueryBuilder) else ()
	dates = {n for n, term in enumerate(terms) if isinstance(term, Date)}
	return _with_dates(rows, dates) if dates else rows


def _with_dates(rows, at: set[int]):
	"""date() is a text in SQLite and a date for Frappe."""

	def convert(n: int, value):
		return date.fromisoformat(value) if n in at and isinstance(value, str) else value

	if rows and isinstance(rows[0], dict):
		for row in rows:
			row.update({key: convert(n, value) for n, (key, value) in enumerate(row.items())})
		return rows
	if rows and isinstance(rows[0], str):
		return [convert(0, value) for value in rows]
	return type(rows)(type(row)(convert(n, value) for n, value in enumerate(row)) for row in rows)


class Builder(QueryBuilder):
	"""A query in SQLite's words."""

	QUOTE_CHAR = "`"
	ALIAS_QUOTE_CHAR = "`"

	def __init__(self, **kwargs):
		super().__init__(wrap_set_operation_queries=False, **kwargs)

	run = run

	def _for_update_sql(self, **kwargs) -> str:
		return ""  # the transaction that reads here already holds the write lock


_SetOperation.run = run


class qb(Query):
	"""Entry points: from_, into, update, DocType and get_query."""

	terms = terms
	Field = Field
	Table = Table
	Case = Case
	Order = Order
	desc = Order.desc
	asc = Order.asc

	@classmethod
	def _builder(cls, **kwargs) -> Builder:
		return Builder(**kwargs)

	@staticmethod
	def DocType(name: str, *args, **kwargs) -> Table:
		return Table(name if name.startswith("__") else f"tab{name}", *args, **kwargs)

	@staticmethod
	def functions(name: str, *args, **kwargs) -> Function:
		return Function(name, *args, **kwargs)

	@classmethod
	def from_(cls, table, *args, **kwargs) -> Builder:
		return super().from_(cls.DocType(table) if isinstance(table, str) else table, *args, **kwargs)

	@classmethod
	def into(cls, table, *args, **kwargs) -> Builder:
		return super().into(cls.DocType(table) if isinstance(table, str) else table, *args, **kwargs)

	@classmethod
	def update(cls, table, *args, **kwargs) -> Builder:
		return super().update(cls.DocType(table) if isinstance(table, str) else table, *args, **kwargs)

	@staticmethod
	def get_query(table, fields=None, filters=None, **parts) -> "Listed":
		"""A query from fields and filters, group_by, order_by and limit as frappe.db takes them, to be run as it is."""
		table = table if isinstance(table, str) else table._table_name.removeprefix("tab")
		return Listed(*select(table, fields, filters, **parts))


class Listed:
	"""A finished query with its values."""

	def __init__(self, sql: str, values: list):
		self.sql, self.values = sql, values

	def run(self, as_dict=False, as_list=False, pluck=False, debug=False, update=None):
		return local.db.sql(
			self.sql, self.values, as_dict=as_dict, as_list=as_list, pluck=pluck, update=update
		)


DocType = qb.DocType
