"""Identifiers in records: stored in one form, refused with a sentence."""

import frappe
from frappe import _

from earlyhelp.families.identifiers import IdentifierError


def keep_checked(doc, fieldname, check, exception):
	"""Store what `check` returns for the field, or refuse with its sentence as `exception`."""
	try:
		doc.set(fieldname, check(doc.get(fieldname) or ""))
	except IdentifierError as error:
		frappe.throw(_(str(error)), exception, _(doc.meta.get_label(fieldname)))
