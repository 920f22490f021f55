"""A person who imports: sends files, presses the buttons of the pages, and lets the jobs run."""

import io
import json
from urllib.parse import parse_qs, urlsplit

import pytest
from desk_client import SITE

from minibench import jobs
from minibench.documents import get_doc

HOME = "/app/-/import"
START = f"{HOME}?doctype=Desk+Plan&kind=Insert+New+Records"
CHANGE = f"{HOME}?doctype=Desk+School&kind=Update+Existing+Records"


class Importing:
	"""A person who sends files and presses the buttons of the pages."""

	def __init__(self, browser, sites, db):
		self.browser, self.sites, self.db = browser, sites, db

	def send(self, content, name="plans.csv", url=START, status=303, **form):
		page = self.browser.page(url)
		pairs = [("csrf_token", page.form(-1).get("csrf_token")), ("_do", "upload"), *form.items()]
		content = content.encode() if isinstance(content, str) else content
		answer = self.browser.post(url, pairs, status, file=(io.BytesIO(content), name))
		self.url = answer.headers.get("Location")
		return answer

	def work(self):
		self.browser.let_go()
		jobs.run_pending(SITE, str(self.sites))
		self.db.rollback()
		assert not self.db.get_all("Error Log", pluck="error")
		return self.browser.page(self.url)

	def check(self, *args, **kwargs):
		"""The page that says what the check found."""
		self.send(*args, **kwargs)
		return self.work()

	def press(self, do, **form):
		token = self.browser.page(self.url).form(-1).get("csrf_token")
		self.browser.post(self.url, [("csrf_token", token), ("_do", do), *form.items()], 303)
		return self.work()

	def doc(self):
		return get_doc("Data Import", parse_qs(urlsplit(self.url).query)["name"][0])

	def problems(self):
		return [(row["row"], row["message"]) for row in json.loads(self.doc().template_warnings)]


@pytest.fixture
def importing(worker, desk_sites, desk_site):
	desk_site.db.delete("Error Log")
	desk_site.db.commit()
	return Importing(worker, desk_sites, desk_site.db)


def families(desk_site, like):
	return desk_site.db.get_all("Desk Plan", {"family": ["like", like]}, pluck="family", order_by="name")
