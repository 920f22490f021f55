"""Loads an archive into this site: rows as they were, straight into their tables.

Asks for no rights: it runs from the command line, as whoever keeps the server. Nothing is validated, no workflow
moves, nobody is told: what comes was checked when it was written. Each step is noted in the transaction that
ends it, so that a run which was stopped goes on after the last step that is complete; a table that was begun is
emptied of the archive's rows and filled anew.
"""

import os
import shutil
import tempfile

import frappe
from frappe.utils import now

from earlyhelp.handover.archive import DEFAULTS, SERIES, SETTINGS
from earlyhelp.handover.site import (
	is_apps,
	is_known_setting,
	remember,
	remembered,
	stored_series,
	write_defaults,
)

# what describes tables comes first, then its columns
SCHEMA = ("Custom Field", "Property Setter")
FILES, COLUMNS = "files", "columns"


def load(archive, keep, progress):
	"""Load what is not loaded yet. `keep` commits; `progress(step, rows)` is told of each step.

	Returns the time when the hand-over was complete, if it was before: then nothing is written.
	"""
	state = remembered() or {"archive": archive.key, "done": [], "finished": None}
	if state["finished"]:
		return state["finished"]
	remember(state)
	keep()
	for step, work in steps(archive):
		if step in state["done"]:
			continue
		rows = work(archive, step, keep)
		state["done"].append(step)
		remember(state)
		keep()
		progress(step, rows)
	add_notification_settings(archive)
	frappe.clear_cache()
	state["finished"] = now()
	remember(state)
	keep()
	return None


def steps(archive):
	"""[(step, function)] in order: descriptions of tables, records, child rows, then what is no record."""
	doctypes = [name for name in archive.doctypes if archive.tables[name]["count"] or holds_more(name)]
	rest = [name for name in doctypes if name not in SCHEMA]
	children = [name for name in rest if frappe.get_meta(name).istable]
	parents = [name for name in rest if name not in children]
	return [
		*((name, load_table) for name in SCHEMA if name in doctypes),
		(COLUMNS, make_columns),
		*((name, load_table) for name in (*parents, *children)),
		(FILES, load_files),
		(SETTINGS, load_settings),
		(DEFAULTS, load_defaults),
		(SERIES, load_series),
	]


def holds_more(doctype):
	"""Whether this site has records of an app's DocType of which the archive has none."""
	return bool(frappe.db.exists("DocType", doctype) and is_apps(doctype) and frappe.db.count(doctype))


def load_table(archive, doctype, keep):
	"""Fill one table. A table of an app becomes the archive's; in others its records replace their namesakes."""
	fields, whole = archive.fields(doctype), is_apps(doctype)
	table = frappe.qb.DocType(doctype)
	if whole:
		frappe.qb.from_(table).delete().run()
	for rows in archive.batches(doctype):
		names = [row["name"] for row in rows]
		if not whole:
			frappe.qb.from_(table).where(table.name.isin(names)).delete().run()
			remove_child_rows(doctype, names)
		frappe.db.bulk_insert(doctype, list(fields), [tuple(row.get(f) for f in fields) for row in rows])
		keep()
	return archive.tables[doctype]["count"]


def remove_child_rows(doctype, names):
	"""Take out the rows of records that are replaced, or they would have the old ones and the new."""
	for field in frappe.get_meta(doctype).get_table_fields():
		table = frappe.qb.DocType(field.options)
		of_these = (table.parenttype == doctype) & table.parent.isin(names)
		frappe.qb.from_(table).where(of_these).delete().run()


def make_columns(archive, step, keep):
	"""Give the tables the columns that Custom Fields and Property Setters ask for."""
	doctypes = {row["dt"] for row in archive.rows("Custom Field")}
	doctypes |= {row["doc_type"] for row in archive.rows("Property Setter") if row.get("doc_type")}
	frappe.clear_cache()
	for doctype in sorted(doctypes):
		if frappe.db.exists("DocType", doctype):
			frappe.db.updatedb(doctype)
	return len(doctypes)


def load_files(archive, step, keep):
	"""Put the contents of files where this bench keeps them."""
	count = 0
	for rows in archive.batches("File"):
		for row in rows:
			if not row["is_folder"] and row.get("content_hash") in archive.files:
				write_content(archive, row)
				count += 1
	return count


def write_content(archive, row):
	"""Write one content under its final name only when it is complete and on disk."""
	path = frappe.get_doc("File", row["name"]).get_full_path()
	with tempfile.NamedTemporaryFile(dir=os.path.dirname(path), prefix=".new-", delete=False) as file:
		with archive.content(row["content_hash"]) as content:
			shutil.copyfileobj(content, file)
		file.flush()
		os.fsync(file.fileno())
	os.chmod(file.name, 0o644)
	os.replace(file.name, path)


def load_settings(archive, step, keep):
	"""Single records: an app's are the archive's; of Frappe's, the fields that this site has."""
	table = frappe.qb.DocType("Singles")
	rows = [row for row in archive.rows(SETTINGS) if is_known_setting(row)]
	for doctype in {row["doctype"] for row in rows}:
		fields = [row["field"] for row in rows if row["doctype"] == doctype]
		which = table.doctype == doctype
		if not is_apps(doctype):
			which &= table.field.isin(fields)
		frappe.qb.from_(table).where(which).delete().run()
	values = [(row["doctype"], row["field"], row["value"]) for row in rows]
	frappe.db.bulk_insert("Singles", ["doctype", "field", "value"], values)
	return len(rows)


def load_defaults(archive, step, keep):
	"""Defaults of the site, and what apps remember of it."""
	rows = [(row["parent"], row["defkey"], row["defvalue"]) for row in archive.rows(DEFAULTS)]
	write_defaults(rows)
	return len(rows)


def load_series(archive, step, keep):
	"""Naming goes on after the last number; a counter that is further on here stays."""
	wanted = {row["name"]: row["current"] for row in archive.rows(SERIES)}
	here = {name: row["current"] for name, row in stored_series(list(wanted) or [""]).items()}
	table = frappe.qb.DocType("Series")
	frappe.qb.from_(table).where(table.name.isin(list(wanted) or [""])).delete().run()
	values = [(name, max(current, here.get(name, 0))) for name, current in wanted.items()]
	frappe.db.bulk_insert("Series", ["name", "current"], values)
	return len(values)


def add_notification_settings(archive):
	"""A person whom Frappe's own form makes has a record of these, and the desk asks for it."""
	doctype = "Notification Settings"
	if not frappe.db.exists("DocType", doctype):
		return
	for row in archive.rows("User"):
		if not frappe.db.exists(doctype, row["name"]):
			settings = {"doctype": doctype, "name": row["name"], "user": row["name"]}
			frappe.get_doc(settings).insert(ignore_permissions=True)
