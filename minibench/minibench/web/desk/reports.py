"""Script and Query Reports: filters, result, totals, chart, export and print."""

from minibench.errors import DoesNotExistError, PermissionError
from minibench.local import _dict, local
from minibench.translate import _
from minibench.utils.dates import nowdate
from minibench.utils.numbers import cint
from minibench.views import make_access_log
from minibench.web.desk import display, export, fieldtext, figures, filters, save, shell
from minibench.web.desk.env import list_url, page, redirect, with_query
from minibench.web.reports import run_report

PAGE, PRINTED = 500, 2000
TONES = {"green": "green", "red": "red", "orange": "amber", "yellow": "amber", "blue": "blue"}


def index(args):
	"""The reports a person may open, by subject, and the kinds of records that a new one can be built on."""
	if (doctype := args.get("on")) and shell.may(doctype, "report"):
		return redirect(f"{list_url(doctype)}/view/report")
	groups = {}
	for name, row in shell.reports().items():
		if shell.may_run(name):
			groups.setdefault(row.module or _("Other"), []).append((_(name), figures.report_url(name)))
	rows = [row for row in shell.doctypes().values() if not row.issingle and shell.may(row.name, "report")]
	kinds = sorted((row.module == "Core", _(row.name), row.name) for row in rows)
	return page("reports.html", title=_("Reports"), groups=sorted(groups.items()), kinds=kinds)


def show(name, args):
	"""A report's page; with _export the same result as a file."""
	if not shell.may_run(name):
		raise DoesNotExistError(name)
	boxes = [box_of(row, args) for row in filter_rows(name)]
	names = {box.name for box in boxes}
	more = [key for key in args if key not in names and key[:1] not in ("", "_") and ":" not in key]
	given = {key: args[key] for key in more}
	problems = [problem for box in boxes if (problem := problem_of(box))]
	if not problems:
		given |= {box.name: value_of(box) for box in boxes if box.text not in ("", None)}
	lacking, result = bool(problems), _dict(columns=[], rows=[], total=None)
	if not lacking:
		result, problems = run(name, given, result)
	exports = shell.may(shell.reports()[name].ref_doctype, "export")
	if args.get("_export") in export.MIME and not problems:
		return download(name, args["_export"], result, given, exports, said_of(boxes))
	printed = args.get("_print") == "1"
	start, length = (0, PRINTED) if printed else (max(cint(args.get("_start")), 0), PAGE)
	rows = result.rows[start : start + length]
	if printed and not problems:
		make_access_log(report_name=name, method="Print", filters=given)
	said, (by, ran) = said_of(boxes), export.ran()
	url = lambda **changes: with_query(local.request.path, {**args.to_dict(), **changes})  # noqa: E731
	return page(
		"rows_print.html" if printed else "report.html", status=422 if problems and args and not lacking else 200, title=_(name), name=name,
		boxes=boxes, problems=problems, asked=bool(args), result=result, rows=rows, titles=link_titles(result, rows), cell=cell, start=start,
		length=length, url=url, plain=display.plain, chart=figures.of_report(result.chart), ran=ran[1], exports=exports, said=said, tones=TONES,
		back=url(_print=None), printed=PRINTED, many=len(result.rows), facts=[*said, by, ran],
	)  # fmt: skip


def run(name, given, nothing):
	"""(result, problems): columns, rows as dictionaries, the total row apart."""
	try:
		answer = run_report(name, given)
	except save.REFUSALS as error:
		return nothing, save.told(error)
	rows = [row for row in answer.result or [] if row]
	total = rows.pop() if answer.add_total_row and rows else None
	if isinstance(total, list | tuple):
		total = dict(zip([column.fieldname for column in answer.columns], total, strict=False))
	columns = [column for column in answer.columns if not column.hidden]
	return _dict(answer, columns=columns, rows=rows, total=total), []


def link_titles(result, rows):
	links = [c for c in result.columns if c.fieldtype in fieldtext.LINKS]
	return display.link_titles((shell.target(c, row), row.get(c.fieldname)) for row in rows for c in links)


def cell(column, row, titles):
	"""One cell: links lead to their record, markup that the report made is kept as far as it is harmless."""
	value, kind = row.get(column.fieldname), column.fieldtype or "Data"
	if isinstance(value, str) and "<" in value and ">" in value:
		return display.clean(value)
	if kind in fieldtext.LINKS and (options := shell.target(column, row)) and value:
		return display.cell(_dict(fieldtype="Link", options=options), value, titles)
	return display.cell({"fieldtype": "Data"} if kind in fieldtext.LINKS else column, value)


def filter_rows(name):
	"""The filters that a report's JSON declares."""
	fields = ["label", "fieldtype", "fieldname", "mandatory", "options", "default"]
	rows = local.db.get_all("Report Filter", {"parent": name}, fields, order_by="idx")
	return [row for row in rows if row.fieldtype not in ("Fold", "Section Break", "Column Break")]


def box_of(row, args):
	"""A filter with its text: what the address says, else the default."""
	name = row.fieldname
	text = args.getlist(name)[-1] if name in args else default(row.default)
	if f"{name}:title" in args:
		text = filters.chosen(row.options, args, name)
	label, title = _(row.label or name), display.title(row, text)
	return _dict(df=row, name=name, id=f"rf-{name}", label=label, text=text, title=title, need=row.mandatory)


def said_of(boxes):
	"""The filters in words, for paper and for the first sheet of a workbook: [(label, text)]."""
	return [(box.label, display.plain(box.df, box.title)) for box in boxes if box.text not in ("", "0", None)]


def default(text):
	words = {"today": nowdate(), "user": local.session.user, "__user": local.session.user}
	return words.get(str(text or "").lower(), text or "")


def problem_of(box):
	"""What is wrong with a filter, in a sentence that names it; None when the report can be asked."""
	if box.need and not box.text:
		return _("{0}: fill this in").format(box.label)
	try:
		value_of(box)
	except ValueError as error:
		return f"{box.label}: {error}"


def value_of(box):
	"""A filter's value as a report takes it. Raises ValueError with a sentence for what is none."""
	if not box.text or box.df.fieldtype in fieldtext.LINKS:
		return box.text
	return fieldtext.from_text(box.df, str(box.text))


def download(name, kind, result, given, allowed, facts):
	if not allowed:
		raise PermissionError
	make_access_log(report_name=name, file_type=kind.upper(), method="Export", filters=given)
	rows = [*result.rows, *([result.total] if result.total else [])]
	columns = [(column.label or column.fieldname, column) for column in result.columns]
	cells = ([row.get(column.fieldname) for column in result.columns] for row in rows)
	return export.table(kind, _(name), columns, cells, facts)
