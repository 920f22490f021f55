"""Numbers that children and schools carry, and their check letters and digits. Imports no Frappe.

Every function takes text and returns it in the form in which it is stored, or raises an
`IdentifierError` whose text says in one sentence what is wrong. Empty text comes back empty.
"""

import csv
import re
from functools import cache
from pathlib import Path

from stdnum.exceptions import ValidationError as NumberError
from stdnum.gb import nhs
from stdnum.gb import upn as stdnum_upn

RANGES = Path(__file__).parent.parent / "data" / "local_authority_range.csv"
POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})")


class IdentifierError(ValueError):
	"""A number that cannot be right."""


class UPNLetterError(IdentifierError):
	"""The letters or digits of a UPN do not fit together."""


class UPNAreaError(IdentifierError):
	"""A UPN names a local authority that does not exist."""


def check_upn_letter(text: str) -> str:
	"""Return a UPN whose form and check letter are right (CIN census rules 1510 and 1540).

	The thirteenth character is a digit, or a letter while the number is temporary.
	"""
	number = stdnum_upn.compact(text)
	if not number:
		return ""
	if not re.fullmatch(r"[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]", number):
		raise UPNLetterError("A UPN is one letter, eleven digits, and one more digit or letter.")
	letter = stdnum_upn.calc_check_digit(number[1:])
	if number[0] != letter:
		raise UPNLetterError(f"The UPN does not fit its check letter: it should begin with {letter}.")
	return number


def check_upn_area(text: str) -> str:
	"""Return a UPN whose characters 2 to 4 are a local authority's code (CIN census rule 1530)."""
	number = stdnum_upn.compact(text)
	if number and not _is_area(number[1:4]):
		raise UPNAreaError("The UPN names a local authority that does not exist.")
	return number


def _is_area(code: str) -> bool:
	return any(first <= code <= last for first, last in _area_ranges())


@cache
def _area_ranges() -> tuple[tuple[str, str], ...]:
	with RANGES.open(newline="", encoding="utf-8") as file:
		return tuple((row["first"], row["last"]) for row in csv.DictReader(file))


def check_nhs_number(text: str) -> str:
	"""Return the ten digits of an NHS number whose last digit is right."""
	if not (text or "").strip():
		return ""
	try:
		return nhs.validate(text)
	except NumberError:
		raise IdentifierError(
			"The NHS number is not right: it has ten digits, the last one a check."
		) from None


def check_urn(text: str) -> str:
	"""Return the six digits of a school's unique reference number."""
	return _digits(text, 6, "A URN has six digits.")


def check_laestab(text: str) -> str:
	"""Return the seven digits of a LAESTAB; 806/2001 and 8062001 are the same."""
	return _digits(
		(text or "").replace("/", ""),
		7,
		"A LAESTAB has seven digits: three for the council, four for the school.",
	)


def _digits(text: str, length: int, sentence: str) -> str:
	number = (text or "").strip()
	if number and not re.fullmatch(rf"[0-9]{{{length}}}", number):
		raise IdentifierError(sentence)
	return number


def check_laestab_area(text: str) -> str:
	"""Return a LAESTAB whose first three digits are a local authority's code."""
	number = check_laestab(text)
	if number and not _is_area(number[:3]):
		raise IdentifierError("The LAESTAB names a local authority that does not exist.")
	return number


def check_postcode(text: str) -> str:
	"""Return a postcode in capitals with its one space."""
	postcode = " ".join((text or "").upper().split())
	match = POSTCODE.fullmatch(postcode)
	if postcode and not match:
		raise IdentifierError("This is not a postcode; one looks like TS1 2AB.")
	return " ".join(match.groups()) if match else ""
