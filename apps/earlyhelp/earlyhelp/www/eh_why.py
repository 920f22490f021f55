"""The page that tells an administrator why somebody reaches a record of a family, or does not."""

import frappe
from frappe import _

from earlyhelp.api.pages import begin, only_for
from earlyhelp.permissions.case_records import is_case
from earlyhelp.permissions.explain import sentences
from earlyhelp.permissions.family_access import may_read
from earlyhelp.permissions.guard import refuse_as_missing

no_cache = 1
ASKED = ("doctype", "name", "person")


def get_context(context):
	"""Show the form, and what the rule says of the record and the person that were asked for."""
	only_for("System Manager")
	begin(context, _("Why can this person see this record?"))
	asked = {key: frappe.form_dict.get(key) for key in ASKED}
	context.asked = {key: value if isinstance(value, str) else "" for key, value in asked.items()}
	context.told = told(**context.asked) if all(context.asked.values()) else []


def told(doctype, name, person):
	"""Return the sentences; a record that the administrator does not reach answers as one that does not exist."""
	known = frappe.db.exists("DocType", doctype) and is_case(doctype) and frappe.db.exists(doctype, name)
	doc = frappe.get_doc(doctype, name) if known else None
	if not doc or not may_read(doc):
		refuse_as_missing(doctype, name)
	if not frappe.db.exists("User", person):
		return [_("There is no account {0}.").format(person)]
	return sentences(doc, person) or [_("Administrator may do everything.")]
