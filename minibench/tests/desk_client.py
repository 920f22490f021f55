"""A browser without script: signs in, reads pages, fills forms and presses their buttons."""

import re
import shutil
from html import unescape
from html.parser import HTMLParser

import desk_town
import pytest
from werkzeug.datastructures import MultiDict
from werkzeug.test import Client

SITE = "desk.localhost"


@pytest.fixture(scope="session")
def built_desk(tmp_path_factory):
	"""The folder of a site with the desk's doctypes, records and people; nobody works in it."""
	from minibench.connection import close_pool
	from minibench.install import new_site
	from minibench.local import destroy, local

	sites = tmp_path_factory.mktemp("desk")
	(sites / "apps.txt").write_text("frappe\n")
	new_site(SITE, str(sites), admin_password="admin")
	desk_town.build()
	local.db.commit()
	destroy()
	close_pool(str(sites / SITE / "site.db"))
	return sites


@pytest.fixture(scope="module")
def desk_sites(built_desk, tmp_path_factory):
	"""A copy of it for the tests of one file, so that none counts what another left."""
	return shutil.copytree(built_desk, tmp_path_factory.mktemp("desk") / "sites")


@pytest.fixture
def desk_site(desk_sites):
	"""The open site as Administrator; what is committed in it stays for the requests of the test."""
	from minibench.local import connect, destroy, init, local

	init(SITE, str(desk_sites))
	connect()
	yield local
	local.db.rollback()
	destroy()


@pytest.fixture(scope="module")
def worker(desk_sites):
	return Browser(desk_sites, desk_town.WORKER)


@pytest.fixture(scope="module")
def reader(desk_sites):
	return Browser(desk_sites, desk_town.READER)


class Browser:
	def __init__(self, sites, user=None, site=SITE):
		from minibench.web.app import make_app

		self.client = Client(make_app(site, str(sites)))
		if user:
			answer = self.client.post("/api/method/login", data={"usr": user, "pwd": desk_town.PASSWORD})
			assert answer.status_code == 200, answer.text

	@staticmethod
	def let_go():
		"""The test's own transaction ends before a request: it would hold the write lock."""
		from minibench.local import is_bound, local

		if is_bound() and local.db:
			local.db.commit()

	def get(self, url, status=200):
		self.let_go()
		answer = self.client.get(url)
		assert answer.status_code == status, f"{url}: {answer.status} {words(answer.text)[:600]}"
		return answer

	def page(self, url, status=200):
		return Page(self, url, self.get(url, status).text)

	def post(self, url, data, status=None, **files):
		self.let_go()
		answer = self.client.post(url, data=MultiDict([*data, *files.items()]))
		if status:
			assert answer.status_code == status, f"{url}: {answer.status} {words(answer.text)[:900]}"
		return answer


class Page:
	"""One page: its words, and its main form as a browser would send it."""

	def __init__(self, browser, url, html):
		self.browser, self.url, self.html = browser, url, html
		self.words = words(html)

	def form(self, index=None):
		parser = Forms()
		parser.feed(self.html)
		return parser.forms[index] if index is not None else next(f for f in parser.forms if f.id == "doc")

	def press(self, do="save", status=303, form=None, files=None, **values):
		"""Fill the form and press a button; a redirect is followed. The answer's page."""
		form = form or self.form()
		for name, value in values.items():
			form.fill(name, value)
		answer = self.browser.post(
			form.action or self.url, [*form.pairs, ("_do", do)], status, **(files or {})
		)
		if answer.status_code == 303:
			return self.browser.page(answer.headers["Location"].split("#")[0])
		return Page(self.browser, self.url, answer.text)

	def has(self, pattern):
		return re.search(pattern, self.html) is not None


class Form:
	def __init__(self, attrs):
		self.action, self.id, self.pairs = attrs.get("action"), attrs.get("id"), []
		self.ticks = set()  # names of boxes to tick

	def fill(self, name, value):
		"""Put a value into the box of this name; a list for several. A box that is not there is an error."""
		there = {p[0] for p in self.pairs} | self.ticks
		assert name in there, f"no box {name} in {sorted(there)}"
		unsent = name in self.ticks and (name, "0") not in self.pairs and value == "0"
		self.pairs = [pair for pair in self.pairs if pair[0] != name]
		self.pairs += [(name, each) for each in (value if isinstance(value, list) else [value]) if not unsent]

	def get(self, name):
		return next((value for key, value in reversed(self.pairs) if key == name), None)


class Forms(HTMLParser):
	"""Forms with their controls in document order, as HTML says they are sent."""

	def __init__(self):
		super().__init__()
		self.forms, self.now, self.area, self.select, self.template = [], None, None, None, 0

	def handle_starttag(self, tag, attrs):
		attrs = {key: "" if value is None else value for key, value in attrs}
		if tag == "template":
			self.template += 1
		if tag == "form":
			self.now = Form(attrs)
			self.forms.append(self.now)
		if self.now is None or self.template:
			return
		name = attrs.get("name")
		if tag == "input" and name and attrs.get("type") not in ("file", "submit"):
			self.now.ticks |= {name} if attrs.get("type") == "checkbox" else set()
			if attrs.get("type") not in ("checkbox", "radio") or "checked" in attrs:
				self.now.pairs.append((name, attrs.get("value", "")))
		elif tag == "textarea" and name:
			self.area = [name, ""]
		elif tag == "select" and name:
			self.select = [name, None]
		elif tag == "option" and self.select and (self.select[1] is None or "selected" in attrs):
			self.select[1] = attrs.get("value", "")

	def handle_endtag(self, tag):
		if tag == "template":
			self.template -= 1
		elif tag == "form":
			self.now = None
		elif tag == "textarea" and self.area:
			self.now.pairs.append((self.area[0], self.area[1].removeprefix("\n")))
			self.area = None
		elif tag == "select" and self.select:
			self.now.pairs.append((self.select[0], self.select[1] or ""))
			self.select = None

	def handle_data(self, data):
		if self.area:
			self.area[1] += data


def words(html):
	text = re.sub(r"<(script|style|template)\b.*?</\1>", " ", html, flags=re.S)
	return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text))).strip()


@pytest.fixture
def with_flow(desk_site):
	"""A workflow on Desk Task for one test."""
	desk_town.flow()
	desk_site.db.commit()
	yield
	from minibench.meta import bump_schema

	desk_site.db.rollback()
	for doctype in ("Workflow", "Workflow State", "Workflow Action Master"):
		desk_site.db.delete(doctype)
	bump_schema()
	desk_site.db.commit()


@pytest.fixture
def fresh(desk_site):
	doc = desk_town.plan("Ashdown", school="ASH", goals=[{"goal": "Bedtimes", "score": 4}])
	desk_site.db.commit()
	return doc


def stored(desk_site, name):
	from minibench.documents import get_doc

	desk_site.db.rollback()
	return get_doc("Desk Plan", name)


def url(doc):
	return f"/app/desk-plan/{doc.name}"
