"""An import at work: the check beforehand and the import itself, both the ordinary saves of the person who imports.

The check saves every row into a copy of the database that is thrown away, so nobody waits for it. The import saves
in chunks: the write lock is held for a fifth of a second, then left long enough for whoever waits to get it. A row
and the line of the log that says so are one transaction: after a crash no row is imported twice.
"""

import json
import time
import traceback
from contextlib import contextmanager, suppress
from pathlib import Path

from minibench import importfile, jobs
from minibench.backup import copy_database
from minibench.connection import close_pool
from minibench.core.doctype.data_import.data_import import UPDATE
from minibench.database import Database
from minibench.documents import get_doc, new_doc
from minibench.errorlog import log_error
from minibench.errors import DoesNotExistError, LockTimeoutError, PermissionError, ValidationError
from minibench.files import find_file_by_url
from minibench.local import get_site_path, local
from minibench.locks import filelock
from minibench.logrows import add_row
from minibench.meta import get_meta
from minibench.translate import _
from minibench.web.desk import display, importmap, save
from minibench.web.request import json_or_empty

CHUNK_SECONDS = 0.2
MOST_TOLD = 1000  # of what is wrong
LOG = "Data Import Log"
COPY = "import-check"


def job_id(name):
	return f"data_import::{name}"


def options(doc):
	"""What is known of the file and its check: a dictionary, Frappe's `column_to_field_map` among it."""
	return json_or_empty(doc.template_options, dict)


def note(name, **changes):
	"""Write into the options, whatever somebody else wrote there meanwhile."""
	doc = get_doc("Data Import", name)
	doc.db_set("template_options", json.dumps(options(doc) | changes), update_modified=False)


def table_of(doc, sheet=None):
	"""What the file of an import holds."""
	file = find_file_by_url(doc.import_file)
	if file is None:
		raise ValidationError(_("Choose a file first."))
	return importfile.read(file.file_name, Path(file.get_full_path()).read_bytes(), sheet)


def begin(name, check):
	"""Queue the check or the import, once."""
	note(name, doing="check" if check else "import", done=0, stop=0, **({"checked": 0} if check else {}))
	once = {"job_id": job_id(name), "deduplicate": True, "enqueue_after_commit": True}
	jobs.enqueue(run, name=name, check=check, **once)


def run(name: str, check: bool) -> None:
	"""The job. What fails unforeseen is in the Error Log, and the import says so."""
	try:
		with jobs.reading():
			work = Import(get_doc("Data Import", name))
		local.flags.mute_emails = check or bool(work.doc.mute_emails)
		work.check() if check else work.write()
		if work.fault:
			log_error(f"Data Import: {work.doctype}", work.fault, "Data Import", name)
	except (ValidationError, PermissionError, DoesNotExistError) as error:
		told = save.refusals(error)[0]
		local.db.rollback()
		_give_up(name, told)
	except Exception as error:
		local.db.rollback()
		if not jobs.is_busy(error):
			_give_up(name, _("The import met a fault of the program. It is in the error log."))
		raise


def _give_up(name, told):
	warnings = json.dumps([{"message": display.strip(told)}])
	get_doc("Data Import", name).db_set({"status": "Error", "template_warnings": warnings})
	note(name, doing="")
	local.db.commit()


class Import:
	"""One file, read and mapped. Raises what the person must hear: no right (any more), no readable file."""

	fault = None  # the last one of the program that a record met

	def __init__(self, doc):
		doc.check_permission("write")
		doc.check_right()
		self.doc, self.doctype, self.updates = doc, doc.reference_doctype, doc.import_type == UPDATE
		known = options(doc)
		self.table = table_of(doc, known.get("sheet"))
		chosen = known.get("column_to_field_map") or {}
		self.columns = importmap.columns(self.doctype, self.updates, self.table.head, chosen)
		refuse_without(self.doctype, self.updates, self.columns)
		self.reader = importmap.Reader(self.doctype, self.columns, self.table.rows)
		self.groups = self.reader.groups()
		self.reader.find_links()

	def check(self):
		"""Try every record on a copy of the database; keep what went wrong."""
		problems, bad, total, last = [], 0, len(self.groups), time.monotonic()
		with rehearsal() as real:
			for done, lines in enumerate(self.groups):
				name, wrong = self.attempt(lines)
				bad += name is None
				problems += wrong[: MOST_TOLD - len(problems)]
				if time.monotonic() - last > 1:
					last = time.monotonic()
					if self.tell(real, done):
						break
			else:
				done = total
		checked = {"doing": "", "checked": int(done == total), "total": total, "good": done - bad, "bad": bad}
		note(self.doc.name, **checked)
		stored = {"payload_count": total, "template_warnings": json.dumps(problems), "status": "Pending"}
		self.doc.db_set(stored)

	def tell(self, real, done):
		"""Say in the database itself how far the check is; True where it is to stop."""
		copy, local.db = local.db, real
		try:
			note(self.doc.name, done=done)
			stop = options(get_doc("Data Import", self.doc.name)).get("stop")
			real.commit()
			return stop
		finally:
			local.db = copy

	# the import

	def write(self):
		"""Save the records that are not in the log yet."""
		name, logged = self.doc.name, self.logged()
		left = [lines for lines in self.groups if lines[0][0] not in logged]
		began, stopped = time.monotonic(), False
		for place, lines in enumerate(left, len(logged)):
			if time.monotonic() - began > CHUNK_SECONDS:
				jobs.make_way()
				began = time.monotonic()
				if stopped := bool(options(get_doc("Data Import", name)).get("stop")):
					break
			self.log(place, lines, *self.attempt(lines))
		note(name, doing="")
		counts = counted(name)
		status = "Pending" if stopped else "Success" if not counts[0] else "Error"
		status = "Partial Success" if counts[1] and status != "Success" else status
		self.doc.db_set({"status": status, "payload_count": len(self.groups)})

	def logged(self):
		"""The first lines of the records that were tried; their names may be linked to."""
		rows = local.db.get_all(LOG, {"data_import": self.doc.name}, ["row_indexes", "docname"])
		for row in rows:
			if row.docname:
				self.reader.made(row.docname)
		return {json.loads(row.row_indexes)[0] for row in rows}

	def log(self, place, lines, docname, wrong):
		numbers = json.dumps([number for number, _cells in lines])
		row = {"data_import": self.doc.name, "log_index": place, "row_indexes": numbers}
		row |= {"success": int(docname is not None), "docname": docname, "messages": json.dumps(wrong)}
		add_row(LOG, **row)

	# one record

	def attempt(self, lines):
		"""(name, []) of what was saved, (None, [{row, col, message}]) of what was not and is undone."""
		record = self.reader.record(lines)
		if record.problems:
			return None, record.problems
		local.message_log = []
		local.db.savepoint("data_import")
		try:
			name = self.save(record)
			local.db.release_savepoint("data_import")
			self.reader.made(name)
			return name, []
		except save.REFUSALS as error:
			texts = save.told(error)
		except Exception as error:
			if jobs.is_busy(error):
				raise
			self.fault = traceback.format_exc()
			texts = [_("The program met a fault here. It is in the error log.")]
		local.db.rollback(save_point="data_import")
		row, cells = lines[0]
		return None, [{"row": row, "col": self.blamed(text, cells), "message": text} for text in texts]

	def blamed(self, words, cells):
		"""The column that a sentence names, or whose cell it quotes."""
		named = [c for c in self.reader.columns if c.df.label and save.names(words, c.df)]
		if named:
			return max(named, key=lambda c: len(c.df.label)).at
		said = {c.at: importfile.text(importmap.at(cells, c)) for c in self.reader.columns}
		quoted = [at for at, text in said.items() if text and text in words]
		return quoted[0] if len(quoted) == 1 else None

	def save(self, record):
		doc = self.stored(record) if self.updates else new_doc(self.doctype)
		values = record.fields
		given = values.pop("name", None)
		for table in self.reader.tables:
			if rows := values.pop(table.fieldname, None):
				put_rows(doc, table, rows)
		doc.update(values)
		if self.updates:
			return doc.save().name
		doc.name = None
		doc.insert(set_name=given)
		if self.doc.submit_after_import and doc.meta.is_submittable:
			doc.submit()
		return doc.name

	def stored(self, record):
		"""The record that a line changes. One that the person may not see does not exist."""
		field = importmap.autoname_field(get_meta(self.doctype))
		name = record.fields.get(field.fieldname if field else "name")
		try:
			doc = get_doc(self.doctype, name) if name else None
			seen = bool(doc) and doc.has_permission("read")
		except save.REFUSALS:  # an app may refuse in words of its own
			seen = False
		if not seen:
			local.message_log = []
			text = _("There is no {0} with the ID {1}") if name else _("The ID of the {0} is missing")
			raise ValidationError(text.format(_(self.doctype), name))
		return doc


def put_rows(doc, table, rows):
	"""Replace the rows of a table; those that the column ID names keep what the file does not say."""
	kept = {row.name: row for row in doc.get(table.fieldname) or ()}
	doc.set(table.fieldname, [])
	for values in rows:
		name = values.pop("name", None)
		if name and name not in kept:
			raise ValidationError(_("There is no row {0} in {1}").format(name, _(table.label)))
		row = doc.append(table.fieldname, kept.get(name) or {})
		row.update(values)
		row.idx = len(doc.get(table.fieldname))


def counted(name):
	"""{0: failed, 1: saved} of an import so far."""
	counts = f"select success, count(*) from `tab{LOG}` where data_import = %s group by success"
	rows = local.db.sql(counts, (name,))
	return {0: 0, 1: 0} | {int(success): count for success, count in rows}


def refuse_without(doctype, updates, columns):
	"""Raises ValidationError where no column is imported, or none says which record a line changes."""
	keys = {c.key for c in columns if not c.why}
	field = importmap.autoname_field(get_meta(doctype))
	if updates and (field.fieldname if field else "name") not in keys:
		raise ValidationError(_("To change records, the file needs a column called ID."))
	if not keys:
		raise ValidationError(_("No column of the file is a field of {0}.").format(_(doctype)))


@contextmanager
def rehearsal():
	"""Work on a copy of the database that is thrown away; gives the database itself."""
	path, real = _copy(), local.db
	with filelock(COPY):
		_forget(path)
		try:
			copy_database(Path(real.path), path)
			path.chmod(0o600)
			local.db = Database(str(path))
			yield real
		finally:
			if local.db is not real:
				local.db.rollback()
				local.db.close()
				local.db = real
			_forget(path)
			real.rollback()


def sweep():
	"""Delete the copy that a check left when its process died; one that is at work keeps its own."""
	with suppress(LockTimeoutError), filelock(COPY, timeout=0):
		_forget(_copy())


def _copy():
	return Path(get_site_path("private", f"{COPY}.db"))


def _forget(path):
	close_pool(str(path))
	for end in ("", "-wal", "-shm", "-journal"):
		with suppress(FileNotFoundError):
			Path(f"{path}{end}").unlink()
