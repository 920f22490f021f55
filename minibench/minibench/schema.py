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
SUMMED, MOST_SUMMED = ("Currency", "Float", "Int", "Percent"), 6
SHORT = ("Data", "Link", "Select", "Date", "Dynamic Link", "Int", "Phone", "Read Only")
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
	own = {field.fieldname: column_type(field) for field in meta.column_fields}
	return {**STANDARD, **CHILD, **own} if meta.istable else {**STANDARD, **own, **OPTIONAL}


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
	# figures that stand in the index of a group are read there: else the whole table would be read and sorted
	numbers = [field.fieldname for field in meta.column_fields if field.fieldtype in SUMMED]
	sums = [*numbers[:MOST_SUMMED], "name"] if numbers and not meta.istable else []
	for field in meta.column_fields:
		key, usual = [field.fieldname], field.in_standard_filter and not meta.istable
		if field.unique:
			create_index(meta.name, key, unique=True)
		if usual or (field.search_index and not field.unique):
			# a list filtered by it comes in its usual order; and rows are fetched as they lie in the table
			key += ["modified"] if usual else ["creation"] if sums else []
			create_index(meta.name, [*key, *sums], "_".join([*key, "sums"]) if sums else None)
		if field.fieldname == meta.title_field and not meta.istable:
			create_index(meta.name, [field.fieldname, "name", *_sought(meta)])


def _sought(meta) -> list[str]:
	"""The search fields, where all are short: what a list's search box looks through is in one index then."""
	names = [name for name in meta.get_search_fields() if name not in ("name", meta.title_field)]
	return names if all(getattr(meta.get_field(name), "fieldtype", None) in SHORT for name in names) else []


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
