"""Compares an archive with this site: counts and check-sums of every table, and the contents of files."""

import hashlib
from dataclasses import dataclass, field

import frappe

from earlyhelp.handover.archive import DEFAULTS, SERIES, SETTINGS
from earlyhelp.handover.canonical import Sum, digest
from earlyhelp.handover.site import (
	is_apps,
	is_known_setting,
	stored,
	stored_defaults,
	stored_series,
	stored_settings,
)

MOST_NAMED = 5
READERS = {SETTINGS: stored_settings, DEFAULTS: stored_defaults, SERIES: stored_series}


@dataclass
class Compared:
	"""One table on both sides; `differing` names records that are missing or differ, with the fields."""

	table: str
	there: Sum = field(default_factory=Sum)
	here: Sum = field(default_factory=Sum)
	differing: list = field(default_factory=list)
	more_here: int = 0

	@property
	def same(self):
		return self.there.text == self.here.text and not self.differing and not self.more_here


def compare(archive):
	"""A Compared for each table that has records on either side, then one for the contents of files."""
	for table in archive.tables:
		found = compare_table(archive, table)
		if found.there.count or not found.same:
			yield found
	yield compare_files(archive)


def compare_table(archive, table):
	"""Read both sides batch by batch; of an app's table also count what the archive does not have."""
	found = Compared(table)
	for rows in archive.batches(table):
		if table == SETTINGS:
			rows = [row for row in rows if is_known_setting(row)]
		names = [row["name"] for row in rows]
		if table in READERS:
			here = READERS[table](names, rows)
		else:
			here = stored(table, archive.fields(table), names)
		for row in rows:
			compare_row(found, row, here.get(row["name"]))
	if table not in READERS and frappe.db.exists("DocType", table) and is_apps(table):
		found.more_here = frappe.db.count(table) - found.here.count
	return found


def compare_row(found, there, here):
	found.there.add(there)
	if here is not None:
		found.here.add(here)
	if here is None or digest(there) != digest(here):
		keys = {*there, *(here or ())}
		names = sorted(k for k in keys if (there.get(k) or "") != ((here or {}).get(k) or ""))
		found.differing.append(f"{there['name']}: {', '.join(names) if here else 'is not here'}")


def compare_files(archive):
	"""The contents of files, by their hashes as they lie on disk here."""
	found = Compared("Contents of files")
	for rows in archive.batches("File"):
		for row in rows:
			if not row["is_folder"] and row.get("content_hash") in archive.files:
				key = {"name": row["name"], "sha256": row["content_hash"]}
				compare_row(found, key, {"name": row["name"], "sha256": hash_on_disk(row["name"])})
	return found


def hash_on_disk(name):
	"""The SHA-256 of a file's content here; empty when it is not there."""
	if not frappe.db.exists("File", name):
		return ""
	try:
		with open(frappe.get_doc("File", name).get_full_path(), "rb") as file:
			return hashlib.file_digest(file, "sha256").hexdigest()
	except OSError:
		return ""


def lines(results):
	"""The table that the command prints: counts and check-sums on both sides, and what differs."""
	yield f"{'':30} {'archive':>9} {'here':>9}  check-sums"
	for found in results:
		counts = f"{found.there.count:9,} {found.here.count + found.more_here:9,}"
		yield f"{found.table:30} {counts}  {found.there.text[:12]} {found.here.text[:12]}" + (
			"" if found.same else "  DIFFERENT"
		)
		yield from (f"  {line}" for line in found.differing[:MOST_NAMED])
		if len(found.differing) > MOST_NAMED:
			yield f"  and {len(found.differing) - MOST_NAMED} more"
