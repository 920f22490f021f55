"""Text, HTML and values: the same answers as Frappe 15.92 gave, and stricter cleaning of HTML."""

import json
from datetime import date, timedelta
from decimal import Decimal
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minibench.errors import InvalidEmailAddressError, InvalidPhoneNumberError
from minibench.utils import data, html, text


def test_lists_read_as_sentences(site):
	assert text.comma_and(["a", "b", "c"]) == "'a', 'b' and 'c'"
	assert text.comma_or(["a", "b"], add_quotes=False) == "a or b"
	assert text.comma_and([]) == ""
	assert text.comma_and(["one"]) == "one"


@pytest.mark.parametrize(
	("given_text", "expected"),
	[
		(" a@mail.example.com ", "a@mail.example.com"),
		("Jo <jo@x.example.org>", "jo@x.example.org"),
		("a@mail.example.com,bad", "a@mail.example.com"),
		("a b@c.example.com", ""),
		("undisclosed-recipients:;", ""),
		(None, ""),
	],
)
def test_only_valid_addresses_are_returned(given_text, expected):
	assert text.validate_email_address(given_text) == expected


def test_a_wrong_address_is_refused_and_shown_as_text(site):
	with pytest.raises(InvalidEmailAddressError, match="&lt;b&gt;nope is not a valid Email Address"):
		text.validate_email_address("<b>nope", throw=True)


def test_a_wrong_phone_number_is_refused(site):
	assert text.validate_phone_number("+44 1632 960123")
	assert not text.validate_phone_number("")
	with pytest.raises(InvalidPhoneNumberError, match="abc is not a valid Phone Number"):
		text.validate_phone_number("abc", throw=True)


def test_a_web_address_is_known_by_scheme_or_path():
	assert text.validate_url("https://x.org")
	assert text.validate_url("/path")
	assert not text.validate_url("x.org")
	assert not text.validate_url("ftp://x/y", valid_schemes=["https"])


@given(st.lists(st.integers()))
def test_unique_keeps_the_first_of_each(entries):
	found = text.unique(entries)
	assert set(found) == set(entries)
	assert found == sorted(found, key=entries.index)


@given(st.integers(1, 200))
def test_a_hash_has_the_length_asked_for(length):
	assert len(text.generate_hash(length=length)) == length


@given(st.text())
def test_escaped_text_holds_no_markup_and_reads_back(given_text):
	escaped = html.escape_html(given_text)
	assert not set("<>\"'") & set(escaped)
	assert unescape(escaped) == given_text or "&" in given_text


@pytest.mark.parametrize(
	("given_html", "expected"),
	[
		("3 < 5 & 6", "3 < 5 & 6"),
		('{"a": "<b>"}', '{"a": "<b>"}'),
		("<p>a</p><script>alert(1)</script>", "<p>a</p>&lt;script&gt;alert(1)&lt;/script&gt;"),
		("<p>spoke to <mum> today</p>", "<p>spoke to &lt;mum&gt; today</p>"),
		('<a href="javascript:alert(1)">x</a>', "<a>x</a>"),
		('<img src="/files/a.png" onerror="x()">', '<img src="/files/a.png">'),
		('<p style="color: red; position: fixed">x</p>', '<p style="color:red">x</p>'),
		('<form action="/x"><input name="a"></form>ok', "ok"),
		("<style>p{}</style><input value=x>ok", "ok"),
		("<p>Word<o:p></o:p></p>", "<p>Word</p>"),
		('<ol><li data-list="bullet">x</li></ol>', '<ol><li data-list="bullet">x</li></ol>'),
	],
)
def test_only_harmless_markup_stays(given_html, expected):
	assert html.sanitize_html(given_html) == expected


@given(st.text(alphabet="<>/='\"abscriptonloadjv: ", max_size=60))
def test_cleaning_twice_changes_nothing_and_leaves_no_script(given_html):
	clean = html.sanitize_html(given_html, always_sanitize=True)
	assert html.sanitize_html(clean, always_sanitize=True) == clean
	assert "<script" not in clean.lower()


def test_json_holds_dates_lengths_and_decimals_as_frappe_writes_them():
	given_values = {"d": date(2024, 1, 2), "t": timedelta(hours=30, seconds=5), "n": Decimal("1.5"), "s": {1}}
	assert json.loads(data.as_json(given_values)) == {"d": "2024-01-02", "n": 1.5, "s": [1], "t": "30:00:05"}


@pytest.mark.parametrize(
	("fieldtype", "value", "expected"),
	[
		("Int", "5", 5),
		("Check", "true", 1),
		("Float", "1,5", 15.0),
		("Data", None, ""),
		("Date", "", date(1, 1, 1)),
	],
)
def test_values_are_cast_by_field_type(fieldtype, value, expected):
	assert data.cast(fieldtype, value) == expected


@pytest.mark.parametrize(
	("left", "operator", "right", "expected"),
	[
		(5, ">", 4, True),
		(None, "is", "not set", True),
		("abc", "like", "a%", True),
		("abc", "not like", "%b%", False),
		(None, "in", ["a"], False),
		(1, "unknown", 1, False),
	],
)
def test_values_compare_under_an_operator(left, operator, right, expected):
	assert data.compare(left, operator, right) is expected


def test_links_lead_to_the_desk(site):
	site.conf.host_name = "https://early.example"
	assert data.get_url("/x") == "https://early.example/x"
	link = data.get_link_to_form("My Plan", "A <b> 1")
	assert link == '<a href="https://early.example/app/my-plan/A%20%3Cb%3E%201">A &lt;b&gt; 1</a>'
