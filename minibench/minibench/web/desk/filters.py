"""Filters of a list as they stand in its address: field=value or field=["operator", value], as on Frappe."""

import json

from minibench.local import _dict, local
from minibench.meta import get_meta
from minibench.translate import _
from minibench.utils.dates import get_timespan_date_range
from minibench.utils.numbers import cint
from minibench.web.desk import dynamic, fieldtext
from minibench.web.desk.display import link_titles, named, plain
from minibench.web.desk.env import with_query

OPERATORS = {
	"=": "is", "!=": "is not", "like": "contains", "not like": "does not contain", ">": "is more than",
	"<": "is less than", ">=": "is at least", "<=": "is at most", "in": "is one of", "not in": "is none of",
	"is": "is set or not set", "between": "is between", "Timespan": "is in",
}  # fmt: skip
OF_DATES = {">": "is after", "<": "is before", ">=": "is on or after", "<=": "is on or before"}
KNOWN = {key.lower(): key for key in OPERATORS}
TEXT, CHOICE = ("like", "not like", "=", "!=", "in", "not in", "is"), ("=", "!=", "in", "not in", "is")
NUMBER = ("=", "!=", ">", "<", ">=", "<=", "is")
# of a moment only what holds for whole days
FITTING = {
	"Select": CHOICE, "Link": (*CHOICE, "like", "not like"), "Check": ("=",), "Date": ("between", "Timespan", *NUMBER),
	"Datetime": ("between", "Timespan", ">=", "<", "is"), **dict.fromkeys(fieldtext.WHOLE + fieldtext.DECIMAL, NUMBER),
}  # fmt: skip
SPANS = tuple(
	f"{which} {unit}" for which in ("last", "this", "next") for unit in ("week", "month", "quarter", "year")
)
SPANS = ("today", "yesterday", "tomorrow", *SPANS, "last 6 months", "next 6 months")
STANDARD = {
	"name": ("Data", "ID"), "owner": ("Link", "Created By"), "modified_by": ("Link", "Last Changed By"),
	"creation": ("Datetime", "Created"), "modified": ("Datetime", "Last Changed"),
	"docstatus": ("Int", "Document Status"), "_assign": ("Link", "Assigned To"),
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
	if not small and not {"_field", "_by"} & {*args}:
		return None
	pairs = [("_sort", f"{args['_by']} {args.get('_way')}")] if args.get("_by") else []
	for key, value in args.items(multi=True):
		if key.startswith(CONTAINS):
			value = value and address("like", f"%{value}%")
			key = key.removeprefix(CONTAINS)
		elif f"{key}:title" in args:
			df = meta.get_field(key)
			value = chosen(df.options if df else None, args, key)
		if key not in ("_field", "_op", "_value", "_start", "_by", "_way") and ":" not in key:
			pairs.append((key, value))
	name, texts = args.get("_field", ""), [text.strip() for text in args.getlist("_value") if text.strip()]
	df = field(meta, name)
	if df and (texts or args.get("_op") == "is"):
		operator = args.get("_op") or operators(df, name)[0]
		pairs.append((name, address(operator, _posted(df, operator, texts, args))))
	return [(key, value) for key, value in pairs if value]


def _posted(df, operator, texts, args):
	"""The value of a filter out of its box or boxes; several may stand in one, between commas."""
	if operator == "is":
		return "not set" if texts[:1] == ["not set"] else "set"
	several = operator in ("in", "not in", "between")
	if several and len(texts) == 1:
		texts = [text.strip() for text in texts[0].split(",")]
	if df.fieldtype == "Link":
		target = df.options
		texts = [resolved(target, each) for each in texts] if several else [chosen(target, args, "_value")]
	if "like" in operator and "%" not in texts[0]:
		return f"%{texts[0]}%"
	return texts if several else texts[0]


def chosen(target, args, key):
	"""The name behind a link's box: the one chosen with its title, else what was typed, resolved."""
	text = args.get(key, "").strip()
	return args.get(f"{key}:name") if text and text == args.get(f"{key}:title") else resolved(target, text)


def resolved(target, text):
	from minibench.web.desk.jump import name_of

	return name_of(target, text) if target and text else text


def operators(df, name=""):
	"""The operators that make sense for a field."""
	return ("like", "not like", "is") if name == "_assign" else FITTING.get(df.fieldtype, TEXT)


def word(df, operator):
	"""An operator as people say it of a field."""
	if df.fieldname == "_assign" and "like" in operator:
		return _("is") if operator == "like" else _("is not")
	dated = OF_DATES if df.fieldtype in ("Date", "Datetime") else {}
	return _(dated.get(operator) or OPERATORS[operator])


def box(df, operator):
	"""The kind of box that a value of this field stands in with this operator."""
	kind = df.fieldtype
	if operator in ("is", "Timespan"):
		return operator
	if kind in ("Date", "Datetime"):
		return "dates" if operator == "between" else "date"
	many = "s" if operator in ("in", "not in") else ""
	if kind == "Select" and "like" not in operator:
		return f"select{many}"
	if kind == "Link" and ("like" not in operator or df.fieldname == "_assign"):
		return f"link{many}"
	return {"Check": "check"}.get(kind, "text")


def fitting(df, name, operator, holder):
	"""The row that a filter is put in with: the operators that fit a field of `holder`, and the box that fits both."""
	known = operators(df, name)
	operator = operator if operator in known else known[0]
	choices = (df.options or "").split("\n") if df.fieldtype == "Select" else ()
	return _dict(
		kind=box(df, operator), operator=operator, df=df, holder=holder, spans=SPANS,
		options=[(each, _(each)) for each in choices if each], operators=[(each, word(df, each)) for each in known],
	)  # fmt: skip


def problem(df, operator, value):
	"""What is wrong with a filter's value, in a sentence that names the field; None when it can be asked."""
	values = value if isinstance(value, list) else [value]
	try:
		if operator == "Timespan" and not get_timespan_date_range(str(value)):
			raise ValueError(_("Choose one of the times in the list"))
		if operator == "between" and len(values) != 2:
			raise ValueError(_("Give a first and a last value"))
		for each in values if operator in (*NUMBER, "between") and operator != "is" else ():
			fieldtext.from_text(df, str(each))
	except ValueError as error:
		return f"{_(df.label)}: {error}"


def said(df, operator, value):
	"""A filter in words, for its chip."""
	if operator == "is":
		return f"{_(df.label)} {_('is set') if value == 'set' else _('is not set')}"
	values = value if isinstance(value, list) else [value]
	if "like" in operator:
		values = [str(each).strip("%") for each in values]
	titles = link_titles((df.options, each) for each in values if df.fieldtype == "Link")

	def in_words(each):
		if df.fieldtype == "Link":
			return str(named(df.options, each, titles))
		return _(str(each)) if operator == "Timespan" else plain(df, _value(df, "=", each))

	text = (f" {_('and')} " if operator == "between" else ", ").join(map(in_words, values))
	is_it = operator == "Timespan" or word(df, operator) == _("is")
	return f"{_(df.label)}: {text}" if is_it else f"{_(df.label)} {word(df, operator)} {text}"


LENGTHS = (20, 100, 500)


class Addressed:
	"""A list or report that stands in its address: `args`, its `filters` as `read` gives them, its place among pages."""

	def read_place(self, usual):
		"""How many rows a page has, and the first of them."""
		given = self.args.get("_len")
		self.length = int(given) if given in map(str, LENGTHS) else usual
		self.start = max(cint(self.args.get("_start")), 0)

	def pairs(self):
		return list(self.args.items(multi=True))

	def filter_pairs(self):
		return [(name, address(operator, value)) for name, _df, operator, value in self.filters]

	def url(self, **changes):
		"""This address with some parts changed; None takes a part out."""
		pairs = [(key, value) for key, value in self.pairs() if key not in changes]
		return with_query(local.request.path, pairs + list(changes.items()))

	def without(self, name, operator, value):
		"""This address without one filter, from its first page on."""
		gone = (name, operator, value)
		kept = [(k, v) for k, v in self.pairs() if (k, *pair(v)) != gone and k != "_start"]
		return with_query(local.request.path, kept)
