"""The frame around every page: who is here, which workspaces they may open, what they may reach."""

from minibench import permissions
from minibench.apps import get_hooks
from minibench.errors import DoesNotExistError
from minibench.local import local
from minibench.translate import _
from minibench.web.desk.display import person
from minibench.web.desk.env import slug
from minibench.web.home import is_system_user
from minibench.web.request import json_or_empty
from minibench.web.sessions import get_csrf_token

CHILDREN = {
	"Workspace Shortcut": "type link_to url doc_view label color format stats_filter",
	"Workspace Link": "type label link_type link_to hidden is_query_report only_for description",
	"Workspace Number Card": "number_card_name label",
	"Workspace Chart": "chart_name label",
	"Workspace Quick List": "document_type label quick_list_filter",
}


def frame():
	"""What base.html needs."""
	request, user, desk = local.request, local.session.user, is_system_user()
	return dict(
		app_name=app_name(), user=user, full_name=person(user), lang=local.lang or "en", csrf_token=get_csrf_token() or "",
		workspaces=workspaces() if desk else [], desk=desk, doors=doors() if desk else [], notices=notices() if desk else 0,
		path=request.path, here=request.full_path.rstrip("?"),
	)  # fmt: skip


def doors():
	"""(label, url) of what stands below the workspaces."""
	from minibench.web.desk import importpages

	found = [(_("All reports"), "/app/-/reports")]
	found += [(_("Import data"), importpages.HERE)] if importpages.doctypes() else []
	return found + ([(_("System"), "/app/-/system")] if "System Manager" in roles() else [])


def notices():
	"""How many notices this person has not read yet."""
	where = {"for_user": local.session.user, "read": 0}
	return local.db.count("Notification Log", where) if may("Notification Log") else 0


def app_name():
	"""What stands in the top bar: the site's own name, else the title of the app that was installed last."""
	own = local.db.get_single_value("System Settings", "app_name")
	return own if own and own != "Frappe" else get_hooks("app_title", default=["minibench"])[-1]


def roles():
	return permissions.get_roles(local.session.user)


def once(key, make):
	"""The result of `make` for this request."""
	store = local.request_cache.setdefault("desk", {})
	if key not in store:
		store[key] = make()
	return store[key]


def doctypes():
	"""{slug: row} of every doctype that has a list or a form."""
	fields = "name issingle module in_create"
	return once("doctypes", lambda: {slug(row.name): row for row in _rows("DocType", fields, istable=0)})


def _rows(doctype, fields, order="name", **where):
	return local.db.get_all(doctype, where, fields.split(), order_by=order)


def doctype_of(part):
	"""The doctype behind a part of an address; DoesNotExistError when there is none."""
	row = doctypes().get(part.lower())
	if not row:
		raise DoesNotExistError(part)
	return row.name


def target(df, values):
	"""The doctype that a link, plain or dynamic, leads to by these values; None where there is none."""
	found = df.options if df.fieldtype == "Link" else values.get(df.options)
	return found if slug(str(found or "")) in doctypes() else None


def may(doctype, ptype="read"):
	"""Has the person this right by role on a doctype that exists?"""
	known = slug(doctype or "") in doctypes()
	return known and once(("may", doctype, ptype), lambda: bool(permissions.has_permission(doctype, ptype)))


def may_run(report):
	"""May the person open this report: one of its roles, and the right to report on its doctype?"""
	row = reports().get(report)
	return bool(row) and may(row.ref_doctype, "report")


def reports():
	"""{name: row} of the reports that are on and whose roles the person has, and of his or her own."""
	fields = "name ref_doctype report_type module is_standard owner"
	return once("reports", lambda: {row.name: row for row in for_my_roles("Report", fields, disabled=0)})


def for_my_roles(doctype, fields, order="name", **where):
	"""Records that name one of the person's roles in their table of roles, or none, or that the person made."""
	wanted, mine, user = {}, set(roles()), local.session.user
	for row in _rows("Has Role", "parent role", parenttype=doctype):
		wanted.setdefault(row.parent, set()).add(row.role)
	rows = _rows(doctype, fields, order, **where)
	return [row for row in rows if mine & wanted.get(row.name, mine) or row.get("owner") == user]


def may_open(kind, target):
	"""Is the target of a shortcut or link within reach?"""
	if kind == "Report":
		return may_run(target)
	return may({"DocType": target, "Dashboard": "Dashboard"}.get(kind))


def workspaces():
	"""The workspaces a person may open, in order, each with its rows that lead somewhere for them."""
	return once("workspaces", _read_workspaces)


def _read_workspaces():
	children = {doctype: _children(doctype, fields) for doctype, fields in CHILDREN.items()}
	fields, found = "name title content public for_user parent_page module", []
	for row in for_my_roles("Workspace", fields, "sequence_id, title", is_hidden=0):
		row.rows = {doctype: by_parent.get(row.name, []) for doctype, by_parent in children.items()}
		row.url = f"/app/{slug(row.title or row.name)}"
		if (row.public or row.for_user == local.session.user) and _leads_somewhere(row):
			found.append(row)
	return found


def _children(doctype, fields):
	by_parent = {}
	for row in _rows(doctype, f"parent {fields}", "parent, idx", parenttype="Workspace"):
		if _reachable(doctype, row):
			by_parent.setdefault(row.parent, []).append(row)
	return by_parent


def _reachable(doctype, row):
	if doctype == "Workspace Shortcut":
		return row.type == "URL" or may_open(row.type, row.link_to)
	if doctype == "Workspace Link":
		return row.type == "Card Break" or (not row.hidden and may_open(row.link_type, row.link_to))
	return doctype != "Workspace Quick List" or may(row.document_type)


def _leads_somewhere(row):
	"""A workspace of which nothing is left is not shown, unless it holds words only."""
	had = any(block.get("type") in ("shortcut", "card", "quick_list") for block in blocks(row))
	links = any(link.type == "Link" for link in row.rows["Workspace Link"])
	return not had or links or bool(row.rows["Workspace Shortcut"] or row.rows["Workspace Quick List"])


def blocks(workspace):
	return [block for block in json_or_empty(workspace.content, list) if isinstance(block, dict)]
