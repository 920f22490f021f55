"""A person at a browser or a program: sends requests to the site, reads the answers, tidies up afterwards."""

import json
import re
from dataclasses import dataclass, field

import requests

PASSWORD = "Hammer-and-Saw-12"


@dataclass
class Answer:
	"""What came back, with the parts that the contract speaks of."""

	status: int
	body: object
	headers: dict
	cookies: dict
	text: str

	@property
	def exc_type(self) -> str | None:
		return self.body.get("exc_type") if isinstance(self.body, dict) else None

	@property
	def data(self):
		return self.body["data"]

	@property
	def message(self):
		return self.body["message"]

	@property
	def said(self) -> list[dict]:
		"""The messages for the person, in order."""
		if not isinstance(self.body, dict):
			return []
		return [json.loads(entry) for entry in json.loads(self.body.get("_server_messages") or "[]")]


@dataclass
class Person:
	"""One session. `agent` headers are sent with each request."""

	site: str
	user: str = "Guest"
	agent: dict = field(default_factory=lambda: {"Accept": "application/json"})
	made: list = field(default_factory=list)

	def __post_init__(self):
		self.session = requests.Session()
		# a connection that is kept is closed by the server after some seconds, perhaps under a request
		self.session.headers["Connection"] = "close"

	def ask(self, verb: str, path: str, body=None, headers=None, **options) -> Answer:
		"""`body` is sent as JSON; `params`, `data` and `files` as requests takes them."""
		if body is not None:
			options["json"] = body
		options.setdefault("allow_redirects", False)
		merged = {**self.agent, **(headers or {})}
		reply = self.session.request(verb, self.site + path, headers=merged, timeout=60, **options)
		try:
			parsed = reply.json()
		except ValueError:
			parsed = None
		return Answer(reply.status_code, parsed, dict(reply.headers), reply.cookies.get_dict(), reply.text)

	def get(self, path, **options) -> Answer:
		return self.ask("GET", path, **options)

	def post(self, path, body=None, **options) -> Answer:
		return self.ask("POST", path, body, **options)

	def put(self, path, body=None, **options) -> Answer:
		return self.ask("PUT", path, body, **options)

	def delete(self, path, **options) -> Answer:
		return self.ask("DELETE", path, **options)

	def call(self, method: str, /, **arguments) -> Answer:
		return self.post(f"/api/method/{method}", arguments)

	def login(self, password: str = PASSWORD) -> "Person":
		reply = self.post("/api/method/login", {"usr": self.user, "pwd": password})
		assert reply.status == 200, reply.text
		self.agent = {**self.agent, "X-Frappe-CSRF-Token": self.csrf_token()}
		return self

	def csrf_token(self) -> str:
		"""The token of the session, as a page of the app hands it out."""
		page = self.get("/shed-portal", headers={"Accept": "text/html"})
		return re.search(r'name="csrf_token" value="(\w+)"', page.text)[1]

	def make(self, doctype: str, **values) -> dict:
		"""Inserts a record and remembers it, so that it can be taken away again."""
		reply = self.post(f"/api/resource/{doctype}", values)
		assert reply.status == 200, reply.text
		self.made.append((doctype, reply.data["name"]))
		return reply.data

	def forget(self, kept: int = 0) -> None:
		"""Takes away what was made after the first `kept` records, the newest first."""
		for doctype, name in reversed(self.made[kept:]):
			path = f"/api/resource/{doctype}/{name}"
			if self.delete(path).status == 417:
				self.call("frappe.client.cancel", doctype=doctype, name=name)
				self.delete(path)
		del self.made[kept:]
