"""What a site begins with: look-ups from data/*.csv.

Asks for no rights: it runs while an app is installed or updated, never for a person.
"""

import csv
import json
from pathlib import Path

import frappe

from earlyhelp.states.registry import FLOWS

DATA = Path(__file__).parent / "data"
LOOKUPS = (
	"Agency",
	"Closure Reason",
	"Concern Category",
	"Decision Reason",
	"Ethnic Background",
	"Impact Theme",
	"Level Of Need",
	"Presenting Need",
	"Professional Discipline",
	"Referral Source",
	"Timescale",
)
# What the rule of access looks up in every list: the episodes of a team without a look at their rows, columns that
# are nearly always empty, and who wrote a family down.
INDEXES = (
	("Early Help Episode", ("team", "status", "closed_on", "family", "service")),
	("Early Help Person", ("works_here_as", "name")),
	("Early Help Referral", ("decision", "family")),
	("Early Help Referral", ("decided_on", "family")),
	("Family", ("owner", "name")),
)
SEARCHED = "Global Search Settings"
INSTALLED = "earlyhelp_installed_lookups"


def install_lookups():
	"""Insert each row of the look-up files once in the life of a site.

	What was installed before is remembered by name, so that a row which an administrator renamed,
	changed or deleted stays as it was left, and only rows that a new version brings are added.
	"""
	before = frappe.db.get_global(INSTALLED) or "{}"
	installed = json.loads(before)
	for doctype in LOOKUPS:
		done = set(installed.get(doctype, []))
		for row in read_lookup(doctype):
			name = next(iter(row.values()))
			if name not in done and not frappe.db.exists(doctype, name):
				frappe.get_doc({"doctype": doctype, **row}).insert(ignore_permissions=True)
			done.add(name)
		installed[doctype] = sorted(done)
	if (now := json.dumps(installed)) != before:
		frappe.db.set_global(INSTALLED, now)


def add_indexes():
	"""What the rule of access looks up in every list, whoever asks: see `permissions/relations.py`."""
	for doctype, fields in INDEXES:
		frappe.db.add_index(doctype, list(fields))


def search_for_words():
	"""Let a bench with a list of what its search looks in look in ours; an administrator may take them out again.

	Frappe reads the hook only in its setup wizard, and when the list is reset.
	"""
	if not frappe.db.exists("DocType", SEARCHED):
		return
	settings = frappe.get_doc(SEARCHED)
	listed = {row.document_type for row in settings.allowed_in_global_search}
	for doctype in [name for name in searched_doctypes() if name not in listed]:
		settings.append("allowed_in_global_search", {"document_type": doctype})
	settings.save(ignore_permissions=True)


def forget_words():
	"""Take them out of the list, and their words out of Frappe's copy, which knows nothing of an app that goes."""
	if not frappe.db.exists("DocType", SEARCHED):
		return
	settings, mine = frappe.get_doc(SEARCHED), searched_doctypes()
	kept = [row for row in settings.allowed_in_global_search if row.document_type not in mine]
	settings.set("allowed_in_global_search", kept)
	settings.save(ignore_permissions=True)
	frappe.db.delete("__global_search", {"doctype": ["in", mine]})


def searched_doctypes():
	"""Return the doctypes of the app in which the search over all records looks."""
	return [
		row["doctype"] for row in frappe.get_hooks("global_search_doctypes", app_name="earlyhelp")["Default"]
	]


def switch_sharing_off():
	"""Nobody shares single records: who reaches a family is said by the rule of access alone."""
	frappe.db.set_single_value("System Settings", "disable_document_sharing", 1)


def hide_tracebacks():
	"""A refusal shows no lines of code: they would tell a record out of reach from one that does not exist."""
	frappe.db.set_single_value("System Settings", "allow_error_traceback", 0)


def forget_lookups():
	"""Forget what was installed: the look-ups go with the app, and a later installation brings them anew."""
	frappe.db.set_global(INSTALLED, None)


def remove_workflows():
	"""Take out the workflows of the app: Frappe leaves fixtures behind, and the records they steer are gone."""
	for doctype in FLOWS:
		for name in frappe.get_all("Workflow", filters={"document_type": doctype}, pluck="name"):
			frappe.delete_doc("Workflow", name, force=True, ignore_permissions=True)


def remove_jobs():
	"""Take the app's work of the night out of the schedule: Frappe does so at its next migrate, too late."""
	frappe.db.delete("Scheduled Job Type", {"method": ["like", "earlyhelp.%"]})


def read_lookup(doctype):
	"""Return the rows of a look-up's file; the first column is the name of the record."""
	with (DATA / f"{frappe.scrub(doctype)}.csv").open(newline="", encoding="utf-8") as file:
		return list(csv.DictReader(file))
