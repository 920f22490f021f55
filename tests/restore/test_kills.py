"""A server that dies in the middle of saves loses nothing it acknowledged and leaves nothing half."""

import io
import json
import os
import random
import select
import signal
import time

import pytest
from werkzeug.test import Client

KILLS = int(os.environ.get("KILLS", "200"))
TOKEN = {"Authorization": "token killtest:secret"}


def save_once(client: Client, say) -> None:
	"""Save a record, change it and attach a file; say what was answered as done."""
	values = {"title": "new", "rows": [{"kind": "A", "quantity": n} for n in range(5)]}
	saved = client.post("/api/resource/Bench Full", json=values, headers=TOKEN)
	assert saved.status_code == 200, saved.text
	name = saved.json["data"]["name"]
	say(f"doc {name}")
	changed = client.put(f"/api/resource/Bench Full/{name}", json={"title": "changed"}, headers=TOKEN)
	assert changed.status_code == 200, changed.text
	say(f"changed {name}")
	file = (io.BytesIO(f"content of {name}".encode()), f"{name}.txt")
	data = {"file": file, "doctype": "Bench Full", "docname": name, "is_private": "1"}
	upload = client.post("/api/method/upload_file", data=data, headers=TOKEN)
	assert upload.status_code == 200, upload.text
	say(f"file {upload.json['message']['name']}")


@pytest.fixture(scope="module")
def client(bench_sites):
	"""A client of a warm application whose Administrator calls with a token; no connection is left open."""
	from minibench.connection import close_pool
	from minibench.local import connect, destroy, init, local
	from minibench.passwords import set_encrypted_password
	from minibench.web.app import make_app

	init("bench.localhost", str(bench_sites))
	connect()
	local.db.set_value("User", "Administrator", "api_key", "killtest")
	set_encrypted_password("User", "Administrator", "secret", "api_secret")
	local.db.commit()
	destroy()
	client = Client(make_app("bench.localhost", str(bench_sites)))
	save_once(client, lambda line: None)
	close_pool(str(bench_sites / "bench.localhost" / "site.db"))
	return client


def kill_once(client: Client) -> list[str]:
	"""Let a child save its first record and a moment more, kill it, and return what it had acknowledged."""
	reader, writer = os.pipe()
	child = os.fork()
	if child == 0:
		os.close(reader)
		try:
			while True:
				save_once(client, lambda line: os.write(writer, f"{line}\n".encode()))
		finally:
			os._exit(1)
	os.close(writer)
	assert select.select([reader], [], [], 60)[0], "the child saved nothing in a minute"
	time.sleep(random.uniform(0, 0.05))
	os.kill(child, signal.SIGKILL)
	_pid, status = os.waitpid(child, 0)
	assert os.WIFSIGNALED(status), "the child ended by itself"
	with os.fdopen(reader) as lines:
		return [line.strip() for line in lines if line.endswith("\n")]


def test_two_hundred_kills_lose_nothing_acknowledged_and_leave_nothing_half(client, bench_sites):
	acknowledged = [line.split(" ", 1) for _ in range(KILLS) for line in kill_once(client)]
	kinds = {
		kind: {name for said, name in acknowledged if said == kind} for kind in ("doc", "changed", "file")
	}
	assert len(kinds["doc"]) >= KILLS
	check(bench_sites, kinds)


def check(sites, kinds: dict[str, set[str]]) -> None:
	from minibench.documents import get_doc
	from minibench.local import connect, destroy, init, local

	init("bench.localhost", str(sites))
	connect()
	try:
		assert local.db.sql("pragma integrity_check") == (("ok",),)
		titles = dict(
			local.db.sql("select name, title from `tabBench Full` where title in ('new', 'changed')")
		)
		names = set(titles)
		assert kinds["doc"] <= names
		rows = dict(
			local.db.sql(
				"select parent, count(*) from `tabBench Row` where parenttype = 'Bench Full' group by parent"
			)
		)
		halves = {name for name in names if rows.get(name) != 5}
		assert halves == set()
		assert {name for name in kinds["changed"] if titles[name] != "changed"} == set()
		versions = local.db.sql("select docname, data from `tabVersion` where ref_doctype = 'Bench Full'")
		versioned = {name for name, data in versions if "changed" in json.loads(data)}
		assert {name for name in titles if titles[name] == "changed"} <= versioned
		files = dict(
			local.db.sql(
				"select name, attached_to_name from `tabFile` where attached_to_name in %s", (names,)
			)
		)
		assert kinds["file"] <= set(files)
		wrong = [n for n, owner in files.items() if get_doc("File", n).get_content() != f"content of {owner}"]
		assert wrong == []
	finally:
		destroy()
