"""Filters of a list as they stand in its address: field=value or field=["operator", value], as on Frappe."""

import json

from minibench.meta import get_meta
from minibench.translate import _

OPERATORS = {
	"=": "is",
	"!=": "is not",
	"like": "contains",
	"not like": "does not contain",
	">": "more than or after",
	"<": "less than or before",
	">=": "from",
	"<=": "up to",
	"in": "is one of",
	"not in": "is none of",
	"is": "is set or not set",
	"between": "is between",
	"Timespan": "is in",
}
STANDARD = {
	"name": ("Data", "ID"),
	"owner": ("Link", "Created By", "User"),
	"modified_by": ("Link", "Last Changed By", "User"),
	"creation": ("Datetime", "Created"),
	"modified": ("Datetime", "Last Changed"),
	"docstatus": ("Int", "Document Status"),
	"_assign": ("Data", "Assigned To"),
}
CONTAINS = "has."


def field(meta, name):
	"""The DocField behind a filter's name ("status" or "Child DocType.field"), or None."""
	from minibench.local import _dict

	if "." in name:
		child, _dot, name = name.rpartition(".")
		tables = [df.options for df in meta.get_table_fields()]
		return get_meta(child).get_field(name) if child in tables else None
	if name in STANDARD:
		kind, label, *options = STANDARD[name]
		return _dict(fieldname=name, fieldtype=kind, label=_(label), options=(options or [None])[0])
	df = meta.get_field(name)
	return df if df and df.fieldtype not in ("Section Break", "Column Break", "Tab Break", "HTML") else None


def read(meta, args):
	"""[(name, df, operator, value)] of the address; what is no field of the list is passed over."""
	found = []
	for name, texts in args.lists():
		df = None if name.startswith("_") and name not in STANDARD else field(meta, name)
		if df:
			found += [(name, df, *_pair(text)) for text in texts if text != ""]
	return found


def _pair(text):
	if text.startswith("["):
		try:
			operator, value = json.loads(text)
			known = {key.lower(): key for key in OPERATORS}
			if str(operator).lower() in known:
				return known[str(operator).lower()], value
		except (ValueError, TypeError):
			pass
	return "=", text


def as_query(meta, found):
	"""Filters as frappe.get_list takes them."""
	return [
		[name.rpartition(".")[0] or meta.name, df.fieldname, operator, _value(df, operator, value)]
		for name, df, operator, value in found
	]


def _value(df, operator, value):
	if operator in ("in", "not in", "between") and isinstance(value, str):
		return [part.strip() for part in value.split(",")]
	if df.fieldtype == "Check":
		return 1 if str(value).lower() in ("1", "true", "yes") else 0
	return value


def address(operator, value):
	"""A filter's text in the address."""
	return value if operator == "=" and isinstance(value, str) else json.dumps([operator, value])


def from_json(doctype, text):
	"""Filters of a card, shortcut or chart: (list for a query, pairs for an address)."""
	try:
		raw = json.loads(text or "[]")
	except ValueError:
		raw = []
	if isinstance(raw, dict):
		raw = [[doctype, key, *(v if isinstance(v, list) else ["=", v])] for key, v in raw.items()]
	rows = [row if len(row) > 3 else [doctype, *row] for row in raw]
	pairs = [
		(name if dt == doctype else f"{dt}.{name}", address(operator, value))
		for dt, name, operator, value, *_rest in rows
	]
	return [row[:4] for row in rows], pairs


def canonical(meta, args):
	"""The address that the small forms of a list lead to: contains-boxes and the filter row become filters.

	Returns pairs, or None when the address is already in that shape.
	"""
	if (
		not any(key.startswith(CONTAINS) or key.endswith(":title") for key in args)
		and not {"_field", "_col"} & args.keys()
	):
		return None
	pairs, columns = [], ",".join(args.getlist("_col"))
	for key, value in args.items(multi=True):
		if key.startswith(CONTAINS):
			if value:
				pairs.append((key.removeprefix(CONTAINS), json.dumps(["like", f"%{value}%"])))
		elif f"{key}:title" in args:
			pairs.append(
				(key, chosen(meta.get_field(key).options if meta.get_field(key) else None, args, key))
			)
		elif key == "_cols":
			pairs.append((key, columns or value))
		elif key not in ("_field", "_op", "_value", "_start", "_col") and ":" not in key:
			pairs.append((key, value))
	name, operator, value = args.get("_field"), args.get("_op", "="), args.get("_value", "")
	if name and (value or operator == "is"):
		if "like" in operator and "%" not in value:
			value = f"%{value}%"
		pairs.append((name, address(operator, value or "set")))
	return pairs


def chosen(target, args, key):
	"""The name behind a link's box: the one chosen with its title, else what was typed, resolved."""
	text = args.get(key, "").strip()
	if text and text == args.get(f"{key}:title"):
		return args.get(f"{key}:name")
	from minibench.web.desk.jump import name_of

	return name_of(target, text) if target and text else text


def said(df, operator, value):
	"""A filter in words, for its chip."""
	from minibench.web.desk.display import link_titles, plain

	if operator == "is":
		return f"{_(df.label)} {_('is set') if value == 'set' else _('is not set')}"
	values = value if isinstance(value, list) else [value]
	if df.fieldtype == "Link":
		titles = link_titles((df.options, each) for each in values)
		words = [str(titles.get((df.options, each), each)) for each in values]
	else:
		words = [plain(df, each) if operator != "Timespan" else _(str(each)) for each in values]
	words = (f" {_('and')} " if operator == "between" else ", ").join(words).strip("%")
	return f"{_(df.label)}: {words}" if operator == "=" else f"{_(df.label)} {_(OPERATORS[operator])} {words}"
