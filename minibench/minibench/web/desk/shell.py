"""The frame around every page: who is here, which workspaces they may open, what they may reach."""

import json
from functools import cache
from importlib import import_module

from minibench import permissions
from minibench.apps import get_installed_apps
from minibench.errors import DoesNotExistError
from minibench.local import local
from minibench.translate import _
from minibench.web.desk.display import person
from minibench.web.desk.env import slug
from minibench.web.home import is_system_user

CHILDREN = {
	"Workspace Shortcut": ["type", "link_to", "url", "doc_view", "label", "color", "format", "stats_filter"],
	"Workspace Link": [
		"type",
		"label",
		"link_type",
		"link_to",
		"hidden",
		"is_query_report",
		"only_for",
		"description",
	],
	"Workspace Number Card": ["number_card_name", "label"],
	"Workspace Chart": ["chart_name", "label"],
	"Workspace Quick List": ["document_type", "label", "quick_list_filter"],
}


def frame():
	"""What base.html needs."""
	request, user = local.request, local.session.user
	desk = is_system_user()
	return dict(
		app_name=app_name(),
		user=user,
		full_name=person(user),
		lang=local.lang or "en",
		csrf_token=csrf_token(),
		workspaces=workspaces() if desk else [],
		desk=desk,
		notices=notices() if desk else 0,
		path=request.path if request else "",
		here=(request.full_path.rstrip("?") if request else ""),
	)


def notices():
	"""How many notices this person has not read yet."""
	if not may("Notification Log"):
		return 0
	return local.db.count("Notification Log", {"for_user": local.session.user, "read": 0})


def app_name():
	"""What stands in the top bar: the site's own name, else the title of the app that was installed last."""
	own = local.db.get_single_value("System Settings", "app_name")
	return own if own and own != "Frappe" else _title(tuple(get_installed_apps()))


@cache
def _title(apps):
	titles = [getattr(import_module(f"{app}.hooks"), "app_title", None) for app in apps if app != "frappe"]
	return next((title for title in reversed(titles) if title), "minibench")


def csrf_token():
	from minibench.web.sessions import get_csrf_token

	return get_csrf_token() if local.session.user != "Guest" else ""


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

	def read():
		fields = [
			"name",
			"issingle",
			"istable",
			"module",
			"title_field",
			"read_only",
			"in_create",
			"description",
		]
		rows = local.db.get_all("DocType", {"istable": 0}, fields, order_by="name")
		return {slug(row.name): row for row in rows}

	return once("doctypes", read)


def doctype_of(part):
	"""The doctype behind a part of an address; DoesNotExistError when there is none."""
	row = doctypes().get(part.lower())
	if not row:
		raise DoesNotExistError(part)
	return row.name


def may(doctype, ptype="read"):
	"""Has the person this right by role on a doctype that exists?"""
	known = slug(doctype or "") in doctypes()
	return known and once(("may", doctype, ptype), lambda: bool(permissions.has_permission(doctype, ptype)))


def may_run(report):
	"""May the person open this report: one of its roles, and the right to report on its doctype?"""
	row = reports().get(report)
	return bool(row) and may(row.ref_doctype, "report")


def reports():
	"""{name: row} of the reports that are on and whose roles the person has."""

	def read():
		fields = ["name", "ref_doctype", "report_type", "module", "is_standard"]
		rows = local.db.get_all("Report", {"disabled": 0}, fields, order_by="name")
		wanted = _roles_of("Report")
		mine = set(roles())
		return {row.name: row for row in rows if not wanted.get(row.name) or mine & wanted[row.name]}

	return once("reports", read)


def _roles_of(parenttype):
	found = {}
	for row in local.db.get_all("Has Role", {"parenttype": parenttype}, ["parent", "role"]):
		found.setdefault(row.parent, set()).add(row.role)
	return found


def may_open(kind, target):
	"""Is the target of a shortcut or link within reach?"""
	if kind == "DocType":
		return may(target)
	if kind == "Report":
		return may_run(target)
	return kind == "Dashboard" and may("Dashboard")


def workspaces():
	"""The workspaces a person may open, in order, each with its rows that lead somewhere for them."""
	return once("workspaces", _read_workspaces)


def _read_workspaces():
	fields = ["name", "title", "content", "public", "for_user", "parent_page", "module"]
	rows = local.db.get_all("Workspace", {"is_hidden": 0}, fields, order_by="sequence_id, title")
	wanted, mine = _roles_of("Workspace"), set(roles())
	children = {doctype: _children(doctype, names) for doctype, names in CHILDREN.items()}
	found = []
	for row in rows:
		if (row.public or row.for_user == local.session.user) and (
			not wanted.get(row.name) or mine & wanted[row.name]
		):
			row.rows = {doctype: by_parent.get(row.name, []) for doctype, by_parent in children.items()}
			row.url = f"/app/{slug(row.title or row.name)}"
			if _leads_somewhere(row):
				found.append(row)
	return found


def _children(doctype, names):
	by_parent = {}
	order = "parent, idx"
	for row in local.db.get_all(doctype, {"parenttype": "Workspace"}, ["parent", *names], order_by=order):
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
	links = [link for link in row.rows["Workspace Link"] if link.type == "Link"]
	return not had or bool(links or row.rows["Workspace Shortcut"] or row.rows["Workspace Quick List"])


def blocks(workspace):
	try:
		return [block for block in json.loads(workspace.content or "[]") if isinstance(block, dict)]
	except ValueError:
		return []


def nothing_here():
	return _("There is no such page, or it is not yours to see.")
