"""Reading a file of rows: CSV and Excel, within bounds, with a sentence for each kind of file that is none."""

import csv
import datetime
import io
import zipfile
from pathlib import PurePath

from minibench.errors import ValidationError
from minibench.local import _dict
from minibench.translate import _

MOST_ROWS, MOST_COLUMNS = 50_000, 300
MOST_LINES = 4 * MOST_ROWS  # empty ones included
MOST_UNPACKED = 80 * 1024 * 1024
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read(name, content, sheet=None):
	"""What a file holds: `head` (its first row), `rows` [(number in the file, cells)], `sheets`, `sheet`.

	Cells are texts, numbers, truth values and dates; formulas are their values. Empty rows are left out. Raises
	ValidationError that says what is wrong with the file and what to do.
	"""
	if not content.strip():
		raise ValidationError(_("The file is empty."))
	kind = PurePath(name).suffix.lower()
	if kind not in (".csv", ".xlsx"):
		raise ValidationError(_("Choose a CSV file or an Excel workbook that is saved as .xlsx."))
	sheets, sheet, lines = _workbook(content, sheet) if kind == ".xlsx" else ([], None, _lines(content))
	rows = _bounded(lines)
	if not rows:
		raise ValidationError(_("The file is empty."))
	head = [text(cell) for cell in rows[0][1]]
	if len(rows) == 1:
		raise ValidationError(_("There is only a row of headings in the file. Add rows below it."))
	return _dict(head=head, rows=rows[1:], sheets=sheets, sheet=sheet)


def _bounded(lines):
	"""[(number, cells)] of the lines that are not empty."""
	rows = []
	for number, cells in enumerate(lines, 1):
		cells = list(cells)
		while cells and blank(cells[-1]):
			cells.pop()
		if len(cells) > MOST_COLUMNS:
			text = _("The file has more than {0} columns. Keep those that are to be imported.")
			raise ValidationError(text.format(MOST_COLUMNS))
		if cells:
			rows.append((number, cells))
		if len(rows) > MOST_ROWS + 1 or number > MOST_LINES:
			raise ValidationError(_("The file has more than {0} rows. Split it.").format(f"{MOST_ROWS:,}"))
	return rows


def blank(cell):
	return cell is None or (isinstance(cell, str) and not cell.strip())


def text(cell):
	"""A cell as a person would have typed it."""
	if isinstance(cell, bool):
		return _("Yes") if cell else _("No")
	if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
		return str(int(cell))
	if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
		return str(cell.date())
	return "" if cell is None else str(cell).strip()


def _lines(content):
	"""The records of a CSV file, whatever its encoding and its separator."""
	encoding = next((name for mark, name in MARKS if content.startswith(mark)), "utf-8")
	for name in (encoding, "cp1252"):
		try:
			words = content.decode(name)
			break
		except UnicodeDecodeError:
			continue
	else:
		raise ValidationError(_("The letters of the file cannot be read. Save it as CSV UTF-8."))
	if "\0" in words:
		raise ValidationError(_("This is not a CSV file. Save it as CSV UTF-8."))
	first = words.lstrip().partition("\n")[0]
	separator = max(",;\t", key=first.count)
	reader = csv.reader(io.StringIO(words, newline=""), delimiter=separator)
	while True:
		try:
			yield next(reader)
		except StopIteration:
			return
		except csv.Error as error:
			told = _("Line {0} of the file cannot be read: {1}")
			raise ValidationError(told.format(reader.line_num, error)) from None


def _workbook(content, sheet):
	"""(names of the sheets, the one to read, its rows)"""
	import openpyxl

	_check_package(content)
	try:
		book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
		names = [each.title for each in book.worksheets if each.sheet_state == "visible"]
		active = book.active.title if book.active in book.worksheets else None
		chosen = next((name for name in (sheet, active, *names[:1]) if name in names), None)
		if chosen is None:
			raise ValidationError(_("The workbook has no sheet that can be read."))
		book[chosen].reset_dimensions()  # what a file says of its size is not believed
		return names, chosen, _cells(book[chosen])
	except ValidationError:
		raise
	except Exception:
		raise ValidationError(_broken()) from None


def _cells(sheet):
	"""The rows of a sheet; its parts are read one after another, so a fault shows only here."""
	rows = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1)
	while True:
		try:
			yield next(rows)
		except StopIteration:
			return
		except Exception:
			raise ValidationError(_broken()) from None


def _broken():
	return _("The file cannot be read as an Excel workbook. Open it, and save it again as .xlsx.")


def _check_package(content):
	"""A workbook is a packed folder: what is in it is bounded before it is unpacked."""
	try:
		package = zipfile.ZipFile(io.BytesIO(content))
		parts = package.infolist()
		heads = [package.open(part).read(4096) for part in parts if not part.flag_bits & 1]
	except Exception:
		raise ValidationError(_broken()) from None
	if any(b"<!DOCTYPE" in head for head in heads):  # entities that grow without end
		raise ValidationError(_broken())
	if any(part.flag_bits & 1 for part in parts):
		raise ValidationError(_("The workbook is locked with a password. Save it without one."))
	if any("vbaproject" in part.filename.lower() for part in parts):
		raise ValidationError(_("The workbook holds macros. Save it as .xlsx, without them."))
	if sum(part.file_size for part in parts) > MOST_UNPACKED or len(parts) > 5_000:
		raise ValidationError(
			_("There is too much in this workbook. Keep the one sheet that is to be imported.")
		)
