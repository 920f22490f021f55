"""The walk through a site: its people, its secrets, every request that is made, and what an answer may not hold."""

import re
import zipfile
from collections import Counter
from io import BytesIO

import called
import planted
import remote
import routes
from werkzeug.test import Client

KINDS = ("Family", "Family Member", "File", "Comment", "Version", "Communication")
# A manager finds families of other teams by a search, and is answered when opening one with a reason or beginning
# a step-down for it.
KNOWN = {
	("ehm", "far"): (
		"earlyhelp.permissions.openings.open_with_a_reason",
		"earlyhelp.api.openings.open_family",
		"earlyhelp.api.openings.open_with_a_reason",
		"earlyhelp.api.step_downs.begin",
	)
}
VOLATILE = re.compile(
	r"[A-Z]{3,4}-\d{4}-\d{5}|TOPIC\d{4,}|(?<=\"name\":\")\w{10}(?=\")|(?<=\"message\":\[\")\w{10}(?=\"\])|[0-9a-f]{16,}|give this reference: \w+|Error Log \w{10}|\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?|nonce-[\w+/=-]+|csrf[_-]token[^>\s]*|\b\d+\.\d+ ?ms\b|\"execution_time\": ?[\d.e-]+"
)


class Walk:
	"""The site, what is secret in it, and every request that was made."""

	def __init__(self, folder):
		self.folder, self.count, self.by_walker = folder, 0, Counter()
		import minibench

		minibench.activate()
		known = remote.read_knowledge() if remote.URL else self.plant(folder)
		for name, value in known.items():
			setattr(self, name, value)
		self.secrets = {kind: planted.Secret(kind, *given) for kind, given in known["secrets"].items()}
		self.reports = dict.fromkeys(known["reports"], self.services)
		self.pages = remote.PAGES
		self.lacks_methods = not remote.URL

	def plant(self, folder):
		"""Make a site of minibench; return what is known of it."""
		from minibench.install import new_site
		from minibench.local import destroy, local
		from minibench.web.app import make_app

		(folder / "apps.txt").write_text("frappe\nearlyhelp\n")
		new_site("walk.localhost", str(folder), admin_password="admin", install=["earlyhelp"])
		known = planted.knowledge(*planted.fill_site())
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
		answer.close()  # the request ends here: what it held is free for the next
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
	"""The name of no record, as long as that of a secret one, and of no other."""
	return name[:-1] + "0" if name.startswith(planted.NUMBER) else "zz" + name[2:]


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
