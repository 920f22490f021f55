"""Values, users and addresses of the site: the rest of what `frappe.utils` offers."""

import json
import operator
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from urllib.parse import urljoin

from minibench.local import _dict, local
from minibench.utils.dates import format_timedelta, get_datetime, get_timedelta, getdate
from minibench.utils.html import escape_html
from minibench.utils.numbers import cint, flt, sbool
from minibench.utils.text import cstr, quoted

TEXTS = ("Data", "Text", "Small Text", "Long Text", "Text Editor", "Select", "Link", "Dynamic Link")


# values


def cast(fieldtype, value=None):
	"""The value as Python's type for a field type; nothing gives the lowest one."""
	cast_to = CASTS.get(fieldtype)
	return cast_to(value) if cast_to else value


CASTS = {
	**dict.fromkeys(("Currency", "Float", "Percent"), flt),
	**dict.fromkeys(("Int", "Check"), lambda value: cint(sbool(value))),
	**dict.fromkeys(TEXTS, cstr),
	"Date": lambda value: getdate(value) if value else date(1, 1, 1),
	"Datetime": lambda value: get_datetime(value) if value else datetime(1, 1, 1),
	"Time": get_timedelta,
}


def as_json(obj, indent=1, separators=None, ensure_ascii=True) -> str:
	"""JSON text with sorted keys; dates, documents and decimals as Frappe writes them."""
	if isinstance(obj, dict) and any(not isinstance(key, str) for key in obj):
		obj = {str(key): value for key, value in obj.items()}
	options = {"separators": separators or (",", ": "), "ensure_ascii": ensure_ascii}
	return json.dumps(obj, indent=indent, sort_keys=True, default=json_handler, **options)


def json_handler(obj):
	"""What JSON has no form for: dates, lengths of time, documents, sets, exceptions."""
	if isinstance(obj, date | time):
		return str(obj)
	if isinstance(obj, timedelta):
		return format_timedelta(obj)
	if isinstance(obj, Decimal):
		return float(obj)
	if hasattr(obj, "as_dict"):
		return obj.as_dict(no_nulls=True)
	if isinstance(obj, Iterable) and not isinstance(obj, type):
		return list(obj)
	if isinstance(obj, Exception) or callable(obj):
		return repr(obj)
	raise TypeError(f"{type(obj).__name__} {obj!r} has no form in JSON")


def parse_json(val):
	"""What JSON text means; other values as they are, dictionaries with attributes."""
	if isinstance(val, str):
		val = json.loads(val)
	return _dict(val) if isinstance(val, dict) else val


def _like(value, pattern) -> bool:
	"""SQL's % at either end; without one, the text anywhere inside."""
	starts, ends = pattern.startswith("%"), pattern.endswith("%")
	value, text = value or "", pattern.strip("%")
	if starts == ends:
		return text in value
	return value.endswith(text) if starts else value.startswith(text)


OPERATORS = {
	"in": lambda a, b: a in b,
	"not in": lambda a, b: a not in b,
	"=": operator.eq,
	"!=": operator.ne,
	">": operator.gt,
	"<": operator.lt,
	">=": operator.ge,
	"<=": operator.le,
	"like": _like,
	"not like": lambda a, b: not _like(a, b),
	"is": lambda a, b: (a not in (None, "")) is (b == "set"),
}


def compare(val1, condition: str, val2) -> bool:
	"""The two values under an operator of filters; False for an unknown one."""
	return condition in OPERATORS and OPERATORS[condition](val1, val2)


# users


def get_fullname(user=None) -> str:
	"""First and last name of a user, or the user's own identifier."""
	user = user or local.session.user
	names = local.request_cache.setdefault("fullnames", {})
	if user not in names:
		found = local.db.get_value("User", user, ["first_name", "last_name"], as_dict=True) or {}
		names[user] = " ".join(name for name in found.values() if name) or user
	return names[user]


# addresses


def get_url(uri: str | None = None, full_address: bool = False, allow_header_override: bool = True) -> str:
	"""The address of the site: `host_name` of its configuration, else the request's, else the site's name."""
	if uri and uri.startswith(("http://", "https://")):
		return uri
	conf = local.conf
	host = conf.host_name or conf.hostname
	if not host:
		host = (_host_of_request() if allow_header_override else None) or f"http://{local.site}"
	if not host.startswith(("http://", "https://")):
		host = "http://" + host
	if not uri and full_address and local.request:
		uri = local.request.full_path.rstrip("?")
	return urljoin(host, uri) if uri else host


def _host_of_request() -> str | None:
	request = local.request
	if not request or not request.host:
		return None
	scheme = "https" if request.headers.get("X-Forwarded-Proto") == "https" else "http"
	return f"{scheme}://{request.host}"


def _slug(doctype: str) -> str:
	return quoted(doctype.lower().replace(" ", "-"))


def get_absolute_url(doctype: str, name: str) -> str:
	return f"/app/{_slug(doctype)}/{quoted(name)}"


def get_url_to_form(doctype: str, name: str) -> str:
	return get_url(get_absolute_url(doctype, name))


def get_url_to_list(doctype: str) -> str:
	return get_url(f"/app/{_slug(doctype)}")


def get_link_to_form(doctype: str, name: str, label: str | None = None) -> str:
	"""A link to a record; a label may hold markup, a name is shown as text."""
	return f'<a href="{get_url_to_form(doctype, name)}">{label or escape_html(name)}</a>'
