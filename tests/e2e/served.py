"""The sites that a browser visits: made inside this process, served by another."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing, contextmanager

PASSWORD = "Quiet-Harbour-7-Lanterns"
KEEPER = "keeper@shed.example"
HELPER = "helper@shed.example"
SHED_PEOPLE = {KEEPER: "Shed Keeper", HELPER: "Shed Helper"}
TOOLS = 45  # three pages of a list


class Site:
	"""An address, and a way into the same site from the test's own process."""

	def __init__(self, url, name, folder):
		self.url, self.name, self.folder = url, name, folder

	@contextmanager
	def opened(self):
		"""The open site as Administrator; what the block writes is committed."""
		from minibench.local import connect, destroy, init, local

		init(self.name, str(self.folder))
		connect()
		try:
			yield local
			local.db.commit()
		finally:
			destroy()


def open_form(hands, path):
	hands.page.goto(path)
	hands.page.locator("#doc").wait_for()


def make_tool(site, **values):
	"""A tool made behind the scenes; gives back its address."""
	with site.opened():
		from minibench.documents import get_doc

		doc = get_doc({"doctype": "Tool", "title": "Plane", "shelf": "S1", **values}).insert()
		return f"/app/tool/{doc.name}"


def make_site(folder, name, app, fill):
	"""A site with one app in it and what `fill()` writes."""
	import minibench

	minibench.activate()
	from minibench.connection import close_pool
	from minibench.install import new_site
	from minibench.local import destroy, local

	folder.mkdir()
	(folder / "apps.txt").write_text(f"frappe\n{app}\n")
	new_site(name, str(folder), admin_password=PASSWORD, install=[app])
	fill()
	local.db.commit()
	destroy()
	close_pool(str(folder / name / "site.db"))


def fill_early_help():
	"""The demo as `load-demo` loads it: a published service of 2019, and a small town of today."""
	from earlyhelp.demo.service import load_service
	from earlyhelp.demo.town import load_once
	from earlyhelp.imports.service import import_service

	load_service(PASSWORD, import_service)
	load_once(PASSWORD)


def fill_shed():
	"""People of both roles, two shelves and a list of tools that is longer than a page."""
	from minibench.documents import get_doc

	def make(doctype, **values):
		return get_doc({"doctype": doctype, **values}).insert(ignore_permissions=True)

	for email, role in SHED_PEOPLE.items():
		person = {"email": email, "first_name": email.split("@")[0].title(), "new_password": PASSWORD}
		make("User", **person, send_welcome_email=0, user_type="System User", roles=[{"role": role}])
	make("Shelf", shelf_code="S1", shelf_name="Left wall", room="North")
	make("Shelf", shelf_code="S2", shelf_name="Right wall", room="South")
	for number in range(1, TOOLS + 1):
		kind, grade = ("Hand", "Power")[number % 2], ("Good", "Worn", "Broken")[number % 3]
		make("Tool", title=f"Tool {number:02}", shelf="S1", kind=kind, grade=grade, fault="x", price=number)


@contextmanager
def serve(folder, name):
	"""Serve a site on a free port until the block ends."""
	port = free_port()
	run = "import sys; from minibench.commands import main; sys.exit(main())"
	command = [sys.executable, "-c", run, "--sites-path", str(folder), "--site", name, "serve"]
	log = (folder / "server.log").open("wb")
	server = subprocess.Popen([*command, "--port", str(port), "--no-background"], stdout=log, stderr=log)
	try:
		yield wait_for(Site(f"http://127.0.0.1:{port}", name, folder), server)
	finally:
		server.terminate()
		server.wait(20)
		log.close()


def free_port():
	with closing(socket.socket()) as probe:
		probe.bind(("127.0.0.1", 0))
		return probe.getsockname()[1]


def wait_for(site, server):
	for _ in range(200):
		try:
			with urllib.request.urlopen(f"{site.url}/api/method/ping", timeout=5):
				return site
		except (urllib.error.URLError, ConnectionError):
			if server.poll() is not None:
				break
			time.sleep(0.05)
	raise RuntimeError(f"The site did not start:\n{(site.folder / 'server.log').read_text()}")
