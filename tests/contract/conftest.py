"""The site under test: SITE_URL, or a minibench that is started here with contractapp in it.

SITE_URL=http://127.0.0.1:8000 SITE_KIND=frappe SITE_ADMIN_PASSWORD=admin pytest tests/contract
"""

import os
import socket
import subprocess
import sys
import time
import tomllib
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from shed_client import PASSWORD, Person

HERE = Path(__file__).parent
ADMIN_PASSWORD = os.environ.get("SITE_ADMIN_PASSWORD", "admin")
CLI = "from minibench.commands import main; main()"
PEOPLE = {
	"keeper": ["Shed Keeper"],
	"helper": ["Shed Helper"],
	"other": ["Shed Helper"],
	"visitor": ["Shed Visitor"],
	"stranger": [],
	"techie": ["System Manager"],
}


def email(who: str) -> str:
	return f"{who}@contract.test"


def stricter_cases() -> dict:
	return tomllib.loads((HERE / "stricter.toml").read_text())


@pytest.fixture(scope="session")
def site(tmp_path_factory):
	"""The address of the site."""
	if os.environ.get("SITE_URL"):
		yield os.environ["SITE_URL"].rstrip("/")
		return
	sites = tmp_path_factory.mktemp("contract")
	(sites / "apps.txt").write_text("frappe\ncontractapp\n")
	command = [sys.executable, "-c", CLI, "--sites-path", str(sites), "--site", "contract.localhost"]
	made = [
		"new-site",
		"contract.localhost",
		"--admin-password",
		ADMIN_PASSWORD,
		"--install-app",
		"contractapp",
	]
	subprocess.run([*command, *made], check=True)
	port = free_port()
	server = subprocess.Popen([*command, "serve", "--port", str(port)])
	try:
		yield wait_for(f"http://127.0.0.1:{port}")
	finally:
		server.terminate()
		server.wait(20)


def free_port() -> int:
	with socket.socket() as probe:
		probe.bind(("127.0.0.1", 0))
		return probe.getsockname()[1]


def wait_for(address: str) -> str:
	for _ in range(150):
		try:
			if requests.get(f"{address}/api/method/ping", timeout=5).ok:
				return address
		except requests.ConnectionError:
			time.sleep(0.1)
	raise RuntimeError(f"nothing answers at {address}")


@pytest.fixture(scope="session")
def on_frappe() -> bool:
	"""True where the site is a Frappe bench; only then are the cases of stricter.toml answered as Frappe does."""
	return os.environ.get("SITE_KIND", "frappe" if os.environ.get("SITE_URL") else "minibench") == "frappe"


@pytest.fixture(scope="session")
def admin(site):
	person = Person(site, "Administrator").login(ADMIN_PASSWORD)
	yield person
	person.forget()


@pytest.fixture(scope="session")
def people(site, admin):
	"""{who: a person signed in}; the users stay on the site."""
	for who, roles in PEOPLE.items():
		if admin.get(f"/api/resource/User/{email(who)}").status == 200:
			continue
		user = {
			"email": email(who),
			"first_name": who.title(),
			"send_welcome_email": 0,
			"new_password": PASSWORD,
		}
		reply = admin.post("/api/resource/User", {**user, "roles": [{"role": role} for role in roles]})
		assert reply.status == 200, reply.text
	signed_in = {who: Person(site, email(who)).login() for who in PEOPLE}
	yield signed_in
	for person in signed_in.values():
		person.forget()


@contextmanager
def tidied(*persons):
	"""Afterwards only what these persons had made before is left."""
	kept = [len(person.made) for person in persons]
	yield
	for person, number in zip(persons, kept, strict=True):
		person.forget(number)


@pytest.fixture(scope="module", autouse=True)
def tidy_module(admin, people, town):
	with tidied(admin, *people.values()):
		yield


@pytest.fixture(autouse=True)
def tidy(tidy_module, admin, people):
	with tidied(admin, *people.values()):
		yield


@pytest.fixture
def guest(site):
	return Person(site)


@pytest.fixture(scope="session")
def town(admin, people):
	"""What most cases need: two shelves, one of them the visitor's, a tool, and a visit to each shelf."""
	for code, steward in (("HTTP-A", email("visitor")), ("HTTP-B", None)):
		admin.delete(f"/api/resource/Shelf/{code}")
		admin.make("Shelf", shelf_code=code, shelf_name=f"Shelf {code}", room="North", steward=steward)
	tool = admin.make(
		"Tool", title="Hammer", shelf="HTTP-A", private_notes="hidden", parts=[{"part_name": "head"}]
	)
	visits = {
		code: admin.make("Visit", shelf=code, remark=code, lines=[{"text": code}])
		for code in ("HTTP-A", "HTTP-B")
	}
	return {"tool": tool, "visits": visits}


@pytest.fixture
def stricter(on_frappe):
	"""`stricter("case")`: True where the site answers more strictly than Frappe, and the file says why."""
	cases = stricter_cases()

	def asked(case: str) -> bool:
		assert cases[case]["reason"]
		return not on_frappe

	return asked
