"""What the demo added and what it filled in, so that it can be taken out again exactly.

Asks for no rights: only the commands that load and remove the demo come here.
"""

import json
from collections import Counter
from contextlib import contextmanager

import frappe
from frappe import _
from frappe.utils import now_datetime

from earlyhelp.permissions.case_records import case_doctypes
from earlyhelp.permissions.guard import FOLLOWERS

LEDGER, CHANGED = "earlyhelp_demo", "changed"
# what hangs on records and people, beside the app's own doctypes
ALONGSIDE = (
	"Comment", "Communication", "Contact", "Email Queue", "File", "Notification Log", "Notification Settings",
	"ToDo", "User", "Version", "View Log",
)  # fmt: skip


class AddedSinceError(frappe.ValidationError):
	"""Somebody added records to the demo's families; they would hang in the air without them."""


def read_ledger():
	"""Return {"added": {doctype: [names]}, "changed": [[doctype, name, field, before]]}."""
	added = {doctype: names for doctype in watched_doctypes() if (names := read_part(doctype))}
	return {"added": added, "changed": read_part(CHANGED)}


def read_part(part):
	"""The ledger is kept in parts, because a default value of a site is not long."""
	return json.loads(frappe.db.get_global(f"{LEDGER} {part}") or "[]")


def write_part(part, rows):
	frappe.db.set_global(f"{LEDGER} {part}", json.dumps(rows, default=str) if rows else None)


def forget_ledger():
	for part in (CHANGED, *watched_doctypes()):
		write_part(part, None)


def set_for_demo(doctype, name, **fields):
	"""Fill empty fields of a record that may have been there before, and remember what was in them."""
	before = frappe.db.get_value(doctype, name, list(fields), as_dict=True)
	empty = [field for field, value in fields.items() if value and not before[field]]
	if not empty:
		return
	write_part(CHANGED, read_part(CHANGED) + [[doctype, name, field, before[field]] for field in empty])
	for field in empty:
		frappe.db.set_value(doctype, name, field, fields[field])


@contextmanager
def remembering(people):
	"""Remember every record that these people, or Administrator, add in the meantime, also if it breaks off."""
	began, people = now_datetime(), ["Administrator", *people]
	there = added_since(began, people)  # a site whose time zone was changed holds records of the future
	try:
		yield
	finally:
		for doctype, names in added_since(began, people).items():
			known = read_part(doctype)
			passed_over = {*known, *there.get(doctype, ())}
			write_part(doctype, known + [name for name in names if name not in passed_over])


def watched_doctypes():
	"""Return the doctypes that the demo adds to: the app's own and what hangs on records."""
	modules = frappe.get_all("Module Def", filters={"app_name": "earlyhelp"}, pluck="name")
	ours = {"module": ["in", modules], "istable": 0, "issingle": 0}
	names = frappe.get_all("DocType", filters=ours, pluck="name", order_by="name")
	return names + [name for name in ALONGSIDE if frappe.db.exists("DocType", name)]


def added_since(began, people):
	found = {}
	for doctype in watched_doctypes():
		wanted = {"creation": [">=", began], "owner": ["in", people]}
		names = frappe.get_all(doctype, filters=wanted, pluck="name", order_by="creation")
		if names:
			found[doctype] = names
	return found


def remove_added(also_since=False):
	"""Take out what the ledger names and put back what it changed; return Counter({doctype: records}).

	Raises AddedSinceError when somebody added records to the demo's families since, unless these go, too.
	"""
	ledger = read_ledger()
	added = {doctype: set(names) for doctype, names in ledger["added"].items()}
	later = added_by_others(added)
	if later and not also_since:
		listed = ", ".join(f"{len(names)} {doctype}" for doctype, names in sorted(later.items()))
		frappe.throw(
			_("Records were added to the demo's families since: {0}.").format(listed), AddedSinceError
		)
	for doctype, names in later.items():
		added.setdefault(doctype, set()).update(names)
	hang_on(added)
	for doctype, name, field, before in ledger["changed"]:
		if name not in added.get(doctype, ()):
			frappe.db.set_value(doctype, name, field, before)
	removed = Counter()
	for doctype, names in added.items():
		removed[doctype] += delete_rows(doctype, names)
	forget_ledger()
	return +removed


def added_by_others(added):
	"""Return {doctype: names} of records of the demo's families that the ledger does not know."""
	families, later = sorted(added.get("Family", ())), {}
	for doctype in case_doctypes():
		if not families or not frappe.get_meta(doctype).has_field("family"):
			continue
		names = set(frappe.get_all(doctype, filters={"family": ["in", families]}, pluck="name"))
		if names - added.get(doctype, set()):
			later[doctype] = names - added.get(doctype, set())
	return later


def hang_on(added):
	"""Add to {doctype: names} what was hung on these records since: comments, versions, files, notices."""
	followers = {name: fields for name, fields in FOLLOWERS.items() if frappe.db.exists("DocType", name)}
	for doctype, (kind, reference) in followers.items():
		for target in [name for name in added if name not in FOLLOWERS]:
			wanted = {kind: target, reference: ["in", sorted(added[target])]}
			added.setdefault(doctype, set()).update(frappe.get_all(doctype, filters=wanted, pluck="name"))
	users = ["in", sorted(added.get("User", ())) or [""]]
	for doctype, field in (("Notification Log", "for_user"), ("Contact", "user")):
		if frappe.db.exists("DocType", doctype):
			names = frappe.get_all(doctype, filters={field: users}, pluck="name")
			added.setdefault(doctype, set()).update(names)


def delete_rows(doctype, names):
	"""Delete records with their rows, past the rule that records of help are kept; return how many there were."""
	there = frappe.get_all(doctype, filters={"name": ["in", sorted(names) or [""]]}, pluck="name")
	if doctype in ("User", "File"):
		for name in there:
			frappe.delete_doc(doctype, name, force=True, ignore_permissions=True, delete_permanently=True)
		forget_deleted(doctype, there)
		return len(there)
	for table in {field.options for field in frappe.get_meta(doctype).get_table_fields()}:
		frappe.db.delete(table, {"parenttype": doctype, "parent": ["in", there or [""]]})
	frappe.db.delete(doctype, {"name": ["in", there or [""]]})
	for name in there:
		frappe.clear_document_cache(doctype, name)
	return len(there)


def forget_deleted(doctype, names):
	"""Take out what Frappe keeps of a deleted account or file: that it was deleted, and its settings."""
	told = {"comment_type": "Deleted", "reference_doctype": doctype}
	frappe.db.delete(
		"Comment", {**told, "subject": ["in", [f"{_(doctype)} {name}" for name in names] or [""]]}
	)
	frappe.db.delete("DefaultValue", {"parent": ["in", names or [""]]})
