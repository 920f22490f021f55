"""What a document must satisfy before it is written, field by field, with Frappe's messages."""

from functools import lru_cache

from minibench import errors
from minibench.local import local
from minibench.messages import bold, msgprint, throw
from minibench.meta import data_fieldtypes, get_meta, table_fields
from minibench.passwords import remove_encrypted_password, set_encrypted_password
from minibench.translate import _
from minibench.utils import text as utils
from minibench.utils.html import is_html, sanitize_html, strip_html
from minibench.utils.numbers import cint, flt
from minibench.values import TEXT_TYPES
from minibench.versions import comparable
from minibench.workflow import validate_workflow

_SHORT_TEXTS = ("Data", "Link", "Dynamic Link", "Select", "Read Only")
_SIGNED = ("Int", "Float", "Currency")
_NEVER_SANITISED = ("Attach", "Attach Image", "Code", "JSON", "Password", "Read Only")


def validate(doc) -> None:
	"""Every check on a document and its rows."""
	_mandatory(doc)
	rows = (doc, *doc.get_all_children())
	for row in rows:
		plan = _plan(row.meta)
		_data_fields(row, plan)
		_selects(row, plan)
		_non_negative(row, plan)
		_lengths(row, plan)
		_name_from_field(row)
		_sanitise(row, plan)
	_foreign_rows(doc)
	if not doc.is_new():
		_set_only_once(doc)
	validate_state(doc)


def validate_state(doc) -> None:
	"""A document with a workflow moves only as that allows; cancelling is a move too."""
	if doc.meta.get_workflow():
		validate_workflow(doc)


# mandatory


def _mandatory(doc) -> None:
	if doc.flags.ignore_mandatory:
		return
	missing = [pair for row in (doc, *doc.get_all_children()) for pair in missing_fields(row)]
	if not missing:
		return
	for _fieldname, message in missing:
		msgprint(message)
	names = ", ".join(fieldname for fieldname, _message in missing)
	raise errors.MandatoryError(f"[{doc.doctype}, {doc.name}]: {names}")


def missing_fields(doc) -> list[tuple[str, str]]:
	"""[(field, message)] of what is required and empty."""
	found = []
	for fieldname in ("parent", "parenttype") if doc.meta.istable else ():
		if not doc.get(fieldname):
			label = fieldname.replace("_", " ").title()
			found.append((fieldname, _("Error: Value missing for {0}: {1}").format(_(doc.doctype), _(label))))
	for field in _plan(doc.meta).required:
		value = doc.get(field.fieldname)
		if value in (None, []) or (isinstance(value, str) and not _text(value, field)):
			found.append((field.fieldname, _missing_message(doc, field)))
	return found


def _text(value: str, field) -> str:
	if field.fieldtype in ("Text Editor", "HTML Editor") and "<" in value and "<img" not in value:
		value = strip_html(value)
	return value.strip()


def _missing_message(doc, field) -> str:
	if field.fieldtype in table_fields:
		return "{}: {}: {}".format(_("Error"), _("Data missing in table"), _(field.label))
	if doc.get("parentfield"):
		return "{}: {} {} #{}: {}: {}".format(
			_("Error"), bold(_(doc.doctype)), _("Row"), doc.idx, _("Value missing for"), _(field.label)
		)
	return _("Error: Value missing for {0}: {1}").format(_(doc.doctype), _(field.label))


# single values


class Plan:
	"""Which fields of a DocType each check concerns: worked out once per Meta."""

	def __init__(self, meta):
		self.required = [field for field in meta.fields if field.reqd and field.fieldname]
		self.formats = [(f, kind) for f in meta.column_fields if (kind := _format(f))]
		self.selects = [
			(f, frozenset(f.options.split("\n")))
			for f in meta.get_select_fields()
			if f.fieldname != "naming_series" and f.options and any(f.options.split("\n"))
		]
		self.non_negative = [f for f in meta.fields if f.non_negative and f.fieldtype in _SIGNED]
		self.limits = [(f, limit) for f in meta.column_fields if (limit := length_limit(f))]
		self.once = [field.fieldname for field in meta.fields if field.set_only_once]
		self.markup = [f for f in meta.column_fields if _may_hold_markup(f)]


@lru_cache(maxsize=512)
def _plan(meta) -> Plan:
	return Plan(meta)


def _format(field) -> str | None:
	if field.fieldtype == "Phone":
		return "Phone"
	kind = (field.options or "").split("\n")[0]
	return kind if field.fieldtype == "Data" and kind in ("Email", "Name", "Phone", "URL") else None


def length_limit(field) -> int:
	"""The most letters that a field takes; 0 for no limit."""
	if field.fieldtype in _SHORT_TEXTS:
		return cint(field.length) or 140
	return cint(field.length) if field.fieldtype in TEXT_TYPES else 0


def _may_hold_markup(field) -> bool:
	if field.ignore_xss_filter or field.fieldtype in _NEVER_SANITISED or field.fieldtype not in TEXT_TYPES:
		return False
	return not (field.fieldtype == "Data" and field.options == "Email")


def _data_fields(doc, plan: Plan) -> None:
	for field, kind in plan.formats:
		if value := doc.get(field.fieldname):
			_check_format(kind, value)


def _check_format(kind: str, value) -> None:
	if kind == "Email":
		for address in utils.split_emails(value):
			utils.validate_email_address(address, throw=True)
	elif kind == "Phone":
		utils.validate_phone_number(value, throw=True)
	elif kind == "Name":
		utils.validate_name(value, throw=True)
	else:
		utils.validate_url(value, throw=True)


def _selects(doc, plan: Plan) -> None:
	if local.flags.in_import:
		return
	for field, options in plan.selects:
		value = doc.get(field.fieldname)
		if not value or value in options or str(value).strip() in options:
			continue
		prefix = _("Row #{0}:").format(doc.idx) if doc.get("parentfield") else ""
		wanted = '", "'.join(_(option) for option in field.options.split("\n"))
		text = _('{0} {1} cannot be "{2}". It should be one of "{3}"')
		throw(text.format(prefix, _(field.label), _(value), wanted))


def _non_negative(doc, plan: Plan) -> None:
	for field in plan.non_negative:
		if flt(doc.get(field.fieldname)) >= 0:
			continue
		message = _("Value cannot be negative for {0}: {1}").format(_(doc.doctype), bold(_(field.label)))
		if doc.get("parentfield"):
			message = _("Value cannot be negative for {0} in row {1}: {2}").format(
				bold(_(doc.parenttype)), doc.idx, bold(_(field.label))
			)
		throw(message, errors.NonNegativeError, title=_("Negative Value"))


def _lengths(doc, plan: Plan) -> None:
	if local.flags.in_install:
		return
	values = doc.__dict__
	for field, limit in plan.limits:
		value = values.get(field.fieldname)
		if value.__class__ is str and len(value) > limit:
			_refuse_length(doc, field, value, limit)


def _refuse_length(doc, field, value: str, limit: int):
	reference = f"{_(doc.doctype)} {doc.name}"
	if doc.get("parentfield"):
		reference = _("{0} {1}: Row #{2}").format(_(doc.parenttype), doc.parent, doc.idx)
	throw(
		_("{0}: '{1}' ({3}) will get truncated, as max characters allowed is {2}").format(
			reference, bold(_(field.label)), limit, value
		),
		errors.CharacterLengthExceededError,
		title=_("Value too big"),
	)


def _name_from_field(doc) -> None:
	"""A document named by a field keeps the two alike."""
	autoname = doc.meta.autoname or ""
	if autoname.startswith("field:") and doc.get("name"):
		fieldname = autoname[6:]
		if doc.get(fieldname) != doc.name:
			doc.set(fieldname, doc.name)


def _sanitise(doc, plan: Plan) -> None:
	"""Take active content out of texts; fields that hold code keep it."""
	if doc.flags.ignore_xss or local.flags.in_install:
		return
	values = doc.__dict__
	for field in plan.markup:
		value = values.get(field.fieldname)
		if value.__class__ is str and "<" in value and (is_html(value) or "<!--" in value):
			doc.set(field.fieldname, sanitize_html(value))


def _set_only_once(doc) -> None:
	before = doc.get_doc_before_save()
	if before is None:
		return
	names = _plan(doc.meta).once
	for name in names if doc.meta.issingle else (*names, "creation", "owner"):
		if comparable(doc, name) != comparable(before, name):
			text = _("Value cannot be changed for {0}").format(bold(_(doc.meta.get_label(name))))
			throw(text, errors.CannotChangeConstantError)


# rows and links


def _foreign_rows(doc) -> None:
	"""A row name that belongs to another document would be moved here: refused, whoever asks."""
	before = doc.get_doc_before_save()
	for table, child in doc._tables().items():
		own = {row.name for row in before.get(table) or ()} if before else set()
		names = [row.name for row in doc.get(table) or () if row.name and row.name not in own]
		if not names or (doc.is_new() and all(row.is_new() for row in doc.get(table))):
			continue
		taken = local.db.sql(f"select name from `tab{child}` where name in %s", (names,), pluck=True)
		if taken:
			throw(_("Rows belong to another document"), errors.PermissionError)


def validate_links(doc) -> None:
	"""Links must lead somewhere; fields that are fetched through them are filled."""
	if doc.flags.ignore_links or doc.__dict__.get("_action") == "cancel":
		return
	seen: dict = {}
	invalid, cancelled = [], []
	for row in (doc, *doc.get_all_children()):
		for fieldname, value, message in invalid_links(row, doc, seen):
			(cancelled if message == "cancelled" else invalid).append((fieldname, value, message))
	if invalid:
		throw(
			_("Could not find {0}").format(", ".join(m for _f, _v, m in invalid)), errors.LinkValidationError
		)
	if cancelled:
		names = ", ".join(str(value) for _f, value, _m in cancelled)
		throw(_("Cannot link cancelled document: {0}").format(names), errors.CancelledLinkError)


def invalid_links(row, doc, seen: dict) -> list[tuple[str, str, str]]:
	"""[(field, value, what to say)] of links that lead nowhere; sets the stored spelling and fetched values."""
	found = []
	for field in (*row.meta.get_link_fields(), *row.meta.get_dynamic_link_fields()):
		value = row.get(field.fieldname)
		if not value:
			continue
		doctype = field.options if field.fieldtype == "Link" else row.get(field.options)
		if not doctype:
			throw(_("{0} must be set first").format(_(row.meta.get_label(field.options))))
		fetch = row.meta.get_fields_to_fetch(field.fieldname) if field.fieldtype == "Link" else []
		values = _linked(doctype, value, fetch, seen)
		if values is None:
			found.append((field.fieldname, value, _link_message(row, field, value)))
			continue
		row.set(field.fieldname, values["name"])
		for target in fetch:
			if not target.fetch_if_empty or row.get(target.fieldname) in (None, "", 0):
				row.set(target.fieldname, values[target.fetch_from.partition(".")[2]])
		cancelled = values.get("docstatus") == 2 and field.fieldname != "amended_from"
		if cancelled and doc.meta.is_submittable and get_meta(doctype).is_submittable:
			found.append((field.fieldname, _link_message(row, field, value), "cancelled"))
	return found


def _link_message(row, field, value) -> str:
	label = _(row.meta.get_label(field.fieldname))
	if row.get("parentfield"):
		return "{}: {}: {}".format(_("Row #{0}").format(row.idx), label, value)
	return f"{label}: {value}"


def _linked(doctype: str, name, fetch, seen: dict):
	"""The linked row with what is to be fetched from it; None where there is none."""
	meta = get_meta(doctype)
	if meta.issingle:
		return {"name": doctype}
	sources = sorted({field.fetch_from.partition(".")[2] for field in fetch} & set(meta.columns))
	columns = list(dict.fromkeys(["name", "docstatus", *sources]))
	key = (doctype, str(name), tuple(columns))
	if key not in seen:
		names = ", ".join(f"`{column}`" for column in columns)
		rows = local.db.sql(f"select {names} from `tab{doctype}` where name = %s", (str(name),), as_dict=True)
		seen[key] = rows[0] if rows else None
	return seen[key]


# levels and passwords


def reset_higher_levels(doc) -> None:
	"""Fields of a level that the writer lacks keep what is stored, or their default on a new document."""
	if doc.flags.ignore_permissions or local.flags.in_install or local.session.user == "Administrator":
		return
	tables = doc.meta.get_table_fields()
	high = doc.meta.get_high_permlevel_fields()
	if not high and not any(get_meta(field.options).get_high_permlevel_fields() for field in tables):
		return
	allowed = set(doc.get_permlevel_access("write"))
	before = doc.get_doc_before_save() or _empty(doc.doctype)
	_reset(doc, before, high, allowed)
	for field in tables:
		stored = {row.name: row for row in before.get(field.fieldname) or ()}
		for row in doc.get(field.fieldname) or ():
			kept = stored.get(row.name) or _empty(row.doctype)
			_reset(row, kept, row.meta.get_high_permlevel_fields(), allowed)


def _empty(doctype: str):
	from minibench.documents import new_doc

	return new_doc(doctype)


def _reset(row, before, fields, allowed) -> None:
	for field in fields:
		if field.permlevel not in allowed and field.fieldtype in (*data_fieldtypes, *table_fields):
			row.set(field.fieldname, before.get(field.fieldname))


def save_passwords(doc) -> None:
	"""Password fields are stored apart, encrypted; the document keeps asterisks."""
	fields = [
		f
		for f in doc.meta.fields
		if f.fieldtype == "Password" and f.fieldname not in (doc.flags.ignore_save_passwords or ())
	]
	if not fields or doc.flags.ignore_save_passwords is True:
		return
	for field in fields:
		value = doc.get(field.fieldname)
		if not value:
			remove_encrypted_password(doc.doctype, doc.name, field.fieldname)
		elif not doc.is_dummy_password(value):
			set_encrypted_password(doc.doctype, doc.name, value, field.fieldname)
			mask = "*" * len(value)
			doc.set(field.fieldname, mask)
			if not doc.meta.issingle:
				local.db.set_value(doc.doctype, doc.name, field.fieldname, mask, update_modified=False)
