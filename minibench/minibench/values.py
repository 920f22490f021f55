"""Values between people's text, documents and columns, by field type."""

import json
from datetime import date, datetime, time, timedelta

from minibench.errors import ValidationError
from minibench.messages import throw
from minibench.sqltext import adapt, format_timedelta
from minibench.translate import _
from minibench.utils.dates import get_datetime, getdate, to_timedelta
from minibench.utils.numbers import cint, flt

TEXT_TYPES = frozenset(
	("Data", "Link", "Dynamic Link", "Select", "Small Text", "Text", "Long Text", "Text Editor", "Code",
	 "HTML Editor", "Markdown Editor", "Password", "Read Only", "Attach", "Attach Image", "Color", "Phone", "Autocomplete", "JSON")
)  # fmt: skip
NUMBER_TYPES = frozenset(("Int", "Check", "Float", "Currency", "Percent", "Rating", "Duration", "Long Int"))


def _check(value):
	return 1 if cint(value) else 0


def _int(value):
	return value if type(value) is int else cint(value)


def _float(value):
	return value if type(value) is float else flt(value)


def _empty_is_none(value):
	return None if value == "" else value


DOCUMENT_CASTS = {
	"Check": _check,
	**dict.fromkeys(("Int", "Long Int"), _int),
	**dict.fromkeys(("Float", "Currency", "Percent", "Rating", "Duration"), _float),
	**dict.fromkeys(("Date", "Datetime", "Time"), _empty_is_none),
}


def cast(fieldtype: str, value):
	"""A stored text as its field's type: numbers default to 0, dates to None, text to itself."""
	if fieldtype in NUMBER_TYPES:
		return DOCUMENT_CASTS[fieldtype](value)
	read = {"Date": getdate, "Datetime": get_datetime, "Time": to_timedelta}.get(fieldtype)
	return (read(value) if value else None) if read else value


def to_column(meta, fieldname: str, value):
	"""A document's value as its column holds it. Raises ValidationError that names the field."""
	field = meta.get_field(fieldname)
	fieldtype = field.fieldtype if field else STANDARD_TYPES.get(fieldname, "Data")
	if fieldtype == "JSON" and isinstance(value, list | dict):
		return json.dumps(value)
	if value is None:
		return 0 if fieldtype in NUMBER_TYPES and fieldtype != "Rating" else None
	convert = COLUMN_CASTS.get(fieldtype)
	if convert is None and not isinstance(value, list):
		return None if value == "" and field and field.unique else adapt(value)
	try:
		converted = convert(value)
		if field and field.precision and fieldtype in ("Float", "Currency", "Percent"):
			converted = round(converted, int(field.precision))
		return converted
	except (ValueError, TypeError, OverflowError):
		label = _(field.label or fieldname) if field else fieldname
		kind = {"Date": _("a date"), "Time": _("a time")}.get(fieldtype, _("a date and time"))
		text = "Value for {0} cannot be a list" if isinstance(value, list) else "{0}: {1} is not {2}"
		throw(_(text).format(label, value, kind), ValidationError)


def plain_type(field, name: str):
	"""The type of values that a column takes unconverted; None where each must be looked at."""
	if field is None:
		return None if name in ("creation", "modified") else int if name in ("docstatus", "idx") else str
	if field.fieldtype in TEXT_TYPES and not field.unique:
		return str
	if field.fieldtype == "Int":
		return int
	return float if field.fieldtype in ("Float", "Currency", "Percent") and not field.precision else None


def _date_text(value):
	if type(value) is date:
		return value.isoformat()
	if isinstance(value, datetime):
		return value.date().isoformat()
	if not value:
		return None
	text = str(value)
	try:
		return date.fromisoformat(text[:10] if len(text) >= 10 else "").isoformat()
	except ValueError:
		return _parsed(text).date().isoformat()


def _parsed(text: str) -> datetime:
	from dateutil import parser

	if not any(character.isdigit() for character in text):
		raise ValueError(text)
	return parser.parse(text)


def _datetime_text(value):
	if isinstance(value, datetime):
		return adapt(value)
	if isinstance(value, date):
		return f"{value.isoformat()} 00:00:00.000000"
	if not value:
		return None
	text = str(value)
	try:
		return adapt(datetime.fromisoformat(text))
	except ValueError:
		return adapt(_parsed(text))


def _time_text(value):
	if isinstance(value, timedelta):
		return format_timedelta(value)
	if isinstance(value, time):
		return value.isoformat()
	return _parsed(str(value)).time().isoformat() if value else None


COLUMN_CASTS = {
	**{kind: DOCUMENT_CASTS[kind] for kind in NUMBER_TYPES},
	"Date": _date_text,
	"Datetime": _datetime_text,
	"Time": _time_text,
}

STANDARD_TYPES = {"creation": "Datetime", "modified": "Datetime", "docstatus": "Int", "idx": "Int"}
