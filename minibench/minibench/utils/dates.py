"""Dates and times: reading, arithmetic, periods, in the time zone of the site."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from minibench.local import is_bound, local
from minibench.messages import bold, throw
from minibench.translate import _
from minibench.utils.settings import get_system_settings

DATE_FORMAT = "%Y-%m-%d"
TIME_FORMAT = "%H:%M:%S.%f"
DATETIME_FORMAT = f"{DATE_FORMAT} {TIME_FORMAT}"
TIMEDELTA = re.compile(
	r"(?:(?P<days>-?\d+) days?, )?(?P<hours>\d+):(?P<minutes>\d+):(?P<seconds>\d+(?:\.\d+)?)"
)
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

UNITS = ("years", "months", "weeks", "days", "hours", "minutes", "seconds")

DateTimeLikeObject = str | date | datetime


# the clock


@cache
def _zone(name: str) -> tzinfo:
	try:
		return ZoneInfo(name)
	except (ZoneInfoNotFoundError, ValueError):
		return UTC


def get_system_timezone() -> str:
	return get_system_settings("time_zone") or "Europe/London"  # until a new site has its settings


def now_datetime() -> datetime:
	"""The site's local time, without a zone."""
	return datetime.now(_zone(get_system_timezone())).replace(tzinfo=None)


def now() -> str:
	"""The site's local time as text; `frappe.flags.current_date` replaces the day."""
	moment = now_datetime()
	day = getdate(local.flags.current_date) if is_bound() and local.flags.current_date else moment
	return f"{day.strftime(DATE_FORMAT)} {moment.strftime(TIME_FORMAT)}"


def nowdate() -> str:
	return now_datetime().strftime(DATE_FORMAT)


today = nowdate


def nowtime() -> str:
	return now_datetime().strftime(TIME_FORMAT)


# reading


def _means_nothing(text) -> bool:
	return not (isinstance(text, str) and text) or text.startswith(("0001-01-01", "0000-00-00"))


def _parse(text: str, dayfirst: bool = False) -> datetime:
	"""ISO text at once, anything else by dateutil. Raises ValueError."""
	if text[4:5] == text[7:8] == "-" and not dayfirst:
		try:
			return datetime.fromisoformat(text)
		except ValueError:
			pass
	from dateutil import parser

	return parser.parse(text, dayfirst=dayfirst)


def getdate(string_date: DateTimeLikeObject | None = None, parse_day_first: bool = False) -> date | None:
	"""A date from anything that looks like one; today for nothing. Refuses text that is no date."""
	if not string_date:
		return now_datetime().date()
	if isinstance(string_date, datetime):
		return string_date.date()
	if isinstance(string_date, date):
		return string_date
	if _means_nothing(string_date):
		return None
	return _read(_parse, string_date, parse_day_first).date()


def get_datetime(datetime_str: DateTimeLikeObject | None = None) -> datetime | None:
	"""A date with its time; now for None, None for text that means no date. Raises ValueError."""
	if datetime_str is None:
		return now_datetime()
	if isinstance(datetime_str, datetime | timedelta):
		return datetime_str
	if isinstance(datetime_str, date):
		return datetime.combine(datetime_str, time())
	return None if _means_nothing(datetime_str) else _parse(datetime_str)


def get_time(time_str) -> time:
	"""A time of day. Raises ValueError."""
	if isinstance(time_str, datetime):
		return time_str.time()
	if isinstance(time_str, time):
		return time_str
	return (datetime.min + time_str if isinstance(time_str, timedelta) else _parse(time_str)).time()


def get_timedelta(time=None) -> timedelta | None:
	"""A length from "17:21:00" or "1 day, 2:00:00"; None for what is none."""
	try:
		return to_timedelta(time or "0:0:0")
	except (ValueError, TypeError):
		return None


def to_timedelta(time_str) -> timedelta:
	"""A length from text, which may exceed a day, or from a time of day. Raises ValueError."""
	if not isinstance(time_str, str | time):
		return time_str
	found = TIMEDELTA.fullmatch(str(time_str))
	if found:
		return timedelta(**{unit: float(amount) for unit, amount in found.groupdict("0").items()})
	return datetime.combine(date.min, _parse(str(time_str)).time()) - datetime.min


def format_timedelta(o: timedelta) -> str:
	hours, rest = divmod(o.total_seconds(), 3600)
	minutes, seconds = divmod(rest, 60)
	return f"{int(hours)}:{int(minutes):02}:{int(seconds):02}"


# arithmetic


def add_to_date(date=None, *parts, as_string=False, as_datetime=False, **units):
	"""A later or earlier date, of the kind that was given; text for text."""
	from dateutil.relativedelta import relativedelta

	units |= zip(UNITS, parts, strict=False)
	if isinstance(date, str):
		as_string, as_datetime = True, as_datetime or " " in date
		date = _read(get_datetime, date)
	date = (now_datetime() if date is None else date) + relativedelta(**units)
	if not as_string:
		return date
	return date.strftime(DATETIME_FORMAT if as_datetime or units.get("hours") else DATE_FORMAT)


def _read(reader, text: str, *options):
	"""What the text means. Raises ValidationError for what is no date."""
	try:
		return reader(text, *options)
	except (ValueError, OverflowError):
		throw(_("{} is not a valid date string.").format(bold(text)), title=_("Invalid Date"))


def add_days(date, days):
	return add_to_date(date, days=days)


def add_months(date, months):
	return add_to_date(date, months=months)


def add_years(date, years):
	return add_to_date(date, years=years)


def date_diff(string_ed_date: DateTimeLikeObject, string_st_date: DateTimeLikeObject) -> int:
	"""Days from the second date to the first."""
	return (getdate(string_ed_date) - getdate(string_st_date)).days


def month_diff(string_ed_date, string_st_date) -> int:
	"""Calendar months that both dates and what is between them touch."""
	end, start = getdate(string_ed_date), getdate(string_st_date)
	return (end.year - start.year) * 12 + end.month - start.month + 1


def time_diff(string_ed_date, string_st_date) -> timedelta:
	return get_datetime(string_ed_date) - get_datetime(string_st_date)


def time_diff_in_seconds(string_ed_date, string_st_date) -> float:
	return time_diff(string_ed_date, string_st_date).total_seconds()


def time_diff_in_hours(string_ed_date, string_st_date) -> float:
	return round(time_diff_in_seconds(string_ed_date, string_st_date) / 3600, 6)


# periods


def _day(year: int, month: int, day: int, as_str: bool):
	"""A day, where months below 1 and above 12 count on into other years."""
	years, month = divmod(month - 1, 12)
	found = date(year + years, month + 1, day)
	return found.strftime(DATE_FORMAT) if as_str else found


def get_first_day(dt, d_years: int = 0, d_months: int = 0, as_str: bool = False):
	"""The first day of the month, moved by years and months."""
	dt = getdate(dt)
	return _day(dt.year + d_years, dt.month + d_months, 1, as_str)


def get_last_day(dt) -> date:
	return get_first_day(dt, 0, 1) - timedelta(days=1)


def get_quarter_start(dt, as_str: bool = False):
	dt = getdate(dt)
	return _day(dt.year, dt.month - (dt.month - 1) % 3, 1, as_str)


def get_quarter_ending(date) -> date:
	return get_last_day(get_first_day(get_quarter_start(date), 0, 2))


def get_year_start(dt, as_str=False):
	return _day(getdate(dt).year, 1, 1, as_str)


def get_year_ending(date) -> date:
	return _day(getdate(date).year, 12, 31, False)


def get_first_day_of_week(dt, as_str=False):
	dt = getdate(dt)
	start = WEEKDAYS.index(get_system_settings("first_day_of_the_week") or "Sunday")
	first = dt - timedelta(days=(dt.weekday() - start) % 7)
	return first.strftime(DATE_FORMAT) if as_str else first


def get_last_day_of_week(dt) -> date:
	return get_first_day_of_week(dt) + timedelta(days=6)


PERIODS = {
	"week": (get_first_day_of_week, get_last_day_of_week, {"days": 7}),
	"month": (get_first_day, get_last_day, {"months": 1}),
	"quarter": (get_quarter_start, get_quarter_ending, {"months": 3}),
	"year": (get_year_start, get_year_ending, {"years": 1}),
}
DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
STRETCHES = {f"last {days} days" for days in (7, 14, 30, 90)} | {f"next {days} days" for days in (7, 14, 30)}


def get_timespan_date_range(timespan: str) -> tuple[date, date] | None:
	"""First and last day of a span such as "last month" or "next 7 days"; None for an unknown one."""
	here = getdate()
	if timespan in DAYS:
		return (here + timedelta(days=DAYS[timespan]),) * 2
	which, _, unit = timespan.partition(" ")
	sign = {"last": -1, "this": 0, "next": 1}.get(which)
	if timespan in STRETCHES:
		away = here + timedelta(days=sign * int(unit.split()[0]))
		return (away, here) if sign < 0 else (here, away)
	if timespan in ("last 6 months", "next 6 months"):
		months = (-6, -3) if sign < 0 else (3, 6)
		return get_quarter_start(add_months(here, months[0])), get_quarter_ending(add_months(here, months[1]))
	if sign is None or unit not in PERIODS:
		return None
	first, last, step = PERIODS[unit]
	inside = add_to_date(here, **{name: sign * count for name, count in step.items()})
	return first(inside), last(inside)


# names and plain text


def get_weekday(datetime=None) -> str:
	return WEEKDAYS[(datetime or now_datetime()).weekday()]


def get_datetime_str(datetime_obj) -> str:
	return get_datetime(datetime_obj).strftime(DATETIME_FORMAT)


def get_date_str(date_obj) -> str:
	return get_datetime(date_obj).strftime(DATE_FORMAT)
