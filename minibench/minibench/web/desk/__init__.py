"""The desk: every address below /app."""

from minibench.errors import DoesNotExistError, PageDoesNotExistError, PermissionError, ValidationError
from minibench.local import local
from minibench.translate import _
from minibench.web.desk import env, shell


def handle(request):
	"""Answer a request below /app. The person is known; a GET's transaction is read-only."""
	parts = [part for part in request.path.removeprefix("/app").split("/") if part]
	if local.session.user == "Guest":
		return _to_login(request)
	try:
		return _route(parts, request)
	except (DoesNotExistError, PageDoesNotExistError, PermissionError):
		local.db.rollback()
		return env.page("message.html", status=404, title=_("Not found"), text=shell.nothing_here())
	except ValidationError as error:
		from minibench.web.desk.save import refusals

		text = refusals(error)[0]
		local.db.rollback()
		return env.page("message.html", status=417, title=_("This did not work"), text=text)


def _to_login(request):
	from minibench.web.desk import save

	if request.method == "POST":
		return save.lost(request)
	return env.redirect(env.with_query("/login", {"redirect-to": request.full_path.rstrip("?")}))


def _route(parts, request):
	from minibench.web.desk import workspace

	if not parts or parts == ["home"]:
		return workspace.home()
	head, rest = parts[0], parts[1:]
	if head == "-":
		return _tool(rest, request)
	if head == "query-report" and rest:
		from minibench.web.desk import reports

		return reports.show("/".join(rest), request.args)
	if head == "dashboard-view" and rest:
		return workspace.dashboard("/".join(rest))
	if head == "print" and len(rest) > 1:
		return env.redirect(env.with_query("/printview", {"doctype": rest[0], "name": "/".join(rest[1:])}))
	found = workspace.find(head) if not rest else None
	return workspace.show(found) if found else _doctype(shell.doctype_of(head), rest, request)


def _doctype(doctype, rest, request):
	from minibench.meta import get_meta
	from minibench.web.desk import bulk, formview, listview, save

	posted = request.method == "POST"
	if rest[:1] == ["view"]:
		if rest[1:2] == ["report"] and len(rest) > 2:
			return listview.saved_report("/".join(rest[2:]), request.args)
		rest = []
	if not rest and not get_meta(doctype).issingle:
		if posted:
			return bulk.post(doctype, request)
		kind = request.args.get("_export")
		return (
			bulk.download(doctype, request.args, kind)
			if kind in ("csv", "xlsx")
			else listview.show(doctype, request.args)
		)
	name = "/".join(rest) or None
	is_new = name == "new" or (name or "").startswith(f"new-{env.slug(doctype)}-")
	if posted:
		return save.post(doctype, None if is_new else name, request)
	if is_new:
		return formview.show(formview.new(doctype, request.args), is_new=True)
	doc = formview.load(doctype, name)
	doc.add_viewed()
	return _notice(doc) if doctype == "Notification Log" and doc.document_name else formview.show(doc)


def _notice(doc):
	"""A notice leads to the record that it is about, and is read then."""
	from minibench.logrows import write_after_answer

	if not doc.read and doc.for_user == local.session.user:
		write_after_answer(lambda: local.db.set_value("Notification Log", doc.name, "read", 1))
	return env.redirect(env.doc_url(doc.document_type, doc.document_name))


def _tool(rest, request):
	from minibench.web.desk import jump

	tools = {
		"search": jump.search_page,
		"jump": jump.suggest,
		"link": jump.link,
		"fetch": jump.fetch,
		"reports": _reports,
	}
	if rest == ["logout"] and request.method == "POST":
		if local.flags.csrf_failed:
			return env.redirect("/app")
		from minibench.web.auth import sign_out

		sign_out()
		return env.redirect("/login")
	if len(rest) != 1 or rest[0] not in tools:
		raise DoesNotExistError
	return tools[rest[0]](request.args)


def _reports(_args):
	from minibench.web.desk import reports

	return reports.index()
