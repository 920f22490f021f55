"""What a person may make of a DocType: what Frappe refuses is refused here, and what minibench does not know, by name.

Definitions that come from files are read by the install scan instead.
"""

from minibench import meta as metas
from minibench.core.records import check_template
from minibench.local import local
from minibench.messages import throw
from minibench.scan_records import EXPRESSIONS, ROW_LIMIT, UNOFFERED, row_bytes
from minibench.schema import COLUMN_TYPES, column_type
from minibench.translate import _

# a field without a name gets one that Frappe would not take for its own
RESTRICTED = {*metas.default_fields, *metas.child_table_fields, "file_list", "flags"} - {"idx", "doctype"}
LONGEST, MOST_LETTERS = 64, 1000
MAY_BE_UNIQUE = ("Data", "Link", "Read Only", "Int")
NAMED_FIELDS = ("title_field", "image_field", "sort_field", "search_fields")


def from_files() -> bool:
	"""True while definitions are written by installation, migration, patches or an import."""
	flags = local.flags
	return bool(flags.in_import or flags.in_install or flags.in_migrate or flags.in_patch)


def check(doctype: str, fieldnames=None) -> None:
	"""Raise ValidationError for fields (all by default) of a DocType as it stands now that cannot work."""
	if from_files():
		return
	meta = metas.get_meta(doctype)
	for field in meta.fields:
		if fieldnames is None or field.fieldname in fieldnames:
			check_field(meta, field)
	check_whole(meta)


def check_field(meta, field) -> None:
	label = field.label or field.fieldname
	for message in problems(meta, field):
		throw(f"{label}: {message}")
	if field.fieldtype == "HTML":
		check_template(field.options)


def problems(meta, field):
	"""Why a field cannot work, in words that name the box to change."""
	yield from (_OPTIONS[field.fieldtype](meta, field) if field.fieldtype in _OPTIONS else ())
	yield from _flags(meta, field)
	yield from _of_others(meta, field)


def _link(meta, field):
	if not field.options or not local.db.exists("DocType", field.options):
		yield _("Options must name a record type for the type {0}.").format(_(field.fieldtype))


def _table(meta, field):
	if wrong := next(_link(meta, field), None):
		yield wrong
	elif not metas.get_meta(field.options).istable:
		yield _("Options must name a child table: {0} is none.").format(_(field.options))
	elif field.fieldtype == "Table MultiSelect" and not metas.get_meta(field.options).get_link_fields():
		yield _("Options must name a child table with a link: {0} has none.").format(_(field.options))


def _select(meta, field):
	options = (field.options or "").split("\n")
	if field.is_custom_field and not any(options):
		yield _("Options must list the choices, one on a line.")
	if field.default and field.default not in options:
		yield _("the default value must be one of the options.")


def _dynamic_link(meta, field):
	pointed = meta.get_field(field.options)
	if not pointed or (pointed.fieldtype != "Select" and pointed.options != "DocType"):
		yield _("Options must name the field of this record that holds a record type.")


def _check(meta, field):
	if str(field.default or 0) not in ("0", "1"):
		yield _("the default value must be 0 or 1.")


_OPTIONS = {
	"Link": _link,
	"Table": _table,
	"Table MultiSelect": _table,
	"Select": _select,
	"Dynamic Link": _dynamic_link,
	"Check": _check,
}


def _flags(meta, field):
	kind = _(field.fieldtype)
	if field.length and not 0 < field.length <= MOST_LETTERS and field.fieldtype not in COLUMN_TYPES:
		yield _("Length must be between 1 and {0}.").format(MOST_LETTERS)
	if field.reqd and field.fieldtype in metas.display_fieldtypes:
		yield _("a field of the type {0} cannot be mandatory.").format(kind)
	if field.reqd and field.hidden and not field.default:
		yield _("a field that is hidden and mandatory needs a default value.")
	if field.unique and field.fieldtype not in MAY_BE_UNIQUE:
		yield _("a field of the type {0} cannot be unique.").format(kind)
	no_column = (*metas.no_value_fields, "Attach Image")
	if field.in_list_view and field.fieldtype in no_column and not meta.istable:
		yield _("a field of the type {0} cannot stand in the list.").format(kind)
	if any(field.get(key) for key in UNOFFERED["DocField"]):
		yield _("virtual fields are not offered.")


def _of_others(meta, field):
	"""What a field says about other fields: where its value comes from, and when it shows."""
	from minibench.web.desk.expressions import ExpressionError, parse

	link, dot, source = (field.fetch_from or "").partition(".")
	via = meta.get_field(link)
	if dot and not (via and via.fieldtype == "Link" and metas.get_meta(via.options).has_field(source)):
		yield _("Fetch From must be the name of a link field, a dot, and a field of what it leads to.")
	for key in EXPRESSIONS:
		try:
			parse(field.get(key))
		except ExpressionError as error:
			yield f"{metas.core_meta('DocField').get_label(key)}: {error}"


def check_whole(meta) -> None:
	"""What holds for a DocType as a whole."""
	for key in UNOFFERED["DocType"]:
		if meta.get(key):
			throw(_("{0} is not offered.").format(metas.core_meta("DocType").get_label(key)))
	for key in NAMED_FIELDS:
		for name in (part.split()[0] for part in (meta.get(key) or "").split(",") if part.strip()):
			if not meta.has_field(name) and name not in metas.STANDARD_LABELS:
				label = metas.core_meta("DocType").get_label(key)
				throw(_("{0}: there is no field {1}.").format(label, name))
	size = row_bytes({"istable": meta.istable, "issingle": meta.issingle, "fields": meta.fields})
	if size > ROW_LIMIT:
		message = _(
			"{0} has too many fields for one row of Frappe's database: {1} bytes of {2}. Use the type Small Text."
		)
		throw(message.format(_(meta.name), size, ROW_LIMIT))


def choices(doctype: str | None, value_types=None) -> list[tuple[str, str]]:
	"""[(field name, its label)] of a DocType, for a box that chooses a field: all, or those of some types."""
	if not doctype or not local.db.exists("DocType", doctype):
		return []
	fields = (df for df in metas.get_meta(doctype).fields if not value_types or df.fieldtype in value_types)
	return [(df.fieldname, f"{_(df.label or df.fieldname)} ({_(df.fieldtype)})") for df in fields]


def check_name(fieldname: str) -> None:
	"""Raise ValidationError for a name that Frappe's database does not take as a column."""
	if len(fieldname) > LONGEST or not fieldname.strip("_") or fieldname == "custom_":
		throw(_("Label: a field's name is made from it: use 1 to 50 letters and figures."))


def column_kept(doctype: str, field) -> None:
	"""A column outlives its field: refuse a field that would read what another type has stored."""
	rows = local.db.execute(f"pragma table_info(`tab{doctype}`)").fetchall()
	kept = next((row[2] for row in rows if row[1].lower() == field.fieldname), None)
	wanted = column_type(field).split()[0].partition("(")[0]
	if kept and field.fieldtype in metas.data_fieldtypes and kept.partition("(")[0].split()[0] != wanted:
		throw(
			_(
				"Label: a field of this name and another type was removed before, and its values are kept. Choose another label."
			)
		)
