"""The walk through a site of Frappe, over HTTP."""

import json
import os
from pathlib import Path

import requests

URL = os.environ.get("SITE_URL", "").rstrip("/")
PAGES = Path(__file__).resolve().parents[2] / "apps" / "earlyhelp" / "earlyhelp" / "www"


def read_knowledge():
	return json.loads(Path(os.environ["SITE_SECRETS"]).read_text())


class Client:
	"""A browser's session, called as the test client is."""

	token = ""

	def __init__(self):
		self.session = requests.Session()

	def open(self, path, method="GET", **given):
		answer = self.session.request(method, URL + path, allow_redirects=False, timeout=120, **given)
		answer.get_data = lambda: answer.content
		return answer

	def get(self, path):
		return self.open(path)

	def post(self, path, data):
		return self.open(path, "POST", data=data)
