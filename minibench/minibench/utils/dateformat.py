"""Dates and times as people of the site read them."""

import re
from datetime import datetime

from minibench.local import is_bound, local
from minibench.utils import dates
from minibench.utils.dates import DATETIME_FORMAT, get_datetime, get_time, getdate
from minibench.utils.numbers import cint
from minibench.utils.settings import default

NUMERIC = re.compile(r"yyyy|MM|dd|HH|mm|ss")
FIELDS = {"yyyy": "{0.year:04}", "MM": "{0.month:02}", "dd": "{0.day:02}"}
FIELDS |= {"HH": "{0.hour:02}", "mm": "{0.minute:02}", "ss": "{0.second:02}"}


def get_user_date_format() -> str:
	return default("date_format") or "yyyy-mm-dd"


def get_user_time_format() -> str:
	return default("time_format") or "HH:mm:ss"


def _locale(otherwise: str = "") -> str:
	return ((local.lang if is_bound() else None) or otherwise).replace("-", "_")


def _format(kind: str, value, pattern: str, fallback: str) -> str:
	"""By Babel in the language of the request; patterns of digits only need no Babel at all."""
	if not re.search(r"[A-Za-z']", NUMERIC.sub("", pattern)):
		return NUMERIC.sub(lambda found: FIELDS[found[0]], pattern).format(value)
	import babel.dates
	from babel.core import UnknownLocaleError

	try:
		return getattr(babel.dates, kind)(value, pattern, locale=_locale())
	except (UnknownLocaleError, ValueError):
		return value.strftime(fallback)


def format_date(string_date=None, format_string: str | None = None, parse_day_first: bool = False) -> str:
	"""A date in the given form (as dd-mm-yyyy) or the site's."""
	if not string_date:
		return ""
	pattern = (format_string or get_user_date_format()).replace("mm", "MM").replace("Y", "y")
	fallback = pattern.replace("MM", "%m").replace("dd", "%d").replace("yyyy", "%Y")
	return _format("format_date", getdate(string_date, parse_day_first), pattern, fallback)


formatdate = format_date


def format_time(time_string=None, format_string: str | None = None) -> str:
	if not time_string:
		return ""
	return _format("format_time", get_time(time_string), format_string or get_user_time_format(), "%H:%M:%S")


def format_datetime(datetime_string, format_string: str | None = None) -> str | None:
	"""A moment in the given form or the site's; None for nothing."""
	if not datetime_string:
		return None
	if not format_string:
		format_string = f"{get_user_date_format().replace('mm', 'MM')} {get_user_time_format()}"
	return _format("format_datetime", get_datetime(datetime_string), format_string, "%Y-%m-%d %H:%M:%S")


def global_date_format(date, format="long") -> str:
	"""As January 1, 2012, in the language of the request."""
	import babel.dates

	return babel.dates.format_date(getdate(date), locale=_locale("en"), format=format)


def pretty_date(iso_datetime: datetime | str) -> str:
	""" "2 days ago", "in 5 hours", seen from the site's clock."""
	if not iso_datetime:
		return ""
	from babel.dates import format_timedelta

	if isinstance(iso_datetime, str):
		iso_datetime = datetime.strptime(iso_datetime, DATETIME_FORMAT)
	away = iso_datetime - datetime.strptime(dates.now(), DATETIME_FORMAT)
	return format_timedelta(away, add_direction=True, locale=_locale("en"))


def format_duration(seconds: float | int, hide_days: bool = False) -> str:
	""" "1d 2h 3m 4s", nothing for no time at all."""
	total = cint(seconds)
	rest, parts = abs(total), []
	for unit, size in (("d", 86400), ("h", 3600), ("m", 60), ("s", 1)):
		if unit == "d" and hide_days:
			continue
		count, rest = divmod(rest, size)
		if count:
			parts.append(f"{count}{unit}")
	return ("-" if total < 0 else "") + " ".join(parts)
