"""Measure a bench over HTTP: see README.md."""

import argparse
import http.client
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from multiprocessing import Process, Queue
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

ROWS = [
	{"kind": "A", "on_date": "2026-01-02", "quantity": n, "rate": 2.5, "note": "a note"} for n in range(5)
]
VALUES = {
	"title": "Measured",
	"place": "Place 001",
	"category": "c",
	"status": "Open",
	"priority": "High",
	"start_date": "2026-01-01",
	"end_date": "2026-02-01",
	"due_at": "2026-01-01 10:00:00",
	"age": 4,
	"first_count": 2,
	"score": 2.5,
	"amount": 10.5,
	"first_flag": 1,
	"email": "a@example.com",
	"phone": "01632 960100",
	"first_text": "x",
	"second_text": "y",
	"remarks": "A longer remark",
	"rows": ROWS,
}
METHOD = "/api/method/frappe"
PATIENCE, FEWEST = 6, 3  # seconds after which a run ends early, once it has so many figures
LISTS = {
	"list 20, two filters, newest first": (
		"Bench Plain",
		[["status", "=", "Open"], ["place", "=", "Place 007"]],
	),
	"list 20, no filter": ("Bench Plain", []),
	"list 20, text search in titles": ("Bench Plain", [["title", "like", "%1234%"]]),
}
GROUPS = {
	"group by: count by status": ("status", "count(`tabBench Plain`.`name`) as n"),
	"group by: count by place (200)": ("place", "count(`tabBench Plain`.`name`) as n"),
	"group by: sum by place (200)": ("place", "sum(`tabBench Plain`.`amount`) as n"),
}


class Target:
	"""One site: its address and a session."""

	def __init__(self, url: str, user: str, password: str):
		self.address = urlsplit(url)
		self.headers = {"Accept": "application/json", "Host": self.address.netloc}
		status, answer, headers = self.call("POST", "/api/method/login", {"usr": user, "pwd": password})
		if status != 200:
			raise SystemExit(f"{url}: cannot sign in: {answer}")
		cookies = [value.split(";")[0] for name, value in headers if name.lower() == "set-cookie"]
		self.headers["Cookie"] = "; ".join(cookies)
		page = self.call("GET", "/me")[1].decode(errors="replace")
		if token := re.search(r'csrf-token" content="(\w+)"', page):
			self.headers["X-Frappe-CSRF-Token"] = token[1]

	def call(self, method: str, path: str, body=None):
		connection = http.client.HTTPConnection(self.address.hostname, self.address.port, timeout=120)
		headers = {**self.headers, **({"Content-Type": "application/json"} if body is not None else {})}
		connection.request(method, path, json.dumps(body) if body is not None else None, headers)
		response = connection.getresponse()
		text = response.read()
		connection.close()
		return response.status, text, response.getheaders()

	def send(self, path: str, form: list[tuple[str, str]]):
		"""Send a form as a browser does."""
		connection = http.client.HTTPConnection(self.address.hostname, self.address.port, timeout=120)
		kind = {"Content-Type": "application/x-www-form-urlencoded"}
		connection.request("POST", path, urlencode(form), {**self.headers, **kind})
		response = connection.getresponse()
		text = response.read()
		connection.close()
		return response.status, text, response.getheaders()

	def data(self, method: str, path: str, body=None):
		status, text, _headers = self.call(method, path, body)
		if status >= 300:
			raise SystemExit(f"{method} {path}: {status} {text[:300]!r}")
		return json.loads(text) if text else None


def median(function, times: int = 100, runs: int = 3) -> float:
	"""Milliseconds: the median of the medians of some runs."""
	return statistics.median(statistics.median(clock(function, times)) for _ in range(runs))


def clock(function, times: int) -> list[float]:
	found, began = [], time.perf_counter()
	while len(found) < times and (len(found) < FEWEST or time.perf_counter() - began < PATIENCE):
		start = time.perf_counter()
		function()
		found.append((time.perf_counter() - start) * 1000)
	return found


def documents(target: Target, figures: dict) -> None:
	for label, doctype in (("plain", "Bench Plain"), ("full", "Bench Full")):
		path = f"/api/resource/{quote(doctype)}"
		name = target.data("POST", path, VALUES)["data"]["name"]
		figures[f"insert {label}"] = median(lambda path=path: target.data("POST", path, VALUES))
		figures[f"get {label}"] = median(lambda path=path, name=name: target.data("GET", f"{path}/{name}"))
		counter = iter(range(10**9))
		figures[f"update {label}"] = median(
			lambda path=path, name=name, counter=counter: target.data(
				"PUT", f"{path}/{name}", {"title": f"Changed {next(counter)}"}
			)
		)


def lists(target: Target, figures: dict) -> None:
	for label, (doctype, filters) in LISTS.items():
		query = urlencode(
			{
				"filters": json.dumps(filters),
				"fields": '["name","title","status","place"]',
				"order_by": "modified desc",
			}
		)
		path = f"/api/resource/{quote(doctype)}?{query}"
		figures[label] = median(lambda path=path: target.data("GET", path), times=30)
	for label, (field, aggregate) in GROUPS.items():
		body = {
			"doctype": "Bench Plain",
			"fields": json.dumps([f"`tabBench Plain`.`{field}`", aggregate]),
			"group_by": f"`tabBench Plain`.`{field}`",
			"order_by": "n desc",
			"start": 0,
			"page_length": 500,
			"view": "Report",
		}
		figures[label] = median(
			lambda body=body: target.data("POST", "/api/method/frappe.desk.reportview.get", body), times=20
		)


def desk(target: Target, figures: dict) -> None:
	"""What a person at a desk waits for: a form, saving it, a report, a search."""
	made = target.data("POST", "/api/resource/Bench%20Plain", VALUES)["data"]
	form = f"{METHOD}.desk.form."
	named = urlencode({"doctype": "Bench Plain", "name": made["name"]})
	figures["form"] = median(lambda: target.data("GET", f"{form}load.getdoc?{named}"), times=30)
	saved = {"doc": target.data("GET", f"{form}load.getdoc?{named}")["docs"][0]}

	def save():
		doc = {**saved["doc"], "title": f"Saved {time.perf_counter()}"}
		body = {"doc": json.dumps(doc), "action": "Save"}
		saved["doc"] = target.data("POST", f"{form}save.savedocs", body)["docs"][0]

	figures["save of a form"] = median(save, times=30)
	asked = {"report_name": "Bench By Place", "filters": "{}"}
	if not target.data("POST", f"{METHOD}.desk.query_report.run", asked)["message"].get("result"):
		print("Bench By Place gives no rows: Frappe makes a slow report a prepared one", file=sys.stderr)
	figures["script report, sums by place"] = median(
		lambda: target.data("POST", f"{METHOD}.desk.query_report.run", asked), times=20
	)
	sought = {"doctype": "Bench Plain", "txt": "Record 123"}
	figures["search in a link box"] = median(
		lambda: target.data("POST", f"{METHOD}.desk.search.search_link", sought), times=20
	)


def _client(url: str, user: str, password: str, doctype: str, times: int, ready: Queue, done: Queue) -> None:
	target = Target(url, user, password)
	ready.put(1)
	start = time.perf_counter()
	for _ in range(times):
		target.data("POST", f"/api/resource/{quote(doctype)}", VALUES)
	done.put((start, time.perf_counter()))


def throughput(url: str, user: str, password: str, doctype: str, clients: int = 4, times: int = 50) -> float:
	"""Inserts per second of several client processes together."""
	ready, done = Queue(), Queue()
	workers = [
		Process(target=_client, args=(url, user, password, doctype, times, ready, done))
		for _ in range(clients)
	]
	for worker in workers:
		worker.start()
	spans = [done.get(timeout=300) for _ in workers]
	for worker in workers:
		worker.join()
	return clients * times / (max(end for _s, end in spans) - min(start for start, _e in spans))


def measure(url: str, user: str, password: str) -> dict[str, float]:
	figures: dict[str, float] = {}
	body = {"usr": user, "pwd": password}
	anonymous = Target(url, user, password)
	figures["ping"] = median(lambda: anonymous.data("GET", "/api/method/ping"))
	figures["sign in"] = median(lambda: anonymous.call("POST", "/api/method/login", body), times=5, runs=1)
	target = Target(url, user, password)
	documents(target, figures)
	lists(target, figures)
	desk(target, figures)
	name = target.data("POST", "/api/resource/Bench%20Plain", VALUES)["data"]["name"]
	pdf = "/api/method/frappe.utils.print_format.download_pdf?" + urlencode(
		{"doctype": "Bench Plain", "name": name}
	)
	status, text, _headers = target.call("GET", pdf)
	if status == 200 and text.startswith(b"%PDF"):
		figures["PDF, one page"] = median(lambda: target.call("GET", pdf), times=7, runs=1)
	else:
		print(f"{url} makes no PDF: {status} {text[:200]!r}", file=sys.stderr)
	from pages import answers, pages

	figures |= pages(target) if is_minibench(Target(url, user, password)) else answers(target)
	for label, doctype in (("plain", "Bench Plain"), ("full", "Bench Full")):
		rates = [throughput(url, user, password, doctype) for _ in range(3)]
		figures[f"inserts {label} a second, 4 clients"] = statistics.median(rates)
	return figures


def is_minibench(target: Target) -> bool:
	"""Does this site draw its desk on the server?"""
	return b"minibench/desk.js" in target.call("GET", "/app/bench-plain")[1]


# an own minibench


def memory(pid: int) -> float:
	"""Resident megabytes of a process, its children left out."""
	pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
	return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


class OwnBench:
	"""A minibench with benchapp, served by a process of its own; in `folder` it stays for the next run."""

	def __init__(self, folder: str | None = None):
		self.sites, self.kept = Path(folder or tempfile.mkdtemp(prefix="benchmark-")), bool(folder)
		self.command = [
			str(Path(sys.executable).parent / "minibench"),
			"--sites-path",
			str(self.sites),
			"--site",
			"b.localhost",
		]
		self.made_in = None
		if not (self.sites / "b.localhost").exists():
			self.sites.mkdir(exist_ok=True)
			(self.sites / "apps.txt").write_text("benchapp\n")
			start = time.perf_counter()
			self.run("new-site", "b.localhost", "--admin-password", "admin")
			self.run("install-app", "benchapp")
			self.made_in = time.perf_counter() - start
		self.port = 18765
		self.url = f"http://127.0.0.1:{self.port}"

	def run(self, *arguments: str) -> None:
		subprocess.run([*self.command, *arguments], check=True, stdout=subprocess.DEVNULL)

	def fill(self, rows: int) -> None:
		self.run("seed-benchmark", "--rows", str(rows))

	def __enter__(self):
		self.server = subprocess.Popen(
			[*self.command, "serve", "--port", str(self.port)], stdout=subprocess.DEVNULL
		)
		for _ in range(200):
			time.sleep(0.05)
			try:
				http.client.HTTPConnection("127.0.0.1", self.port, timeout=1).request(
					"GET", "/api/method/ping"
				)
				break
			except OSError:
				continue
		time.sleep(1)
		self.idle = memory(self.server.pid)
		return self

	def __exit__(self, *error):
		self.loaded = memory(self.server.pid)
		self.server.terminate()
		self.server.wait(10)
		if not self.kept:
			shutil.rmtree(self.sites)


class FrappeBench:
	"""A site that is served already; its bench's command line fills and empties it."""

	def __init__(self, url: str, folder: str, site: str, password: str):
		self.url, self.sites, self.password = url, Path(folder) / "sites", password
		python = str(Path(folder) / "env" / "bin" / "python")
		self.command = [python, "-m", "frappe.utils.bench_helper", "frappe", "--site", site]

	def run(self, *arguments: str) -> None:
		subprocess.run([*self.command, *arguments], cwd=self.sites, check=True, stdout=subprocess.DEVNULL)

	def fill(self, rows: int) -> None:
		"""Its search finds what its settings name, and what its index was given: not by itself what a command wrote."""
		self.run("seed-benchmark", "--rows", str(rows))
		path, field = (
			"/api/resource/Global%20Search%20Settings/Global%20Search%20Settings",
			"allowed_in_global_search",
		)
		target = Target(self.url, "Administrator", self.password)
		found = target.data("GET", path)["data"].get(field, [])
		if not any(row["document_type"] == "Bench Plain" for row in found):
			target.data("PUT", path, {field: [*found, {"document_type": "Bench Plain"}]})
		self.run("execute", "frappe.utils.global_search.rebuild_for_doctype", "--args", '["Bench Plain"]')


def plain_and_full(name: str, bench, password: str, rows: int, filled: bool) -> dict[str, dict[str, float]]:
	"""{column: figures} of a site that is empty, and of the same site with `rows` records; of a filled one as it is."""
	if filled:
		return {f"{name} full": measure(bench.url, "Administrator", password)}
	bench.fill(0)
	plain = measure(bench.url, "Administrator", password)
	start = time.perf_counter()
	bench.fill(rows)
	taken = time.perf_counter() - start
	full = measure(bench.url, "Administrator", password)
	full["fill with records, seconds"] = taken
	return {f"{name} plain": plain, f"{name} full": full}


def show(columns: dict[str, dict[str, float]]) -> None:
	labels = list(dict.fromkeys(label for figures in columns.values() for label in figures))
	print(f"{'milliseconds, where nothing else is said':44}" + "".join(f"{name:>17}" for name in columns))
	for label in labels:
		values = [figures.get(label) for figures in columns.values()]
		print(f"{label:44}" + "".join(f"{v:17.1f}" if v is not None else f"{'':17}" for v in values))


def read_options(about: str) -> argparse.Namespace:
	parser = argparse.ArgumentParser(description=about)
	environ = os.environ.get
	parser.add_argument(
		"--against", metavar="URL", default=environ("SITE_URL"), help="a Frappe site with benchapp"
	)
	parser.add_argument("--bench", default=environ("FRAPPE_BENCH"), help="the folder of that site's bench")
	parser.add_argument("--site", default=environ("FRAPPE_SITE"), help="its name there")
	parser.add_argument(
		"--password", default=environ("SITE_ADMIN_PASSWORD", "admin"), help="of Administrator there"
	)
	parser.add_argument("--rows", type=int, default=100_000, help="records of a full site")
	parser.add_argument("--sites", metavar="FOLDER", help="where minibench's site is made, and stays")
	parser.add_argument(
		"--filled", action="store_true", help="the sites are full already: neither emptied nor filled"
	)
	options = parser.parse_args()
	if options.against and not (options.bench and options.site):
		parser.error("--against needs --bench and --site: the site is emptied and filled by its bench")
	return options


def main() -> None:
	options = read_options(__doc__)
	with OwnBench(options.sites) as bench:
		columns = plain_and_full("minibench", bench, "admin", options.rows, options.filled)
	full = columns["minibench full"]
	full |= {"memory idle, MB": bench.idle, "memory after load, MB": bench.loaded}
	if bench.made_in:
		full["new site with app, seconds"] = bench.made_in
	if options.against:
		other = FrappeBench(options.against, options.bench, options.site, options.password)
		columns |= plain_and_full("Frappe", other, options.password, options.rows, options.filled)
	show(columns)


if __name__ == "__main__":
	main()
