"""Times of day as people type them. Imports no Frappe."""

import re

TYPED = re.compile(r"(\d{1,2})(?:[:.h ]?(\d{2}))?(?::\d{2}(?:\.\d+)?)?\s*(am|pm)?")


def time_of_day(text: str | None) -> str:
	"""Return "14:00" for 14:00, 14.00, 1400, 2pm or 14, and an empty text for nothing.

	Raises ValueError for what is no time of day.
	"""
	text = (text or "").strip().lower()
	if not text:
		return ""
	found = TYPED.fullmatch(text)
	if not found:
		raise ValueError(text)
	hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
	if half and not 1 <= hour <= 12:
		raise ValueError(text)
	hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
	if hour > 23 or minute > 59:
		raise ValueError(text)
	return f"{hour:02}:{minute:02}"


def minutes_of(time: str) -> int:
	"""Return the minutes since midnight of a time like "14:00"."""
	hour, minute = time.split(":")[:2]
	return int(hour) * 60 + int(minute)
