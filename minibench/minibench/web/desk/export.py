"""Tables as files: CSV and Excel of exactly what a page shows, written row by row and never held as a whole."""

import csv
import datetime
import io
import itertools
import re
import tempfile
from functools import partial

from werkzeug.wrappers import Response
from werkzeug.wsgi import wrap_file

from minibench.local import local
from minibench.translate import _
from minibench.utils.dates import now_datetime, nowdate
from minibench.web.desk import display

MIME = {
	"csv": "text/csv; charset=utf-8",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MOST_ROWS = 1_048_575  # of a sheet, below its heads
WIDEST = 60


def table(kind, title, columns, rows, facts=()):
	"""The answer that downloads.

	`columns`: (label, df) pairs; `rows`: any iterable of lists of stored values, read once. `facts`: (label, text)
	pairs that the first sheet of a workbook says, its filters and order; what it is, when, by whom and how many rows
	that sheet says by itself. A CSV holds nothing but the table. What is more than a sheet
	holds goes on in the next.
	"""
	heads = [label for label, _df in columns]
	body = ([_value(df, value) for (_label, df), value in zip(columns, row, strict=False)] for row in rows)
	if kind == "csv":
		write = partial(write_csv, heads=heads, rows=body, encoding="utf-8-sig")
	else:
		write = partial(_workbook, heads=heads, body=body, title=title, facts=facts)
	return answer(kind, f"{title} {nowdate()}", write)


def answer(kind, name, write):
	"""A file of this kind to download; `write` fills it."""
	file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the answer is sent
	write(file)
	size = file.seek(0, io.SEEK_END)
	file.seek(0)
	response = Response(
		wrap_file(local.request.environ, file), content_type=MIME[kind], direct_passthrough=True
	)
	file_name = re.sub(r"[^\w.-]+", "_", name).strip("_")
	response.headers["Content-Disposition"] = f'attachment; filename="{file_name}.{kind}"'
	response.headers["Content-Length"] = size
	return response


def ran():
	"""Who ran what is on paper or in a file, and when."""
	return [(_("Run by"), display.person(local.session.user)), (_("Date"), display.full(now_datetime()))]


def _value(df, value):
	kind = df.get("fieldtype")
	if value is None:
		return ""
	if kind in display.NUMBERS and isinstance(value, int | float):
		return int(value) if kind == "Int" else value
	if kind == "Check":
		return _("Yes") if value and str(value) != "0" else _("No")
	if kind in ("Date", "Datetime") and (moment := display.as_date(value)):
		return moment
	return _text(display.strip(value) if "<" in str(value) else str(value))


def _text(text):
	"""A cell that begins so would be run as a formula by the program that opens the file."""
	return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def write_csv(file, heads, rows, encoding):
	out = io.TextIOWrapper(file, encoding, newline="")
	writer = csv.writer(out)
	writer.writerow(heads)
	for row in rows:
		writer.writerow([v.isoformat(" ") if isinstance(v, datetime.datetime) else v for v in row])
	out.detach()


def book_of(file, day):
	"""A workbook that is written row by row, and in which no text is run. `day`: how dates are shown."""
	import xlsxwriter

	safe = {"strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
	return xlsxwriter.Workbook(file, safe | {"constant_memory": True, "default_date_format": day})


def _workbook(file, heads, body, title, facts):
	book = book_of(file, "yyyy-mm-dd")
	about = book.add_worksheet(_("About"))
	counts = [write_sheet(book, _("Data"), heads, body, "yyyy-mm-dd hh:mm")]
	while counts[-1] == MOST_ROWS:
		name = f"{_('Data')} {len(book.worksheets())}"
		counts.append(write_sheet(book, name, heads, body, "yyyy-mm-dd hh:mm"))
	about.set_column(0, 1, 24)
	about.write_string(0, 0, _text(title), book.add_format({"bold": True}))
	by, rows = display.person(local.session.user), f"{sum(counts):,}"
	own = ((_("Made"), display.full(now_datetime())), (_("By"), by), (_("Rows"), rows))
	for line, fact in enumerate((*facts, *own), 2):
		for column, text in enumerate(fact):
			about.write_string(line, column, _text(str(text)))
	book.get_worksheet_by_name(_("Data")).activate()
	book.close()


def write_sheet(book, name, heads, rows, moment):
	"""Write rows into a new sheet until they or the sheet end; how many. The widths are those of what is in it."""
	sheet, format_of = book.add_worksheet(name), {datetime.datetime: book.add_format({"num_format": moment})}
	sheet.freeze_panes(1, 0)
	sheet.write_row(0, 0, heads, book.add_format({"bold": True}))
	widths, at = [len(head) for head in heads], 0
	for at, row in enumerate(itertools.islice(rows, MOST_ROWS), 1):
		for column, value in enumerate(row):
			sheet.write(at, column, value, format_of.get(type(value)))
			widths[column] = max(widths[column], min(len(str(value)), WIDEST))
	for column, width in enumerate(widths):
		sheet.set_column(column, column, width + 2)
	return at
