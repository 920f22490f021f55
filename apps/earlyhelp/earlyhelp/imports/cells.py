"""What the text of one cell means. Imports no Frappe.

Every function takes the stripped text of a cell, never empty, and returns its value or raises
ValueError with one sentence.
"""

import re
from datetime import date

from earlyhelp.families.identifiers import check_upn_area, check_upn_letter

LONGEST = 140
PHONE = re.compile(r"[0-9 +_\-,.*#()]{1,20}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
SEXES = {"F": "Female", "M": "Male", "U": "Unknown"}


def text(cell: str) -> str:
	if len(cell) > LONGEST:
		raise ValueError(f"This is longer than {LONGEST} characters.")
	return cell


def long_text(cell: str) -> str:
	return cell


def day(cell: str) -> date:
	"""Read 2019-07-03, or 03/07/2019 as a British spreadsheet program writes it."""
	british = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", cell)
	try:
		if british:
			return date(int(british[3]), int(british[2]), int(british[1]))
		if re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell):
			return date.fromisoformat(cell)
	except ValueError:
		pass
	raise ValueError(f"{cell} is not a date; write the third of July 2019 as 2019-07-03.")


def count(cell: str) -> int:
	if not re.fullmatch(r"[0-9]{1,3}", cell) or int(cell) == 0:
		raise ValueError(f"{cell} is not a number of children.")
	return int(cell)


def email(cell: str) -> str:
	if not EMAIL.fullmatch(cell) or len(cell) > LONGEST:
		raise ValueError(f"{cell} is not an e-mail address.")
	return cell.lower()


def phone(cell: str) -> str:
	if not PHONE.fullmatch(cell):
		raise ValueError(f"{cell} is not a telephone number.")
	return cell


def upn(cell: str) -> str:
	return check_upn_area(check_upn_letter(cell))


def one_of(*names: str, **spelt: str):
	"""Return a reader of cells that hold one of `names`, in any case, or one of the keys of `spelt`."""
	values = {name.casefold(): name for name in names} | {key.casefold(): name for key, name in spelt.items()}

	def read(cell: str) -> str:
		if cell.casefold() not in values:
			raise ValueError(f"{cell} is none of: {', '.join([*names, *spelt])}.")
		return values[cell.casefold()]

	return read
