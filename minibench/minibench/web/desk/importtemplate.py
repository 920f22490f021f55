"""Files that an import reads: templates to fill in, the records as they are, rows to mend."""

import datetime
import re
from functools import partial

from minibench.local import local
from minibench.meta import get_meta
from minibench.query import get_list
from minibench.translate import _
from minibench.views import make_access_log
from minibench.web.desk import export, importmap

MOST = 20_000
RISKY = re.compile(r"[=@\t\r]|[+-](?![\d\s().-]*$)")


def needed(meta, known):
	"""The keys of the columns that a new record cannot do without."""
	field = importmap.autoname_field(meta)
	return [key for key, column in known.items() if _needs(column) or column.df is field or key == "name"]


def _needs(column):
	asks = column.df.reqd and not column.df.default and not column.df.fetch_from
	return bool(asks and (not column.table or column.table.reqd)) or column.df.fieldname == "name"


def blank(doctype, updates, wanted, with_rows, kind):
	"""A template. `wanted`: "required", "all", or keys of columns; `with_rows`: what there is already stands in it."""
	meta, known = get_meta(doctype), importmap.places(doctype, updates)
	keys = known if wanted == "all" else wanted if isinstance(wanted, list) else ()
	keys, named = {*(keys or needed(meta, known))}, importmap.autoname_field(meta)
	if updates:
		keys |= {key for key, column in known.items() if key == "name" or column.df is named}
	columns = [column for key, column in known.items() if key in keys]
	labels = [importmap.heading(column) for column in columns]
	heads = [importmap.heading(c, labels[:at]) for at, c in enumerate(columns)]
	rows = list(stored(doctype, columns)) if with_rows else []
	if with_rows:
		make_access_log(doctype=doctype, file_type=kind, method="Export", filters={"rows": len(rows)})
	return file(kind, _(doctype), heads, rows)


def stored(doctype, columns):
	"""The lines of the records that the person sees: a record's own values, then one line for each row of its tables."""
	meta = get_meta(doctype)
	seen = {"name", *meta.get_permitted_fieldnames()}
	own = [c.df.fieldname for c in columns if not c.table and c.df.fieldname in seen]
	docs = get_list(doctype, fields=list(dict.fromkeys(["name", *own])), order_by="creation", limit=MOST)
	tables, names = {c.table.fieldname: c.table for c in columns if c.table}, [doc.name for doc in docs]
	rows = {name: _rows(doctype, table, columns, names) for name, table in tables.items()}
	for doc in docs:
		mine = {name: found.get(doc.name, []) for name, found in rows.items()}
		for line in range(max([1, *map(len, mine.values())])):
			yield [_cell(c, doc, mine, line) for c in columns]


def _rows(doctype, table, columns, names):
	"""{record: its rows of one table}; the parents are within reach, and so are their rows."""
	meta, found = get_meta(table.options), {}
	seen = {"name", *meta.get_permitted_fieldnames(parenttype=doctype)}
	fields = [c.df.fieldname for c in columns if c.table is table and c.df.fieldname in seen]
	where = {"parent": ["in", names], "parenttype": doctype, "parentfield": table.fieldname}
	for row in local.db.get_all(table.options, where, ["parent", *fields], order_by="parent, idx"):
		found.setdefault(row.parent, []).append(row)
	return found


def _cell(column, doc, mine, line):
	if not column.table:
		return doc.get(column.df.fieldname) if line == 0 else None
	rows = mine[column.table.fieldname]
	return rows[line].get(column.df.fieldname) if line < len(rows) else None


def file(kind, title, heads, rows):
	"""The answer that downloads: values as they are, so that the same file can be read in again."""
	if kind == "csv":
		# without a mark of its encoding: Frappe would take that for a part of the first heading
		body = ([_safe(value) for value in row] for row in rows)
		write = partial(export.write_csv, heads=map(_safe, heads), rows=body, encoding="utf-8")
		return export.answer("csv", title, write)
	return export.answer("xlsx", title, partial(_workbook, heads=heads, rows=rows))


def _safe(value):
	"""A text that a spreadsheet would run as a formula gets an apostrophe, which is taken off when it is read in."""
	return f"'{value}" if isinstance(value, str) and RISKY.match(value) else value


def _workbook(file, heads, rows):
	body = ([str(v) if isinstance(v, datetime.timedelta) else v for v in row] for row in rows)
	book = export.book_of(file, "dd/mm/yyyy")
	export.write_sheet(book, _("Data"), heads, body, "dd/mm/yyyy hh:mm:ss")
	book.close()
