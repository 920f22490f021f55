"""The site that an archive is loaded into: what it knows of its tables, and how far a hand-over came."""

import json

import frappe
from frappe.utils import now

from earlyhelp.handover.canonical import plain

STATE = "earlyhelp_handover"
DEFAULT_COLUMNS = (
	*("name", "parent", "defkey", "defvalue", "parenttype", "parentfield", "owner", "modified_by"),
	*("creation", "modified"),
)


def remembered():
	"""{archive, done, finished}: the hand-over that was begun on this site; None without one."""
	table = frappe.qb.DocType("DefaultValue")
	which = (table.parent == "__global") & (table.defkey == STATE)
	found = frappe.qb.from_(table).select(table.defvalue).where(which).run()
	return json.loads(found[0][0]) if found else None


def remember(state):
	"""Note how far the hand-over came, in the transaction that brought it there."""
	write_defaults([("__global", STATE, json.dumps(state))])


def write_defaults(rows):
	"""Set defaults of the site, [(parent, key, value)], past what Frappe would clear for each of them."""
	table = frappe.qb.DocType("DefaultValue")
	values, stamp = [], now()
	for parent, key, value in rows:
		which = (table.parent == parent) & (table.defkey == key)
		frappe.qb.from_(table).where(which).delete().run()
		of_whom = ("__default", "system_defaults", "Administrator", "Administrator")
		values.append((frappe.generate_hash(length=10), parent, key, value, *of_whom, stamp, stamp))
	frappe.db.bulk_insert("DefaultValue", DEFAULT_COLUMNS, values)


def is_apps(doctype):
	"""Whether a DocType belongs to an app on top of Frappe: then the whole table is the archive's."""
	module = frappe.db.get_value("DocType", doctype, "module")
	return frappe.db.get_value("Module Def", module, "app_name") not in (None, "frappe")


def is_known_setting(row):
	"""Whether this site has the field of a setting."""
	if not frappe.db.exists("DocType", row["doctype"]):
		return False
	known = frappe.get_meta(row["doctype"]).get_valid_columns()
	return row["field"] in known


def stored(doctype, fields, names):
	"""{name: record} of this site as an archive would write it, for the names that are here."""
	table = frappe.qb.DocType(doctype)
	columns = [table[name] for name in fields]
	found = frappe.qb.from_(table).select(*columns).where(table.name.isin(names)).run(as_dict=True)
	return {row["name"]: written(row, fields) for row in found}


def written(row, fields):
	"""A record as an archive writes it."""
	values = {name: plain(row[name], kind) for name, kind in fields.items()}
	return {name: value for name, value in values.items() if value is not None}


def stored_settings(names, rows):
	"""{name: setting} for settings named as in an archive."""
	return stored_pairs("Singles", ("doctype", "field", "value"), names, rows)


def stored_defaults(names, rows):
	"""{name: default of the site} for defaults named as in an archive."""
	return stored_pairs("DefaultValue", ("parent", "defkey", "defvalue"), names, rows)


def stored_pairs(table, fields, names, rows):
	"""{"holder: key": row} of a table of values under keys; `fields`: those of holder, key and value."""
	table, (holder, key, _value) = frappe.qb.DocType(table), fields
	query = frappe.qb.from_(table).select(*(table[field] for field in fields))
	found = query.where(table[holder].isin({row[holder] for row in rows})).run(as_dict=True)
	named = {f"{row[holder]}: {row[key]}": row for row in found}
	return {name: {"name": name, **named[name]} for name in names if name in named}


def stored_series(names, rows=None):
	"""{name: counter} of naming series."""
	table = frappe.qb.DocType("Series")
	found = frappe.qb.from_(table).select(table.name, table.current).where(table.name.isin(names)).run()
	return {name: {"name": name, "current": int(current)} for name, current in found}
