"""The desk: every address below /app."""

from werkzeug.utils import import_string

from minibench.errors import DoesNotExistError, PermissionError, ValidationError
from minibench.local import local
from minibench.translate import _


def handle(request):
	"""Answer a request below /app. The person is known; a GET's transaction is read-only."""
	from minibench.web.desk import env, save

	if local.session.user == "Guest":
		return save.lost(request)
	try:
		return _route([part for part in request.path.removeprefix("/app").split("/") if part], request)
	except (DoesNotExistError, PermissionError):
		status, title, text = 404, _("Not found"), _("There is no such page, or it is not yours to see.")
	except ValidationError as error:
		status, title, text = 417, _("This did not work"), save.refusals(error)[0]
	local.db.rollback()
	return env.page("message.html", status=status, title=title, text=text, missing=status == 404)


def _route(parts, request):
	from minibench.web.desk import env, reports, shell, workspace

	if not parts or parts == ["home"]:
		return workspace.home()
	head, rest, last = parts[0], parts[1:], "/".join(parts[1:])
	if head == "-":
		return _tool(last, request)
	if head == "query-report" and rest:
		return reports.show(last, request.args)
	if head == "dashboard-view" and rest:
		return workspace.dashboard(last)
	if head == "print" and len(rest) > 1:
		return env.redirect(env.with_query("/printview", {"doctype": rest[0], "name": "/".join(rest[1:])}))
	found = workspace.find(head) if not rest else None
	return workspace.show(found) if found else _doctype(shell.doctype_of(head), rest, request)


def _doctype(doctype, rest, request):
	"""A list, or the form of one record."""
	from minibench.meta import get_meta
	from minibench.web.desk import bulk, env, formview, listfile, listview, outbox, reportpage, save

	posted, args = request.method == "POST", request.args
	if rest[:2] == ["view", "report"]:
		return reportpage.handle(doctype, "/".join(rest[2:]) or None, request)
	name = "/".join(rest) if rest[:1] != ["view"] else ""
	if doctype == "Customize Form" and not name:  # a record type has to be chosen first
		return env.redirect(env.list_url("DocType", {"istable": 0, "issingle": 0, "custom": 0}))
	if not name and not get_meta(doctype).issingle:
		if posted:
			return bulk.post(doctype, request)
		kind = args.get("_export")
		return (
			listfile.download(doctype, args, kind)
			if kind in ("csv", "xlsx")
			else listview.show(doctype, args)
		)
	is_new = name == "new" or name.startswith(f"new-{env.slug(doctype)}-")
	if doctype == "Email Queue" and name and not is_new:
		return outbox.message(name, request)
	if posted:
		return save.post(doctype, None if is_new else name or None, request)
	if is_new:
		return formview.show(formview.new(doctype, args), is_new=True)
	doc = formview.load(doctype, name or None)
	if "_part" in args:
		return formview.row(doc, args.get("row", ""))
	doc.add_viewed()
	return _notice(doc) if doctype == "Notification Log" and doc.document_name else formview.show(doc)


def _notice(doc):
	"""A notice leads to the record that it is about, and is read then."""
	from minibench.logrows import write_after_answer
	from minibench.web.desk import env

	if not doc.read and doc.for_user == local.session.user:
		write_after_answer(lambda: local.db.set_value("Notification Log", doc.name, "read", 1))
	return env.redirect(env.doc_url(doc.document_type, doc.document_name))


# below /app/-/: what answers there, given the request or only its arguments
TOOLS = {
	"access": "access.show", "bulk": "bulk.report", "notices": "notices.show", "outbox": "outbox.index",
	"system": "system.handle",
}  # fmt: skip
ASKED = {
	"why": "why.show", "reports": "reports.index", "search": "jump.search_page", "jump": "jump.suggest", "link": "jump.link",
	"fetch": "jump.fetch", "people": "passing.people", "filter": "listview.filter_box",
}  # fmt: skip


def _tool(name, request):
	from minibench.web.auth import sign_out
	from minibench.web.desk import env, importpages

	if local.flags.csrf_failed:
		return env.stale("/app" if name == "logout" else None)
	if name == "logout" and request.method == "POST":
		sign_out()
		return env.redirect("/login")
	if name == "keys":
		return env.page("keys.html", title=_("Keys"))
	first, _slash, rest = name.partition("/")
	if first == "import":
		return importpages.handle(rest, request)
	found = TOOLS.get(name) or ASKED.get(name)
	if not found:
		raise DoesNotExistError
	return import_string(f"minibench.web.desk.{found}")(request if name in TOOLS else request.args)
