"""The hooks that ask the rule: for rows of a list, for one record, and for the links of what is being saved.

They stand for every doctype ("*"), so that a new one is never forgotten. What is out of reach is answered in the
words of what does not exist.
"""

from dataclasses import replace

import frappe
from frappe import _

from earlyhelp.constants import EHA
from earlyhelp.permissions import relations
from earlyhelp.permissions.answers import kept_while_reading
from earlyhelp.permissions.around import check_copied
from earlyhelp.permissions.case_records import (
	OF_PEOPLE,
	case_doctypes,
	holders_of,
	is_case,
	rows_reached,
)
from earlyhelp.permissions.family_access import about_one, answered, reached
from earlyhelp.permissions.reader import read_reader

WRITES = ("write", "create", "delete", "submit", "cancel", "amend", "import")
# Frappe's records that hang on another: the fields that name its doctype and its name.
# Not all are in every site.
FOLLOWERS = {
	"Access Log": ("export_from", "reference_document"),
	"Activity Log": ("reference_doctype", "reference_name"),
	"Auto Repeat": ("reference_doctype", "reference_document"),
	"Comment": ("reference_doctype", "reference_name"),
	"Communication": ("reference_doctype", "reference_name"),
	"Deleted Document": ("deleted_doctype", "deleted_name"),
	"Discussion Topic": ("reference_doctype", "reference_docname"),
	"DocShare": ("share_doctype", "share_name"),
	"Document Follow": ("ref_doctype", "ref_docname"),
	"Document Share Key": ("reference_doctype", "reference_docname"),
	"Email Queue": ("reference_doctype", "reference_name"),
	"Energy Point Log": ("reference_doctype", "reference_name"),
	"Event": ("reference_doctype", "reference_docname"),
	"File": ("attached_to_doctype", "attached_to_name"),
	"Integration Request": ("reference_doctype", "reference_docname"),
	"Milestone": ("reference_type", "reference_name"),
	"Notification Log": ("document_type", "document_name"),
	"Reminder": ("reminder_doctype", "reminder_docname"),
	"Submission Queue": ("ref_doctype", "ref_docname"),
	"Tag Link": ("document_type", "document_name"),
	"ToDo": ("reference_type", "reference_name"),
	"Version": ("ref_doctype", "docname"),
	"View Log": ("reference_doctype", "reference_name"),
	"Workflow Action": ("reference_doctype", "reference_name"),
}

WRITES_TO_RECORD = ("File", "Tag Link", "DocShare")
# With an episode a team begins to hold a family: a manager, who alone makes one, need not write the family before.
BEGINS_WITH_READING = ("Early Help Episode",)


def list_condition(user=None, doctype=None) -> str:
	"""Return the SQL condition for the rows of a doctype that an account reaches; empty where the rule says nothing."""
	user = user or frappe.session.user
	return "" if user == "Administrator" or not doctype else _condition(user, doctype, False)


@kept_while_reading
def _condition(user, doctype, one):
	if doctype in FOLLOWERS:
		return _followers(doctype, read_reader(user))
	if frappe.get_meta(doctype).istable:
		return _child_rows(doctype, user)
	return rows_reached(doctype, about_one(user) if one else read_reader(user)) if is_case(doctype) else ""


def _child_rows(doctype, user):
	"""Rows of a child table are reached with the records that hold them."""
	holders = holders_of(doctype)
	if not holders:
		return ""
	reader, table = read_reader(user), f"`tab{doctype}`"
	names = relations.quoted(holders)
	parts = [f"{table}.`parenttype` not in ({names})"]
	for holder in holders:
		inside = f"select `tab{holder}`.`name` from `tab{holder}` where {rows_reached(holder, reader)}"
		fields = relations.quoted(_open_tables(holder, doctype, reader) or [""])
		held = f"{table}.`parenttype` = {relations.quoted([holder])} and {table}.`parentfield` in ({fields})"
		parts.append(f"({held} and {table}.`parent` in ({inside}))")
	return f"({' or '.join(parts)})"


def _open_tables(holder, doctype, reader):
	"""Return the fields of a record whose rows are of this doctype, as far as the person's roles open their level."""
	meta = frappe.get_meta(holder)
	levels = {row.permlevel or 0 for row in meta.permissions if row.read and row.role in reader.roles}
	tables = [field for field in meta.get_table_fields() if field.options == doctype]
	return [field.fieldname for field in tables if (field.permlevel or 0) in levels]


def _followers(doctype, reader):
	"""What hangs on a case record is listed for those who work with it.

	Of the records with a way of their own only people and referrals are asked; what hangs on others is not listed.
	"""
	kind, name = (f"`tab{doctype}`.`{field}`" for field in FOLLOWERS[doctype])
	reader, cases = replace(reader, roles=reader.roles - {EHA}), case_doctypes()
	hanging = " union all ".join(
		f"select {relations.quoted([case])} as `kind`, `name`, `family` from `tab{case}`"
		for case in cases
		if case not in OF_PEOPLE and case not in ("Family", "School Concern")
	)
	family = "select 'Family' as `kind`, `name`, `name` as `family` from `tabFamily`"
	rows = f"select `kind`, `name` from ({family} union all {hanging}) `hanging`"
	parts = [
		f"ifnull({kind}, '') not in ({relations.quoted(cases)})",
		f"({kind}, {name}) in ({rows} where {reached(reader, '`hanging`.`family`')})",
	]
	for case in ("Early Help Person", "Early Help Referral"):
		inside = f"select `tab{case}`.`name` from `tab{case}` where {rows_reached(case, reader)}"
		parts.append(f"({kind} = {relations.quoted([case])} and {name} in ({inside}))")
	return f"({' or '.join(parts)})"


def document_permission(doc, ptype=None, user=None, debug=False):
	"""Say whether the rule lets an account have a right to one record; None where it has nothing to say.

	Raises DoesNotExistError, in the words of a record that does not exist, for one that is out of reach, and
	LinkValidationError for a new link to something that is out of reach. False means that it may only be read.
	The stored record is what is judged; what a request wants to make of it is judged by its links.
	"""
	user = user or frappe.session.user
	if user == "Administrator" or frappe.get_meta(doc.doctype).istable:
		return None
	if ptype == "create":
		return check_new(doc, user)
	if doc.doctype in FOLLOWERS:
		return check_follower(doc, user, ptype in WRITES and doc.doctype in WRITES_TO_RECORD)
	allowed = None
	if is_case(doc.doctype) and (stored := _stored(doc, user)):
		reads, writes = stored
		if not reads:
			refuse_as_missing(doc.doctype, doc.name)
		allowed = bool(writes) or ptype not in WRITES
	if ptype in WRITES and allowed is not False:
		check_links(doc, user)
	return allowed


def check_new(doc, user):
	"""A new record is judged by what it points to; a name that it brings with it says nothing."""
	if not doc.is_new():
		return None
	check_links(doc, user)
	if doc.doctype == "File":
		check_copied(doc)
	follows = doc.doctype in FOLLOWERS
	return _check_pointed_to(doc, doc, user, doc.doctype in WRITES_TO_RECORD) if follows else None


def _stored(doc, user):
	"""Return whether the stored record may be read and written; neither for a name that is not stored.

	None for a record that is only about to get its name.
	"""
	return None if _has_no_name_yet(doc) else _asked(doc.doctype, str(doc.name), user)


@kept_while_reading
def _asked(doctype, name, user):
	reader, table = about_one(user), f"`tab{doctype}`"
	asked = ", ".join(answered(rows_reached(doctype, reader, writing)) for writing in (False, True))
	rows = frappe.db.sql(f"select {asked} from {table} where {table}.`name` = {relations.quoted([name])}")
	return rows[0] if rows else (0, 0)


def _has_no_name_yet(doc):
	return not doc.name or bool(doc.flags.in_insert) or str(doc.name).startswith("new-")


def reaches(doctype, name, user=None, writing=False, by_work=False) -> bool:
	"""Say whether an account reaches the stored record of a case doctype; False for one that does not exist.

	`by_work` leaves out what an Early Help Administrator reaches to correct identities.
	"""
	user = user or frappe.session.user
	table = f"`tab{doctype}`"
	where = f"{table}.`name` = {relations.quoted([name])}"
	if user != "Administrator":
		reader = about_one(user)
		reader = replace(reader, roles=reader.roles - {EHA}) if by_work else reader
		where += f" and {rows_reached(doctype, reader, writing)}"
	return bool(frappe.db.sql(f"select {table}.`name` from {table} where {where}"))


def out_of_reach(doctype, name, user=None) -> bool:
	"""Say whether a record of any doctype hangs from a family and is not reached, or does not exist there.

	False for doctypes that the rule says nothing of.
	"""
	user = user or frappe.session.user
	if user == "Administrator" or not frappe.db.exists("DocType", doctype):
		return False
	condition = _condition(user, doctype, True)
	if not condition:
		return False
	table = f"`tab{doctype}`"
	where = f"{table}.`name` = {relations.quoted([name])} and {condition}"
	return not frappe.db.sql(f"select {table}.`name` from {table} where {where}")


def refuse_as_missing(doctype, name):
	"""Answer for a record that is out of reach as for one that does not exist."""
	words = _("{0} {1} not found").format(_(doctype), name)
	missing = frappe.DoesNotExistError(words)
	missing.doctype = doctype
	frappe.throw(words, missing)


def check_follower(doc, user, writing=False):
	"""What hangs on a case record is there for those who work with that record; files and tags are part of it.

	The stored row is judged, and what a request wants to make of it.
	"""
	if _has_no_name_yet(doc):
		return _check_pointed_to(doc, doc, user, writing)
	stored = frappe.db.get_value(doc.doctype, doc.name, list(FOLLOWERS[doc.doctype]), as_dict=True)
	if not stored:
		refuse_as_missing(doc.doctype, doc.name)
	answers = [_check_pointed_to(doc, row, user, writing) for row in (stored, doc)]
	return False if False in answers else None


def _check_pointed_to(doc, row, user, writing):
	kind, name = (row.get(field) for field in FOLLOWERS[doc.doctype])
	if not kind or not name or not frappe.db.exists("DocType", kind) or not is_case(kind):
		return None
	if not reaches(kind, name, user, by_work=True):
		known = row is not doc or not _has_no_name_yet(doc)
		refuse_as_missing(*((doc.doctype, doc.name) if known else (kind, name)))
	return False if writing and not reaches(kind, name, user, writing=True, by_work=True) else None


def check_shared(doc, method=None):
	"""Records that hang from a family are never shared with single people: the rule alone says who reaches them."""
	if frappe.db.exists("DocType", doc.share_doctype) and is_case(doc.share_doctype):
		frappe.throw(_("Records of families are not shared."), frappe.PermissionError)


def check_assigned(doc, method=None):
	"""A task about a record that hangs from a family is for those who work with it: Frappe would share it with others."""
	kind, name, person = doc.reference_type, doc.reference_name, doc.allocated_to
	if frappe.session.user == "Administrator" or not (kind and name and person):
		return
	if frappe.db.exists("DocType", kind) and is_case(kind) and not reaches(kind, name, person, by_work=True):
		words = _("{0} may not see this record, so it was not assigned. Nothing was shared.")
		frappe.throw(words.format(frappe.utils.get_fullname(person)), frappe.PermissionError)


def check_followed(doc, method=None):
	"""Records that hang from a family are not followed by e-mail: their changes would go on arriving afterwards."""
	if frappe.db.exists("DocType", doc.ref_doctype) and is_case(doc.ref_doctype):
		frappe.throw(_("Records of families are not followed by e-mail."), frappe.PermissionError)


def check_tagged(doc, method=None):
	"""A tag is put on a case record by those who write it; Frappe asks nobody."""
	user = frappe.session.user
	if user != "Administrator" and _check_pointed_to(doc, doc, user, writing=True) is False:
		frappe.throw(_("You may not change this record."), frappe.PermissionError)


def check_links(doc, user=None):
	"""Refuse links to case records that are out of reach, in the words of links that lead nowhere.

	A case record hangs only on what its writer may write: whoever may read a family adds nothing to it. Links that
	are stored already are left alone: who may write a record need not reach all that it names.
	"""
	user = user or frappe.session.user
	stored = _stored_links(doc)
	writing = is_case(doc.doctype) and doc.doctype not in BEGINS_WITH_READING
	invalid, read_only = [], []
	for row in (doc, *doc.get_all_children()):
		for field, kind, name in _links(row):
			if (row.doctype, row.name, field.fieldname, name) in stored or reaches(kind, name, user, writing):
				continue
			found = read_only if writing and reaches(kind, name, user) else invalid
			found.append(_told(row, field, name))
	if invalid:
		frappe.throw(_("Could not find {0}").format(", ".join(invalid)), frappe.LinkValidationError)
	if read_only:
		words = _("You may read this, and add nothing to it: {0}").format(", ".join(read_only))
		frappe.throw(words, frappe.PermissionError, _("Not Permitted"))


def _links(row):
	"""Yield (field, doctype, name) for the links of a record or row to case records."""
	for field in (*row.meta.get_link_fields(), *row.meta.get_dynamic_link_fields()):
		name = row.get(field.fieldname)
		kind = field.options if field.fieldtype == "Link" else row.get(field.options)
		if name and kind and frappe.db.exists("DocType", kind) and is_case(kind):
			yield field, kind, name


def _stored_links(doc):
	"""Return the links that the stored record and its rows hold already."""
	if not doc.name or doc.is_new() or not frappe.db.exists(doc.doctype, doc.name):
		return set()
	before = frappe.get_doc(doc.doctype, doc.name)
	return {
		(row.doctype, row.name, field.fieldname, name)
		for row in (before, *before.get_all_children())
		for field, _kind, name in _links(row)
	}


def _told(row, field, name):
	label = f"{_(field.label)}: {name}"
	return "{} #{}: {}".format(_("Row"), row.idx, label) if row.get("parentfield") else label
