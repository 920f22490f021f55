"""Tables from DocTypes. Live changes only add columns and indexes; nothing is ever dropped or narrowed."""

from sqlite3 import IntegrityError

from minibench.errors import UniqueValidationError, ValidationError
from minibench.local import local

TEXT = "text COLLATE NOCASE"
COLUMN_TYPES = {
	**dict.fromkeys(("Check", "Int"), "int NOT NULL DEFAULT 0"),
	"Long Int": "int",
	**dict.fromkeys(("Float", "Currency", "Percent"), "real NOT NULL DEFAULT 0"),
	**dict.fromkeys(("Duration", "Rating"), "real"),
	"Date": "date",
	"Datetime": "datetime",
	"Time": "time",
	**dict.fromkeys(("Small Text", "Text", "Long Text", "Text Editor", "Code", "HTML Editor"), TEXT),
	**dict.fromkeys(("Markdown Editor", "JSON", "Attach", "Attach Image", "Password"), TEXT),
}
NAME = "varchar(140) COLLATE NOCASE"
STANDARD = {
	"name": f"{NAME} NOT NULL PRIMARY KEY",
	"creation": "datetime",
	"modified": "datetime",
	"modified_by": NAME,
	"owner": NAME,
	"docstatus": "int NOT NULL DEFAULT 0",
	"idx": "int NOT NULL DEFAULT 0",
}
CHILD = {"parent": NAME, "parentfield": NAME, "parenttype": NAME}
OPTIONAL = {"_user_tags": TEXT, "_comments": TEXT, "_assign": TEXT, "_liked_by": TEXT}
# `parent`, `owner` and `idx` are fields of some DocTypes of Frappe itself
RESERVED = frozenset((*STANDARD, *OPTIONAL, "doctype", "flags", "meta")) - {"idx", "owner"}


def column_type(field) -> str:
	"""The column that a field needs, as SQL; dates keep their names so that values come back typed."""
	known = COLUMN_TYPES.get(field.fieldtype)
	if known:
		return known
	return f"varchar({field.length or 140}) COLLATE NOCASE"


def columns(meta) -> dict[str, str]:
	"""{column: SQL type} of a DocType's table."""
	found = {**STANDARD, **(CHILD if meta.istable else OPTIONAL)}
	for field in meta.column_fields:
		found[field.fieldname] = column_type(field)
	return found


def sync_table(meta) -> None:
	"""Create the table of a DocType, or add what it lacks."""
	if meta.issingle or meta.is_virtual:
		return
	table, wanted = f"tab{meta.name}", columns(meta)
	if "`" in table:
		raise ValidationError(f"{meta.name!r} cannot be the name of a table")
	present = {row[1].lower() for row in local.db.execute(f"pragma table_info(`{table}`)")}
	if not present:
		body = ", ".join(f"`{name}` {kind}" for name, kind in wanted.items())
		local.db.execute(f"create table `{table}` ({body})")
	for name, kind in wanted.items() if present else ():
		if name.lower() not in present:
			local.db.execute(f"alter table `{table}` add column `{name}` {kind}")
	_sync_indexes(meta)


def _sync_indexes(meta) -> None:
	create_index(meta.name, ["parent" if meta.istable else "modified"])
	for field in meta.column_fields:
		if field.unique:
			create_index(meta.name, [field.fieldname], unique=True)
		elif field.search_index:
			create_index(meta.name, [field.fieldname])
		if field.in_standard_filter and not meta.istable:  # a list filtered by it comes in its usual order
			create_index(meta.name, [field.fieldname, "modified"])
		if field.fieldname == meta.title_field and not meta.istable:
			create_index(meta.name, [field.fieldname, "name"])


def create_index(doctype: str, fields: list[str], name: str | None = None, unique: bool = False) -> None:
	"""Create an index that is not there yet. Raises UniqueValidationError where rows repeat a unique value."""
	plain = [field.partition("(")[0].strip() for field in fields]
	name = f"{doctype}_{name or '_'.join(plain)}{'_unique' if unique else '_index'}"
	body = ", ".join(f"`{field}`" for field in plain)
	kind = "unique index" if unique else "index"
	try:
		local.db.execute(f"create {kind} if not exists `{name}` on `tab{doctype}` ({body})")
	except IntegrityError:
		raise UniqueValidationError(
			f"{doctype}: {', '.join(plain)} is to be unique, but rows repeat it"
		) from None


def create_system_tables() -> None:
	"""The tables that are no DocTypes."""
	statements = (
		f"create table if not exists `tabSeries` (name {NAME} primary key, current int not null default 0)",
		f"create table if not exists `tabSingles` (doctype {NAME}, field {NAME}, value {TEXT})",
		"create index if not exists `singles_doctype` on `tabSingles` (doctype, field)",
	)
	for statement in statements:
		local.db.execute(statement)
