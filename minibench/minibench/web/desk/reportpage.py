"""The page of the report builder: shown, printed, exported, saved."""

from werkzeug.datastructures import MultiDict

from minibench.errors import DoesNotExistError, PermissionError
from minibench.meta import get_meta
from minibench.translate import _
from minibench.views import make_access_log
from minibench.web.desk import builder, charts, display, export, figures, filters, kept, panel, shell
from minibench.web.desk.env import list_url, page, redirect, with_query

PRINTED = 2000
EXPORTED = 100_000


def handle(doctype, name, request):
	"""Any request below /app/<doctype>/view/report."""
	meta, args = get_meta(doctype), request.args
	if meta.issingle or meta.istable:
		raise DoesNotExistError(doctype)
	if name and (row := shell.reports().get(name)) and row.report_type != "Report Builder":
		return redirect(figures.report_url(name))
	saved = kept.read(name, doctype) if name else None
	stored = kept.address(doctype, saved.json) if saved else []
	asked = any(key not in builder.NOT_SPEC for key in args)
	report = builder.Report(doctype, MultiDict([*stored, *args.items(multi=True)]) if not asked else args)
	pairs = builder.canonical(report, args)
	if pairs is not None and request.method == "GET":
		return redirect(with_query(request.path, pairs))
	if request.method == "POST":
		return kept.post(report, name, request.form, request.full_path.rstrip("?"))
	if args.get("_export") in export.MIME:
		return download(report, name, args["_export"])
	changed = bool(saved) and asked and report.state() != builder.Report(doctype, MultiDict(stored)).state()
	return show(report, saved, changed)


def title_of(report, name):
	return _(name) if name else _("Report on {0}").format(_(report.doctype))


def show(report, saved, changed):
	printed = report.args.get("_print") == "1"
	result = report.run(PRINTED if printed else False)
	name = saved.name if saved else None
	if printed:
		log(report, name, method="Print")
	return page(
		"report_print.html" if printed else "builder.html", status=422 if report.problems else 200, title=title_of(report, name),
		report=report, result=result, saved=saved, changed=changed, picture=picture(report, result), cell=cell,
		facts=facts(report), plain=display.plain, said=filters.said, builder=builder, panel=panel.Panel(report),
		roles=kept.roles(report.doctype), list_url=list_url(report.doctype, report.filter_pairs()),
		exports=shell.may(report.doctype, "export"), lengths=filters.LENGTHS, printed=PRINTED, back=report.url(), many=result.count,
	)  # fmt: skip


def log(report, name, **what):
	make_access_log(doctype=report.doctype, report_name=name, filters=report.filter_pairs(), **what)


def picture(report, result):
	"""The chart as SVG; None where none is asked for or nothing can be drawn."""
	if not report.chart or not result.drawn or not result.rows:
		return None
	labels, sets, urls = result.drawn
	kind = report.chart
	if kind == "heatmap" and len(report.groups) < 2:
		report.notes.append(_("A heat map needs two groups. Bars are drawn."))
		kind = "bar"
	by = ", ".join(group.label for group in report.groups)
	title = _("{0} by {1}").format(report.measure, by) if by else sets[0][0]
	return charts.draw(kind, title, labels, sets, urls)


def cell(result, at, row):
	column, value = result.columns[at], row["values"][at]
	return display.brief(column.df, value, result.titles)


def facts(report):
	"""What stands under a report on paper and before it in a file: filters, date, and who ran it."""
	said = [filters.said(df, operator, value) for _key, df, operator, value in report.filters]
	return [(_("Filters"), "; ".join(said) or _("None")), *export.ran()]


def download(report, name, kind):
	"""Exactly what the filters find, as a file."""
	if not shell.may(report.doctype, "export"):
		raise PermissionError
	result = report.run(EXPORTED)
	if report.problems:
		return show(report, None, False)
	if result.count > EXPORTED:
		report.problems.append(_("More than {0} rows fit: filter for less.").format(f"{EXPORTED:,}"))
		return show(report, None, False)
	log(report, name, method="Export", file_type=kind.upper())
	rows = [row["values"] for row in result.rows] + ([result.total] if result.total else [])
	columns = [(column.label, column.df) for column in result.columns]
	return export.table(kind, title_of(report, name), columns, rows, facts=facts(report)[:1])
