"""What is not whole, not of this version or not for this site is refused before a row is written."""

import json

import pytest
from pilot import changed


def refused(path, capsys) -> str:
	from earlyhelp.handover.command import run

	assert run(path) is False
	said = capsys.readouterr().err
	assert said.endswith("Nothing was written.\n")
	return said


@pytest.fixture
def target(sites):
	"""A new site, one for all, since nothing is written; whatever the test does, it holds no family and no mark of a hand-over afterwards."""
	import frappe

	from earlyhelp.handover.site import remembered

	known = (sites.folder / "target.localhost").exists()
	(sites.opened if known else sites.new)("target.localhost")
	yield
	assert remembered() is None
	assert not frappe.db.exists("User", "pat.norris@example.com")


def test_a_line_that_was_changed(target, archive, tmp_path, capsys):
	def change(manifest, members):
		members["records/family.jsonl"] = members["records/family.jsonl"].replace(b"O'Brien", b"O'Brian")

	said = refused(changed(archive, tmp_path / "a.zip", change), capsys)
	assert "The archive is damaged: Family was changed" in said


def test_a_check_sum_that_was_changed(target, archive, tmp_path, capsys):
	def change(manifest, members):
		manifest["tables"]["Family"]["sum"] = "0" * 64

	said = refused(changed(archive, tmp_path / "a.zip", change), capsys)
	assert "Family does not have the check-sum that was noted" in said


def test_a_file_that_was_changed_or_is_gone(target, archive, tmp_path, capsys):
	def change(manifest, members):
		first, second = manifest["files"]
		members[f"files/{first}"] = b"other"
		del members[f"files/{second}"]

	assert refused(changed(archive, tmp_path / "a.zip", change), capsys).count("the file ") == 2


def test_a_table_that_is_gone(target, archive, tmp_path, capsys):
	def change(manifest, members):
		del members["records/family.jsonl"]

	assert "Family cannot be read" in refused(changed(archive, tmp_path / "a.zip", change), capsys)


@pytest.mark.parametrize("content", [b"", b"PK nothing", b'{"tables": {}}'])
def test_a_file_that_is_no_archive(target, content, tmp_path, capsys):
	path = tmp_path / "a.zip"
	path.write_bytes(content)
	assert "is not the archive of a site" in refused(path, capsys)


def test_half_an_archive(target, archive, tmp_path, capsys):
	path = tmp_path / "a.zip"
	path.write_bytes(archive.read_bytes()[:50_000])
	assert "is not the archive of a site" in refused(path, capsys)


def test_an_archive_of_another_version(target, archive, tmp_path, capsys):
	def change(manifest, members):
		manifest["apps"]["earlyhelp"] = "9.9.9"

	said = refused(changed(archive, tmp_path / "a.zip", change), capsys)
	assert "The archive is of earlyhelp 9.9.9" in said and "bring both to one version" in said


def test_another_patch_of_frappe_is_no_obstacle(target, archive, tmp_path, capsys):
	from earlyhelp.handover.command import run

	def change(manifest, members):
		manifest["apps"]["frappe"] = "15.1.0"

	assert run(changed(archive, tmp_path / "a.zip", change), check=True)


def test_an_archive_of_an_app_that_is_not_here(target, archive, tmp_path, capsys):
	def change(manifest, members):
		manifest["apps"]["library"] = "1.0.0"

	assert "library, which is not installed here" in refused(
		changed(archive, tmp_path / "a.zip", change), capsys
	)


def test_the_same_version_by_name_with_other_fields(target, archive, tmp_path, capsys):
	def change(manifest, members):
		fields = manifest["tables"]["Family"]["fields"]
		fields["of_another_branch"] = fields.pop("family_name")

	said = refused(changed(archive, tmp_path / "a.zip", change), capsys)
	assert "Family has no of_another_branch here" in said
	assert "Family in the archive has no family_name" in said


def rewrite(manifest, members, table, change) -> None:
	"""Change the lines of a table and note the new check-sums, as somebody with skill would."""
	import hashlib

	from earlyhelp.handover.canonical import Sum

	entry = manifest["tables"][table]
	rows = [json.loads(line) for line in members[entry["file"]].splitlines()]
	change(rows)
	added = Sum()
	for row in rows:
		added.add(row)
	data = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
	members[entry["file"]] = data
	entry |= {"sum": added.text, "count": added.count, "sha256": hashlib.sha256(data).hexdigest()}


@pytest.mark.parametrize("url", ["/private/files/../../site_config.json", "/etc/passwd", "/files/.."])
def test_a_file_that_would_lie_elsewhere(target, archive, tmp_path, capsys, url):
	def change(manifest, members):
		rewrite(manifest, members, "File", lambda rows: rows[0].update(file_url=url))

	assert "which is no place for files" in refused(changed(archive, tmp_path / "a.zip", change), capsys)


def test_a_text_that_the_column_of_a_bench_cannot_hold(target, archive, tmp_path, capsys):
	def change(manifest, members):
		rewrite(manifest, members, "Family", lambda rows: rows[0].update(family_name="x" * 200))

	said = refused(changed(archive, tmp_path / "a.zip", change), capsys)
	assert "family_name is longer than 140: shorten it" in said


def test_two_names_that_are_one_to_mariadb(target, archive, tmp_path, capsys):
	def change(manifest, members):
		rewrite(
			manifest,
			members,
			"Locality",
			lambda rows: rows.extend([{**rows[0], "name": "Zoe"}, {**rows[0], "name": "Zoë "}]),
		)

	said = refused(changed(archive, tmp_path / "a.zip", change), capsys)
	assert "Locality: 'Zoë ' and 'Zoe' are one name to MariaDB: change one of them." in said


def test_a_site_that_holds_case_data(sites, archive, capsys):
	import frappe

	sites.new("used.localhost")
	frappe.get_doc(doctype="Locality", locality_name="Somewhere").insert(ignore_permissions=True)
	frappe.db.commit()
	assert "This site holds 1 Locality already" in refused(archive, capsys)
	assert frappe.get_all("Locality", pluck="name") == ["Somewhere"]


def test_a_site_that_another_archive_was_loaded_into(sites, archive, tmp_path, capsys):
	from earlyhelp.handover.command import run

	def change(manifest, members):
		manifest["made"] = "2020-01-01 00:00:00"

	sites.new("taken.localhost")
	assert run(archive)
	other = changed(archive, tmp_path / "a.zip", change)
	assert "Another archive was handed over to this site" in refused(other, capsys)


def test_a_new_site_and_a_whole_archive_pass_the_check(target, archive, capsys):
	from earlyhelp.handover.command import run

	assert run(archive, check=True)
	assert "can be loaded here" in capsys.readouterr().out
