"""Nothing of a family out of reach is in any answer to anybody, and no answer tells that it exists.

Two families are planted: one of another team, one that is restricted. Every text of theirs holds a mark, every
number a prefix. Each role walks through every route, method, doctype, report, page and file. An answer holds no
mark; an answer for a secret number is the answer for a number that does not exist.

With SITE_URL the walk goes through a site of Frappe (see planted.py).
"""

import re
import zipfile
from collections import Counter
from io import BytesIO

import called
import planted
import pytest
import remote
import routes
from werkzeug.test import Client

AT_LEAST = 45_000  # requests of the whole walk
EACH_WALKER = 1_500
KINDS = ("Family", "Family Member", "File", "Comment", "Version", "Communication")
# A manager finds families of other teams by a search, and is answered when opening one with a reason or beginning
# a step-down for it.
KNOWN = {
	("ehm", "far"): (
		"earlyhelp.permissions.openings.open_with_a_reason",
		"earlyhelp.api.openings.open_family",
		"earlyhelp.api.step_downs.begin",
	)
}
VOLATILE = re.compile(
	r"[A-Z]{3,4}-\d{4}-\d{5}|(?<=\"name\":\")\w{10}(?=\")|[0-9a-f]{16,}|give this reference: \w+|Error Log \w{10}|\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?|nonce-[\w+/=-]+|csrf[_-]token[^>\s]*|\b\d+\.\d+ ?ms\b|\"execution_time\": ?[\d.e-]+"
)


class Walk:
	"""The site, what is secret in it, and every request that was made."""

	def __init__(self, folder):
		self.count, self.by_walker = 0, Counter()
		import minibench

		minibench.activate()
		known = remote.read_knowledge() if remote.URL else self.plant(folder)
		for name, value in known.items():
			setattr(self, name, value)
		self.secrets = {kind: planted.Secret(kind, *given) for kind, given in known["secrets"].items()}
		self.reports = dict.fromkeys(known["reports"], self.services)
		self.pages = remote.PAGES

	def plant(self, folder):
		"""Make a site of minibench; return what is known of it."""
		from minibench.install import new_site
		from minibench.local import destroy, local
		from minibench.web.app import make_app

		(folder / "apps.txt").write_text("frappe\nearlyhelp\n")
		new_site("walk.localhost", str(folder), admin_password="admin", install=["earlyhelp"])
		known = planted.knowledge(planted.fill_site())
		local.db.commit()
		destroy()
		self.app = make_app("walk.localhost", str(folder))
		return known

	def client(self, walker):
		client = remote.Client() if remote.URL else Client(self.app)
		answer = client.post(
			"/api/method/login", data={"usr": f"{walker}@example.com", "pwd": planted.PASSWORD}
		)
		assert answer.status_code == 200, answer.text
		page = client.get("/me").text
		token = re.search(r'csrf[_-]token["\']?\s*(?:content=|value=|:|=)\s*["\']([^"\']+)', page)
		client.token = token.group(1) if token else ""
		return client

	def ask(self, walker, client, ask):
		"""(status, body) of a request, what changes from one request to the next taken out."""
		self.count += 1
		self.by_walker[walker] += 1
		if remote.URL and ask.url.startswith("/app"):
			return 0, "", ""  # Frappe answers there with the desk itself, whatever the path
		headers = {"X-Frappe-CSRF-Token": client.token}
		in_json = ask.verb in ("PUT", "JSON")
		given = {"json": ask.data} if in_json else {"data": ask.data} if ask.data else {}
		verb = "POST" if ask.verb == "JSON" else ask.verb
		answer = client.open(ask.url, method=verb, headers=headers, **given)
		# Frappe keeps the page of a path that leads nowhere for the next such path, with the first path in it
		body = re.sub(r'data-path="[^"]*"', "", text_of(answer))
		return answer.status_code, body, answer.headers.get("Location", "")

	def everything(self, walker, secret, last):
		"""Every request about a secret record, or (`last` 0) about one that does not exist."""
		for doctype in (*self.cases, *self.followers, *self.holders):
			name = secret.names.get(doctype)
			if name and last == 0:
				name = missing(name)
			ways = routes.of_row if doctype in self.holders else routes.of_record
			if name:
				yield from ((doctype, name, ask) for ask in ways(doctype, name))
		yield from self.by_any_function(walker, secret, last)
		url = secret.file_url if last else "/private/files/" + "0" * 20 + ".txt"
		yield from (("File", url, ask) for ask in routes.of_file(url))

	def by_any_function(self, walker, secret, last):
		"""Every function that a request may call, named any kind of record; the portal's door looks at no name."""
		known = KNOWN.get((walker, secret.kind), ())
		asked = {path: found for path, found in self.functions.items() if path not in known}
		inside = planted.WALKERS[walker][0] not in planted.PORTAL
		kinds = [kind for kind in KINDS if kind in secret.names]
		for kind in kinds if inside else kinds[:1]:
			name = secret.names[kind] if last else missing(secret.names[kind])
			for ask in called.of_functions(asked, kind, name, inside):
				yield kind, name, ask
			for ask in called.of_forms(kind, name):
				yield kind, name, ask

	def at_large(self, marks):
		for doctype in (*self.cases, *self.followers):
			yield from routes.of_doctype(doctype, marks)
		for child, holders in self.holders.items():
			yield from routes.of_rows(child, holders)
		yield from routes.of_reports(self.reports, self.cards, self.charts)
		names = [name for secret in self.secrets.values() for name in list(secret.names.values())[:4]]
		yield from routes.of_pages(self.pages, names, self.workspaces, marks)


def missing(name):
	"""The name of no record, as long as that of a secret one."""
	return name[:-1] + "0" if name.startswith(planted.NUMBER) else "0" * len(name)


def text_of(answer):
	body = answer.get_data()
	if body[:2] == b"PK":
		with zipfile.ZipFile(BytesIO(body)) as packed:
			return " ".join(packed.read(name).decode(errors="replace") for name in packed.namelist())
	return body.decode(errors="replace")


def leaks(walk, walker, answer, asked=""):
	"""The secrets that an answer holds, but for what was asked with."""
	_status, body, location = answer
	text = f"{body} {location}"
	found = []
	for kind in planted.WALKERS[walker][1]:
		secret = walk.secrets[kind]
		if f"{secret.mark}_" in text or (secret.mark in text and secret.mark not in asked):
			found.append(secret.mark)
		numbers = [name for name in secret.names.values() if name.startswith(planted.NUMBER)]
		found += [name for name in numbers if name in text and name not in asked]
	return found


def plain(answer, name):
	"""An answer without the number that was asked for, and without what differs each time."""
	status, body, location = answer
	return (
		status,
		VOLATILE.sub("~", body.replace(name, "NAME")),
		VOLATILE.sub("~", location.replace(name, "NAME")),
	)


@pytest.fixture(scope="module")
def walk(tmp_path_factory):
	return Walk(tmp_path_factory.mktemp("walk"))


@pytest.mark.parametrize("walker", planted.WALKERS)
def test_no_answer_holds_anything_of_a_secret_family(walk, walker):
	client, wrong = walk.client(walker), []
	marks = [secret.mark for secret in walk.secrets.values()]
	for ask in walk.at_large(marks):
		if found := leaks(walk, walker, walk.ask(walker, client, ask), ask.url + str(ask.data)):
			wrong.append((ask, found[:3]))
	assert wrong == []


@pytest.mark.parametrize("walker", planted.WALKERS)
def test_a_secret_record_answers_like_one_that_does_not_exist(walk, walker):
	client, wrong = walk.client(walker), []
	for kind in planted.WALKERS[walker][2]:
		secret = walk.secrets[kind]
		pairs = zip(walk.everything(walker, secret, 1), walk.everything(walker, secret, 0), strict=True)
		for (_doctype, name, ask), (_other, missing, twin) in pairs:
			answer, none = walk.ask(walker, client, ask), walk.ask(walker, client, twin)
			if plain(answer, name) != plain(none, missing) or leaks(
				walk, walker, answer, ask.url + str(ask.data)
			):
				wrong.append((ask, plain(answer, name)[:2], plain(none, missing)[:2]))
	assert wrong == []


def test_the_walk_is_as_long_as_it_was(walk):
	assert walk.count >= AT_LEAST, walk.count
	assert min(walk.by_walker[walker] for walker in planted.WALKERS) >= EACH_WALKER, walk.by_walker


@pytest.mark.skipif(bool(remote.URL), reason="The rule is broken inside of this process.")
@pytest.mark.parametrize("broken", ["reached", "refuse_as_missing"])
def test_a_broken_rule_turns_the_walk_red(walk, monkeypatch, broken):
	"""With the rule taken away lists leak; with a refusal in other words a record tells that it exists.

	The door before a request answers for both alike, so for the second it stands open.
	"""
	from earlyhelp.permissions import case_records, doors, guard

	def forbid(doctype, name):
		raise PermissionError

	if broken == "reached":
		for module in (case_records, guard):
			monkeypatch.setattr(module, broken, lambda *_given, **_named: "1 = 1")
	else:
		monkeypatch.setattr(guard, broken, forbid)
		monkeypatch.setattr(doors, broken, lambda *_given: None)
	client, secret = walk.client("ehp"), walk.secrets["far"]
	if broken == "reached":
		asks = routes.of_doctype("Scaling Goal", [secret.mark])
		assert any(leaks(walk, "ehp", walk.ask("ehp", client, ask)) for ask in asks)
	goal = secret.names["Scaling Goal"]
	pairs = zip(
		routes.of_record("Scaling Goal", goal), routes.of_record("Scaling Goal", goal[:-1] + "0"), strict=True
	)
	told = [
		ask.url
		for ask, twin in pairs
		if plain(walk.ask("ehp", client, ask), goal) != plain(walk.ask("ehp", client, twin), goal[:-1] + "0")
	]
	assert told
