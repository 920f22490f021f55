"""A backup holds all that the site's records name, and is proven before it replaces anything."""

import json
import sqlite3
import tarfile
from pathlib import Path

import pytest

from minibench import backup, files
from minibench.config import update_site_config
from minibench.documents import get_doc
from minibench.errors import LockTimeoutError, ValidationError
from minibench.install import new_site
from minibench.local import connect, destroy, init, local
from minibench.locks import filelock

SITE = "safe.localhost"


@pytest.fixture
def own_site(fresh_site):
	fresh_site(SITE)
	return local


def reopen(folder):
	init(SITE, str(folder))
	connect()


def note(text: str):
	return get_doc({"doctype": "ToDo", "description": text}).insert().name


def repacked(archive: str, change) -> str:
	"""A copy of an archive in which `change` was done to the unpacked folder."""
	folder = Path(archive).with_suffix("")
	with tarfile.open(archive) as packed:
		packed.extractall(folder, filter="data")
	change(folder)
	other = f"{folder}-changed.tar"
	with tarfile.open(other, "w") as packed:
		for path in sorted(folder.rglob("*")):
			if path.is_file():
				packed.add(path, arcname=str(path.relative_to(folder)))
	return other


def test_a_restored_site_holds_what_the_backup_held(own_site, tmp_path):
	first = note("before")
	file = files.save_file("a.txt", b"words", None, None)
	local.db.commit()
	archive = backup.backup()
	note("after")
	file.delete()
	local.db.commit()
	files.delete_unused(file.content_hash)
	aside = Path(backup.restore(archive))
	reopen(tmp_path)
	assert local.db.sql("select name from tabToDo", pluck=True) == [first]
	assert get_doc("File", file.name).get_content() == "words"
	kept = sqlite3.connect(aside / "site.db")
	assert kept.execute("select count(*) from tabToDo").fetchone() == (2,)


def test_passwords_can_still_be_read_after_a_restore_into_another_site(own_site, tmp_path):
	from minibench.passwords import check_password, get_decrypted_password, set_encrypted_password

	set_encrypted_password("Email Account", "x", "hidden")
	local.db.commit()
	archive = backup.backup()
	destroy()
	new_site("other.localhost", str(tmp_path))
	update_site_config("host_name", "https://other.example.com")
	backup.restore(archive)
	init("other.localhost", str(tmp_path))
	connect()
	assert get_decrypted_password("Email Account", "x") == "hidden"
	assert check_password("Administrator", "admin") == "Administrator"
	assert local.conf.host_name == "https://other.example.com"


def test_a_backup_is_made_while_somebody_writes(own_site, tmp_path):
	local.db.commit()
	other = sqlite3.connect(tmp_path / SITE / "site.db", isolation_level=None)
	other.execute("begin immediate")
	other.execute("delete from tabToDo")
	archive = backup.backup()
	other.execute("rollback")
	assert Path(archive).stat().st_mode & 0o077 == 0
	with tarfile.open(archive) as packed:
		assert packed.getnames()[:3] == ["manifest.json", "site.db", "site_config.json"]


@pytest.mark.parametrize(
	("change", "message"),
	[
		(lambda folder: (folder / "manifest.json").unlink(), "not a backup"),
		(lambda folder: (folder / "site.db").write_bytes(b"x" * 5000), r"site\.db is missing or was changed"),
		(
			lambda folder: next((folder / "private/files").iterdir()).write_bytes(b"swapped"),
			"missing or was changed",
		),
		(lambda folder: next((folder / "private/files").iterdir()).unlink(), "missing or was changed"),
	],
)
def test_a_damaged_backup_changes_nothing(own_site, tmp_path, change, message):
	files.save_file("a.txt", b"words", None, None)
	name = note("kept")
	local.db.commit()
	archive = repacked(backup.backup(), change)
	with pytest.raises(ValidationError, match=message):
		backup.restore(archive)
	assert local.db.exists("ToDo", name)


def _forge(folder, rows=0, database=None):
	"""Change a backup and make its list of hashes fit again."""
	database(folder / "site.db")
	listed = folder / "manifest.json"
	manifest = json.loads(listed.read_text())
	manifest["sha256"]["site.db"] = backup.sha256(folder / "site.db")
	listed.write_text(json.dumps(manifest))


def _less(path):
	connection = sqlite3.connect(path)
	connection.execute("delete from tabRole where rowid = 1")
	connection.commit()
	connection.close()


def _broken(path):
	data = bytearray(path.read_bytes())
	data[8192:40960] = b"\x55" * 32768
	path.write_bytes(data)


def _names_more(path):
	connection = sqlite3.connect(path)
	connection.execute("update tabFile set content_hash = 'ab' where name = 'Home'")
	connection.commit()
	connection.close()


@pytest.mark.parametrize(
	("database", "message"),
	[
		(_less, "as many rows"),
		(_broken, "integrity|malformed|damaged"),
		(_names_more, "the file ab is missing"),
	],
)
def test_rows_integrity_and_named_files_are_checked_too(own_site, database, message):
	local.db.commit()
	archive = repacked(backup.backup(), lambda folder: _forge(folder, database=database))
	with pytest.raises(ValidationError, match=message):
		backup.restore(archive)


def test_a_failing_swap_puts_the_old_state_back(own_site, tmp_path, monkeypatch):
	name = note("kept")
	file = files.save_file("a.txt", b"words", None, None)
	local.db.commit()
	archive = backup.backup()
	monkeypatch.setattr(backup, "_take_key", lambda site, new: 1 / 0)
	with pytest.raises(ZeroDivisionError):
		backup.restore(archive)
	reopen(tmp_path)
	assert local.db.exists("ToDo", name)
	assert get_doc("File", file.name).get_content() == "words"


def test_a_site_that_is_being_served_is_not_restored(own_site):
	local.db.commit()
	archive = backup.backup()
	with filelock("worker"), pytest.raises(LockTimeoutError, match="being served"):
		backup.restore(archive)


def test_an_archive_cannot_write_outside_its_folder(own_site, tmp_path):
	evil = tmp_path / "evil.tar"
	(tmp_path / "x").write_text("x")
	with tarfile.open(evil, "w") as packed:
		packed.add(tmp_path / "x", arcname="../../escaped")
	with pytest.raises(ValidationError, match="cannot be read as a backup"):
		backup.restore(str(evil))
	assert not (tmp_path.parent / "escaped").exists()


def test_a_file_that_the_site_had_lost_already_does_not_prevent_a_backup(own_site, tmp_path):
	lost, whole = (
		files.save_file("a.txt", b"lost", None, None),
		files.save_file("b.txt", b"whole", None, None),
	)
	local.db.commit()
	Path(lost.get_full_path()).unlink()
	archive = backup.backup()
	with tarfile.open(archive) as packed:
		assert json.load(packed.extractfile("manifest.json"))["missing"] == [lost.content_hash]
	backup.restore(archive)
	reopen(tmp_path)
	assert get_doc("File", whole.name).get_content() == "whole"
