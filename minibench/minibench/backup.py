"""Backup and restore: one archive with the database, the files they name, and a list to check them by.

The database is copied first, then the files, with deletions paused: whatever the copied database names is in the
archive. A restore proves the archive whole before it touches the site.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
import time
from contextlib import closing
from pathlib import Path

from minibench.config import update_site_config
from minibench.connection import close_pool
from minibench.errors import LockTimeoutError, ValidationError
from minibench.jobs import reading
from minibench.local import destroy, init, local
from minibench.locks import filelock
from minibench.utils.dates import now_datetime

MANIFEST = "manifest.json"
REPLACED = ("site.db", "site.db-wal", "site.db-shm", "private/files")


def backup() -> str:
	"""Write a backup of the open site, while it is in use; the path of the archive. Commits first."""
	site = Path(local.site_path)
	target = site / "private" / "backups"
	local.db.commit()
	with reading():  # the time zone of the site; who writes meanwhile is not waited for
		name = f"{now_datetime():%Y%m%d_%H%M%S_%f}-{local.site}.tar"
	with filelock("files", timeout=60), tempfile.TemporaryDirectory(dir=target) as work:
		copy = Path(work) / "site.db"
		copy_database(site / "site.db", copy)
		entries = {"site.db": copy, "site_config.json": site / "site_config.json"}
		hashes = named_files(copy)
		stored = {content_hash: site / "private" / "files" / content_hash for content_hash in hashes}
		entries.update({f"private/files/{key}": path for key, path in stored.items() if path.is_file()})
		manifest = {
			"site": local.site,
			"counts": table_counts(copy),
			"sha256": {key: sha256(path) for key, path in entries.items()},
			"missing": [key for key, path in stored.items() if not path.is_file()],
		}
		listed = Path(work) / MANIFEST
		listed.write_text(json.dumps(manifest, indent=1, sort_keys=True))
		_write_archive(Path(work) / name, {MANIFEST: listed, **entries})
		os.replace(Path(work) / name, target / name)
	return str(target / name)


def named_files(database: Path) -> list[str]:
	"""The hashes of the files that a database names."""
	with closing(sqlite3.connect(database)) as connection:
		named = "select distinct content_hash from tabFile where content_hash > '' order by 1"
		return [row[0] for row in connection.execute(named)]


def _write_archive(path: Path, entries: dict[str, Path]) -> None:
	with open(path, "xb") as stream:
		os.chmod(path, 0o600)
		with tarfile.open(fileobj=stream, mode="w") as archive:
			for key, source in entries.items():
				archive.add(source, arcname=key)
		stream.flush()
		os.fsync(stream.fileno())


def copy_database(source: Path, target: Path) -> None:
	"""A consistent copy of a database that may be in use."""
	read_only = f"file:{source}?mode=ro"
	with closing(sqlite3.connect(read_only, uri=True)) as origin, closing(sqlite3.connect(target)) as copy:
		origin.backup(copy)
		copy.execute("pragma journal_mode = delete")


def table_counts(path: Path) -> dict[str, int]:
	with closing(sqlite3.connect(path)) as connection:
		names = [row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")]
		return {name: connection.execute(f"select count(*) from `{name}`").fetchone()[0] for name in names}


def sha256(path: Path) -> str:
	with open(path, "rb") as stream:
		return hashlib.file_digest(stream, "sha256").hexdigest()


def check(folder: Path) -> None:
	"""Raise ValidationError unless an unpacked backup is whole."""
	listed = folder / MANIFEST
	if not listed.exists():
		raise ValidationError("This is not a backup of a site: it has no manifest.json")
	manifest = json.loads(listed.read_text())
	for key, expected in manifest["sha256"].items():
		if not (folder / key).is_file() or sha256(folder / key) != expected:
			raise ValidationError(f"The backup is damaged: {key} is missing or was changed")
	try:
		check_database(folder / "site.db", manifest["counts"])
	except sqlite3.DatabaseError as error:
		raise ValidationError(f"The backup is damaged: {error}") from None
	for content_hash in named_files(folder / "site.db"):
		path = folder / "private" / "files" / content_hash
		if content_hash not in manifest["missing"] and (not path.is_file() or sha256(path) != content_hash):
			raise ValidationError(f"The backup is damaged: the file {content_hash} is missing or was changed")


def check_database(path: Path, counts: dict[str, int]) -> None:
	with closing(sqlite3.connect(path)) as connection:
		found = connection.execute("pragma integrity_check").fetchone()[0]
	if found != "ok":
		raise ValidationError(f"The backup is damaged: {found}")
	if table_counts(path) != counts:
		raise ValidationError("The backup is damaged: tables do not have as many rows as the manifest says")


def restore(archive: str) -> str:
	"""Replace database and files of the site by a backup's; the folder that keeps what was there before.

	Raises ValidationError for an archive that is not whole, LockTimeoutError while the site is being served.
	"""
	site = Path(local.site_path)
	try:
		with (
			filelock("worker", timeout=0),
			filelock("migrate", timeout=0),
			tempfile.TemporaryDirectory(dir=site) as work,
		):
			_unpack(archive, Path(work))
			check(Path(work))
			return str(_swap(site, Path(work)))
	except LockTimeoutError:
		raise LockTimeoutError(f"{local.site} is being served or migrated: stop that first") from None


def _unpack(archive: str, folder: Path) -> None:
	try:
		with tarfile.open(archive, "r:") as packed:
			packed.extractall(folder, filter="data")
	except (tarfile.TarError, OSError) as error:
		raise ValidationError(f"{archive} cannot be read as a backup: {error}") from None


def _swap(site: Path, new: Path) -> Path:
	"""Move the old state aside and the new one in; when that fails, the old one comes back."""
	destroy()
	close_pool(str(site / "site.db"))
	init(site.name, str(site.parent))
	prefix = time.strftime("before-restore-%Y%m%d_%H%M%S-")
	aside = Path(tempfile.mkdtemp(prefix=prefix, dir=site / "private" / "backups"))
	(aside / "private").mkdir()
	moved = []
	try:
		shutil.copy2(site / "site_config.json", aside / "site_config.json")
		for key in REPLACED:
			if (site / key).exists():
				os.replace(site / key, aside / key)
				moved.append(key)
		(new / "private" / "files").mkdir(parents=True, exist_ok=True)
		os.replace(new / "private" / "files", site / "private" / "files")
		os.replace(new / "site.db", site / "site.db")
		_take_key(site, new)
	except BaseException:
		for key in moved:
			if (site / key).is_dir():
				shutil.rmtree(site / key)
			os.replace(aside / key, site / key)
		shutil.copy2(aside / "site_config.json", site / "site_config.json")
		raise
	return aside


def _take_key(site: Path, new: Path) -> None:
	"""What decrypts the data comes from the backup; else a site keeps its own way of being reached."""
	stored = json.loads((new / "site_config.json").read_text())
	if "encryption_key" in stored:
		update_site_config("encryption_key", stored["encryption_key"], site)
