"""Draft, submitted, cancelled: 0, 1, 2."""


class DocStatus(int):
	"""A number that can say what it means."""

	def is_draft(self) -> bool:
		return self == 0

	def is_submitted(self) -> bool:
		return self == 1

	def is_cancelled(self) -> bool:
		return self == 2
