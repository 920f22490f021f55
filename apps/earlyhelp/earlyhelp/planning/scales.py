"""Scores on a scale from 0 to 10. Imports no Frappe."""

LOWEST, HIGHEST = 0, 10


class ScoreError(ValueError):
	"""Not a whole number from 0 to 10."""


def to_score(value: int | str | None) -> int | None:
	"""Return the score as a number, or None where there is none: an empty score is not 0.

	Raises ScoreError for anything but a whole number from 0 to 10, whether number or text.
	"""
	text = "" if value is None else str(value).strip()
	if not text:
		return None
	if not (text.isascii() and text.isdecimal()) or int(text) > HIGHEST:
		raise ScoreError("A score is a whole number from 0 to 10.")
	return int(text)
