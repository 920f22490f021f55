"""Commits reach the disk, and a file is never there without its record, nor a record without its file."""

import pytest


@pytest.fixture
def site(bench_sites):
	from minibench.local import connect, destroy, init, local

	init("bench.localhost", str(bench_sites))
	connect()
	yield local
	local.db.rollback()
	destroy()


def test_every_connection_commits_with_full_sync_to_a_write_ahead_log(site):
	from minibench import connection

	connections = [connection.take(site.db.path) for _ in range(20)]
	try:
		for one in connections:
			assert one.execute("pragma synchronous").fetchone() == (2,)
			assert one.execute("pragma journal_mode").fetchone() == ("wal",)
	finally:
		for one in connections:
			connection.give_back(site.db.path, one)


def stored_files(site) -> set[str]:
	from pathlib import Path

	return {str(path) for path in Path(site.site_path, "private", "files").rglob("*") if path.is_file()}


def attach(site, text: str):
	import frappe

	doc = frappe.get_doc(doctype="Bench Full", title="with a file").insert()
	return frappe.get_doc(
		doctype="File",
		file_name="note.txt",
		attached_to_doctype="Bench Full",
		attached_to_name=doc.name,
		content=text,
		is_private=1,
	).insert()


def test_a_fault_between_file_and_commit_leaves_neither(site, monkeypatch):
	import frappe

	before = stored_files(site)
	file = attach(site, "a text that is not kept")
	assert stored_files(site) - before, "the file is written before the commit"
	name = file.name

	def fail():
		raise OSError("the disk is full")

	site.db.before_commit.add(fail)
	with pytest.raises(OSError, match="the disk is full"):
		frappe.db.commit()
	frappe.db.rollback()
	assert stored_files(site) == before
	assert not frappe.db.exists("File", name)


def test_a_committed_file_is_there_and_readable(site):
	import frappe

	file = attach(site, "a text that is kept")
	frappe.db.commit()
	assert frappe.get_doc("File", file.name).get_content() == "a text that is kept"


def test_a_rolled_back_save_gives_its_number_back(site):
	import frappe

	first = frappe.get_doc(doctype="Bench Full", title="one").insert().name
	frappe.db.rollback()
	assert frappe.get_doc(doctype="Bench Full", title="two").insert().name == first
