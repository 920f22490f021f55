"""A stored value as a person reads it: `frappe.format`."""

import re
from datetime import date, datetime, timedelta

from minibench.local import _dict, local
from minibench.utils.dateformat import format_date, format_datetime, format_duration, format_time
from minibench.utils.dates import format_timedelta
from minibench.utils.numbers import cint, flt, fmt_money, get_number_format_info
from minibench.utils.settings import default
from minibench.utils.text import cstr

BLOCK_TAG = re.compile(r"<br|<div|<p")
NUMBERS = ("Int", "Float", "Currency", "Percent")
GUESSES = ((datetime, "Datetime"), (date, "Date"), (timedelta, "Time"), (int, "Int"), (float, "Float"))


def format_value(value, df=None, doc=None, currency=None, translated=False, format=None):
	"""The value as text (some types as HTML), by its field or, without one, by its Python type."""
	if isinstance(df, str):
		df = _dict(fieldtype=df)
	elif not df:
		df = _dict(fieldtype=next((name for kind, name in GUESSES if isinstance(value, kind)), "Data"))
	elif isinstance(df, dict):
		df = _dict(df)
	if value is None:
		value = ""
	elif translated:
		value = _translated(value)
	if value == 0 and df.fieldtype in NUMBERS and df.get("print_hide_if_no_value"):
		return ""
	formatter = FORMATTERS.get(df.fieldtype)
	return formatter(value, df, doc, currency, format) if formatter else value


def _translated(value, context=None):
	from minibench.translate import _

	return _(value, context=context)


def _time(value, df, doc, currency, format):
	try:
		return format_time(value)
	except ValueError:
		return format_timedelta(value)


def _currency(value, df, doc, currency, format):
	currency = currency or get_field_currency(df, doc) or default("currency")
	return fmt_money(value, precision=get_field_precision(df, doc), currency=currency, format=format)


def _float(value, df, doc, currency, format):
	precision = get_field_precision(df, doc)
	if not df.options and not cint(cstr(value).partition(".")[2]):
		precision = 0
	return fmt_money(value, precision=precision, currency=currency or get_field_currency(df, doc))


def _text(value, df, doc, currency, format):
	return value if BLOCK_TAG.search(value) else value.replace("\n", "<br>")


def _link(value, df, doc, currency, format):
	titles = doc.get("__link_titles") if doc else None
	if not titles or not df.options:
		return value
	doctype = df.options if df.fieldtype == "Link" else doc.get(df.options)
	return titles.get(f"{doctype}::{value}", value)


def _select(value, df, doc, currency, format):
	return _translated(value, df.get("parent") or "") if isinstance(value, str) else value


def _table_multiselect(value, df, doc, currency, format):
	from minibench.meta import get_meta

	link = next(field for field in get_meta(df.options).fields if field.fieldtype == "Link")
	titles = _dict(__link_titles=doc.get("__link_titles") if doc else None)
	return ", ".join(cstr(_link(row.get(link.fieldname) or "", link, titles, None, None)) for row in value)


FORMATTERS = {
	"Date": lambda value, *rest: format_date(value),
	"Datetime": lambda value, *rest: format_datetime(value),
	"Time": _time,
	"Currency": _currency,
	"Float": _float,
	"Percent": lambda value, *rest: f"{flt(value, 2)}%",
	"Text": _text,
	"Small Text": _text,
	"Table MultiSelect": _table_multiselect,
	"Duration": lambda value, df, *rest: format_duration(value, df.get("hide_days")),
	"Text Editor": lambda value, *rest: f"<div class='ql-snow'>{value}</div>",
	"Link": _link,
	"Dynamic Link": _link,
	"Select": _select,
}


def get_field_precision(df, doc=None, currency=None) -> int:
	"""Decimals of a number field: its own, or the site's."""
	if df.get("precision"):
		return cint(df.precision)
	if df.fieldtype != "Currency":
		return cint(default("float_precision")) or 3
	return cint(default("currency_precision")) or get_number_format_info(default("number_format") or "")[2]


def get_field_currency(df, doc=None) -> str | None:
	"""The currency that the field's options lead to: a field of the record or its parent, or a:link:field."""
	options = cstr(df.get("options"))
	if not options or not doc:
		return None
	if ":" in options:
		doctype, link, fieldname = options.split(":")
		return local.db.get_value(doctype, doc.get(link), fieldname, cache=True) if doc.get(link) else None
	if doc.get(options) or not doc.get("parenttype"):
		return doc.get(options)
	from minibench.meta import get_meta

	if not get_meta(doc.parenttype).has_field(options):
		return None
	return local.db.get_value(doc.parenttype, doc.parent, options)
