"""Measure how long a person waits until a screen is drawn, in a real browser: see README.md."""

import json
import shutil
import statistics
import time
from contextlib import suppress
from urllib.parse import quote, urlencode

from measure import FrappeBench, OwnBench, Target, read_options, show
from pages import LIST, with_rows
from playwright.sync_api import Error, sync_playwright

RUNS = 5
REPORT = "Sums by status"
GROUPED = {
	"filters": [],
	"fields": [["status", "Bench Plain"], ["_aggregate_column", "Bench Plain"]],
	"order_by": "_aggregate_column desc",
	"page_length": 20,
	"group_by": {
		"group_by": "`tabBench Plain`.`status`",
		"aggregate_function": "sum",
		"aggregate_on": "`tabBench Plain`.`amount`",
	},
	"minibench": {"address": [["_group", "status"], ["_figure", "sum:amount"], ["_chart", "bar"]]},
}
FILTERED = {"place": "Place 007", "status": "Open"}
# what is seen when a screen is drawn, and how often
MINIBENCH = {
	"list": ("table.rows tbody tr", 20),
	"form": ("#doc .grid > table > tbody", 50),
	"report": (".drawn ~ .scroll table.report tbody tr", 3),
	"hits": ("ul.hits mark", 1),
	"saved": (".saved.green", 1),
	"search": "#jump",
	"title": "#doc [name=title]",
	"save": "[data-save]",
}
FRAPPE = {
	"list": (".list-row-container", 20),
	"form": (".grid-body .rows .grid-row", 50),
	"report": (".dt-scrollable .dt-row", 3),
	"hits": (".search-results .result-body a", 1),
	"saved": (".desk-alert", 1),
	"search": "#navbar-search",
	"title": "[data-fieldname=title] input",
	"save": ".page-head .primary-action",
}
CLICK = "path => document.body.appendChild(Object.assign(document.createElement('a'), {href: path})).click()"
PAINTED = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))"


class Desk:
	"""A person's browser at the desk of one site."""

	def __init__(self, browser, url: str, password: str, marks: dict):
		self.url, self.marks, self.found = url, marks, {}
		self.target = Target(url, "Administrator", password)
		context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
		context.set_default_timeout(120_000)
		context.request.post(f"{url}/api/method/login", data={"usr": "Administrator", "pwd": password})
		self.page = context.new_page()

	def seen(self, mark: str) -> None:
		"""Wait until what belongs to a screen is there, and painted."""
		selector, often = self.marks[mark]
		self.page.locator(selector).locator("visible=true").nth(often - 1).wait_for()
		self.page.evaluate(PAINTED)

	def at_rest(self, path: str = "/app") -> None:
		"""Be on a page, and wait until it asks for nothing more."""
		self.page.goto(self.url + path)
		with suppress(Error):
			self.page.wait_for_load_state("networkidle", timeout=4_000)

	def clocked(self, label: str, begin, act, mark: str) -> None:
		"""The median of some runs of an act, from its begin until it is seen; the first one warms the caches."""
		taken = []
		for _ in range(RUNS + 1):
			begin()
			start = time.perf_counter()
			act()
			self.seen(mark)
			taken.append((time.perf_counter() - start) * 1000)
		self.found[label] = statistics.median(taken[1:])

	def screen(self, label: str, path: str, mark: str) -> None:
		"""A screen by its address in a new tab's way, and by a click on a link of another page."""
		address = self.url + path
		blank = "about:blank"
		self.clocked(
			f"{label}, by its address",
			lambda: self.page.goto(blank),
			lambda: self.page.goto(address, wait_until="commit"),
			mark,
		)
		self.clocked(f"{label}, by a click", self.at_rest, lambda: self.page.evaluate(CLICK, path), mark)

	def box(self, mark: str):
		return self.page.locator(self.marks[mark]).locator("visible=true").first

	def change_title(self, path: str) -> None:
		self.at_rest(path)
		self.seen("form")
		self.box("title").fill(f"Drawn {time.perf_counter()}")
		self.page.keyboard.press("Tab")

	def type_words(self) -> None:
		self.at_rest()
		self.box("search").click()
		self.page.keyboard.type("Record 1234")
		self.page.wait_for_timeout(1_000)


def drawn(desk: Desk) -> dict[str, float]:
	"""{label: milliseconds until it is drawn} of each screen."""
	form = f"{LIST}/{quote(with_rows(desk.target))}"
	if desk.target.call("GET", f"/api/resource/Report/{quote(REPORT)}")[0] == 404:
		report = {"report_name": REPORT, "ref_doctype": "Bench Plain", "report_type": "Report Builder"}
		report |= {"is_standard": "No", "json": json.dumps(GROUPED)}
		desk.target.data("POST", "/api/resource/Report", report)
	desk.screen("list", LIST, "list")
	desk.screen("list, filtered", f"{LIST}?{urlencode(FILTERED)}", "list")
	desk.screen("form with 50 rows", form, "form")
	desk.screen("report builder, sum by status", f"{LIST}/view/report/{quote(REPORT)}", "report")
	desk.clocked(
		"save of a form with 50 rows",
		lambda: desk.change_title(form),
		lambda: desk.box("save").click(),
		"saved",
	)
	desk.clocked("search, from Enter", desk.type_words, lambda: desk.page.keyboard.press("Enter"), "hits")
	return desk.found


def main() -> None:
	options = read_options(__doc__)
	columns = {}
	path = shutil.which("chromium") or shutil.which("chromium-browser")
	with sync_playwright() as playwright, OwnBench(options.sites) as bench:
		browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
		if not options.filled:
			bench.fill(options.rows)
		columns["minibench"] = drawn(Desk(browser, bench.url, "admin", MINIBENCH))
		if options.against:
			other = FrappeBench(options.against, options.bench, options.site, options.password)
			if not options.filled:
				other.fill(options.rows)
			columns["Frappe"] = drawn(Desk(browser, other.url, options.password, FRAPPE))
		browser.close()
	show(columns)


if __name__ == "__main__":
	main()
