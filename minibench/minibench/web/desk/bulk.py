"""What is done with several records of a list at once: a question first, then each by its ordinary rules, and a report."""

from minibench import paging, user_settings
from minibench.errors import DoesNotExistError, PermissionError, ValidationError
from minibench.jobs import enqueue
from minibench.local import _dict, local
from minibench.meta import get_meta
from minibench.query import get_list
from minibench.translate import _
from minibench.web.desk import (
	bulkwork,
	display,
	export,
	fieldtext,
	filters,
	listfile,
	listview,
	save,
	saved,
	shell,
)
from minibench.web.desk.env import page, redirect, stale, with_query

AT_ONCE = 100  # more are done by a job
NAMED = 20
# step: (question, button)
QUESTIONS = {
	"delete": ("Delete {0}?", "Delete"), "edit": ("Change {0}", "Change {0}"),
	"workflow": ("{1}: {0}?", "{1}"), "submit": ("Submit {0}?", "Submit"), "cancel": ("Cancel {0}?", "Cancel"),
}  # fmt: skip
DONE = {"delete": "{0} deleted", "edit": "{0} changed", "submit": "{0} submitted", "cancel": "{0} cancelled"}
NO_BOX = ("Table", "Table MultiSelect", "Attach", "Attach Image", "Signature", "Geolocation", "JSON", "Password", "Button", "Text Editor",
	"HTML Editor", "Dynamic Link", "Read Only")  # fmt: skip


def post(doctype, request):
	form, here = request.form, request.full_path.rstrip("?")
	do, _colon, rest = form.get("_do", "").partition(":")
	if do == "export" and rest in export.MIME:
		save.forget()  # a file is only read: nobody waits for it
		return listfile.download(doctype, request.args, rest, form.getlist("row"))
	if local.flags.csrf_failed:
		return stale()
	view = listview.ListView(doctype, request.args)
	if do not in QUESTIONS:
		return setting(view, do, rest, form, here)
	if not may(view.meta, do, rest):
		raise PermissionError
	names = chosen(view, form)
	if not names:
		return told(here, _("Choose the records first."), "amber")
	return ask(view, do, rest, names, request)


def told(url, text, colour):
	return redirect(url, [{"text": text, "colour": colour}])


def chosen(view, form):
	"""The records to take in hand: those ticked, or all that fit, as long as a list can count them."""
	if not form.get("_all"):
		return list(dict.fromkeys(form.getlist("row")))
	if view.many:
		raise ValidationError(_("More than {0} records fit: filter more first").format(f"{paging.MOST:,}"))
	return view.names


def setting(view, do, rest, form, here):
	"""The list as this person wants it: columns, and saved filters."""
	if do == "columns":
		wanted = [name for name in form.getlist("_col") if view.field(name)]
		user_settings.put(view.doctype, "List", columns=wanted if rest != "usual" else [])
		pairs = [(key, value) for key, value in local.request.args.items(multi=True) if key != "_cols"]
		return redirect(with_query(local.request.path, pairs))
	if do not in ("remember", "forget"):
		raise PermissionError
	try:
		text = saved.remember(view, form) if do == "remember" else saved.forget(rest)
	except save.REFUSALS as error:
		lost = isinstance(error, PermissionError | DoesNotExistError)
		text = _("These saved filters are not yours to change.") if lost else save.refusals(error)[0]
		save.forget()
		return told(here, text, "red")
	return told(here, text, "green")


def may(meta, do, rest=""):
	"""May the person do this with some records of the doctype? Each record is asked again."""
	if do == "workflow":
		return rest in steps(meta)
	plain = {"submit", "cancel"}
	if do in plain and (not meta.is_submittable or meta.get_workflow()):
		return False
	return shell.may(meta.name, {"edit": "write"}.get(do, do))


def steps(meta):
	"""The names of the workflow's steps that the person's roles may take in some state."""
	workflow, roles = display.workflow_of(meta), set(shell.roles())
	found = (row.action for row in workflow.transitions if row.allowed in roles) if workflow else ()
	return list(dict.fromkeys(found))


def editable(meta):
	"""The fields that can be set to one value in many records."""
	levels = set(meta.get_permlevel_access("write", user=local.session.user))
	workflow = display.workflow_of(meta)
	state = workflow.workflow_state_field if workflow else None
	never = (*fieldtext.NO_VALUE, *NO_BOX)
	fields = (df for df in meta.fields if df.fieldtype not in never and int(df.permlevel or 0) in levels)
	shut = ("hidden", "read_only", "set_only_once", "unique")
	return [df for df in fields if df.fieldname != state and not any(df.get(key) for key in shut)]


def ask(view, do, rest, names, request):
	"""Say what is about to happen, and where one value is to be set ask for it; once it is sure, do it."""
	form, step = request.form, _dict(do=do, rest=rest, here=request.full_path.rstrip("?"))
	problem, fields = None, editable(view.meta) if do == "edit" else []
	df = next((df for df in fields if df.fieldname == form.get("_field")), None)
	if df:
		step.field, step.text = df.fieldname, value_of(df, form)
		problem = fault(df, step.text) if form.get("_sure") else None
	if form.get("_sure") and not problem and (df or do != "edit"):
		return start(view.doctype, step, names)
	question, button = (_(text).format(display.records(len(names)), _(rest)) for text in QUESTIONS[do])
	title, some = view.lead.fieldname, {"name": ["in", names[:NAMED]]}
	rows = get_list(view.doctype, fields=["name", title], filters=some)
	return page(
		"bulk.html", status=422 if problem else 200, title=question, button=button, names=names, step=step, df=df, problem=problem,
		fields=fields, whole=bool(form.get("_all")), titles=[display.strip(row.get(title) or row.name) for row in rows],
		box=box_of(df) if df else None, value=step.text or "", shown=display.title(df, step.text) if df else "",
	)  # fmt: skip


def box_of(df):
	kind = {"Datetime": "datetime", "Time": "time"}.get(df.fieldtype) or filters.box(df, "=")
	options = [(each, _(each)) for each in (df.options or "").split("\n") if each] if kind == "select" else ()
	kind = "area" if df.fieldtype in display.LONG else kind
	return _dict(kind=kind, df=df, holder=df.parent, options=options)


def value_of(df, form):
	if df.fieldtype == "Link":
		return filters.chosen(df.options, form, "_value")
	return form.get("_value", "").strip()


def fault(df, text):
	"""What is wrong with a value, as far as it can be said before any record is touched."""
	try:
		fieldtext.from_text(df, text)
	except ValueError as error:
		return f"{_(df.label)}: {error}"
	if df.reqd and not text:
		return _("{0}: fill this in").format(_(df.label))
	named = {"name": text} if df.fieldtype == "Link" and text else None
	if named and not display.allowed(get_list, df.options, filters=named, limit=1):
		return _("{0}: choose one that is offered").format(_(df.label))
	return None


def start(doctype, step, names):
	"""Do it now, or by a job where there are many; a page reports, or the list says in a word that all went well."""
	work = bulkwork.add(doctype, step, names)
	if len(names) > AT_ONCE:
		enqueue(bulkwork.run_job, job_id=work, enqueue_after_commit=True, work=work)
	else:
		row = bulkwork.run(work)
		if not row.refused:
			same = _(", {0} were so already").format(row.same) if row.same else ""
			return told(step.here, done_words(row) + same, "green")
	return redirect(f"/app/-/bulk?id={work}")


def done_words(work):
	return _(DONE.get(work.step.do, "{0} done")).format(f"{work.done:,}")


def report(request):
	"""How far a piece of work is, what was done and what was not; a POST stops it."""
	work = bulkwork.mine(request.args.get("id", ""))
	if not work:
		raise DoesNotExistError
	if request.method == "POST":
		bulkwork.stop(work.id)
		return redirect(request.full_path)
	meta, step = get_meta(work.doctype), work.step
	df = meta.get_field(step.field) if step.field else None
	verbs = {"edit": _("Change"), "delete": _("Delete"), "submit": _("Submit"), "cancel": _("Cancel")}
	title = f"{verbs.get(step.do) or _(step.rest)}: {_(work.doctype)}"
	to = display.plain(df, display.title(df, step.text)) or _("nothing") if df else ""
	said = _("{0} set to {1}").format(_(df.label), to) if df else ""
	going = work.state in ("waiting", "running")
	return page("bulkdone.html", title=title, work=work, done=done_words(work), said=said, going=going)
