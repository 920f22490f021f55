"""A site with a tiny app, somebody who designs it, and somebody who works with it."""

from contextlib import contextmanager

import desk_town
import pytest
from desk_client import Browser
from tinyapp import TinyApp, doctype

SITE = "low-code.localhost"
MANAGER, CLERK = "manager@example.com", "clerk@example.com"
HOOKS = """
has_permission = {{"Tiny Visit": "{name}.rules.allows"}}
permission_query_conditions = {{"*": "{name}.rules.shows"}}
explain_permission = {{"Tiny Visit": "{name}.rules.explain"}}
"""
RULES = """
def allows(doc, ptype, user):
	return False if (doc.title or "").startswith("Secret") and user == "clerk@example.com" else None


def shows(user, doctype):
	return "`tabTiny Visit`.title not like 'Secret%'" if (doctype, user) == ("Tiny Visit", "clerk@example.com") else ""


def explain(doc, user):
	if doc.title == "Broken":
		raise ValueError
	return [f"{user} walked to {doc.title}."]
"""
ROLES = ("System Manager", "Tiny Clerk")
RIGHTS = dict.fromkeys(("read", "write", "create", "delete", "report", "export", "print"), 1)


def definitions():
	"""The record types of the app: a step of a visit, and the visit."""
	field = desk_town.field
	yield doctype("Tiny Step", [field("step", in_list_view=1)], istable=1, permissions=[])
	fields = [
		field("title", reqd=1, in_list_view=1),
		field("kind", "Select", options="Home\nSchool", default="Home", in_standard_filter=1),
		field("held_on", "Date"),
		field("key", read_only=1),
		field("sealed", permlevel=1),
		field("steps", "Table", options="Tiny Step"),
	]
	rules = [{"role": role, **RIGHTS} for role in ROLES]
	yield doctype(
		"Tiny Visit",
		fields,
		autoname="format:V{###}",
		title_field="title",
		track_changes=1,
		permissions=rules,
	)


@contextmanager
def open_site(folder):
	"""The site as Administrator; what was done is kept."""
	from minibench.local import connect, destroy, init, local

	init(SITE, str(folder))
	connect()
	try:
		yield local
		local.db.commit()
	finally:
		destroy()


@pytest.fixture(scope="module")
def low_code(tmp_path_factory):
	"""(the folder of the site, its app)"""
	from minibench.documents import get_doc
	from minibench.install import new_site
	from minibench.local import destroy, local

	sites = tmp_path_factory.mktemp("low")
	app = TinyApp(sites / "apps")
	for definition in definitions():
		app.record(definition)
	hooks = (app.root / "hooks.py").read_text()
	app.write("hooks.py", hooks + HOOKS.format(name=app.name))
	app.write("rules.py", RULES)
	(sites / "apps.txt").write_text(f"frappe\n{app.name}\n")
	new_site(SITE, str(sites), admin_password="admin", install=[app.name])
	for email, first, role in ((MANAGER, "Mags", ROLES[0]), (CLERK, "Cleo", ROLES[1])):
		desk_town.person(email, first, role)
	get_doc({"doctype": "Tiny Visit", "title": "First visit"}).insert()
	local.db.commit()
	destroy()
	return sites, app


@pytest.fixture(scope="module")
def manager(low_code):
	return Browser(low_code[0], MANAGER, SITE)


@pytest.fixture(scope="module")
def clerk(low_code):
	return Browser(low_code[0], CLERK, SITE)
