"""Script and Query Reports: filters, result, totals, chart, export and print."""

import datetime

from minibench.errors import DoesNotExistError, PermissionError, ValidationError
from minibench.local import _dict, local
from minibench.translate import _
from minibench.utils.dates import now_datetime
from minibench.web.desk import display, export, figures, filters, layout, shell
from minibench.web.desk.env import page, with_query

PAGE = 500
LEFT_OUT = ("Fold", "Section Break", "Column Break")


def index():
	"""The reports a person may open, by subject."""
	groups = {}
	for name, row in shell.reports().items():
		if shell.may_run(name):
			groups.setdefault(row.module or _("Other"), []).append(
				_dict(label=_(name), url=figures.report_url(name))
			)
	return page("reports.html", title=_("Reports"), groups=sorted(groups.items()))


def show(name, args):
	"""A report's page; with _export the same result as a file."""
	if not shell.may_run(name):
		raise DoesNotExistError(name)
	boxes = filter_boxes(name, args)
	given = {box.name: value_of(box) for box in boxes if box.text not in ("", None)}
	given |= {
		key: text
		for key, text in args.items()
		if key not in {b.name for b in boxes} and not key.startswith("_") and ":" not in key
	}
	lacking = [box for box in boxes if box.need and not box.text]
	result, problems = (
		_dict(columns=[], rows=[], total=None),
		[_("{0}: fill this in").format(box.label) for box in lacking],
	)
	if not lacking:
		result, problems = run(name, given)
	if args.get("_export") in export.MIME and not problems:
		return download(name, args["_export"], result, given)
	start = max(0, int(args.get("_start") or 0)) if str(args.get("_start") or 0).isdigit() else 0
	return page(
		"report.html",
		status=422 if problems and not lacking else 200,
		title=_(name),
		name=name,
		boxes=boxes,
		problems=problems,
		result=result,
		rows=draw(result, result.rows[start : start + PAGE]),
		total_row=total_cells(result),
		start=start,
		length=PAGE,
		url=lambda **changes: with_query(local.request.path, {**args.to_dict(), **changes}),
		chart=figures.of_report(result.get("chart")),
		said=[(box.label, said(box)) for box in boxes if box.text not in ("", "0", None)],
		ran_text=display.full(now_datetime()),
		figure_text=figure_text,
		can_export=shell.may(shell.reports()[name].ref_doctype, "export"),
	)


def run(name, given):
	"""(result, problems)."""
	from minibench.web.desk.save import refusals
	from minibench.web.reports import run_report

	try:
		return shape(run_report(name, given)), []
	except (ValidationError, PermissionError) as error:
		problems = [display.strip(text) for text in refusals(error)]
		local.message_log = []
		return _dict(columns=[], rows=[], total=None), problems


def shape(answer):
	"""Columns as dictionaries, rows as dictionaries, the total apart."""
	columns = [column_of(column, at) for at, column in enumerate(answer.get("columns") or [])]
	rows = [row_of(columns, row) for row in answer.get("result") or []]
	total = rows.pop() if answer.get("add_total_row") and rows else None
	return _dict(answer, columns=[c for c in columns if not c.hidden], rows=rows, total=total)


def column_of(column, at):
	"""A column given as dictionary or as "Label:Link/DocType:160"."""
	if isinstance(column, dict):
		found = _dict(column)
		found.label = found.label or found.fieldname
	else:
		label, kind, *_rest = (
			[*str(column).split(":"), "Data"] if ":" not in str(column) else str(column).split(":")
		)
		kind, _slash, options = (kind or "Data").partition("/")
		found = _dict(label=label, fieldtype=kind, options=options, fieldname=label.lower().replace(" ", "_"))
	found.at, found.fieldtype = at, found.fieldtype or "Data"
	found.num = found.fieldtype in display.NUMBERS
	return found


def row_of(columns, row):
	if isinstance(row, dict):
		return row
	return {column.fieldname: value for column, value in zip(columns, row or (), strict=False)}


def draw(result, rows):
	"""Rows as cells; titles of links are read in one query for each doctype."""
	links = [c for c in result.columns if c.fieldtype in ("Link", "Dynamic Link")]
	titles = display.link_titles((target(c, row), row.get(c.fieldname)) for row in rows for c in links)
	return [
		_dict(
			cells=[(column, cell(column, row, titles)) for column in result.columns],
			indent=int(row.get("indent") or 0),
			bold=bool(row.get("bold")),
		)
		for row in rows
	]


def total_cells(result):
	"""The total row: numbers and the word in front of them, no links."""
	if not result.total:
		return None
	cells = [
		(c, display.cell(c, result.total.get(c.fieldname)) if c.num else result.total.get(c.fieldname) or "")
		for c in result.columns
	]
	return _dict(cells=cells)


def target(column, row):
	found = column.options if column.fieldtype == "Link" else row.get(column.options)
	return found if shell.slug(str(found or "")) in shell.doctypes() else None


def cell(column, row, titles):
	value = row.get(column.fieldname)
	if column.fieldtype in ("Link", "Dynamic Link") and isinstance(value, str) and "<" not in value:
		options = target(column, row)
		if not options:
			return value
		return display.cell(_dict(fieldtype="Link", options=options), value, titles)
	if isinstance(value, str) and "<" in value and ">" in value:
		return display.clean(value)
	return display.cell(column, value)


def filter_boxes(name, args):
	"""The report's filters (rows of its JSON) with their value: the address, else the default."""
	fields = ["label", "fieldtype", "fieldname", "mandatory", "options", "default"]
	boxes = []
	for row in local.db.get_all("Report Filter", {"parent": name}, fields, order_by="idx"):
		if row.fieldtype in LEFT_OUT:
			continue
		text = args.getlist(row.fieldname)[-1] if row.fieldname in args else default(row)
		options = (row.options or "").split("\n")
		box = _dict(
			name=row.fieldname,
			id=f"rf-{row.fieldname}",
			label=_(row.label or row.fieldname),
			df=row,
			widget=layout.WIDGETS.get(row.fieldtype, "text"),
			text=text,
			title=text,
			need=row.mandatory,
			options=options if row.fieldtype == "Select" else [],
		)
		if row.fieldtype == "Link" and text:
			if f"{row.fieldname}:title" in args:
				box.text = box.title = text = filters.chosen(row.options, args, row.fieldname)
			box.title = display.link_titles([(row.options, text)]).get((row.options, text), text)
		boxes.append(box)
	return boxes


def default(row):
	today = datetime.date.today()
	words = {
		"today": str(today),
		"now": f"{today}T00:00",
		"user": local.session.user,
		"__user": local.session.user,
	}
	return words.get(str(row.default or "").lower(), row.default or "")


def value_of(box):
	if box.df.fieldtype in ("Check", "Int"):
		return int(box.text) if str(box.text).lstrip("-").isdigit() else 0
	if box.df.fieldtype == "Float":
		try:
			return float(box.text)
		except ValueError:
			return 0
	return box.text


def said(box):
	return display.plain(box.df, box.title if box.df.fieldtype == "Link" else value_of(box))


def figure_text(figure):
	"""A figure of a report's summary in words."""
	return display.plain({"fieldtype": figure.get("datatype") or "Data"}, figure.get("value"))


def download(name, kind, result, given):
	from minibench.views import make_access_log

	if not shell.may(shell.reports()[name].ref_doctype, "export"):
		raise PermissionError
	make_access_log(report_name=name, file_type=kind.upper(), method="Export", filters=given)
	rows = [*result.rows, *([result.total] if result.total else [])]
	columns = [(column.label, column) for column in result.columns]
	return export.table(
		kind, _(name), columns, ([row.get(c.fieldname) for c in result.columns] for row in rows)
	)
