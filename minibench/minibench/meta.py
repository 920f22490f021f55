"""What a DocType is: fields, permissions, columns. Read once from its tables, then shared and never changed."""

from functools import cache, cached_property

from minibench import root
from minibench.apps import load_json, scrub
from minibench.errors import UnknownDocTypeError, ValidationError
from minibench.local import _dict, local
from minibench.perschema import bump_schema, per_schema
from minibench.schema import RESERVED, sync_table
from minibench.translate import _
from minibench.utils.dates import now
from minibench.utils.text import random_name
from minibench.values import DOCUMENT_CASTS, plain_type, to_column

default_fields = ("doctype", "name", "owner", "creation", "modified", "modified_by", "docstatus", "idx")
child_table_fields = ("parent", "parentfield", "parenttype")
optional_fields = ("_user_tags", "_comments", "_assign", "_liked_by")
table_fields = ("Table", "Table MultiSelect")
breaks = ("Section Break", "Column Break", "Tab Break")
display_fieldtypes = (*breaks, "HTML", "Button", "Image", "Fold", "Heading")
no_value_fields = (*display_fieldtypes, *table_fields)
data_fieldtypes = (
	"Currency", "Int", "Long Int", "Float", "Percent", "Check", "Small Text", "Long Text", "Code", "Text Editor",
	"Markdown Editor", "HTML Editor", "Date", "Datetime", "Time", "Text", "Data", "Link", "Dynamic Link", "Password",
	"Select", "Rating", "Read Only", "Attach", "Attach Image", "Color", "Duration", "Phone", "Autocomplete", "JSON",
)  # fmt: skip
STANDARD_LABELS = {
	"name": "ID", "owner": "Created By", "creation": "Created On", "modified": "Last Updated On",
	"modified_by": "Last Updated By", "docstatus": "Document Status", "idx": "Index", "_user_tags": "Tags",
	"_liked_by": "Liked By", "_comments": "Comments", "_assign": "Assigned To", "parent": "Parent",
	"parentfield": "Parent Field", "parenttype": "Parent Type",
}  # fmt: skip
CHILDREN = {
	"fields": "DocField", "permissions": "DocPerm", "links": "DocType Link", "actions": "DocType Action",
	"states": "DocType State",
}  # fmt: skip
# what a site lays over a DocType of an app: {DocType: its field that names that one}
LAID_OVER = {"Custom Field": "dt", "Property Setter": "doc_type", "Custom DocPerm": "parent"}
DEFINITIONS = ("DocType", *CHILDREN.values(), *LAID_OVER)


class DocField(_dict):
	"""One field; attributes as in Frappe's DocField, None where nothing is set."""

	def as_dict(self, *args, **kwargs):
		return _dict(self)

	def __deepcopy__(self, memo):
		return DocField(self)


class Meta:
	"""A DocType as code sees it. Attributes of the DocType record are attributes here, None where unset."""

	def __init__(self, definition: dict, custom: "dict | None" = None):
		self.__dict__.update({k: v for k, v in definition.items() if k not in CHILDREN})
		self.doctype = "DocType"
		for key in CHILDREN:
			rows = definition.get(key) or []
			self.__dict__[key] = [DocField(row) for row in rows]
		for number, row in enumerate(self.fields, 1):
			row.setdefault("parent", self.name)
			row.setdefault("idx", number)
		if custom:
			from minibench.customised import customise

			customise(self, custom)

	def __getattr__(self, name):
		if name.startswith("__"):
			raise AttributeError(name)
		return

	def __repr__(self):
		return f"<Meta: {self.name}>"

	# fields

	@cached_property
	def _fields(self) -> dict[str, DocField]:
		return {field.fieldname: field for field in self.fields if field.fieldname}

	@cached_property
	def column_fields(self) -> list[DocField]:
		"""Fields with a column of their own."""
		return [f for f in self.fields if f.fieldtype in data_fieldtypes]

	@cached_property
	def columns(self) -> tuple[str, ...]:
		"""All columns but the optional ones, name first."""
		standard = default_fields[1:] + (child_table_fields if self.istable else ())
		return standard + tuple(field.fieldname for field in self.column_fields)

	@cached_property
	def column_plan(self) -> list[tuple]:
		"""[(column, the Python type whose values are stored as they are)]"""
		return [(name, plain_type(self._fields.get(name), name)) for name in self.columns]

	@cached_property
	def casts(self) -> dict:
		"""{fieldname: function} for the fields whose values a document casts."""
		return {
			f.fieldname: DOCUMENT_CASTS[f.fieldtype]
			for f in self.column_fields
			if f.fieldtype in DOCUMENT_CASTS
		}

	@cached_property
	def table_doctypes(self) -> dict[str, str]:
		"""{table field: child DocType}"""
		return {field.fieldname: field.options for field in self._tables}

	@cached_property
	def _of_type(self) -> dict:
		found = {}
		for field in self.fields:
			found.setdefault(field.fieldtype, []).append(field)
		return found

	def get_field(self, fieldname: str) -> DocField | None:
		return self._fields.get(fieldname)

	def has_field(self, fieldname: str) -> bool:
		return fieldname in self._fields

	def get(self, key: str, filters: dict | None = None, default=None):
		found = getattr(self, key, None)
		if filters and isinstance(found, list):
			return [row for row in found if all(row.get(k) == v for k, v in filters.items())]
		return default if found is None else found

	def get_label(self, fieldname: str) -> str:
		"""The label of a field, standard ones included; "No Label" for an unknown field."""
		field = self.get_field(fieldname)
		if field:
			return field.label or fieldname
		return STANDARD_LABELS.get(fieldname, "No Label")

	def get_options(self, fieldname: str):
		return self.get_field(fieldname).options

	def get_table_field_doctype(self, fieldname: str) -> str | None:
		field = self.get_field(fieldname)
		return field.options if field and field.fieldtype in table_fields else None

	def get_link_fields(self) -> list[DocField]:
		return self._of_type.get("Link", [])

	def get_dynamic_link_fields(self) -> list[DocField]:
		return self._of_type.get("Dynamic Link", [])

	def get_select_fields(self) -> list[DocField]:
		return [f for f in self._of_type.get("Select", []) if f.options not in ("[Select]", "Loading...")]

	def get_table_fields(self) -> list[DocField]:
		return self._tables

	@cached_property
	def _tables(self) -> list[DocField]:
		return [field for field in self.fields if field.fieldtype in table_fields]

	def get_high_permlevel_fields(self) -> list[DocField]:
		return self._high

	@cached_property
	def _high(self) -> list[DocField]:
		return [field for field in self.fields if (field.permlevel or 0) > 0]

	def get_valid_columns(self) -> list[str]:
		return list(self.columns)

	def get_fields_to_fetch(self, link_fieldname: str | None = None) -> list[DocField]:
		if link_fieldname:
			return self._fetches.get(link_fieldname, [])
		return [field for fields in self._fetches.values() for field in fields]

	@cached_property
	def _fetches(self) -> dict[str, list[DocField]]:
		"""{link field: the fields that are fetched through it}"""
		found = {}
		for field in self.fields:
			link, dot, _source = (field.fetch_from or "").partition(".")
			if dot and self.has_field(link):
				found.setdefault(link, []).append(field)
		return found

	def get_title_field(self) -> str:
		return self.title_field or ("title" if self.has_field("title") else "name")

	def get_search_fields(self) -> list[str]:
		names = [name.strip() for name in (self.search_fields or "name").split(",") if name.strip()]
		return names if "name" in names else [*names, "name"]

	def get_workflow(self) -> str | None:
		from minibench.workflow import get_workflow_name

		return get_workflow_name(self.name) or None

	def get_permissions(self, parenttype: str | None = None) -> list[DocField]:
		if self.istable and parenttype:
			return get_meta(parenttype).permissions
		return self.permissions

	def get_permlevel_access(self, permission_type="read", parenttype=None, *, user=None) -> list[int]:
		from minibench.permissions import get_permlevel_access

		return get_permlevel_access(self, permission_type, parenttype, user=user)

	def get_permitted_fieldnames(self, parenttype=None) -> list[str]:
		"""The columns that the person may read, standard ones included."""
		levels = {0, *self.get_permlevel_access("read", parenttype)} if self._high else {0}
		return [
			n for n in self.columns if n not in self._fields or (self._fields[n].permlevel or 0) in levels
		]

	def as_dict(self, *args, **kwargs) -> _dict:
		found = _dict({k: v for k, v in self.__dict__.items() if not k.startswith("_") and k not in CACHED})
		for key in CHILDREN:
			found[key] = [_dict(row) for row in self.__dict__[key]]
		return found


CACHED = {name for name, value in vars(Meta).items() if isinstance(value, cached_property)}


def get_meta(doctype, cached: bool = True) -> Meta:
	"""The Meta of a DocType. Raises DoesNotExistError when there is none."""
	if not isinstance(doctype, str):
		doctype = doctype.doctype
	return _load(doctype)


@per_schema
def _load(doctype: str) -> Meta:
	rows = local.db.sql("select * from `tabDocType` where name = %s", (doctype,), as_dict=True)
	if not rows:
		raise UnknownDocTypeError(_("DocType {0} not found").format(doctype))
	definition = rows[0]
	for key, child in CHILDREN.items():
		definition[key] = _rows(child, "parent", definition.name, "idx")
	custom = {
		"fields": _rows("Custom Field", "dt", definition.name, "idx, creation"),
		"permissions": _rows("Custom DocPerm", "parent", definition.name, "creation"),
		"setters": _rows("Property Setter", "doc_type", definition.name, "creation"),
	}
	return Meta(definition, custom)


def _rows(doctype: str, column: str, name: str, order: str) -> list[_dict]:
	return local.db.sql(
		f"select * from `tab{doctype}` where `{column}` = %s order by {order}", (name,), as_dict=True
	)


def save_doctype(definition: dict) -> Meta:
	"""Write a DocType's definition and make its table. Raises ValidationError for one that cannot work."""
	check_definition(definition)
	definition = {"modified": None, "idx": 0, "docstatus": 0, "owner": "Administrator", **definition}
	definition.setdefault("modified_by", "Administrator")
	_write("DocType", [definition], replace=True)
	for key, child in CHILDREN.items():
		rows = [
			{**row, "parent": definition["name"], "parenttype": "DocType", "parentfield": key, "idx": n}
			for n, row in enumerate(definition.get(key) or [], 1)
		]
		local.db.sql(
			f"delete from `tab{child}` where parent = %s and parentfield = %s", (definition["name"], key)
		)
		_write(child, rows)
	bump_schema()
	meta = get_meta(definition["name"])
	sync_table(meta)
	if meta.issingle:
		_store_single_defaults(meta)
	return meta


def _store_single_defaults(meta: Meta) -> None:
	"""A single doctype begins with the defaults of its fields; what is stored stays."""
	stored = local.db.get_singles_dict(meta.name)
	missing = {f.fieldname: f.default for f in meta.column_fields if f.default and f.fieldname not in stored}
	if missing:
		local.db.set_single_value(meta.name, missing)


def _write(doctype: str, rows: list[dict], replace: bool = False) -> None:
	"""Rows of a defining DocType, straight into its table."""
	if not rows:
		return
	meta = core_meta(doctype)
	stamp = now()
	if replace:
		local.db.sql(f"delete from `tab{doctype}` where name = %s", (rows[0]["name"],))
	for row in rows:
		row = {**row, "creation": row.get("creation") or stamp, "modified": row.get("modified") or stamp}
		if not replace:
			row["name"] = random_name()
		values = [to_column(meta, column, row.get(column)) for column in meta.columns]
		names = ", ".join(f"`{column}`" for column in meta.columns)
		local.db.execute(
			f"insert into `tab{doctype}` ({names}) values ({', '.join('?' * len(values))})", values
		)


@cache
def core_meta(doctype: str) -> Meta:
	"""The Meta of a defining DocType from its file: it is needed before its own table holds it."""
	name = scrub(doctype)
	return Meta(load_json(root() / "core" / "doctype" / name / f"{name}.json"))


def check_definition(definition: dict) -> None:
	"""Raise ValidationError for a DocType whose fields cannot be stored or repeat a name."""
	seen, name = set(), definition["name"]
	for field in definition.get("fields") or []:
		fieldname, fieldtype = field.get("fieldname"), field.get("fieldtype")
		shown = fieldtype in display_fieldtypes
		if fieldtype not in data_fieldtypes and fieldtype not in no_value_fields:
			text = _("{0}: field type {2} of {1} is not offered")
		elif not fieldname:
			continue
		elif not fieldname.isidentifier() and not shown:
			text = _("{0}: '{1}' is not a name for a field")
		elif fieldname in RESERVED and not shown and not name.startswith("Doc"):
			text = _("{0}: the field name {1} is reserved")
		elif fieldname in seen:
			text = _("{0}: the field {1} stands twice")
		elif fieldtype in ("Link", *table_fields) and not field.get("options"):
			text = _("{0}: {1} needs the name of a DocType: Options must name a record type")
		else:
			seen.add(fieldname)
			continue
		raise ValidationError(text.format(name, fieldname, fieldtype))
