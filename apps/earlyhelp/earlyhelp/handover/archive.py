"""The archive of a whole site: a zip with a JSON line for each record, read in batches, proven before it is used."""

import hashlib
import json
import zipfile
import zlib
from itertools import islice

from earlyhelp.handover.canonical import Sum

FORMAT = 1
BATCH = 500
# tables of a site that are no DocTypes
SETTINGS, DEFAULTS, SERIES = "Singles", "Defaults", "Series"
PLAIN_TABLES = (SETTINGS, DEFAULTS, SERIES)
UNREADABLE = (KeyError, ValueError, EOFError, OSError, zipfile.BadZipFile, zlib.error)


class HandoverRefused(Exception):
	"""Nothing was written; `problems` are sentences, each with what to do."""

	def __init__(self, problems):
		self.problems = problems
		super().__init__("\n".join(problems))


class Archive:
	"""An archive that is open for reading. Raises HandoverRefused for a file that is none."""

	def __init__(self, path):
		try:
			self.packed = zipfile.ZipFile(path)
			listed = self.packed.read("manifest.json")
			self.manifest = json.loads(listed)
			self.tables, self.files = self.manifest["tables"], self.manifest["files"]
		except (*UNREADABLE, TypeError):
			raise HandoverRefused(
				[f"{path} is not the archive of a site: make it with export-site."]
			) from None
		if self.manifest.get("format") != FORMAT:
			raise HandoverRefused([f"{path} has another format: make it with a newer export-site."])
		self.key = hashlib.sha256(listed).hexdigest()

	@property
	def doctypes(self):
		"""Names of the DocTypes in the archive."""
		return [name for name in self.tables if name not in PLAIN_TABLES]

	def fields(self, table):
		"""{column: field type} of a table; of those that are no DocTypes every value is text."""
		return self.tables[table].get("fields") or {}

	def rows(self, table):
		"""The records of a table, one after the other."""
		with self.packed.open(self.tables[table]["file"]) as stream:
			for line in stream:
				yield json.loads(line)

	def batches(self, table):
		"""The records of a table in lists of some hundred."""
		rows = self.rows(table)
		while batch := list(islice(rows, BATCH)):
			yield batch

	def content(self, content_hash):
		"""The content of a file as an open stream."""
		return self.packed.open(f"files/{content_hash}")


def damages(archive):
	"""What is missing or was changed in the archive, as sentences: everything is read and hashed."""
	found = []
	for table, entry in archive.tables.items():
		try:
			found += table_damages(archive, table, entry)
		except UNREADABLE:
			found.append(f"The archive is damaged: {table} cannot be read. Export the site again.")
	for content_hash in archive.files:
		if file_hash(archive, content_hash) != content_hash:
			found.append(
				f"The archive is damaged: the file {content_hash} was changed. Export the site again."
			)
	return found


def table_damages(archive, table, entry):
	"""What differs from the manifest in one table."""
	with archive.packed.open(entry["file"]) as stream:
		if hashlib.file_digest(stream, "sha256").hexdigest() != entry["sha256"]:
			return [f"The archive is damaged: {table} was changed. Export the site again."]
	added = Sum()
	for row in archive.rows(table):
		added.add(row)
	if (added.count, added.text) != (entry["count"], entry["sum"]):
		return [
			f"The archive is damaged: {table} does not have the check-sum that was noted. Export it again."
		]
	return []


def file_hash(archive, content_hash):
	"""The SHA-256 of a packed content; None where it cannot be read."""
	try:
		with archive.content(content_hash) as stream:
			return hashlib.file_digest(stream, "sha256").hexdigest()
	except UNREADABLE:
		return None
