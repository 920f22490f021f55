"""Between a document's values and what stands in the boxes of a form: always text, or rows of text."""

import json
import re
import zlib

from minibench.documents import new_doc
from minibench.local import _dict
from minibench.meta import display_fieldtypes as NO_VALUE
from minibench.meta import get_meta
from minibench.meta import table_fields as TABLES
from minibench.translate import _
from minibench.utils.dateformat import format_duration
from minibench.utils.numbers import cint
from minibench.web.desk import display

WHOLE = ("Int", "Long Int")
DECIMAL = ("Float", "Currency", "Percent", "Rating")
LINKS = ("Link", "Dynamic Link")
LARGEST = 2**63 - 1  # that a database holds
UNITS = {"d": 86400, "h": 3600, "m": 60, "s": 1}


def to_text(df, value):
	"""A stored value as the text of its box."""
	kind = df.fieldtype
	if kind == "Password" or value is None:
		return ""
	if kind == "Check":
		return "1" if cint(value) else "0"
	if kind == "Duration":
		return format_duration(value, df.hide_days)
	if kind in DECIMAL and isinstance(value, float):
		return f"{value:.9f}".rstrip("0").rstrip(".")
	if kind == "Datetime":
		return str(value)[:16].replace(" ", "T")
	if kind == "Time":
		return str(value).zfill(8)[:5] if re.match(r"\d?\d:", str(value)) else str(value)
	if kind == "JSON" and not isinstance(value, str):
		return json.dumps(value, indent=1)
	return str(value).replace("\r\n", "\n")


def from_text(df, text):
	"""The value that a box's text stands for. Raises ValueError with a sentence for the person."""
	kind = df.fieldtype
	if kind == "Check":
		return 1 if text == "1" else 0
	if kind in WHOLE or kind in DECIMAL:
		return _number(kind, text)
	if text.strip() == "":
		return None
	if kind == "Duration":
		return _seconds(text.lower())
	if kind in ("Date", "Datetime"):
		moment = display.as_date(text.strip())
		if moment is None:
			raise ValueError(_("Enter a date such as 2026-12-31"))
		return str(moment)
	if kind == "Time" and not re.fullmatch(r"\d{1,2}:\d\d(:\d\d)?", text.strip()):
		raise ValueError(_("Enter a time such as 14:30"))
	return text.strip() if kind in ("Data", *LINKS, "Select", "Time") else text


def _number(kind, text):
	bare = re.sub(r"[\s,%\u00a3$\u20ac]", "", text) or "0"
	if kind in WHOLE:
		if not re.fullmatch(r"[-+]?\d+(\.0*)?", bare):
			raise ValueError(_("Enter a whole number"))
		if abs(whole := int(bare.partition(".")[0])) > LARGEST:
			raise ValueError(_("This number is too large"))
		return whole
	if not re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)", bare):
		raise ValueError(_("Enter a number"))
	return float(bare)


def _seconds(text):
	parts = re.findall(r"(\d+)\s*([dhms])", text)
	if not re.fullmatch(r"\s*(\d+\s*[dhms]\s*)+", text):
		raise ValueError(_("Enter a length of time such as 1d 2h 30m"))
	return sum(int(count) * UNITS[unit] for count, unit in parts)


def value_fields(meta):
	return [df for df in meta.fields if df.fieldname and df.fieldtype not in (*NO_VALUE, *TABLES)]


def link_field(doctype):
	"""The link that a Table MultiSelect is about."""
	return next(df for df in get_meta(doctype).fields if df.fieldtype == "Link")


def of_document(doc, fields):
	"""{fieldname: text or rows} of a document, for these fields."""
	return {df.fieldname: _of_field(df, doc.get(df.fieldname)) for df in fields}


def _of_field(df, value):
	if df.fieldtype == "Table MultiSelect":
		name = link_field(df.options).fieldname
		return [str(row.get(name)) for row in value or () if row.get(name)]
	if df.fieldtype == "Table":
		children = value_fields(get_meta(df.options))
		rows = enumerate(value or (), 1)
		return [of_document(row, children) | {"_key": key_of(row, at)} for at, row in rows]
	return to_text(df, value)


def key_of(row, at):
	"""What a form calls a row: its name, or its place as long as it has none."""
	return row.name if row.name and not row.get("__islocal") else f"new{at}"


def blank_row(doctype, key):
	"""A new row of a child table with its defaults."""
	return of_document(new_doc(doctype), value_fields(get_meta(doctype))) | {"_key": key}


def of_post(form, fields, before="", resolve=None):
	"""The same shape from what was sent; fields that were not on the form are left out.

	`resolve(df, text)` turns what was typed into a link's box into a name.
	"""
	values = {}
	for df in fields:
		key = before + df.fieldname
		if df.fieldtype in TABLES:
			if key + ":on" in form:
				values[df.fieldname] = _rows_of_post(form, df, key, resolve)
		elif key in form:
			text = form.getlist(key)[-1].replace("\r\n", "\n")
			values[df.fieldname] = _link_name(form, key, text, df, resolve)
	return values


def _rows_of_post(form, df, key, resolve):
	if df.fieldtype == "Table MultiSelect":
		return list(dict.fromkeys(text.strip() for text in form.getlist(key) if text.strip()))
	children = value_fields(get_meta(df.options))
	keys = form.getlist(key)
	drawn = {row: at for at, row in enumerate(form.get(key + ":on").split(), 1)}
	for at, row in enumerate(list(keys), 1):
		place = form.get(f"{key}.{row}:at", "")[:9]
		if place.isdecimal() and int(place) not in (at, drawn.get(row)):  # typed into the place of the row
			keys.remove(row)
			keys.insert(max(0, int(place) - 1), row)
	return [of_post(form, children, f"{key}.{row}.", resolve) | {"_key": row} for row in keys]


def _link_name(form, key, text, df, resolve):
	"""A link's box shows a title; the name stands beside it as long as the title was not changed."""
	if df.fieldtype not in LINKS or f"{key}:name" not in form:
		return text
	if text == form.get(f"{key}:title"):
		return form.get(f"{key}:name")
	return resolve(df, text.strip()) if resolve and text.strip() else text.strip()


def put(doc, values, fields):
	"""Set a document from a form's values. Returns {path: sentence} of what could not be read."""
	errors = {}
	for df in fields:
		if df.fieldname in values:
			step = {"Table": _put_rows, "Table MultiSelect": _put_choices}.get(df.fieldtype, _put_value)
			step(doc, df, values[df.fieldname], df.fieldname, errors)
	return errors


def _put_value(doc, df, text, path, errors):
	if text == to_text(df, doc.get(df.fieldname)):
		return
	try:
		doc.set(df.fieldname, from_text(df, text))
	except ValueError as error:
		errors[path] = str(error)


def _put_choices(doc, df, names, _path, _errors):
	link = link_field(df.options).fieldname
	kept = {row.get(link): row for row in doc.get(df.fieldname) or ()}
	doc.set(df.fieldname, [])
	for at, name in enumerate(names, 1):
		doc.append(df.fieldname, kept.get(name) or {link: name}).idx = at


def _put_rows(doc, df, rows, path, errors):
	"""Only rows that the document has are updated; any other key is a new row."""
	kept = {key_of(row, at): row for at, row in enumerate(doc.get(df.fieldname) or (), 1)}
	fields = value_fields(get_meta(df.options))
	doc.set(df.fieldname, [])
	for at, texts in enumerate(rows, 1):
		row = doc.append(df.fieldname, kept.get(texts["_key"]) or {})
		row.idx = at
		found = put(row, texts, fields)
		errors.update({f"{path}.{texts['_key']}.{name}": sentence for name, sentence in found.items()})


def mark(value):
	"""A short sum of a field's text, or the text if that is shorter, to see later whether it was changed; of rows a list,
	with a sum for each cell.
	"""
	if isinstance(value, list) and value and isinstance(value[0], dict):
		return [row_mark(row) for row in value]
	text = json.dumps(value) if isinstance(value, list) else value
	return text if len(text) < 3 else f"{zlib.crc32(text.encode()):x}"


def row_mark(row):
	"""[key, sum of each cell in the order of their names]"""
	return [row["_key"], *(mark(row[name]) for name in sorted(row) if name != "_key")]


def narrowed(stored, typed):
	"""What is stored in the shape of what was typed: rows with the fields that had boxes."""
	if not isinstance(stored, list) or not stored or isinstance(stored[0], str):
		return stored
	keys = {"_key"}.union(*(typed or ()))
	return [{key: text for key, text in row.items() if key in keys} for row in stored]


def typed(values, fields):
	"""Values as expressions read them: numbers as numbers, the rest as text."""
	return _dict({df.fieldname: _typed(df, values.get(df.fieldname)) for df in fields})


def _typed(df, value):
	if isinstance(value, list) or df.fieldtype not in (*WHOLE, *DECIMAL, "Check"):
		return value
	try:
		return from_text(df, value or "")
	except ValueError:
		return 0
