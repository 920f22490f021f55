"""Numbers: reading them from anything, rounding by the site's method, money."""

import math
from contextlib import suppress
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Any

from minibench.errors import InvalidRoundingMethod
from minibench.messages import throw
from minibench.translate import _
from minibench.utils.settings import default, get_system_settings

# from here on a float has no decimals
WHOLE = 2.0**52
ROUNDING_METHODS = {"Banker's Rounding": ROUND_HALF_EVEN, "Commercial Rounding": ROUND_HALF_UP}
NUMBER_FORMATS = {
	"#,###.##": (".", ",", 2),
	"#.###,##": (",", ".", 2),
	"# ###.##": (".", " ", 2),
	"# ###,##": (",", " ", 2),
	"#'###.##": (".", "'", 2),
	"#, ###.##": (".", ", ", 2),
	"#,##,###.##": (".", ",", 2),
	"#,###.###": (".", ",", 3),
	"#.###": ("", ".", 0),
	"#,###": ("", ",", 0),
	"#.########": (".", "", 8),
}


def cint(s, default: int = 0) -> int:
	"""An integer, cut off towards zero; the default for what is none."""
	try:
		return int(s)
	except Exception:
		with suppress(Exception):
			return int(float(s))
		return default


def flt(s, precision: int | None = None, rounding_method: str | None = None) -> float:
	"""A float, thousands commas ignored, 0.0 for what is none; rounded where a precision is given."""
	try:
		number = float(s.replace(",", "") if isinstance(s, str) else s)
		return number if precision is None else rounded(number, precision, rounding_method)
	except InvalidRoundingMethod:
		raise
	except Exception:
		return 0.0


def floor(s) -> int:
	return cint(_or_zero(math.floor, s))


def ceil(s) -> int:
	return cint(_or_zero(math.ceil, s))


def _or_zero(function, s):
	try:
		return function(flt(s))
	except (ValueError, OverflowError):
		return 0


def sbool(x: str) -> bool | Any:
	"""True or False for their usual spellings, anything else as it is."""
	lowered = x.lower() if isinstance(x, str) else None
	return {"true": True, "1": True, "false": False, "0": False}.get(lowered, x)


def rounded(num, precision=0, rounding_method=None):
	"""Round by the named method, or the one of System Settings. Raises InvalidRoundingMethod."""
	method = rounding_method or get_system_settings("rounding_method") or "Banker's Rounding"
	rounding = ROUNDING_METHODS.get(method)
	if rounding is None:
		throw(_("Unknown Rounding Method: {}").format(method), exc=InvalidRoundingMethod)
	if not abs(num) < WHOLE:
		return float(num)
	places = cint(precision)
	# what stands behind the twelfth place comes from the arithmetic of floats
	written = Decimal(repr(round(float(num), places + 12)))
	return float(written.quantize(Decimal(1).scaleb(-places), rounding)) + 0.0


def get_number_format_info(format: str) -> tuple[str, str, int]:
	"""(decimal sign, thousands sign, decimals) of a number format."""
	return NUMBER_FORMATS.get(format) or (".", ",", 2)


def fmt_money(
	amount: str | float | int | None,
	precision: int | None = None,
	currency: str | None = None,
	format: str | None = None,
) -> str:
	"""A number with its thousands apart, in the site's number format, with the sign of its currency."""
	number_format = format or default("number_format") or "#,###.##"
	point, comma, decimals = get_number_format_info(number_format)
	if precision is None:
		precision = cint(default("currency_precision")) or decimals
	number = flt(amount, precision) if isinstance(amount, str) else amount or 0
	if point and precision > 2:
		precision = _shown_decimals(number, precision, currency, decimals)
	text = f"{round(flt(number), precision):.{precision}f}"
	whole, _, fraction = text.lstrip("-").partition(".")
	out = comma.join(_groups(whole, 2 if number_format == "#,##,###.##" else 3))
	if point and fraction:
		out += point + fraction
	if float(text) < 0 and out != "0":
		out = "-" + out
	return _with_symbol(out, currency) if currency and default("hide_currency_symbol") != "Yes" else out


def _shown_decimals(number, precision: int, currency: str | None, decimals: int) -> int:
	"""More than two decimals only where the number has them."""
	used = len(str(round(number % 1, precision)).split(".")[-1])
	if used >= 3:
		return min(used, precision)
	if not currency:
		return decimals
	from babel.numbers import get_currency_precision

	return get_currency_precision(currency)


def _groups(digits: str, size: int) -> list[str]:
	"""The last three digits, before them groups of the size."""
	head, tail = digits[:-3], digits[-3:]
	groups = [head[max(end - size, 0) : end] for end in range(len(head), 0, -size)]
	return [*reversed(groups), tail]


def _with_symbol(amount: str, currency: str) -> str:
	from babel.numbers import get_currency_symbol

	return f"{_(get_currency_symbol(currency, locale='en'))} {amount}"
