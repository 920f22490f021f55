"""The desk: every address below /app."""

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
	return env.page("message.html", status=status, title=title, text=text)


def _route(parts, request):
	from minibench.web.desk import env, reports, shell, why, workspace

	if not parts or parts == ["home"]:
		return workspace.home()
	head, rest, last = parts[0], parts[1:], "/".join(parts[1:])
	if head == "-":
		return why.show(request.args) if last == "why" else _tool(last, request)
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
	doc.add_viewed()
	return _notice(doc) if doctype == "Notification Log" and doc.document_name else formview.show(doc)


def _notice(doc):
	"""A notice leads to the record that it is about, and is read then."""
	from minibench.logrows import write_after_answer
	from minibench.web.desk import env

	if not doc.read and doc.for_user == local.session.user:
		write_after_answer(lambda: local.db.set_value("Notification Log", doc.name, "read", 1))
	return env.redirect(env.doc_url(doc.document_type, doc.document_name))


def _tool(name, request):
	from minibench.web.auth import sign_out
	from minibench.web.desk import (
		access,
		bulk,
		env,
		importpages,
		jump,
		keys,
		listview,
		notices,
		outbox,
		passing,
		reports,
		system,
	)

	if name == "logout" and request.method == "POST":
		if local.flags.csrf_failed:
			return env.redirect("/app")
		sign_out()
		return env.redirect("/login")
	pages = {
		"access": lambda: access.show(request),
		"reports": lambda: reports.index(request.args),
		"keys": keys.show,
	}
	pages |= {"bulk": lambda: bulk.report(request), "notices": lambda: notices.show(request)}
	pages |= {"outbox": lambda: outbox.index(request), "system": lambda: system.handle(request)}
	if name in pages:
		return pages[name]()
	if name.split("/")[0] == "import":
		return importpages.handle(name[7:], request)
	tools = {"search": jump.search_page, "jump": jump.suggest, "link": jump.link, "fetch": jump.fetch}
	tools |= {"people": passing.people, "filter": listview.filter_box}
	if name not in tools:
		raise DoesNotExistError
	return tools[name](request.args)
