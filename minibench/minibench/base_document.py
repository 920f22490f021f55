"""A document as a bag of typed values with child rows: what it holds, how it is read and written as rows."""

from minibench.docstatus import DocStatus
from minibench.errors import ValidationError
from minibench.formatters import format_value
from minibench.local import _dict
from minibench.meta import child_table_fields, default_fields, get_meta
from minibench.rows import insert_row, update_row
from minibench.utils.data import as_json, compare
from minibench.values import to_column


def is_bag(value) -> bool:
	return isinstance(value, dict) or hasattr(value, "as_dict")


class BaseDocument:
	"""Values are attributes; child tables are lists of BaseDocument."""

	# no template and no condition may call these: they change the record, or lead to another one
	_closed = frozenset((
		"add_comment", "add_viewed", "append", "cancel", "clear_cache", "db_insert", "db_set", "db_update", "delete",
		"delete_key", "extend", "get_password", "init_values", "insert", "load_doc_before_save", "load_from_db",
		"reload", "remove", "run_method", "save", "set", "submit", "update", "update_if_missing",
	))  # fmt: skip

	def __init__(self, values: dict):
		self.__dict__["flags"] = _dict()
		if values.get("doctype"):
			self.doctype = values["doctype"]
		self.update(values)

	@property
	def meta(self):
		meta = self.__dict__.get("_meta")
		if meta is None:
			meta = self.__dict__["_meta"] = get_meta(self.doctype)
		return meta

	def __getstate__(self):
		return {
			k: v for k, v in self.__dict__.items() if k not in ("_meta", "parent_doc", "_doc_before_save")
		}

	def __setstate__(self, state):
		self.__dict__.update(state)

	def __getitem__(self, key):
		return self.__dict__[key]

	def __contains__(self, key):
		return key in self.__dict__

	# values

	def get(self, key, filters=None, default=None):
		"""A value, or child rows that fit the filters {field: value or (operator, value)}."""
		if filters is not None and not isinstance(filters, dict):
			default, filters = filters, None
		value = self.__dict__.get(key, default)
		return _filtered(value or [], filters) if filters else value

	def set(self, key, value) -> None:
		"""Set a value; a child table is replaced by the rows given."""
		if key in self._tables():
			self.__dict__[key] = []
			self.extend(key, value or [])
			return
		self.__dict__[key] = value

	def _tables(self) -> dict[str, str]:
		"""{table field: child DocType}; child rows have none."""
		return self.meta.table_doctypes

	def update(self, values):
		"""Set many values. Returns self."""
		values = values.__dict__ if isinstance(values, BaseDocument) else dict(values)
		for key, value in values.items():
			if key not in ("flags", "_meta", "doctype") or key not in self.__dict__:
				self.set(key, value)
		return self

	def update_if_missing(self, values) -> None:
		"""Set the values that are still None."""
		for key, value in values.items():
			if value is not None and self.__dict__.get(key) is None and key not in self._tables():
				self.set(key, value)

	def append(self, key, value=None):
		"""Add a row to a child table and return it."""
		rows = self.__dict__.get(key)
		if rows is None:
			rows = self.__dict__[key] = []
		row = self._child(value if value is not None else {}, key)
		rows.append(row)
		if not row.idx:
			row.idx = len(rows)
		return row

	def extend(self, key, values) -> None:
		for value in values:
			self.append(key, value)

	def remove(self, doc) -> None:
		"""Take a row out of its child table; the rest is numbered anew."""
		if doc.get("parentfield"):
			rows = self.__dict__[doc.parentfield]
			rows.remove(doc)
			for number, row in enumerate(rows, 1):
				row.idx = number

	def delete_key(self, key) -> None:
		self.__dict__.pop(key, None)

	def _child(self, value, key):
		from minibench.document import Document
		from minibench.documents import make_document

		if not is_bag(value):
			raise ValidationError(
				f"Document for field {key!r} attached to child table of {self.doctype} must be a dict"
			)
		if isinstance(value, BaseDocument):
			row = value
		else:
			row = make_document({**value, "doctype": self._tables().get(key) or value.get("doctype")})
		row.__dict__.update(
			parent=self.get("name"), parenttype=self.doctype, parentfield=key, parent_doc=self
		)
		if not row.name and isinstance(row, Document):
			row.__dict__["__islocal"] = row.__dict__["__unsaved"] = 1
		return row

	def init_values(self) -> None:
		"""Give every column an attribute, and every child table a list."""
		mine = self.__dict__
		for name in self.meta.columns:
			if name not in mine:
				mine[name] = None
		for name in self._tables():
			if mine.get(name) is None:
				mine[name] = []
		if mine.get("docstatus") is None:
			mine["docstatus"] = 0

	def is_new(self) -> bool:
		return self.__dict__.get("__islocal")

	@property
	def docstatus(self) -> DocStatus:
		return DocStatus(self.__dict__.get("docstatus") or 0)

	@docstatus.setter
	def docstatus(self, value) -> None:
		self.__dict__["docstatus"] = int(value or 0)

	def get_all_children(self) -> list:
		"""The rows of all child tables."""
		return [row for name in self._tables() for row in self.__dict__.get(name) or ()]

	# as data

	def get_valid_dict(self, ignore_nulls=False) -> _dict:
		"""The values of its columns, numbers cast."""
		mine, casts, found = self.__dict__, self.meta.casts, _dict()
		for name in self.meta.columns:
			value = casts[name](mine.get(name)) if name in casts else mine.get(name)
			if value is not None or not ignore_nulls:
				found[name] = value
		return found

	def as_dict(self, no_nulls=False, no_default_fields=False, no_child_table_fields=False) -> _dict:
		"""The whole document with its child rows as a dictionary."""
		found = self.get_valid_dict(ignore_nulls=no_nulls)
		found["doctype"] = self.doctype
		for name in self._tables():
			rows = self.__dict__.get(name) or ()
			found[name] = [row.as_dict(no_nulls, no_default_fields, no_child_table_fields) for row in rows]
		left_out = default_fields if no_default_fields else ()
		left_out += child_table_fields if no_child_table_fields else ()
		for name in left_out:
			found.pop(name, None)
		for name in ("_user_tags", "__islocal", "__onload", "_liked_by", "__run_link_triggers", "__unsaved"):
			if self.__dict__.get(name):
				found[name] = self.__dict__[name]
		return found

	def as_json(self) -> str:
		return as_json(self.as_dict())

	# rows

	def column_values(self) -> list:
		"""What its columns are to hold, in the order of meta.columns. Raises ValidationError naming a field."""
		meta, mine, values = self.meta, self.__dict__, []
		for name, kind in meta.column_plan:
			value = mine.get(name)
			values.append(value if value.__class__ is kind else to_column(meta, name, value))
		return values

	def db_insert(self, ignore_if_duplicate: bool = False) -> None:
		"""Write a new row. Raises DuplicateEntryError or UniqueValidationError."""
		insert_row(self, ignore_if_duplicate)

	def db_update(self) -> None:
		"""Write all values of its row."""
		if self.get("__islocal") or not self.name:
			self.db_insert()
			return
		update_row(self)

	def get_formatted(self, fieldname, doc=None, translated=False):
		"""A value as people read it."""
		field, place = self.meta.get_field(fieldname), doc or self.__dict__.get("parent_doc") or self
		return format_value(self.get(fieldname), df=field, doc=place, translated=translated)


def _filtered(rows, filters: dict) -> list:
	wanted = {
		key: value if isinstance(value, list | tuple) else ("=", value) for key, value in filters.items()
	}
	return [row for row in rows if all(compare(row.get(key), *fit) for key, fit in wanted.items())]
