"""The pages of an import: what and how, template and file, check beforehand, progress, result."""

import json
from itertools import islice

from minibench import importfile, jobs
from minibench.core.doctype.data_import.data_import import INSERT, UPDATE, kinds_of_import
from minibench.documents import new_doc
from minibench.errors import DoesNotExistError, PermissionError, ValidationError
from minibench.files import save_file
from minibench.local import _dict, local
from minibench.meta import get_meta
from minibench.query import get_list
from minibench.translate import _
from minibench.web.desk import display, formview, importmap, importrun, importtemplate, save, shell
from minibench.web.desk.env import answer, page, redirect, with_query
from minibench.web.request import json_or_empty
from minibench.web.uploads import received

HERE = "/app/-/import"
SAMPLE, SHOWN = 10, 200
WORDS = {INSERT: "Add new records", UPDATE: "Change existing records"}


def handle(rest, request):
	"""Answer what is asked below /app/-/import."""
	args = request.args
	if request.method == "POST":
		return post(args, request)
	if rest == "template":
		return template(args)
	if rest == "failed":
		return failed(formview.load("Data Import", args.get("name", "")), args.get("as"))
	if rest:
		raise DoesNotExistError(rest)
	if args.get("name"):
		doc = formview.load("Data Import", args["name"])
		return answer(state(doc)) if "_state" in args else show(doc)
	return start(args) if args.get("doctype") else home()


def doctypes():
	"""What the person may import: [(doctype, kinds)]."""
	where = {"allow_import": 1, "istable": 0, "issingle": 0}
	names = local.db.get_all("DocType", where, pluck="name", order_by="name")
	return [(name, kinds) for name in names if (kinds := kinds_of_import(name))]


def home():
	fields = ["name", "reference_doctype", "import_type", "status", "payload_count", "creation"]
	earlier = display.allowed(get_list, "Data Import", fields=fields, order_by="creation desc", limit=20)
	return page(
		"imports.html", title=_("Import data"), doctypes=doctypes(), earlier=earlier or [], words=WORDS,
		state=lambda row: display.state(get_meta("Data Import"), row), url=address,
	)  # fmt: skip


def address(name, **more):
	return with_query(HERE, {"name": name, **more})


def start(args, problem=None):
	"""Template and file for a doctype and a kind of import."""
	doctype, kind = asked(args)
	meta = get_meta(doctype)
	known = importmap.places(doctype, kind == UPDATE)
	return page(
		"import_start.html", status=422 if problem else 200, title=_("Import: {0}").format(_(doctype)), doctype=doctype,
		kind=kind, words=WORDS, problem=problem, fields=known, heading=importmap.heading,
		exports=shell.may(doctype, "export"), submits=bool(meta.is_submittable) and shell.may(doctype, "submit"),
		needed=importtemplate.needed(meta, known),
	)  # fmt: skip


def asked(args):
	"""(doctype, kind) that an address names; what may not be imported does not exist."""
	doctype, kind = args.get("doctype", ""), args.get("kind", "")
	if shell.slug(doctype) not in shell.doctypes() or not (kinds := kinds_of_import(doctype)):
		raise DoesNotExistError(doctype)
	if kind not in kinds:
		if kind in WORDS:
			raise DoesNotExistError(kind)
		kind = kinds[0]
	return doctype, kind


def template(args):
	doctype, kind = asked(args)
	with_rows = args.get("rows") == "all"
	if with_rows and not shell.may(doctype, "export"):
		raise PermissionError
	chosen = args.getlist("field") if args.get("fields") == "chosen" else args.get("fields")
	return importtemplate.blank(doctype, kind == UPDATE, chosen, with_rows, args.get("as"))


# what is sent


def post(args, request):
	form, name = request.form, args.get("name")
	do = form.get("_do", "")
	if not name:
		return upload(None, args, request)
	doc = formview.load("Data Import", name)
	doc.check_permission("write")
	doc.check_right()
	if jobs.is_job_enqueued(importrun.job_id(doc.name)) and do != "stop":
		return redirect(address(doc.name))
	if do == "upload":
		return upload(doc, args, request)
	STEPS.get(do, lambda *_all: None)(doc, form)
	return redirect(address(doc.name))


def upload(doc, args, request):
	"""Read the file before anything is written: nobody waits for it, and a bad one leaves nothing behind."""
	doctype, kind = (doc.reference_doctype, doc.import_type) if doc else asked(args)
	sent = request.files.get("file")
	local.db.commit()
	try:
		if not sent or not sent.filename:
			raise ValidationError(_("Choose a file first."))
		name, content = received(sent)
		table = importfile.read(name, content)
	except ValidationError as error:
		problem = save.refusals(error)[0]
		save.forget()
		return show(doc, problem) if doc else start(args, problem)
	if not doc:
		doc = new_doc("Data Import", reference_doctype=doctype, import_type=kind)
		doc.submit_after_import = int(request.form.get("submit") == "1")
		doc.mute_emails = int(request.form.get("mails") != "1")
		doc.insert()
	doc.import_file = save_file(name, content, "Data Import", doc.name, df="import_file").file_url
	doc.save()
	importrun.note(doc.name, **facts(table))
	importrun.begin(doc.name, check=True)
	return redirect(address(doc.name))


def facts(table):
	"""What the pages show of a file, so that they need not read it."""
	rows = [[number, [importfile.text(cell)[:80] for cell in cells]] for number, cells in table.rows[:SAMPLE]]
	known = {key: table[key] for key in ("head", "sheets", "sheet")}
	return known | {"sample": rows, "count": len(table.rows)}


def check(doc, form):
	"""Take over the mapping and the sheet that were chosen, and check again."""
	known = importrun.options(doc)
	if form.get("sheet") in (known.get("sheets") or ()) and form["sheet"] != known.get("sheet"):
		local.db.commit()
		with jobs.reading():  # others may write meanwhile
			table = importrun.table_of(doc, form["sheet"])
		importrun.note(doc.name, column_to_field_map={}, **facts(table))
	else:
		pairs = {key[4:]: value for key, value in form.items() if key.startswith("col:") and value}
		importrun.note(doc.name, column_to_field_map=pairs)
	importrun.begin(doc.name, check=True)


def go(doc, _form):
	if importrun.options(doc).get("checked"):
		importrun.begin(doc.name, check=False)


def again(doc, _form):
	"""Try the rows that failed once more."""
	local.db.delete(importrun.LOG, {"data_import": doc.name, "success": 0})
	importrun.begin(doc.name, check=False)


def stop(doc, _form):
	importrun.note(doc.name, stop=1)


STEPS = {"check": check, "start": go, "again": again, "stop": stop}


# what is shown


def state(doc):
	"""How far a running check or import is."""
	known, counts = importrun.options(doc), importrun.counted(doc.name)
	doing = known.get("doing") if jobs.is_job_enqueued(importrun.job_id(doc.name)) else ""
	done = known.get("done", 0) if doing == "check" else sum(counts.values())
	total = known.get("count") or 0 if doing == "check" else doc.payload_count or 0
	said = _("{0} of {1}").format(f"{done:,}", f"{total:,}")
	said += ", " + _("{0} with errors").format(f"{counts[0]:,}") if counts[0] else ""
	return {"doing": doing or "", "done": done, "total": total, "said": said}


def show(doc, problem=None):
	known, now, counts = importrun.options(doc), state(doc), importrun.counted(doc.name)
	updates = doc.import_type == UPDATE
	chosen, head = known.get("column_to_field_map") or {}, known.get("head") or []
	found = importmap.columns(doc.reference_doctype, updates, head, chosen) if may_now(doc) else []
	places, mapped = importmap.places(doc.reference_doctype, updates), {c.key for c in found}
	needed = [] if updates else importtemplate.needed(get_meta(doc.reference_doctype), places)
	return page(
		"import.html", status=422 if problem else 200, title=_("Import: {0}").format(_(doc.reference_doctype)), doc=doc,
		known=_dict(known), now=_dict(now), counts=counts, problem=problem, columns=found, chosen=chosen, may=may_now(doc),
		places=places, lacking=[places[key] for key in needed if found and key not in mapped], heading=importmap.heading, left_out=importmap.LEFT_OUT,
		warnings=warnings(doc), shown=SHOWN, words=WORDS, failed=logs(doc, 0), saved=logs(doc, 1, 20),
		before=before(doc), state=display.state(doc.meta, doc),
	)  # fmt: skip


def may_now(doc):
	return doc.import_type in kinds_of_import(doc.reference_doctype)


def warnings(doc):
	return [_dict(row) for row in json_or_empty(doc.template_warnings, list) if isinstance(row, dict)]


def logs(doc, success, most=SHOWN):
	"""Lines of the log: [{rows, docname, messages}]."""
	where, fields = {"data_import": doc.name, "success": success}, ["row_indexes", "docname", "messages"]
	rows = local.db.get_all(importrun.LOG, where, fields, order_by="log_index", limit=most)
	for row in rows:
		row.update(messages=json.loads(row.messages or "[]"), rows=json.loads(row.row_indexes))
	return rows


def before(doc):
	"""The imports of this person that held the very same file and saved something of it."""
	content = local.db.get_value("File", {"file_url": doc.import_file or ""}, "content_hash")
	where = {"content_hash": content or "-", "attached_to_doctype": "Data Import"}
	names = local.db.get_all("File", where, pluck="attached_to_name")
	mine = {"name": ["in", {*names} - {doc.name}], "status": ["in", ["Success", "Partial Success"]]}
	return get_list("Data Import", filters=mine | {"reference_doctype": doc.reference_doctype})


def failed(doc, kind):
	"""The rows that were not saved, as they stood in the file, with what was wrong in a last column."""
	told = {number: entry for entry in logs(doc, 0, 0) for number in entry.rows}
	if not told:
		raise DoesNotExistError(doc.name)
	table = importrun.table_of(doc, importrun.options(doc).get("sheet"))
	width = len(table.head)
	rows = []
	for number, cells in table.rows:
		if number in told:
			mine = [m["message"] for m in told[number].messages if m.get("row") in (number, None)]
			rows.append([*islice([*cells, *[None] * width], width), "; ".join(mine)])
	title = f"{_(doc.reference_doctype)} {_('to mend')}"
	return importtemplate.file(kind, title, [*table.head, _("What is wrong")], rows)
