"""Frappe's ways to read and write values without documents: the part of `frappe.db` above its statements."""

from minibench import query, sqltext
from minibench.errors import ValidationError
from minibench.local import _dict, local
from minibench.meta import DEFINITIONS, get_meta
from minibench.perschema import bump_schema
from minibench.schema import create_index, sync_table
from minibench.utils.dates import now
from minibench.utils.text import random_name
from minibench.values import cast as cast_value
from minibench.values import to_column

# What is read once per schema version: whoever writes these raises it.
_DEFINING = frozenset((*DEFINITIONS, "Workflow", "System Settings"))
DEFAULT_ORDER = "KEEP_DEFAULT_ORDERING"


class Values:
	"""Mixed into Database, which brings `sql`, `execute`, `begin`, `connection` and `value_cache`."""

	# reading

	def get_value(
		self, doctype, filters=None, fieldname="name", *, as_dict=False, pluck=False, cache=False, **options
	):
		"""One value, a tuple of values or a dictionary of the first record that fits; None without one.

		`options` are those of get_values.
		"""
		key = (doctype, filters, str(fieldname), as_dict) if cache and isinstance(filters, str) else None
		if key in self.value_cache:
			return self.value_cache[key]
		rows = self.get_values(doctype, filters, fieldname, as_dict=as_dict, pluck=pluck, limit=1, **options)
		found = rows[0] if rows else None
		if rows and not as_dict and not pluck and len(found) == 1:
			found = found[0]
		if key:
			self.value_cache[key] = found
		return found

	def get_values(
		self,
		doctype,
		filters=None,
		fieldname="name",
		*,
		as_dict=False,
		pluck=False,
		order_by=DEFAULT_ORDER,
		distinct=False,
		limit=None,
		update=None,
		for_update=False,
	):
		"""The values of all records that fit: tuples, dictionaries, or one column with `pluck`.

		`for_update` needs nothing: a transaction that may write has held the write lock from its first statement.
		"""
		if filters is None or filters == doctype:
			single = self._single_values(doctype, fieldname, as_dict)
			if single is not None:
				return single
		if isinstance(filters, list | tuple) and filters and not isinstance(filters[0], list | tuple):
			filters = {"name": ("in", filters)} if len(filters) != 3 else [filters]
		fields = [fieldname] if isinstance(fieldname, str) else list(fieldname)
		order = "`modified` desc" if order_by == DEFAULT_ORDER else order_by
		if isinstance(filters, str | int) and order_by == DEFAULT_ORDER:
			order = None
		parts = {"order_by": order, "limit": limit or 0, "distinct": distinct}
		sql, values = query.select(doctype, fields, filters, **parts)
		return self.sql(sql, values, as_dict=as_dict, pluck=pluck, update=update)

	def _single_values(self, doctype, fieldname, as_dict):
		if not get_meta(doctype).issingle:
			return None
		stored = self.get_singles_dict(doctype, cast=True)
		names = [fieldname] if isinstance(fieldname, str) else list(fieldname)
		if names == ["*"]:
			names = list(stored)
		if as_dict:
			return [_dict({name: stored.get(name) for name in names})]
		values = tuple(stored.get(name) for name in names)
		return [values] if any(value is not None for value in values) or len(values) > 1 else []

	def get_singles_dict(self, doctype: str, *, cast=False) -> _dict:
		"""What is stored of a single doctype, {field: text}; with `cast` as the fields' types."""
		rows = self.sql("select field, value from `tabSingles` where doctype = %s", (doctype,))
		if not cast or not rows:
			return _dict(rows)
		meta = get_meta(doctype)
		return _dict(
			{name: cast_value(getattr(meta.get_field(name), "fieldtype", "Data"), v) for name, v in rows}
		)

	def get_single_value(self, doctype: str, fieldname: str, cache: bool = True):
		"""One value of a single doctype, as its field's type; the default 0 for numbers never set."""
		key = (doctype, doctype, fieldname)
		if cache and key in self.value_cache:
			return self.value_cache[key]
		field = get_meta(doctype).get_field(fieldname)
		if field is None:
			raise ValidationError(f"Field {fieldname} does not exist on {doctype}")
		rows = self.sql(
			"select value from `tabSingles` where doctype = %s and field = %s",
			(doctype, fieldname),
			pluck=True,
		)
		self.value_cache[key] = value = cast_value(field.fieldtype, rows[0] if rows else None)
		return value

	get_all, get_list = staticmethod(query.get_all), staticmethod(query.get_list)

	def exists(self, dt, dn=None, cache=False):
		"""The name of a record that fits, or None."""
		if isinstance(dt, dict):
			dn = {key: value for key, value in dt.items() if key != "doctype"}
			dt = dt["doctype"]
		if dn is None or dn == "":
			return dt if dn is None and dt and get_meta(dt).issingle else None
		if dt == dn and not isinstance(dn, dict | list) and dt != "DocType":
			return dn
		return self.get_value(dt, dn, "name", order_by=None, cache=cache)

	def count(self, dt, filters=None, *, distinct: bool = True) -> int:
		condition, values = query.where(dt, filters)
		return self.sql(f"select count(*) from `tab{identifier(dt)}`{condition}", values, pluck=True)[0]

	# writing

	def set_value(
		self, dt, dn, field, val=None, modified=None, modified_by=None, update_modified=True
	) -> None:
		"""Write fields of one record, or of all that fit the filters, without controller and checks."""
		values = dict(field) if isinstance(field, dict) else {field: val}
		if dn is None or dt == dn:
			if get_meta(dt).issingle:
				self._set_single(dt, values)
				return
			if dn is None:
				raise ValidationError(f"frappe.db.set_value({dt!r}, None): {dt} is not a single")
		if update_modified:
			values["modified"] = modified or now()
			values["modified_by"] = modified_by or local.session.user
		condition, bound = query.where(dt, dn)
		names = ", ".join(f"`{identifier(name)}` = %s" for name in values)
		meta = get_meta(dt)
		stored = [to_column(meta, name, value) for name, value in values.items()]
		self.sql(f"update `tab{identifier(dt)}` set {names}{condition}", [*stored, *bound])
		self.forget_values()
		schema_may_have_changed(dt)

	def set_single_value(self, doctype, fieldname, value=None, *args, **kwargs) -> None:
		self.set_value(doctype, doctype, fieldname, value, *args, **kwargs)

	def _set_single(self, doctype: str, values: dict) -> None:
		schema_may_have_changed(doctype)
		for name, value in values.items():
			self.sql("delete from `tabSingles` where doctype = %s and field = %s", (doctype, name))
			self.sql(
				"insert into `tabSingles` (doctype, field, value) values (%s, %s, %s)", (doctype, name, value)
			)
		self.forget_values()

	def delete(self, doctype, filters=None) -> None:
		condition, values = query.where(doctype, filters)
		self.sql(f"delete from `tab{identifier(doctype)}`{condition}", values)
		self.forget_values()

	def forget_values(self) -> None:
		"""Drop what was read of rows: after they were written past their documents."""
		self.value_cache.clear()
		local.document_cache.clear()

	def bulk_insert(self, doctype, fields, values, ignore_duplicates=False) -> None:
		"""Insert many rows without controllers; `values` are tuples in the order of `fields`."""
		names = ", ".join(f"`{identifier(name)}`" for name in fields)
		verb = "insert or ignore" if ignore_duplicates else "insert"
		self.begin()
		cursor = self.connection.executemany(
			f"{verb} into `tab{identifier(doctype)}` ({names}) values ({', '.join('?' * len(fields))})",
			([sqltext.adapt(value) for value in row] for row in values),
		)
		if cursor.rowcount > 1000:
			analyze(doctype)

	# schema

	def updatedb(self, doctype: str) -> None:
		"""Give a DocType's table the columns that its fields ask for."""
		sync_table(get_meta(doctype))

	def add_index(self, doctype: str, fields: list, index_name: str | None = None) -> None:
		"""Create an index over several columns that is not there yet."""
		create_index(doctype, fields, index_name)

	def table_exists(self, doctype: str) -> bool:
		return f"tab{doctype}" in self.get_tables()

	def get_tables(self) -> list[str]:
		return self.sql("select name from sqlite_master where type = 'table'", pluck=True)

	def get_table_columns(self, doctype: str) -> list[str]:
		return [row[1] for row in self.execute(f"pragma table_info(`tab{identifier(doctype)}`)")]

	def has_column(self, doctype: str, column: str) -> bool:
		return column in self.get_table_columns(doctype)

	# globals and defaults

	def get_global(self, key: str):
		return self.get_default(key, "__global")

	def set_global(self, key: str, val) -> None:
		self.set_default(key, val, "__global")

	def get_default(self, key: str, parent: str = "__default"):
		rows = self.sql(
			"select defvalue from `tabDefaultValue` where parent = %s and defkey = %s",
			(parent, key),
			pluck=True,
		)
		return rows[0] if rows else None

	def set_default(self, key: str, val, parent: str = "__default") -> None:
		local.request_cache.pop("defaults", None)
		local.request_cache.pop(("user_defaults", parent), None)
		if key == "installed_apps":
			schema_may_have_changed("DocType")
		self.sql("delete from `tabDefaultValue` where parent = %s and defkey = %s", (parent, key))
		if val is not None:
			self.sql(
				"insert into `tabDefaultValue` (name, parent, parenttype, parentfield, defkey, defvalue)"
				" values (%s, %s, '__default', 'system_defaults', %s, %s)",
				(random_name(), parent, key, val),
			)


def identifier(name: str) -> str:
	"""A name for use between backticks. Raises ValidationError for one that could end them."""
	if "`" in name or '"' in name or ";" in name:
		raise ValidationError(f"{name!r} is not a name in this database")
	return name


def analyze(doctype: str | None = None) -> None:
	"""Let SQLite count anew how selective its indexes are, of one table or all: daily, and after many inserts."""
	local.db.execute("pragma analysis_limit = 20000")
	local.db.execute(f"analyze `tab{identifier(doctype)}`" if doctype else "analyze")


def schema_may_have_changed(doctype: str) -> None:
	if doctype in _DEFINING:
		bump_schema()
