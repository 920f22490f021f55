"""Open every screen of Early Help in a browser as each person of the demo; see README.md.

Ends with 1 when a script failed, a request was refused, a pop-up stood in the way or a widget stayed empty.
"""

import argparse
import json
import os
import sys
from collections import Counter
from pathlib import Path

from people import DESK, PAGES, PORTAL, records
from playwright.sync_api import sync_playwright
from watch import Watch

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
EMPTY = """() => [
	...[...document.querySelectorAll('.number-widget-box')].filter(box => !/\\d/.test(
		box.querySelector('.number')?.innerText || '')),
	...document.querySelectorAll('.widget .no-data-message, .chart-loading-state:not(.hide), .widget.skeleton'),
].filter(box => box.offsetParent).map(box => box.innerText.slice(0, 80) || box.className)"""


class Sweep:
	"""What one person opens; `opened` counts screens by kind."""

	def __init__(self, watch, who, args):
		self.watch, self.page, self.who, self.quick = watch, watch.page, who, args.quick
		self.out = out = args.out / who
		self.opened = Counter()
		out.mkdir(parents=True, exist_ok=True)

	def look(self, kind, name, go, full=True):
		"""Open one screen and keep a picture of it."""
		with self.watch.at(f"{self.who} {kind} {name}"):
			go()
			self.opened[kind] += 1
			self.page.screenshot(path=self.out / f"{kind}-{slug(name)}.png", full_page=full)

	def boot(self):
		"""{can_read, can_create, reports, workspaces, ..}: what the desk itself offers the person."""
		return self.page.evaluate(
			"""() => ({
				read: frappe.boot.user.can_read, create: frappe.boot.user.can_create,
				print: frappe.boot.user.can_print, report: frappe.boot.user.can_get_report,
				reports: Object.keys(frappe.boot.user.all_reports),
				spaces: frappe.boot.allowed_workspaces.map(space => space.name),
			})"""
		)

	def workspaces(self, may):
		own = {space["name"] for space in records("workspace")}
		for name in [space for space in may["spaces"] if space in own]:
			self.look("workspace", name, lambda name=name: self._workspace(name))

	def _workspace(self, name):
		self.watch.desk("Workspaces", name)
		self.watch.settle(900)
		for box in self.page.evaluate(EMPTY):
			self.watch.fault("empty", box)

	def doctypes(self, may):
		for meta in records("doctype"):
			name = meta["name"]
			if meta.get("istable") or name not in may["read"]:
				continue
			if meta.get("issingle"):
				self.look("form", name, lambda name=name: self.watch.desk("Form", name, name))
				continue
			self.look("list", name, lambda name=name: self.watch.desk("List", name, "List"), full=False)
			if name in may["report"]:
				self.look(
					"table", name, lambda name=name: self.watch.desk("List", name, "Report"), full=False
				)
			for state, record in self.samples(meta):
				self.form(name, state, record)
			if name in may["create"]:
				self.look("new", name, lambda name=name: self._new(name))

	def samples(self, meta):
		"""[(state, name)]: one record for each state that the person's list holds."""
		fields = ["name", *[f["fieldname"] for f in meta["fields"] if f["fieldname"] in ("status", "state")]]
		rows = self.page.evaluate(
			"([doctype, fields]) => frappe.db.get_list(doctype, {fields, limit: 300, order_by: 'modified desc'})",
			[meta["name"], fields[:2]],
		)
		found = {row[fields[1]] if fields[1:] else "": row["name"] for row in rows}
		return list(found.items())[:1] if self.quick else found.items()

	def form(self, doctype, state, name):
		self.look("form", f"{doctype} {state}", lambda: self.watch.desk("Form", doctype, name))
		button = self.page.locator(
			".page-container:visible .actions-btn-group button, .page-actions .menu-btn"
		)
		if button.count() and state:
			self.look("actions", f"{doctype} {state}", self._actions, full=False)
			self.page.keyboard.press("Escape")

	def _actions(self):
		button = self.page.locator(".page-container:visible .actions-btn-group > button:visible")
		if button.count():
			button.first.click()
			self.page.wait_for_timeout(150)

	def _new(self, doctype):
		self.page.evaluate("doctype => { frappe.new_doc(doctype) }", doctype)
		self.watch.settle()
		self.page.evaluate("() => window.cur_dialog && cur_dialog.hide()")

	def papers(self, may):
		"""Each print format of the app: a record on the screen, and its PDF."""
		for paper in records("print_format"):
			doctype = paper["doc_type"]
			if doctype not in may["print"]:
				continue
			found = self.page.evaluate(
				"doctype => frappe.db.get_list(doctype, {fields: ['name'], limit: 1})", doctype
			)
			for row in found:
				self.look("print", paper["name"], lambda row=row, p=paper: self._paper(p, row["name"]))

	def _paper(self, paper, name):
		self.watch.desk("print", paper["doc_type"], name)
		self.watch.settle(900)
		query = {"doctype": paper["doc_type"], "name": name, "format": paper["name"], "no_letterhead": 1}
		pdf = self.page.request.get("/api/method/frappe.utils.print_format.download_pdf", params=query)
		if not (pdf.ok and pdf.body().startswith(b"%PDF")):
			self.watch.fault("pdf", f"{pdf.status} {paper['name']} {name}")
		else:
			(self.out / f"print-{slug(paper['name'])}.pdf").write_bytes(pdf.body())

	def reports(self, may):
		for report in records("report"):
			if report["name"] not in may["reports"]:
				continue
			route = ["query-report", report["name"]]
			if report["report_type"] == "Report Builder":
				route = ["List", report["ref_doctype"], "Report", report["name"]]
			self.look("report", report["name"], lambda route=route: self.watch.desk(*route), full=False)

	def dashboards(self, may):
		"""Each page of figures, with its charts drawn."""
		for board in records("*_dashboard"):
			route = ("dashboard-view", board["name"])
			self.look("dashboard", board["name"], lambda route=route: self._dashboard(route))

	def _dashboard(self, route):
		self.watch.desk(*route)
		self.watch.settle(900)

	def presses(self, may):
		"""The first button of each state: it moves the record, or says what is still missing. Changes the site."""
		flows = [
			meta for meta in records("doctype") if meta["name"] in may["read"] and not meta.get("istable")
		]
		for meta in flows:
			for state, name in self.samples(meta) if has_flow(self.page, meta["name"]) else ():
				place = f"{meta['name']} {state}"
				self.look("press", place, lambda m=meta, n=name, s=state: self._press(m["name"], n, s))

	def _press(self, doctype, name, state):
		self.watch.desk("Form", doctype, name)
		self._actions()
		items = self.page.locator(".actions-btn-group .dropdown-menu.show li:visible")
		if not items.count():
			return
		action = items.first.inner_text().strip()
		self.watch.pressing, self.watch.told = True, ""
		if action != "Help":
			items.first.click()
			self.watch.settle(900)
		self.watch.pressing = False
		after = self.page.evaluate("() => cur_frm.doc.status")
		print(f"pressed  {doctype}: {state}, {action} -> {after} {self.watch.told[:160]}", flush=True)
		if after == state and not self.watch.told and action != "Help":
			self.watch.fault("press", f"{action}: nothing happened and nothing was said")

	def site(self):
		for page in PAGES.get(self.who, ()):
			doctype = page.partition("{")[2].rstrip("}")
			if doctype:
				rows = self.page.request.get(f"/api/resource/{doctype}?limit=1").json()["data"]
				page = page.replace("{" + doctype + "}", rows[0]["name"])
			name = page.partition("?")[0]
			self.look("page", name, lambda page=page: self.page.goto(f"/{page}", wait_until="networkidle"))


def has_flow(page, doctype):
	return page.evaluate(
		"""doctype => new Promise(done => frappe.model.with_doctype(doctype, () =>
			done(!!frappe.workflow.get_state_fieldname(doctype))))""",
		doctype,
	)


def slug(text):
	return "".join(c if c.isalnum() else "-" for c in text.strip().lower())


def sign_in(context, who, password):
	answer = context.request.post("/api/method/login", form={"usr": f"{who}@example.com", "pwd": password})
	if not answer.ok:
		sys.exit(f"{who} cannot sign in: {answer.status}")


def sweep_person(browser, who, args):
	"""(screens by kind, faults) of one person."""
	context = browser.new_context(base_url=args.site, locale="en-GB", viewport={"width": 1366, "height": 900})
	context.set_default_timeout(20_000)
	context.route("**/socket.io/**", lambda route: route.abort())
	sign_in(context, who, args.password)
	watch = Watch(context.new_page())
	sweep = Sweep(watch, who, args)
	if who in PORTAL:
		steps = []
	else:
		sweep.look("workspace", "first page", lambda: (watch.page.goto("/app"), watch.settle(1500)))
		may = sweep.boot()
		steps = [sweep.workspaces, sweep.dashboards, sweep.doctypes, sweep.papers, sweep.reports]
		steps += [sweep.presses] if args.press else []
	for step in steps:
		if not args.only or step.__name__ in args.only:
			step(may)
	if not args.only or "site" in args.only:
		if who in DESK:
			sweep.look("page", "apps", lambda: watch.page.goto("/apps", wait_until="networkidle"))
		sweep.site()
	context.close()
	return sweep.opened, watch.faults


def arguments():
	parser = argparse.ArgumentParser(description=__doc__)
	parser.add_argument("--site", default=os.environ.get("SITE_URL"), required="SITE_URL" not in os.environ)
	parser.add_argument("--password", default=os.environ.get("DESK_PASSWORD"))
	parser.add_argument("--people", nargs="*", default=[*DESK, *PORTAL])
	parser.add_argument(
		"--only", nargs="*", help="workspaces, dashboards, doctypes, papers, reports, presses, site"
	)
	parser.add_argument(
		"--quick", action="store_true", help="one record of a doctype, not one for each state"
	)
	parser.add_argument("--press", action="store_true", help="press buttons, too: the site is changed")
	parser.add_argument("--out", type=Path, default=Path("/tmp/desk-sweep"))
	return parser.parse_args()


def main():
	args, faults, told = arguments(), [], {}
	with sync_playwright() as playwright:
		browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
		for who in args.people:
			opened, found = sweep_person(browser, who, args)
			told[who], faults = dict(opened), faults + found
			print(f"{who}: {sum(opened.values())} screens {dict(opened)}, {len(found)} faults", flush=True)
		browser.close()
	(args.out / "sweep.json").write_text(json.dumps({"screens": told, "faults": faults}, indent=1))
	sys.exit(1 if faults else 0)


if __name__ == "__main__":
	main()
