"""Dates: the same answers as Frappe 15.92 gave on a UK site, and what must hold for every date."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minibench.errors import ValidationError
from minibench.utils import dates
from minibench.utils.dateformat import format_date, format_datetime, format_duration, format_time, pretty_date

MONDAY = date(2024, 1, 1)
days = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))


@pytest.mark.parametrize(
	("text", "expected"),
	[
		("2024-02-29", date(2024, 2, 29)),
		("29/02/2024", date(2024, 2, 29)),
		("03-04-2024", date(2024, 3, 4)),
		("3 April 2024", date(2024, 4, 3)),
		("20240102", date(2024, 1, 2)),
		("2024-06-15T08:00:00", date(2024, 6, 15)),
		("0001-01-01", None),
		(datetime(2024, 5, 31, 13), date(2024, 5, 31)),
	],
)
def test_a_date_is_read_from_what_people_and_databases_write(text, expected):
	assert dates.getdate(text) == expected


def test_text_that_is_no_date_is_refused_by_name(site):
	with pytest.raises(ValidationError, match="<strong>garbage</strong> is not a valid date string"):
		dates.getdate("garbage")


@pytest.mark.parametrize(
	("start", "change", "expected"),
	[
		("2024-01-31", {"months": 1}, "2024-02-29"),
		("2024-02-29", {"years": 1}, "2025-02-28"),
		("2024-01-31", {"hours": 5}, "2024-01-31 05:00:00.000000"),
		("2024-01-31 10:00:00", {"minutes": 90}, "2024-01-31 11:30:00.000000"),
		(date(2024, 1, 31), {"hours": 25}, datetime(2024, 2, 1, 1)),
		(date(2024, 1, 31), {"days": 1}, date(2024, 2, 1)),
	],
)
def test_adding_gives_the_kind_that_was_given(start, change, expected):
	assert dates.add_to_date(start, **change) == expected


@given(days, st.integers(-3000, 3000))
def test_adding_days_and_the_difference_agree(day, count):
	assert dates.date_diff(dates.add_days(day, count), day) == count


@given(days)
def test_a_day_lies_inside_each_of_its_periods(day):
	for first, last, _step in dates.PERIODS.values():
		assert first(day) <= day <= last(day)
		assert first(first(day)) == first(day)
		assert last(last(day)) == last(day)


@given(days, st.integers(-30, 30))
def test_the_first_day_of_a_month_is_a_first_whatever_the_shift(day, months):
	found = dates.get_first_day(day, 0, months)
	assert found.day == 1
	assert dates.month_diff(found, day) == months + 1


@pytest.mark.parametrize(
	"span", ["last week", "this month", "next quarter", "last 6 months", "next 6 months"]
)
def test_a_span_is_ordered(site, span):
	first, last = dates.get_timespan_date_range(span)
	assert first < last


def test_spans_of_days_start_or_end_today():
	today = dates.getdate()
	assert dates.get_timespan_date_range("last 7 days") == (today - timedelta(days=7), today)
	assert dates.get_timespan_date_range("next 30 days") == (today, today + timedelta(days=30))
	assert dates.get_timespan_date_range("yesterday") == (today - timedelta(days=1),) * 2


@pytest.mark.parametrize("span", ["", "last decade", "this 7 days", "next 90 days", "nonsense"])
def test_an_unknown_span_is_none(span):
	assert dates.get_timespan_date_range(span) is None


@pytest.mark.parametrize(
	("text", "expected"),
	[
		("25:00:00", timedelta(hours=25)),
		("1 day, 2:03:04", timedelta(days=1, hours=2, minutes=3, seconds=4)),
		("10pm", timedelta(hours=22)),
		("nonsense", None),
	],
)
def test_a_length_of_time_may_exceed_a_day(text, expected):
	assert dates.get_timedelta(text) == expected


def test_the_clock_is_the_sites_in_summer_and_winter():
	summer, winter = datetime(2024, 7, 1, 12, tzinfo=UTC), datetime(2024, 1, 1, 12, tzinfo=UTC)
	assert summer.astimezone(dates._zone("Europe/London")).hour == 13
	assert winter.astimezone(dates._zone("Europe/London")).hour == 12
	assert winter.astimezone(dates._zone("Nowhere/Town")).hour == 12


@pytest.mark.parametrize(
	("pattern", "expected"),
	[
		("dd/mm/yyyy", "29/02/2024"),
		("dd MMM yyyy", "29 Feb 2024"),
		("EEEE d MMMM", "Thursday 29 February"),
		("YYYY-mm-dd", "2024-02-29"),
	],
)
def test_a_date_is_written_in_any_pattern(site, pattern, expected):
	assert format_date("2024-02-29", pattern) == expected


@given(st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 1, 1)))
def test_patterns_of_digits_need_no_babel_and_agree_with_it(moment):
	from babel.dates import format_datetime as by_babel

	for pattern in ("dd-MM-yyyy HH:mm", "yyyy/MM/dd HH:mm:ss", "MM.dd.yyyy"):
		assert format_datetime(moment, pattern) == by_babel(moment, pattern, locale="en")


def test_nothing_is_written_as_nothing():
	assert (format_date(None), format_time(""), format_datetime(None)) == ("", "", None)


@pytest.mark.parametrize(("seconds", "text"), [(3661, "1h 1m 1s"), (90000, "1d 1h"), (0, "")])
def test_a_duration_is_written_in_its_units(seconds, text):
	assert format_duration(seconds) == text


def test_a_moment_is_told_from_now(site):
	assert pretty_date(dates.now_datetime() - timedelta(days=3)) == "3 days ago"
	assert pretty_date(dates.now_datetime() + timedelta(hours=5, minutes=1)) == "in 5 hours"


def test_the_day_can_be_set_for_a_calculation(site):
	site.flags.current_date = "2020-02-29"
	assert dates.now().startswith("2020-02-29 ")
