"""Measure the pages of the desk as a person waits for them: whole pages of minibench, and what they weigh.

What Frappe's desk asks its server for the same screen is measured beside it, where a Frappe site is given: it draws the
page in the browser, so that its part of the wait comes on top.
"""

import json
import re
import statistics
import sys
import time
from pathlib import Path
from urllib.parse import quote, urlencode

from measure import METHOD, ROWS, VALUES, Target, median

sys.path.append(str(Path(__file__).parents[2] / "minibench" / "tests"))
from desk_client import Forms

LIST = "/app/bench-plain"
SHOWN = ["name", "modified", "title", "place", "status"]
LISTS = {
	"list": {},
	"list, filtered": {"place": "Place 007", "status": "Open"},
	"list, words looked for": {"_q": "1234"},
	"list, sorted by title": {"_sort": "title asc"},
}
REPORTS = {
	"report builder, rows": {"_cols": "title,place,amount", "_total": "1"},
	"report builder, count by place": {"_group": "place", "_chart": "bar"},
	"report builder, sum by status": {"_group": "status", "_figure": "sum:amount", "_chart": "bar"},
}


def pages(target: Target, times: int = 15) -> dict[str, float]:
	"""{label: milliseconds} of whole pages of minibench's desk."""
	found = {}

	def fetch(path):
		status, text, _headers = target.call("GET", path)
		if status != 200:
			raise SystemExit(f"{path}: {status} {text[:300]!r}")
		return text.decode()

	def clocked(label, path):
		fetch(path)
		found[f"page: {label}"] = median(lambda: fetch(path), times)

	for label, query in LISTS.items():
		clocked(label, f"{LIST}?{urlencode(query)}")
	for label, query in REPORTS.items():
		clocked(label, f"{LIST}/view/report?{urlencode(query)}")
	name = with_rows(target)
	clocked("form with 50 rows", f"{LIST}/{quote(name)}")
	clocked("search", "/app/-/search?q=" + quote("Record 1234"))
	clocked("search while typing", "/app/-/jump?q=" + quote("Record 12"))
	found["page: save of a form with 50 rows"] = statistics.median(
		save(target, fetch, name) for _ in range(3 * times)
	)
	weigh(target, fetch, found, name)
	return found


def with_rows(target: Target, rows: int = 50) -> str:
	doc = {**VALUES, "rows": (ROWS * rows)[:rows]}
	return target.data("POST", "/api/resource/Bench%20Plain", doc)["data"]["name"]


def save(target, fetch, name: str) -> float:
	"""Milliseconds of saving the form as a browser does, with all its boxes and a changed title."""
	parser = Forms()
	parser.feed(fetch(f"{LIST}/{quote(name)}"))
	form = next(form for form in parser.forms if form.id == "doc")
	form.fill("title", f"Saved {time.perf_counter()}")
	start = time.perf_counter()
	status, text, _headers = target.send(f"{LIST}/{quote(name)}", [*form.pairs, ("_do", "save")])
	if status != 303:
		raise SystemExit(f"saving {name}: {status} {text[:300]!r}")
	return (time.perf_counter() - start) * 1000


def weigh(target, fetch, found: dict, name: str) -> None:
	"""Kilobytes of a page's HTML, and of the script and style that it names, uncompressed."""
	places = {
		"list": LIST,
		"form with 50 rows": f"{LIST}/{quote(name)}",
		"report": f"{LIST}/view/report?_group=place",
	}
	for label, path in places.items():
		html = fetch(path)
		parts = re.findall(r'(?:src|href)="(/assets/[^"]+\.(?:js|css)[^"]*)"', html)
		size = sum(len(target.call("GET", part)[1]) for part in parts)
		found[f"kilobytes of the page: {label}"] = len(html) / 1000
		found[f"kilobytes of script and style: {label}"] = size / 1000


def answers(target: Target, times: int = 15) -> dict[str, float]:
	"""{label: milliseconds} of what Frappe's desk asks its server for the same screens."""
	found = {}

	def asked(label, *calls):
		def all_of():
			for method, body in calls:
				target.data("POST", f"{METHOD}.{method}", body)

		all_of()
		found[f"page: {label}"] = median(all_of, times)

	for label, query in LISTS.items():
		asked(label, *listed(query))
	for field, aggregate, label in (
		("place", "count(`tabBench Plain`.`name`) as n", "report builder, count by place"),
		("status", "sum(`tabBench Plain`.`amount`) as n", "report builder, sum by status"),
	):
		asked(label, ("desk.reportview.get", grouped(field, aggregate)))
	name = with_rows(target)
	asked("form with 50 rows", ("desk.form.load.getdoc", {"doctype": "Bench Plain", "name": name}))
	asked("search", ("utils.global_search.search", {"text": "Record 1234", "start": 0, "limit": 20}))
	saved = {"doc": target.data("GET", f"/api/resource/Bench%20Plain/{quote(name)}")["data"]}

	def save_form():
		doc = {**saved["doc"], "title": f"Saved {time.perf_counter()}"}
		body = {"doc": json.dumps(doc), "action": "Save"}
		saved["doc"] = target.data("POST", f"{METHOD}.desk.form.save.savedocs", body)["docs"][0]

	found["page: save of a form with 50 rows"] = median(save_form, times)
	return found


def listed(query: dict) -> list[tuple[str, dict]]:
	"""The two calls of Frappe's list: its rows and its count."""
	rows = [["Bench Plain", key, "=", value] for key, value in query.items() if key[0] != "_"]
	rows += [["Bench Plain", "title", "like", f"%{query['_q']}%"]] if "_q" in query else []
	order = query.get("_sort", "modified desc")
	fields = json.dumps([f"`tabBench Plain`.`{name}`" for name in SHOWN])
	common = {"doctype": "Bench Plain", "filters": json.dumps(rows)}
	order = f"`tabBench Plain`.`{order.split()[0]}` {order.split()[1]}"
	return [
		(
			"desk.reportview.get",
			{**common, "fields": fields, "order_by": order, "start": 0, "page_length": 20},
		),
		("desk.reportview.get_count", {**common, "fields": "[]", "limit": 1001}),
	]


def grouped(field: str, aggregate: str) -> dict:
	return {
		"doctype": "Bench Plain", "fields": json.dumps([f"`tabBench Plain`.`{field}`", aggregate]), "filters": "[]",
		"group_by": f"`tabBench Plain`.`{field}`", "order_by": "n desc", "start": 0, "page_length": 500, "view": "Report",
	}  # fmt: skip
