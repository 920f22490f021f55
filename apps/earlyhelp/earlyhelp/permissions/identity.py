"""What an Early Help Administrator may change of a family and a person: who they are, and nothing of their case."""

import frappe
from frappe import _

from earlyhelp.constants import EHA
from earlyhelp.permissions.guard import reaches

NOT_IDENTITY = {
	"Family": ("family_professionals", "conflicts", "restricted", "restricted_reason", "restricted_to"),
	"Early Help Person": (
		"safe_contact",
		"safe_contact_note",
		"preferred_language",
		"interpreter",
		"works_here_as",
	),
}


class NotIdentityError(frappe.PermissionError):
	"""An administrator changes something of a family that is no identity."""


def check_identity_only(doc):
	"""Refuse a change of anything but identity by who reaches the record only to correct identities."""
	before, user = doc.get_doc_before_save(), frappe.session.user
	if not before or user == "Administrator" or EHA not in frappe.get_roles(user):
		return
	changed = [name for name in NOT_IDENTITY[doc.doctype] if _differs(doc, before, name)]
	if changed and not reaches(doc.doctype, doc.name, user, writing=True, by_work=True):
		frappe.throw(
			_("{0}: only who works with the family changes this. Administrators correct identities.").format(
				_(doc.meta.get_label(changed[0]))
			),
			NotIdentityError,
			_(doc.meta.get_label(changed[0])),
		)


def _differs(doc, before, name):
	if not doc.meta.has_field(name):
		return False
	one, other = before.get(name), doc.get(name)
	if isinstance(other, list):
		one, other = ([_plain(row) for row in rows or []] for rows in (one, other))
	return (one or None) != (other or None)


def _plain(row):
	return {field.fieldname: str(row.get(field.fieldname) or "") for field in row.meta.fields}
