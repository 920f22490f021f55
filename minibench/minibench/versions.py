"""Version rows: what one save changed, in the shape of Frappe's `data`, and who may read which part of it."""

import json

from minibench.local import _dict, local
from minibench.logrows import add_row
from minibench.meta import child_table_fields, default_fields, get_meta, table_fields
from minibench.utils.data import as_json
from minibench.values import to_column

RAW = ("Markdown Editor", "Text Editor", "Code", "HTML Editor")
PARTS = ("changed", "added", "removed", "row_changed")


def comparable(doc, fieldname: str):
	"""A value in a form that compares two states of a document: 1 and "1", None and "" are alike."""
	value = doc.get(fieldname)
	if isinstance(value, list):
		return [[comparable(row, field.fieldname) for field in row.meta.column_fields] for row in value]
	stored = None if value == "" else to_column(doc.meta, fieldname, value)
	return None if stored == "" else stored


def save_version(doc) -> str | None:
	"""Write a Version for a document that was just saved; returns its name, None where nothing is tracked."""
	if not doc.meta.track_changes or doc.flags.ignore_version or local.flags.in_install:
		return None
	data = get_diff(doc.get_doc_before_save() or _amended(doc), doc)
	if not data:
		return None
	text = as_json(data, indent=None, separators=(",", ":"))
	return add_row("Version", ref_doctype=doc.doctype, docname=str(doc.name), data=text)


def _amended(doc):
	from minibench.documents import get_doc

	return get_doc(doc.doctype, doc.amended_from) if doc.get("amended_from") else None


def get_diff(old, new, for_child: bool = False) -> dict | None:
	"""{changed, added, removed, row_changed, ..} between two states of a document; None without a difference.

	Passwords are never part of it.
	"""
	if not old or not new:
		return None
	out = _dict({key: [] for key in PARTS}, data_import=None, updater_reference=None)
	for df in new.meta.fields:
		if df.fieldtype == "Password":
			continue
		if df.fieldtype in table_fields:
			if not for_child:
				_diff_rows(out, df.fieldname, old, new)
		elif df.fieldname in new.meta.get_valid_columns():
			_diff_value(out, df, old, new)
	for key in () if for_child else ("name", "docstatus"):
		if old.get(key) != new.get(key):
			out.changed.append([key, old.get(key), new.get(key)])
	return out if any(out[key] for key in PARTS) else None


def _diff_value(out: dict, df, old, new) -> None:
	before, after = old.get(df.fieldname), new.get(df.fieldname)
	if before == after or comparable(old, df.fieldname) == comparable(new, df.fieldname):
		return
	if df.fieldtype not in RAW:
		before = old.get_formatted(df.fieldname) if before else before
		after = new.get_formatted(df.fieldname) if after else after
	if before != after:
		out.changed.append((df.fieldname, before, after))


def _diff_rows(out: dict, table: str, old, new) -> None:
	amended = new.get("amended_from") and new.amended_from == old.name
	before = {row.name: row for row in old.get(table) or ()}
	found = set()
	for n, row in enumerate(new.get(table) or ()):
		name = row.get("_amended_from") if amended else row.name
		if name not in before:
			out.added.append([table, row.as_dict()])
			continue
		found.add(name)
		diff = get_diff(before[name], row, for_child=True)
		if diff and diff.changed:
			out.row_changed.append((table, n, row.name, diff.changed))
	out.removed.extend([table, row.as_dict()] for name, row in before.items() if name not in found)


def get_versions(doctype: str, name: str, limit: int = 20) -> list[_dict]:
	"""The latest versions of a document the user may read, without the fields that he or she may not."""
	from minibench.documents import get_doc

	doc = get_doc(doctype, name)
	doc.check_permission("read")
	rows = local.db.sql(
		"select name, owner, creation, data from `tabVersion` where ref_doctype = %s and docname = %s"
		" order by creation desc, rowid desc limit %s",
		(doctype, str(name), limit),
		as_dict=True,
	)
	for row in rows:
		row.data = readable(doc.meta, json.loads(row.data or "{}"))
	return [row for row in rows if any(row.data.get(key) for key in PARTS)]


def readable(meta, data: dict) -> dict:
	"""The part of a version's data that stands on permission levels the user may read."""
	levels = set(meta.get_permlevel_access("read"))
	if local.session.user == "Administrator":
		return data

	def open_(field_meta, fieldname):
		field = field_meta.get_field(fieldname)
		if field is None:  # a column of every record; the level of a field that is gone is not known
			return fieldname in (*default_fields, *child_table_fields)
		return (field.permlevel or 0) in levels

	def child(table):
		return get_meta(meta.get_field(table).options)

	def row_part(table, row):
		return [table, {key: value for key, value in row.items() if open_(child(table), key)}]

	data = dict(data)
	data["changed"] = [c for c in data.get("changed", ()) if open_(meta, c[0])]
	tables = [t for t in ("added", "removed") if data.get(t)]
	for key in tables:
		data[key] = [row_part(t, row) for t, row in data[key] if meta.get_field(t) and open_(meta, t)]
	data["row_changed"] = [
		[table, n, name, kept]
		for table, n, name, changed in data.get("row_changed", ())
		if meta.get_field(table) and open_(meta, table)
		if (kept := [c for c in changed if open_(child(table), c[0])])
	]
	return data
