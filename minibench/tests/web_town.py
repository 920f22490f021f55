"""A site with a small app for the tests of the web: schools, requests, pages, a web form, reports, and people."""

import pytest
from tinyapp import TinyApp
from werkzeug.test import Client

PASSWORD = "three words apart 9"
OFFICER, PORTAL, OTHER = "officer@example.com", "portal@example.com", "other@example.com"
ALL = dict.fromkeys(("read", "write", "create", "delete", "report", "export", "print"), 1)
HOOKS = """
app_name = "{name}"
app_title = "Tiny town"
website_route_rules = [{{"from_route": "/street/<number>", "to_route": "tiny-page"}}]
website_redirects = [{{"source": "/old/(.*)", "target": r"/new/\\1"}}]
portal_menu_items = [{{"title": "Requests", "route": "/ask/list", "role": "Town Portal"}}]
role_home_page = {{"Town Portal": "tiny-page"}}
has_website_permission = {{"Web Request": "{name}.access.website"}}
override_whitelisted_methods = {{"frappe.client.get_time_zone": "{name}.api.noon"}}
before_request = ["{name}.access.before_request"]
"""
API = """
import frappe


@frappe.whitelist()
def add(a: int, b: int = 1):
	return a + b


@frappe.whitelist(allow_guest=True)
def open_to_all(text: str = ""):
	return text


@frappe.whitelist(methods=["POST"])
def write_then_fail(title: str):
	frappe.get_doc({"doctype": "Web Request", "title": title}).insert()
	raise RuntimeError("secret detail")


@frappe.whitelist(methods=["POST"])
def save_and_go(title: str):
	frappe.get_doc({"doctype": "Web Request", "title": title}).insert(ignore_permissions=True)
	frappe.local.response["type"] = "redirect"
	frappe.local.response["location"] = "/tiny-page?saved=1"


@frappe.whitelist(allow_guest=True)
def noon():
	return "noon"


def not_whitelisted():
	return "never"


@frappe.whitelist(methods=["POST"])
@frappe.read_only()
def look():
	return frappe.db.read_only
"""
ACCESS = """
import frappe

seen = []


def website(doc, ptype, user, verbose=False):
	return doc.school == "North" and user == "other@example.com"


def before_request():
	seen.append((frappe.session.user, frappe.request.path))
	if frappe.form_dict.get("stop"):
		frappe.throw("Stopped by a rule", frappe.PermissionError)
"""
CONTROLLER = """
import frappe
from frappe.model.document import Document


class WebRequest(Document):
	@frappe.whitelist()
	def shout(self, times: int = 1):
		return self.title.upper() * times

	@frappe.whitelist()
	def past(self, ignore_permissions: bool = False):
		return ignore_permissions

	def whisper(self):
		return self.title.lower()
"""
PAGE = """{% extends "templates/web.html" %}
{% block title %}{{ title }}{% endblock %}
{% block page_content %}<h1>{{ title }}</h1><p id="who">{{ frappe.session.user|e }}</p>
<p id="number">{{ frappe.form_dict.number|e }}</p><p id="typed">{{ frappe.form_dict.typed }}</p>{% endblock %}
"""
PAGE_MODULE = """
import frappe

no_cache = 1


def get_context(context):
	if frappe.form_dict.get("away"):
		frappe.local.flags.redirect_location = "/login?redirect-to=/tiny-page"
		raise frappe.Redirect(302)
	if frappe.form_dict.get("forbidden"):
		raise frappe.PermissionError
	context.title = "A tiny page"
"""
SCRIPT_REPORT = """
import frappe


def execute(filters=None):
	columns = [{"label": "Title", "fieldname": "title", "fieldtype": "Data"},
		{"label": "School", "fieldname": "school", "fieldtype": "Link", "options": "Web School"}, "Age:Int:80"]
	data = frappe.get_all("Web Request", fields=["title", "school", "age"], filters=filters, order_by="title")
	return columns, data, "as of today", {"type": "bar"}, [{"label": "All", "value": len(data)}]
"""


def field(fieldname: str, fieldtype: str = "Data", **more) -> dict:
	return {
		"fieldname": fieldname,
		"fieldtype": fieldtype,
		"label": fieldname.replace("_", " ").title(),
		**more,
	}


def _doctype(name: str, fields: list, permissions=(), **more) -> dict:
	permissions = [{"role": "System Manager", **ALL}, *permissions]
	if more.get("istable"):
		permissions = []
	return {
		"doctype": "DocType",
		"name": name,
		"module": "Tiny",
		"fields": fields,
		"permissions": permissions,
		**more,
	}


def _report(name: str, kind: str, **more) -> dict:
	common = {"report_name": name, "ref_doctype": "Web Request", "is_standard": "Yes", "module": "Tiny"}
	return {"doctype": "Report", "name": name, "report_type": kind, "add_total_row": 1, **common, **more}


def _web_form() -> dict:
	shown = [
		field("title", reqd=1),
		field("school", "Link", options="Web School"),
		field("age", "Int"),
		field("notes", "Small Text"),
		field("", "Section Break", label="Items"),
		field("items", "Table", options="Web Item"),
		field("paper", "Attach"),
		field("status", hidden=1, default="Sent"),
	]
	return {
		"doctype": "Web Form", "name": "ask", "title": "Ask", "route": "ask", "doc_type": "Web Request", "module": "Tiny",
		"is_standard": 1, "published": 1, "login_required": 1, "allow_edit": 1, "allow_multiple": 1, "allow_delete": 1,
		"apply_document_permissions": 0, "show_list": 1, "success_message": "We read it.", "web_form_fields": shown,
	}  # fmt: skip


def write_app(folder):
	app = TinyApp(folder)
	app.write("hooks.py", HOOKS.format(name=app.name))
	for name, text in {"api.py": API, "access.py": ACCESS, "www/tiny_page.py": PAGE_MODULE}.items():
		app.write(name, text)
	app.write("www/tiny-page.html", PAGE)
	app.write("www/plain.html", "<p>Only a piece of a page.</p>")
	app.write("public/css/tiny.css", "body { color: black; }\n")
	officer = [
		{"role": "Town Officer", **ALL},
		{"role": "Town Officer", "permlevel": 1, "read": 1, "write": 1},
	]
	portal = {"role": "Town Portal", "read": 1, "write": 1, "create": 1, "if_owner": 1}
	app.record(
		_doctype("Web School", [field("area")], [{"role": "Town Officer", "read": 1}], autoname="prompt")
	)
	app.record(_doctype("Web Item", [field("what", in_list_view=1), field("hush", permlevel=1)], istable=1))
	fields = [
		field("title", reqd=1), field("school", "Link", options="Web School"), field("age", "Int"),
		field("status"), field("notes", "Small Text"), field("secret", permlevel=1), field("due", "Date"),
		field("paper", "Attach"), field("items", "Table", options="Web Item"),
	]  # fmt: skip
	app.record(_doctype("Web Request", fields, [*officer, portal], title_field="title", track_changes=1))
	app.write("tiny/doctype/web_request/web_request.py", CONTROLLER)
	app.record(_report("Web Ages", "Script Report"))
	app.write("tiny/report/web_ages/web_ages.py", SCRIPT_REPORT)
	query = 'select title as "Title:Data:100", age as "Age:Int" from `tabWeb Request` where age > %(least)s order by title'
	app.record(_report("Web Query", "Query Report", query=query, add_total_row=0))
	app.record(
		_report("Web Writing", "Query Report", query="with x as (select 1) delete from `tabWeb Request`")
	)
	app.record(_web_form())
	app.write("tiny/web_form/ask/ask.py", "def get_context(context):\n\tpass\n")
	app.fixture(
		"role",
		[
			{"doctype": "Role", "name": n, "role_name": n, "desk_access": d}
			for n, d in (("Town Officer", 1), ("Town Portal", 0))
		],
	)
	return app


class Town:
	"""The site, its application, and a signed-in client for each person."""

	def __init__(self, folder):
		from minibench.install import new_site
		from minibench.local import destroy, local
		from minibench.web.app import make_app

		self.sites, self.site = folder, "web.localhost"
		self.app = write_app(folder / "apps")
		(folder / "apps.txt").write_text(self.app.name)
		new_site(self.site, str(folder), admin_password=PASSWORD, install=[])
		from minibench.install import install_app

		install_app(self.app.name)
		_people()
		local.db.commit()
		destroy()
		self.wsgi = make_app(self.site, str(folder))

	def client(self, user: str | None = None, password: str = PASSWORD) -> Client:
		client = Client(self.wsgi)
		if user:
			answer = client.post("/api/method/login", data={"usr": user, "pwd": password})
			assert answer.status_code == 200, answer.text
		return client

	def api(self, name: str) -> str:
		return f"/api/method/{self.app.name}.api.{name}"

	def inside(self):
		return _Inside(self)


class _Inside:
	"""The site's context as Administrator, committed at the end."""

	def __init__(self, town):
		self.town = town

	def __enter__(self):
		from minibench.local import connect, init, local

		init(self.town.site, str(self.town.sites))
		connect()
		return local

	def __exit__(self, kind, *rest):
		from minibench.local import destroy, local

		if not kind:
			local.db.commit()
		destroy()


def token_of(client: Client) -> str:
	from minibench.web.sessions import csrf_token_of

	return csrf_token_of(client.get_cookie("sid").value)


def send(client: Client, path: str, method: str = "POST", **more):
	"""A request with the session's CSRF token."""
	headers = {"X-Frappe-CSRF-Token": token_of(client), **more.pop("headers", {})}
	return client.open(path, method=method, headers=headers, **more)


def messages(answer) -> list[str]:
	import json

	return [json.loads(entry)["message"] for entry in json.loads(answer.json.get("_server_messages", "[]"))]


def _people() -> None:
	from minibench.documents import get_doc
	from minibench.local import local, set_user
	from minibench.passwords import update_password

	for school in ("North", "South"):
		get_doc({"doctype": "Web School", "name": school}).insert(set_name=school)
	for email, role in ((OFFICER, "Town Officer"), (PORTAL, "Town Portal"), (OTHER, "Town Portal")):
		name = email.partition("@")[0].title()
		values = {"first_name": name, "send_welcome_email": 0, "roles": [{"role": role}]}
		get_doc({"doctype": "User", "email": email, **values}).insert()
		update_password(email, PASSWORD)
	set_user(OFFICER)
	for title, school, age in (("First", "North", 4), ("Second", "South", 6)):
		row = {"what": f"{title} item", "hush": "quiet"}
		values = {"title": title, "school": school, "age": age, "secret": f"secret {title}", "items": [row]}
		get_doc({"doctype": "Web Request", "name": title, **values}).insert(set_name=title)
	set_user("Administrator")
	local.db.commit()


@pytest.fixture(scope="session")
def town(tmp_path_factory):
	return Town(tmp_path_factory.mktemp("web"))


@pytest.fixture(autouse=True)
def _no_attempts_before():
	"""What was counted of one test does not lock people out of the next."""
	from minibench.web import throttle

	throttle._limiter.cache_clear()
