"""Reading one spreadsheet: bytes, rows, cells. Imports no Frappe.

A file that is not UTF-8 is named once, with its first cell that is not, and read on all the same,
so that whatever else is wrong with it is named in the same run.
"""

import csv
import io
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from earlyhelp.imports.columns import Column
from earlyhelp.imports.problems import Problem

UNDECODED = re.compile("[\udc80-\udcff]")


@dataclass
class Row:
	"""One line of a sheet with the values of its cells; a cell that is empty or wrong is None."""

	line: int
	values: dict

	def __getitem__(self, column):
		return self.values[column]


@dataclass
class Sheet:
	"""The rows of one file and what is wrong with them."""

	file: str
	columns: tuple[Column, ...]
	rows: list[Row] = field(default_factory=list)
	problems: list[Problem] = field(default_factory=list)
	readable: bool = True
	missing: set[str] = field(default_factory=set)  # columns that the file lacks

	def problem(self, line: int, column: str, reason: str):
		self.problems.append(Problem(self.file, line, column, reason))

	@property
	def key(self) -> str:
		"""The column that other sheets refer to."""
		return self.columns[0].name

	@property
	def whole(self) -> bool:
		"""Whether other sheets can be held against this one: it was read and has all its columns."""
		return self.readable and not self.missing

	@cached_property
	def references(self) -> set:
		"""The references that the sheet holds, gathered on first use."""
		return {row[self.key] for row in self.rows if row[self.key]}


def read_sheet(path: Path, columns: tuple[Column, ...]) -> Sheet:
	"""Return the sheet in `path`, every cell read by its column and every problem noted."""
	sheet = Sheet(path.name, columns)
	first = columns[0].name
	try:
		text = path.read_bytes().decode("utf-8-sig", errors="surrogateescape")
		header, *lines = list(_numbered(text)) or [(1, [])]
	except FileNotFoundError:
		return _unreadable(sheet, first, "The file is not there.")
	except (csv.Error, OSError) as error:
		return _unreadable(sheet, first, f"The file cannot be read: {error}.")
	names = [name.strip() for name in header[1]]
	_note_undecoded(sheet, names, [header, *lines])
	if any(UNDECODED.search(name) for name in names):
		sheet.readable = False
		return sheet
	_note_missing_columns(sheet, names)
	for line, cells in lines:
		if any(cell.strip() for cell in cells):
			sheet.rows.append(_read_row(sheet, line, names, cells))
	_note_repeated(sheet)
	return sheet


def _unreadable(sheet, column, reason):
	sheet.problem(1, column, reason)
	sheet.readable = False
	return sheet


def _numbered(text):
	"""Yield (line on which the row begins, cells): a quoted cell may run over several lines."""
	reader = csv.reader(io.StringIO(text, newline=""), strict=True)
	begin = 1
	for cells in reader:
		yield begin, cells
		begin = reader.line_num + 1


def _note_undecoded(sheet, names, lines):
	bad = [
		(line, number) for line, cells in lines for number, cell in enumerate(cells) if UNDECODED.search(cell)
	]
	if bad:
		line, number = bad[0]
		column = names[number] if number < len(names) and line > 1 else str(number + 1)
		more = f" {len(bad) - 1} more cells are like this." if len(bad) > 1 else ""
		sheet.problem(line, UNDECODED.sub("?", column), f"The file is not UTF-8: save it as CSV UTF-8.{more}")


def _note_missing_columns(sheet, names):
	sheet.missing = {column.name for column in sheet.columns} - set(names)
	for name in sorted(sheet.missing):
		sheet.problem(1, name, "The file has no such column.")


def _read_row(sheet, line, names, cells):
	if len(cells) > len(names):
		sheet.problem(line, str(len(names) + 1), "The row has more cells than the first row has names.")
	texts = dict(zip(names, cells, strict=False))
	values = {
		column.name: _read_cell(sheet, line, column, texts.get(column.name) or "") for column in sheet.columns
	}
	return Row(line, values)


def _read_cell(sheet, line, column, cell):
	"""Return the value of one cell, or None when it is empty or wrong."""
	cell = UNDECODED.sub("\N{REPLACEMENT CHARACTER}", cell).strip()
	if not cell:
		if column.needed and column.name not in sheet.missing:
			sheet.problem(line, column.name, "This cell must be filled in.")
		return None
	try:
		return column.read(cell)
	except ValueError as error:
		sheet.problem(line, column.name, str(error))
		return None


def _note_repeated(sheet):
	for column in (column for column in sheet.columns if column.unique):
		seen = {}
		for row in sheet.rows:
			value = row[column.name]
			if value is not None and value in seen:
				sheet.problem(row.line, column.name, f"{value} is already on line {seen[value]}.")
			elif value is not None:
				seen[value] = row.line
