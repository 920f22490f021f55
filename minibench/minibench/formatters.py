"""A stored value as a person reads it: `frappe.format`."""

import re
from datetime import date, datetime, timedelta

from minibench.local import _dict, local
from minibench.meta import get_meta
from minibench.translate import _
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
	if not df:
		df = next((name for kind, name in GUESSES if isinstance(value, kind)), "Data")
	df = _dict(fieldtype=df) if isinstance(df, str) else _dict(df) if isinstance(df, dict) else df
	if value is None:
		value = ""
	elif translated:
		value = _translated(value)
	if value == 0 and df.fieldtype in NUMBERS and df.get("print_hide_if_no_value"):
		return ""
	formatter = FORMATTERS.get(df.fieldtype)
	return formatter(value, df, doc, currency, format) if formatter else value


def _translated(value, context=None):
	return _(value, context=context)


def _time(value, df, doc, currency, format):
	try:
		return format_time(value)
	except ValueError:
		return format_timedelta(value)


def _currency(value, df, doc, currency, format):
	currency = currency or get_field_currency(df, doc) or default("currency")
	return fmt_money(value, precision=get_field_precision(df), currency=currency, format=format)


def _float(value, df, doc, currency, format):
	precision = get_field_precision(df)
	if not df.options and not cint(cstr(value).partition(".")[2]):
		precision = 0
	return fmt_money(value, precision=precision, currency=currency or get_field_currency(df, doc))


def _text(value, df, doc, currency, format):
	return value if BLOCK_TAG.search(value) else value.replace("\n", "<br>")


def _link(value, df, doc, currency, format):
	"""On paper the title, where the linked doctype shows titles; else the name."""
	doctype = df.options if df.fieldtype == "Link" else doc and doc.get(df.options)
	if not (value and doctype and (getattr(doc, "flags", None) or {}).get("in_print")):
		return value
	meta = get_meta(doctype)
	title = meta.title_field if meta.show_title_field_in_link else None
	return (title and local.db.get_value(doctype, value, title, cache=True)) or value


def _select(value, df, doc, currency, format):
	return _translated(value, df.get("parent") or "") if isinstance(value, str) else value


def _table_multiselect(value, df, doc, currency, format):
	link = next(field for field in get_meta(df.options).fields if field.fieldtype == "Link")
	return ", ".join(cstr(_link(row.get(link.fieldname) or "", link, doc, None, None)) for row in value)


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


def get_field_precision(df) -> int:
	"""Decimals of a number field: its own, or the site's."""
	if df.get("precision"):
		return cint(df.precision)
	if df.fieldtype != "Currency":
		return cint(default("float_precision")) or 3
	return cint(default("currency_precision")) or get_number_format_info(default("number_format") or "")[2]


def get_field_currency(df, doc=None) -> str | None:
	"""The currency in the field of the record that the field's options name."""
	return doc.get(df.options) if df.get("options") and doc else None
