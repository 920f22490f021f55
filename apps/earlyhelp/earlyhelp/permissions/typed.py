"""What a request may type into a record: what its form lets a person type, and nothing else.

Frappe takes every field that is sent, also one that the form shows read-only: an account that may write a record
could so write its scores, who answered an action, or which account sent a referral in. What a request sends for a
field that people do not fill is put back to what is stored, before the record works anything out. The app's own
code is not concerned: only the record that the request itself names is looked at, and once.
"""

from urllib.parse import unquote

import frappe
from frappe.model import no_value_fields

from earlyhelp.permissions.case_records import is_case
from earlyhelp.permissions.named import called
from earlyhelp.states.registry import FLOWS, flow_of

OWN = "earlyhelp."
TABLES = ("Table", "Table MultiSelect")
LINKS = ("Link", "Dynamic Link")
DOCUMENTS = ("doc", "docs", "data")  # the parameters in which Frappe's methods take a document


def keep_read_only(doc, method=None):
	"""Put back what the request being answered typed into fields of a case record that people do not fill."""
	if not frappe.request or frappe.session.user == "Administrator" or not is_case(doc.doctype):
		return
	if not _is_sent(doc):
		return
	before = None if doc.is_new() else doc.get_doc_before_save()
	_restore(doc, before)
	for table in doc.meta.get_table_fields():
		stored = {row.name: row for row in (before.get(table.fieldname) if before else ())}
		for row in doc.get(table.fieldname):
			if row.name in stored:
				_restore(row, stored[row.name])


def _restore(doc, before):
	for df in doc.meta.fields:
		if not _is_kept(df, doc.doctype, before):
			continue
		kept = before.get(df.fieldname) if before else None
		if kept is None and df.fieldtype in TABLES:
			kept = []
		if doc.get(df.fieldname) != kept:
			doc.set(df.fieldname, kept)


def _is_kept(df, doctype, before):
	"""Whether a field is filled by the app alone. A new record may be given what it hangs on, as a + of the desk does,
	but no account; stamps and states have words of their own."""
	if not df.read_only or df.set_only_once or df.fetch_from or not _holds_value(df):
		return False
	if doctype in FLOWS and df.fieldname in (flow_of(doctype).field, *flow_of(doctype).stamps):
		return False
	if before:
		return df.fieldname != "family"
	return not df.default and (df.fieldtype not in LINKS or df.options == "User")


def _holds_value(df):
	return df.fieldtype in TABLES or df.fieldtype not in no_value_fields


def _is_sent(doc):
	"""Say whether this is the record that the request names, and was not asked about before."""
	key = (doc.doctype, None if doc.is_new() else doc.name)
	asked = getattr(frappe.request, "typed_records", [])
	if key in asked or key not in set(_named(doc.doctype)):
		return False
	frappe.local.request.typed_records = [*asked, key]
	return True


def _named(doctype):
	"""Yield (doctype, name) of the records that the request sends; name None: a new one. The app's own methods read
	what they are sent themselves."""
	form, parts = frappe.form_dict, [part for part in frappe.request.path.split("/") if part]
	if parts[:1] == ["app"]:
		if parts[1:2] == [frappe.scrub(doctype).replace("_", "-")] and parts[2:3] == ["new"]:
			yield doctype, None
		return
	if (called() or "").startswith((OWN, "frappe.model.workflow.")):
		return
	for kind in {"resource", "document"} & set(parts[1:3]):
		rest = [unquote(part) for part in parts[parts.index(kind) + 1 :]]
		yield (rest or [""])[0], "/".join(rest[1:]) or None
	if isinstance(form.get("doctype"), str):
		yield form.doctype, str(form.get("name") or form.get("docname") or "") or None
	for name in DOCUMENTS:
		yield from _of_documents(form.get(name))


def _of_documents(value):
	"""Yield the same of documents in a parameter. The name of a new record is not believed."""
	if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
		value = frappe.parse_json(value)
	for one in value if isinstance(value, list) else [value]:
		if isinstance(one, dict) and isinstance(one.get("doctype"), str):
			yield one["doctype"], str(one.get("name") or one.get("docname") or "") or None
			yield one["doctype"], None
