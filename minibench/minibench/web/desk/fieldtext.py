"""Between a document's values and what stands in the boxes of a form: always text, or rows of text."""

import json
import re
import zlib

from minibench.local import _dict
from minibench.meta import get_meta
from minibench.translate import _
from minibench.web.desk import display

WHOLE = ("Int", "Long Int")
DECIMAL = ("Float", "Currency", "Percent", "Rating")
TABLES = ("Table", "Table MultiSelect")
SPAN = {"d": 86400, "h": 3600, "m": 60, "s": 1}


def to_text(df, value):
	"""A stored value as the text of its box."""
	kind = df.fieldtype
	if kind == "Password":
		return ""
	if value is None:
		return ""
	if kind == "Check":
		return "1" if int(value or 0) else "0"
	if kind == "Duration":
		return display.duration(float(value or 0))
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
	if kind == "Duration":
		return _seconds(text)
	if text.strip() == "":
		return None
	if kind in ("Date", "Datetime"):
		moment = display.as_date(text.strip())
		if moment is None:
			raise ValueError(_("Enter a date such as 2026-12-31"))
		return str(moment)
	if kind == "Time" and not re.fullmatch(r"\d{1,2}:\d\d(:\d\d)?", text.strip()):
		raise ValueError(_("Enter a time such as 14:30"))
	return text.strip() if kind in ("Data", "Link", "Dynamic Link", "Select", "Time") else text


def _number(kind, text):
	bare = re.sub(r"[\s,%\u00a3$\u20ac]", "", text)
	if bare == "":
		return 0
	if kind in WHOLE and re.fullmatch(r"[-+]?\d+(\.0*)?", bare):
		return int(float(bare))
	if kind in WHOLE:
		raise ValueError(_("Enter a whole number"))
	if not re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)", bare):
		raise ValueError(_("Enter a number"))
	return float(bare)


def _seconds(text):
	bare = text.replace(" ", "").lower()
	if bare.isdigit() or not bare:
		return int(bare or 0)
	if not re.fullmatch(r"(\d+[dhms])+", bare):
		raise ValueError(_("Enter a length of time such as 1h 30m"))
	return sum(int(count) * SPAN[unit] for count, unit in re.findall(r"(\d+)([dhms])", bare))


def link_field(child_meta):
	"""The link that a Table MultiSelect is about."""
	return next(df for df in child_meta.fields if df.fieldtype == "Link")


def of_document(doc, fields):
	"""{fieldname: text or rows} of a document, for these fields."""
	values = {}
	for df in fields:
		if df.fieldtype == "Table MultiSelect":
			name = link_field(get_meta(df.options)).fieldname
			values[df.fieldname] = [
				str(row.get(name)) for row in doc.get(df.fieldname) or () if row.get(name)
			]
		elif df.fieldtype == "Table":
			values[df.fieldname] = [
				_row(df, row, at) for at, row in enumerate(doc.get(df.fieldname) or (), 1)
			]
		else:
			values[df.fieldname] = to_text(df, doc.get(df.fieldname))
	return values


def _row(df, row, at):
	texts = {
		child.fieldname: to_text(child, row.get(child.fieldname))
		for child in value_fields(get_meta(df.options))
	}
	return texts | {"_key": key_of(row, at)}


def key_of(row, at):
	"""What a form calls a row: its name, or its place as long as it has none."""
	return row.name if row.name and not row.get("__islocal") else f"new{at}"


def value_fields(meta):
	return [df for df in meta.fields if df.fieldname and df.fieldtype not in (*NO_VALUE, *TABLES)]


NO_VALUE = ("Section Break", "Column Break", "Tab Break", "HTML", "Button", "Image", "Fold", "Heading")


def of_post(form, fields, before="", resolve=None):
	"""The same shape from what was sent; fields that were not on the form are left out.

	`resolve(df, text)` turns what was typed into a link's box into a name.
	"""
	values = {}
	for df in fields:
		key = before + df.fieldname
		if df.fieldtype == "Table MultiSelect":
			if key + ":on" in form:
				values[df.fieldname] = list(
					dict.fromkeys(text.strip() for text in form.getlist(key) if text.strip())
				)
		elif df.fieldtype == "Table":
			if key + ":on" in form:
				children = value_fields(get_meta(df.options))
				values[df.fieldname] = [
					of_post(form, children, f"{key}.{row}.", resolve) | {"_key": row}
					for row in form.getlist(key)
				]
		elif key in form:
			text = form.getlist(key)[-1].replace("\r\n", "\n")
			values[df.fieldname] = _link_name(form, key, text, df, resolve)
	return values


def _link_name(form, key, text, df, resolve):
	"""A link's box shows a title; the name stands beside it as long as the title was not changed."""
	if df.fieldtype not in ("Link", "Dynamic Link") or f"{key}:name" not in form:
		return text
	if text == form.get(f"{key}:title"):
		return form.get(f"{key}:name")
	return resolve(df, text) if resolve and text.strip() else text.strip()


def put(doc, values, fields):
	"""Set a document from a form's values. Returns {path: sentence} of what could not be read."""
	errors = {}
	for df in fields:
		if df.fieldname not in values:
			continue
		value = values[df.fieldname]
		if df.fieldtype == "Table MultiSelect":
			_put_choices(doc, df, value)
		elif df.fieldtype == "Table":
			errors.update(_put_rows(doc, df, value))
		elif df.fieldtype != "Password" or value:
			_put_value(doc, df, value, df.fieldname, errors)
	return errors


def _put_value(doc, df, text, path, errors):
	if text == to_text(df, doc.get(df.fieldname)):
		return
	try:
		doc.set(df.fieldname, from_text(df, text))
	except ValueError as error:
		errors[path] = str(error)


def _put_choices(doc, df, names):
	link = link_field(get_meta(df.options)).fieldname
	kept = {row.get(link): row for row in doc.get(df.fieldname) or ()}
	doc.set(df.fieldname, [kept.get(name) or {link: name} for name in names])
	_number_rows(doc.get(df.fieldname))


def _put_rows(doc, df, rows):
	"""Only rows that the document has are updated; any other key is a new row."""
	errors, kept = {}, {key_of(row, at): row for at, row in enumerate(doc.get(df.fieldname) or (), 1)}
	fields = {child.fieldname: child for child in value_fields(get_meta(df.options))}
	doc.set(df.fieldname, [])
	for texts in rows:
		row = doc.append(df.fieldname, kept.get(texts["_key"]) or {})
		for name, text in texts.items():
			if name != "_key" and (fields[name].fieldtype != "Password" or text):
				_put_value(row, fields[name], text, f"{df.fieldname}.{texts['_key']}.{name}", errors)
	_number_rows(doc.get(df.fieldname))
	return errors


def _number_rows(rows):
	for at, row in enumerate(rows, 1):
		row.idx = at


def mark(value):
	"""A short sum of a field's text, to see later whether it was changed."""
	if isinstance(value, list):
		value = json.dumps(value, sort_keys=True)
	return f"{zlib.crc32(value.encode()):x}"


def typed(values, fields):
	"""Values as expressions read them: numbers as numbers, the rest as text."""
	found = _dict()
	for df in fields:
		value = values.get(df.fieldname)
		if df.fieldtype in (*display.NUMBERS, "Check", "Rating") and not isinstance(value, list):
			try:
				value = from_text(df, value or "")
			except ValueError:
				value = 0
		found[df.fieldname] = value
	return found
