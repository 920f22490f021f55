"""The story's clock: what loading writes within seconds is put to the days and hours on which it would have been.

While the town is made, `at` says when in the story one is. In the end `put_in_time` moves every moment that was
written meanwhile: when records, their rows, comments, versions and notices were made and changed, and whatever else
a step stamped with the hour. Days without an hour are the business of whoever tells the story (`put_back`).

Asks for no rights: only the commands that load the demo, and tests, come here.
"""

import json
import re
from bisect import bisect_right
from operator import itemgetter

import frappe
from frappe.utils import format_date, format_datetime, get_datetime, now_datetime

from earlyhelp.demo.acting import day

MARKS = "earlyhelp_demo_marks"
PACE = 60  # a second of loading is so many seconds of the story
CHUNK = 100
TABLES = ("Table", "Table MultiSelect")


def at(days, hour="10:00"):
	"""From here on the story is so many days from today, at that hour.

	Weekends are free: what lies within three days falls on one, once in a while, so its hours go upwards, too.
	"""
	marks = frappe.flags.setdefault(MARKS, [])
	marks.append((now_datetime(), get_datetime(f"{day(days)} {hour}:00")))


def told(moment):
	"""Return when in the story it was, at that moment of loading; never later than the moment itself."""
	marks = frappe.flags.get(MARKS) or []
	place = bisect_right(marks, moment, key=itemgetter(0)) - 1
	if place < 0:
		return moment
	began, story = marks[place]
	return min(story + (moment - began) * PACE, moment)


def put_in_time(added, told_of=None):
	"""Move what was written to the demo's records, {doctype: [names]}, since the story began, to when it was in it.

	`told_of`: {doctype: {name: (made, changed)}} for records that carry their own days, as imported ones do.
	"""
	began = min((mark[0] for mark in frappe.flags.get(MARKS) or ()), default=now_datetime())
	for doctype, names in added.items():
		own = (told_of or {}).get(doctype, {})
		for number in range(0, len(names), CHUNK):
			some = names[number : number + CHUNK]
			since = {"modified": [">=", began]}
			move_rows(doctype, {"name": ["in", some], **since}, "name", own, began)
			for table in {df.options for df in frappe.get_meta(doctype).fields if df.fieldtype in TABLES}:
				rows = {"parenttype": doctype, "parent": ["in", some], **since}
				move_rows(table, rows, "parent", own, began)
		frappe.clear_document_cache(doctype)
	frappe.flags.pop(MARKS, None)


def move_rows(doctype, wanted, record, own, began):
	"""Write the moments of some rows of one table anew, in one statement; `record` names whose days count."""
	fields, ended = moments_of(doctype), now_datetime()
	changes = {}
	# Frappe leaves a column out that is asked for by name and has `_seen` in it, as `history_seen_on` has
	for row in frappe.get_all(doctype, filters=wanted, fields=["*"], limit_page_length=0):
		moments = {name: get_datetime(row[name]) for name in fields if row[name]}
		written = {name: moment for name, moment in moments.items() if began <= moment <= ended}
		if days := own.get(row[record]):
			moved = {name: days[name != "creation"] for name in written}
		else:
			moved = {name: told(moment) for name, moment in written.items()}
		changes[row.name] = {name: f"{moment:%Y-%m-%d %H:%M:%S.%f}" for name, moment in moved.items()}
		if doctype == "Version":
			changes[row.name]["data"] = retell(row)
	write_rows(doctype, changes)


def moments_of(doctype):
	"""Return the names of the columns that hold a moment."""
	fields = frappe.get_meta(doctype).get("fields", {"fieldtype": "Datetime", "is_virtual": 0})
	return ["creation", "modified", *(df.fieldname for df in fields)]


def retell(version):
	"""Return what a version says, with the day of loading told as the day of the story, and what is due by then."""
	story, data = told(version.creation), json.loads(version.data)
	due = [change for change in data["changed"] if change[0].endswith("due_on") and change[2]]
	if due:
		names = [change[0] for change in due]
		stands = frappe.db.get_value(version.ref_doctype, version.docname, names, as_dict=True)
		for change in due:
			change[2] = format_date(stands[change[0]])
	loaded = rf"{re.escape(format_date(version.creation))}( \d\d:\d\d:\d\d)?"
	formatted = {True: format_datetime(story), False: format_date(story)}
	return re.sub(loaded, lambda found: formatted[bool(found[1])], json.dumps(data, separators=(",", ":")))


def write_rows(doctype, changes):
	"""Write {name: {field: value}} in one statement."""
	table = frappe.qb.DocType(doctype)
	query = frappe.qb.update(table).where(table.name.isin(list(changes)))
	for field in sorted({field for values in changes.values() for field in values}):
		case = frappe.qb.terms.Case().else_(table[field])
		for name, values in changes.items():
			if field in values:
				case = case.when(table.name == name, values[field])
		query = query.set(table[field], case)
	if changes:
		query.run()
