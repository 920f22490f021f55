"""Values as text, so that two databases compare equal: docs/handover.md has the rule.

Pure: imports no Frappe. The bench that writes an archive has the same rule in its own code, and a test holds the
two to the same check-sums.
"""

import hashlib
import json
from datetime import timedelta

WHOLE = frozenset(("Int", "Check", "Long Int"))
DECIMAL = frozenset(("Float", "Currency", "Percent", "Duration", "Rating"))
DATED = frozenset(("Date", "Datetime", "Time"))


def plain(value, fieldtype):
	"""A value as an archive writes it: a whole number, else text; None stays None.

	Decimals have at most nine places (a Rating two), as Frappe's columns hold them.
	"""
	if value is None or (value == "" and fieldtype in DATED):
		return None
	if fieldtype in WHOLE:
		return int(value)
	if fieldtype in DECIMAL:
		return decimal(value, 2 if fieldtype == "Rating" else 9)
	if fieldtype == "Datetime":
		return value.isoformat(" ", "microseconds")
	if isinstance(value, timedelta):
		return clock(value)
	return str(value)


def decimal(value, places):
	"""A number without trailing zeros: 0.5, 12, 0."""
	text = f"{float(value):.{places}f}".rstrip("0").rstrip(".")
	return "0" if text == "-0" else text


def clock(value):
	"""A time of day (a timedelta, as databases give it) as HH:MM:SS with microseconds."""
	seconds, rest = divmod(value // timedelta(microseconds=1), 1_000_000)
	return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:06}"


def digest(row):
	"""The check-sum of a record as a number: of its values as sorted JSON, where empty texts count as nothing."""
	filled = {key: value for key, value in row.items() if value not in (None, "")}
	text = json.dumps(filled, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
	return int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")


class Sum:
	"""Count and check-sum of a table: check-sums of records added up, so that their order means nothing."""

	def __init__(self):
		self.count, self.total = 0, 0

	def add(self, row):
		self.count += 1
		self.total = (self.total + digest(row)) % 2**256

	@property
	def text(self):
		return f"{self.total:064x}"
