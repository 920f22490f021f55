"""What is wrong with a spreadsheet, by file, line and column. Imports no Frappe."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
	"""One thing to put right before anything is imported."""

	file: str
	line: int
	column: str
	reason: str

	def __str__(self):
		return f"{self.file}, line {self.line}, column {self.column}: {self.reason}"
