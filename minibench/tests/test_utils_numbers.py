"""Numbers: the same answers as Frappe 15.92 gave, with each rounding method."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minibench.errors import InvalidRoundingMethod
from minibench.utils.numbers import cint, flt, fmt_money, rounded

BANKERS, COMMERCIAL = "Banker's Rounding", "Commercial Rounding"


@pytest.mark.parametrize(
	("value", "expected"),
	[
		("100", 100),
		("a", 0),
		(None, 0),
		("3.9", 3),
		("-3.7", -3),
		(True, 1),
		("1_000", 1000),
		("inf", 0),
		([], 0),
	],
)
def test_an_integer_is_read_from_anything(value, expected):
	assert cint(value) == expected


@pytest.mark.parametrize(
	("value", "precision", "method", "expected"),
	[
		(2.345, 2, BANKERS, 2.34),
		("43.5", 0, BANKERS, 44),
		("10,500.5666", 2, BANKERS, 10500.57),
		(-2.5, 0, BANKERS, -2.0),
		(2.675, 2, COMMERCIAL, 2.68),
		(-8.325, 2, COMMERCIAL, -8.33),
		("a", 2, BANKERS, 0.0),
	],
)
def test_rounding_follows_the_method(value, precision, method, expected):
	assert flt(value, precision, method) == expected


def test_an_unknown_method_is_refused(site):
	with pytest.raises(InvalidRoundingMethod, match="Unknown Rounding Method: Nope"):
		rounded(1.5, 1, "Nope")


@given(st.floats(-1e9, 1e9), st.integers(0, 6), st.sampled_from([BANKERS, COMMERCIAL]))
def test_rounding_moves_by_half_a_step_at_most(value, precision, method):
	assert abs(rounded(value, precision, method) - value) <= 0.5 * 10**-precision + 1e-6


@pytest.mark.parametrize(
	("amount", "options", "expected"),
	[
		(1234567.891, {}, "1,234,567.89"),
		("1,234.5", {"format": "#.###,##"}, "1.234,50"),
		(12345678901.12, {"format": "#,##,###.##"}, "12,34,56,78,901.12"),
		(-1234.567, {"format": "#,###"}, "-1,235"),
		(1234.5678, {"precision": 4}, "1,234.5678"),
		(1234.5, {"precision": 5}, "1,234.50"),
		(-0.004, {}, "0.00"),
		(None, {}, "0.00"),
		(-1234.5, {"currency": "GBP"}, "£ -1,234.50"),
		(5, {"currency": "XXQ"}, "XXQ 5.00"),
	],
)
def test_money_is_written_in_the_number_format(site, amount, options, expected):
	assert fmt_money(amount, **options) == expected


@given(st.integers(-(10**12), 10**12))
def test_money_reads_back(amount):
	assert flt(fmt_money(amount)) == amount
