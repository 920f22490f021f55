"""Filters of a list as they stand in its address: field=value or field=["operator", value], as on Frappe."""

import json

from minibench.local import _dict
from minibench.meta import get_meta
from minibench.translate import _
from minibench.web.desk import dynamic
from minibench.web.desk.display import link_titles, plain

OPERATORS = {
	"=": "is", "!=": "is not", "like": "contains", "not like": "does not contain", ">": "more than or after",
	"<": "less than or before", ">=": "from", "<=": "up to", "in": "is one of", "not in": "is none of",
	"is": "is set or not set", "between": "is between", "Timespan": "is in",
}  # fmt: skip
KNOWN = {key.lower(): key for key in OPERATORS}
STANDARD = {
	"name": ("Data", "ID"), "owner": ("Link", "Created By"), "modified_by": ("Link", "Last Changed By"),
	"creation": ("Datetime", "Created"), "modified": ("Datetime", "Last Changed"),
	"docstatus": ("Int", "Document Status"), "_assign": ("Data", "Assigned To"),
}  # fmt: skip
NO_FILTER = ("Section Break", "Column Break", "Tab Break", "HTML", "Password")
CONTAINS = "has."


def field(meta, name):
	"""The DocField behind a filter's name ("status" or "Child DocType.field"), or None."""
	if "." in name:
		child, _dot, name = name.rpartition(".")
		children = [df.options for df in meta.get_table_fields()]
		return get_meta(child).get_field(name) if child in children else None
	if name in STANDARD:
		kind, label = STANDARD[name]
		options = "User" if kind == "Link" else None
		return _dict(fieldname=name, fieldtype=kind, label=_(label), options=options)
	df = meta.get_field(name)
	return df if df and df.fieldtype not in NO_FILTER else None


def read(meta, args):
	"""[(name, df, operator, value)] of the address; what is no field of the list is passed over."""
	found = ((name, field(meta, name), text) for name, texts in args.lists() for text in texts if text != "")
	return [(name, df, *pair(text)) for name, df, text in found if df]


def pair(text):
	"""(operator, value) of one text of the address."""
	try:
		operator, value = json.loads(text) if text.startswith("[") else ("=", text)
		values = value if isinstance(value, list) else [value]
		if all(isinstance(each, str | int | float) for each in values):
			return KNOWN[str(operator).lower()], value
	except (ValueError, TypeError, KeyError, RecursionError):
		pass
	return "=", text


def address(operator, value):
	"""A filter's text in the address."""
	return value if operator == "=" and isinstance(value, str) else json.dumps([operator, value])


def as_query(meta, found):
	"""Filters as frappe.get_list takes them."""
	return [
		[name.rpartition(".")[0] or meta.name, df.fieldname, operator, _value(df, operator, value)]
		for name, df, operator, value in found
	]


def _value(df, operator, value):
	if operator in ("in", "not in", "between") and isinstance(value, str):
		return [part.strip() for part in value.split(",")]
	return int(str(value).lower() in ("1", "true", "yes")) if df.fieldtype == "Check" else value


def from_json(doctype, text, expressions=None):
	"""Filters of a card, shortcut or chart, with those whose values are worked out now: (list for a query, pairs for
	an address). Raises ExpressionError for what is no text of filters."""
	raw = [*_listed(dynamic.evaluate(text or "[]")), *_listed(dynamic.dynamic(expressions))]
	rows = [row[:4] if len(row) > 3 else [doctype, *row] for row in raw]
	names = [name if holder == doctype else f"{holder}.{name}" for holder, name, *_rest in rows]
	return rows, [(name, address(*row[2:])) for name, row in zip(names, rows, strict=True)]


def _listed(raw):
	if isinstance(raw, dict):
		return [[key, *(v if isinstance(v, list) else ["=", v])] for key, v in raw.items()]
	return raw or []


def canonical(meta, args):
	"""The address that the small forms of a list lead to: contains-boxes and the filter row become filters.

	Returns pairs, or None when the address is already in that shape.
	"""
	small = any(key.startswith(CONTAINS) or key.endswith(":title") for key in args)
	if not small and not {"_field", "_col"} & {*args}:
		return None
	pairs, columns = [], ",".join(args.getlist("_col"))
	for key, value in args.items(multi=True):
		if key.startswith(CONTAINS):
			value = value and address("like", f"%{value}%")
			key = key.removeprefix(CONTAINS)
		elif f"{key}:title" in args:
			df = meta.get_field(key)
			value = chosen(df.options if df else None, args, key)
		elif key == "_cols":
			value = columns or value
		if key not in ("_field", "_op", "_value", "_start", "_col") and ":" not in key:
			pairs.append((key, value))
	name, operator, value = args.get("_field"), args.get("_op", "="), args.get("_value", "")
	if name and (value or operator == "is"):
		like = "like" in operator and "%" not in value
		pairs.append((name, address(operator, f"%{value}%" if like else value or "set")))
	return [(key, value) for key, value in pairs if value]


def chosen(target, args, key):
	"""The name behind a link's box: the one chosen with its title, else what was typed, resolved."""
	from minibench.web.desk.jump import name_of

	text = args.get(key, "").strip()
	if text and text == args.get(f"{key}:title"):
		return args.get(f"{key}:name")
	return name_of(target, text) if target and text else text


def said(df, operator, value):
	"""A filter in words, for its chip."""
	if operator == "is":
		return f"{_(df.label)} {_('is set') if value == 'set' else _('is not set')}"
	values = value if isinstance(value, list) else [value]
	df_said = {} if operator == "Timespan" else df
	titles = link_titles((df.options, each) for each in values if df.fieldtype == "Link")
	words = [str(titles.get((df.options, each)) or plain(df_said, each)) for each in values]
	text = (f" {_('and')} " if operator == "between" else ", ").join(words).strip("%")
	return f"{_(df.label)}: {text}" if operator == "=" else f"{_(df.label)} {_(OPERATORS[operator])} {text}"
