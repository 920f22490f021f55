"""One select in the making: columns, joins, conditions and order, each checked against the Meta."""

from functools import lru_cache

from minibench import filters as conditions_of
from minibench import sqlfields
from minibench.errors import DataError
from minibench.filters import Column
from minibench.local import local
from minibench.messages import throw
from minibench.meta import Meta, get_meta, optional_fields, table_fields
from minibench.translate import _
from minibench.values import NUMBER_TYPES, STANDARD_TYPES

NEVER_NULL = frozenset(("name", "creation", "modified", "docstatus", "idx"))
NOT_NULL_TYPES = NUMBER_TYPES - {"Rating", "Duration", "Long Int"}
SYSTEM_TABLES = {"Singles": ("doctype", "field", "value"), "Series": ("name", "current")}
AGGREGATES = ("count", "min", "max", "sum", "avg")


def not_permitted(name: str):
	"""Refuse a column: unknown and forbidden ones with the same words."""
	throw(_("Field not permitted in query") + f": {name.replace('`', '')}", DataError)


@lru_cache(maxsize=512)
def columns_of(meta: Meta, table: str) -> dict[str, Column]:
	"""{fieldname: Column} of a DocType's table, named by `table` in the statement."""
	types = {field.fieldname: field.fieldtype for field in meta.column_fields}
	found = {}
	for name in (*meta.columns, *(() if meta.istable else optional_fields)):
		kind = types.get(name) or STANDARD_TYPES.get(name, "Data")
		nullable = name not in NEVER_NULL and kind not in NOT_NULL_TYPES
		found[name] = Column(f"{table}.`{name}`", meta.name, name, kind, nullable)
	return found


class Statement:
	"""One select in the making. `access` says what a person may see; None asks nobody."""

	def __init__(self, doctype: str, access=None, listed: bool = True):
		self.doctype, self.access, self.listed = doctype, access, listed
		self.table = self.source = f"`tab{doctype}`"
		self.joins: dict[tuple, str] = {}
		self.join_values: list = []
		self.aliases: set[str] = set()
		if doctype in SYSTEM_TABLES:
			self.meta = None
			names = SYSTEM_TABLES[doctype]
			self.own = {name: Column(f"{self.table}.`{name}`", doctype, name, "Data", True) for name in names}
			return
		self.meta = get_meta(doctype)
		if self.meta.issingle:
			throw(f"{doctype} is a single DocType: it has no list", DataError)
		self.own = columns_of(self.meta, self.table)

	# columns

	def column(self, text: str, doctype: str | None = None, guess: bool = False) -> Column:
		"""The column that a text names: own, `tabX`.`field`, child_table.field or link.field.

		With `guess` a bare name may also be that of a child table's field. Raises DataError.
		"""
		if not doctype or doctype == self.doctype:
			found = self.own.get(text) or self._far(text, guess)
		else:
			found = self._child(doctype, text.strip("`"))
		return found or not_permitted(text)

	def _far(self, text: str, guess: bool) -> Column | None:
		table, dot, name = text.rpartition(".")
		name = name.strip("`")
		if not dot:
			return self.own.get(name) or (self._guess(name) if guess else None)
		field = self.meta.get_field(table) if self.meta else None
		if field and field.fieldtype == "Link":
			return self._linked(field, name)
		if field and field.fieldtype in table_fields:
			return self._child(field.options, name)
		table = table.strip("`")
		if not table.startswith("tab"):
			return None
		return self.own.get(name) if table[3:] == self.doctype else self._child(table[3:], name)

	def _guess(self, name: str) -> Column | None:
		for field in self.meta.get_table_fields() if self.meta else ():
			if name in columns_of(get_meta(field.options), f"`tab{field.options}`"):
				return self._child(field.options, name)
		return None

	def _child(self, doctype: str, name: str) -> Column | None:
		tables = [f for f in self.meta.get_table_fields() if f.options == doctype] if self.meta else []
		known = columns_of(get_meta(doctype), f"`tab{doctype}`")
		if not tables or name not in known:
			return None
		if ("child", doctype) not in self.joins:
			self._join_child(doctype, tables)
		return known[name]

	def _join_child(self, doctype: str, tables: list) -> None:
		child = f"`tab{doctype}`"
		text = f" left join {child} on ({child}.`parenttype` = %s and {child}.`parent` = {self.table}.`name`"
		self.join_values.append(self.doctype)
		if self.access:
			allowed = [f.fieldname for f in tables if self.access.permits(self.doctype, f.fieldname)]
			text += f" and {child}.`parentfield` in ({', '.join(['%s'] * len(allowed))})"
			self.join_values.extend(allowed)
		self.joins["child", doctype] = text + ")"

	def _linked(self, field, name: str) -> Column | None:
		if self.access and not self.access.permits(self.doctype, field.fieldname):
			return None
		alias = f"`tab{field.options}:{field.fieldname}`"
		known = columns_of(get_meta(field.options), alias)
		if name in known and ("link", field.fieldname) not in self.joins:
			source = self.own[field.fieldname].sql
			text = f" left join `tab{field.options}` {alias} on ({alias}.`name` = {source}"
			if self.access:
				condition, values = self.access.linked(field.options)
				if condition:
					text += (
						f" and {alias}.`name` in (select `name` from `tab{field.options}` where {condition})"
					)
					self.join_values.extend(values)
			self.joins["link", field.fieldname] = text + ")"
		return known.get(name)

	# expressions

	def render(self, tree: tuple, values: list) -> str:
		"""The SQL of an expression; the texts in it are bound."""
		kind = tree[0]
		if kind == "column":
			return self.column(tree[1]).sql
		if kind == "text":
			values.append(tree[1])
			return "%s"
		if kind == "op":
			left, right = self.render(tree[2], values), self.render(tree[3], values)
			return f"({'1.0 * ' if tree[1] == '/' else ''}{left} {tree[1]} {right})"
		if kind == "call":
			return self._call(*tree[1:], values)
		return "*" if kind == "star" else tree[1]

	def _call(self, name: str, distinct: bool, arguments: tuple, values: list) -> str:
		inner = ", ".join(self.render(argument, values) for argument in arguments)
		if name == "count" and not distinct and inner == self.own["name"].sql:
			inner = "*"  # a name is never NULL, and an index alone can count rows
		text = f"{name}({'distinct ' if distinct else ''}{inner})"
		return f"(1.0 * {text})" if name == "sum" else text

	def permits(self, tree: tuple) -> bool:
		"""Whether the person may see all columns of an expression."""
		if not self.access:
			return True
		found = [self.column(text) for text in sqlfields.columns(tree)]
		return all(self.access.permits(column.doctype, column.fieldname) for column in found)

	# parts

	def items(self, fields, as_list: bool) -> tuple[list[str], list, bool]:
		"""(SQL of each result column, bound values, distinct); what the person may not see is left out."""
		texts, values, distinct = [], [], False
		for field in fields:
			if type(field) is str and field in self.own:
				if not self.access or self.access.permits(self.doctype, field):
					texts.append(self.own[field].sql)
				elif as_list:
					texts.append("NULL")
				continue
			for item in sqlfields.read(str(field)):
				distinct = distinct or item.distinct
				texts.extend(self._item(item, values, as_list))
		return texts, values, distinct

	def _item(self, item, values: list, as_list: bool) -> list[str]:
		tree = item.tree
		if tree == ("star",) or (tree[0] == "column" and tree[1].endswith(".*")):
			return self._all(tree)
		if not self.permits(tree):
			return ["NULL"] if as_list else []
		text, name = self.render(tree, values), item.alias
		if item.alias:
			self.aliases.add(item.alias)
		elif tree[0] != "column":
			name = item.written
		return [f"{text} as {quoted(name)}" if name else text]

	def _all(self, tree: tuple) -> list[str]:
		if tree[0] == "column" and tree[1][:-2].strip("`") != f"tab{self.doctype}":
			not_permitted(tree[1])
		if not self.access:
			return [f"{self.table}.*"]
		names = [name for name in self.own if name not in optional_fields]
		return [self.own[name].sql for name in names if self.access.permits(self.doctype, name)]

	def where(self, filters) -> tuple[list[str], list]:
		"""(conditions, bound values) of filters."""
		texts, values = [], []
		for entry in conditions_of.normalize(filters, self.listed):
			if "." in entry.fieldname:
				not_permitted(entry.fieldname)  # Frappe joins another table for a field, not for a filter
			column = self.column(entry.fieldname, entry.doctype, guess=True)
			if self.access and not self.access.filters(column.doctype, column.fieldname):
				not_permitted(entry.fieldname)
			text, bound = conditions_of.condition(column, entry.operator, entry.value, self.listed)
			texts.append(text)
			values.extend(bound)
		return texts, values

	def ordering(self, text: str, directed: bool) -> tuple[str, list]:
		"""The checked form of an order by (`directed`) or group by, with its bound values."""
		parts, values = [], []
		for item in _read_order(text):
			part = self._ordered(item.tree, values)
			if directed:
				part += f" {item.direction or ('asc' if self.listed else 'desc')}"
			parts.append(part)
		return ", ".join(parts), values

	def _ordered(self, tree: tuple, values: list) -> str:
		if tree[0] in ("number", "star"):  # the place of a column, perhaps of one that is not there
			sqlfields.refuse()
		if tree[0] == "column" and tree[1].strip("`") in self.aliases:
			return quoted(tree[1].strip("`"), "`")
		if tree[0] == "column" and "." in tree[1]:
			self._selected(tree[1])
		for text in sqlfields.columns(tree) if self.access else ():
			column = self.column(text)
			if not self.access.filters(column.doctype, column.fieldname):
				not_permitted(text)
		return self.render(tree, values)

	def _selected(self, text: str) -> None:
		"""Raise ValidationError when a column's table is not part of the statement."""
		before = len(self.joins)
		column = self.column(text)
		if len(self.joins) > before:
			throw(_("Please select atleast 1 column from {0} to sort/group").format(column.doctype))

	def default_order(self, fields, group_by) -> str:
		"""The DocType's own order; none for a single aggregate over all rows."""
		name = str(fields[0]).lower().partition("(")[0] if len(fields) == 1 else ""
		if (name in AGGREGATES and "(" in str(fields[0]) and not group_by) or not self.meta:
			return ""
		field = self.meta.sort_field or "modified"
		if "," in field:
			return ", ".join(
				f"{self.own[entry.split()[0]].sql} {_direction(entry)}" for entry in field.split(",")
			)
		if field not in self.own:
			return ""
		return f"{self.own[field].sql} {_direction(self.meta.sort_order if self.meta.sort_field else 'desc')}"


def _direction(text: str | None) -> str:
	return "asc" if str(text or "desc").lower().endswith("asc") else "desc"


def quoted(name: str, tick: str = "'") -> str:
	return tick + name.replace(tick, tick * 2) + tick


def _read_order(text: str):
	try:
		return sqlfields.read(text)
	except DataError:
		local.message_log = local.message_log[:-1]
		throw(_("Illegal SQL Query"))
