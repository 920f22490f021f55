"""A server that dies in the middle of saves loses nothing it acknowledged and leaves nothing half."""

import json
import os
import random
import signal
import time

import pytest

KILLS = int(os.environ.get("KILLS", "200"))
TOKEN = {"Authorization": "token killtest:secret"}


def serve_until_killed(sites: str, pipe: int) -> None:
	"""Save records with files over HTTP, and write a line for each answer that said "saved"."""
	from werkzeug.test import Client

	from minibench.web.app import make_app

	client = Client(make_app("bench.localhost", sites))
	number = 0
	while True:
		number += 1
		values = {"title": f"Kill {os.getpid()} {number}", "rows": [{"kind": "A", "quantity": n} for n in range(5)]}
		saved = client.post("/api/resource/Bench Full", json=values, headers=TOKEN)
		name = saved.json["data"]["name"]
		os.write(pipe, f"doc {name}\n".encode())
		changed = client.put(f"/api/resource/Bench Full/{name}", json={"title": "changed"}, headers=TOKEN)
		if changed.status_code == 200:
			os.write(pipe, f"changed {name}\n".encode())
		upload = client.post(
			"/api/method/upload_file",
			data={
				"file": (__import__("io").BytesIO(f"content of {name}".encode()), f"{name}.txt"),
				"doctype": "Bench Full",
				"docname": name,
				"is_private": "1",
			},
			headers=TOKEN,
		)
		if upload.status_code == 200:
			os.write(pipe, f"file {upload.json['message']['name']}\n".encode())


@pytest.fixture(scope="module")
def api_user(bench_sites):
	"""Administrator may call with a token; the site stays closed afterwards."""
	from minibench.local import connect, destroy, init, local
	from minibench.passwords import set_encrypted_password

	init("bench.localhost", str(bench_sites))
	connect()
	local.db.set_value("User", "Administrator", "api_key", "killtest")
	set_encrypted_password("User", "Administrator", "secret", "api_secret")
	local.db.commit()
	destroy()
	return bench_sites


def kill_once(sites) -> list[str]:
	"""Let a child serve for a moment, kill it, and return what it had acknowledged."""
	reader, writer = os.pipe()
	child = os.fork()
	if child == 0:
		os.close(reader)
		try:
			serve_until_killed(str(sites), writer)
		finally:
			os._exit(1)
	os.close(writer)
	time.sleep(random.uniform(0.01, 0.12))
	os.kill(child, signal.SIGKILL)
	_pid, status = os.waitpid(child, 0)
	assert os.WIFSIGNALED(status), "the child ended by itself"
	with os.fdopen(reader) as lines:
		return [line.strip() for line in lines if line.endswith("\n")]


def test_two_hundred_kills_lose_nothing_acknowledged_and_leave_nothing_half(api_user):
	from minibench.connection import close_pool

	close_pool(str(api_user / "bench.localhost" / "site.db"))
	acknowledged = [line for _ in range(KILLS) for line in kill_once(api_user)]
	kinds = {kind: {l.split(" ", 1)[1] for l in acknowledged if l.startswith(kind + " ")} for kind in ("doc", "changed", "file")}
	assert len(kinds["doc"]) > KILLS / 4, f"too little was saved between the kills to prove anything: {kinds}"
	check(api_user, kinds)


def check(sites, kinds: dict[str, set[str]]) -> None:
	from minibench.local import connect, destroy, init, local

	init("bench.localhost", str(sites))
	connect()
	try:
		assert local.db.sql("pragma integrity_check") == (("ok",),)
		names = set(local.db.sql("select name from `tabBench Full`", pluck=True))
		assert kinds["doc"] <= names
		rows = dict(local.db.sql("select parent, count(*) from `tabBench Row` where parenttype = 'Bench Full' group by parent"))
		halves = {name for name in names if rows.get(name) != 5} | (set(rows) - names)
		assert halves == set()
		titles = dict(local.db.sql("select name, title from `tabBench Full`"))
		assert {name for name in kinds["changed"] if titles[name] != "changed"} == set()
		versions = local.db.sql("select docname, data from `tabVersion` where ref_doctype = 'Bench Full'")
		versioned = {name for name, data in versions if "changed" in json.loads(data)}
		assert {name for name in titles if titles[name] == "changed"} <= versioned
		files = {row[0]: row[1] for row in local.db.sql("select name, file_url from `tabFile` where is_folder = 0")}
		assert kinds["file"] <= set(files)
		missing = [url for url in files.values() if not (sites / "bench.localhost" / url.lstrip("/")).exists()]
		assert missing == []
	finally:
		destroy()
