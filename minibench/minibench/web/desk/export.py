"""Tables as files: CSV and Excel of exactly what a page shows."""

import csv
import datetime
import io
import re

from werkzeug.wrappers import Response

from minibench.translate import _
from minibench.web.desk import display

MIME = {
	"csv": "text/csv; charset=utf-8",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def table(kind, title, columns, rows):
	"""The answer that downloads. `columns`: (label, df) pairs; `rows`: lists of stored values."""
	heads = [label for label, _df in columns]
	body = [[_value(df, value) for (_label, df), value in zip(columns, row, strict=False)] for row in rows]
	content = {"csv": _csv, "xlsx": _xlsx}[kind](heads, body)
	response = Response(content, content_type=MIME[kind])
	file_name = re.sub(r"[^\w.-]+", "_", f"{title} {datetime.date.today()}").strip("_")
	response.headers["Content-Disposition"] = f'attachment; filename="{file_name}.{kind}"'
	response.headers["Cache-Control"] = "no-store"
	return response


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
	text = display.strip(value) if "<" in str(value) else str(value)
	# a cell that begins so would be run as a formula by the program that opens the file
	return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _csv(heads, body):
	out = io.StringIO()
	writer = csv.writer(out)
	writer.writerow(heads)
	for row in body:
		writer.writerow([v.isoformat(" ") if isinstance(v, datetime.datetime) else v for v in row])
	return out.getvalue().encode("utf-8-sig")


def _xlsx(heads, body):
	import xlsxwriter

	out = io.BytesIO()
	plain = {"strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
	book = xlsxwriter.Workbook(out, plain | {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
	sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
	moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
	sheet.write_row(0, 0, heads, bold)
	for at, row in enumerate(body, 1):
		for column, value in enumerate(row):
			sheet.write(at, column, value, *([moment] if isinstance(value, datetime.datetime) else []))
	sheet.freeze_panes(1, 0)
	sheet.autofit()
	book.close()
	return out.getvalue()
