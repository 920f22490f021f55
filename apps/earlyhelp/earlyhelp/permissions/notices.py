"""Notices on the desk for those who reach a record.

A notice holds the number of a record and a sentence that names nobody: no name, concern or reason.

Asks for no rights: a notice is put for another person, who sees it only if he or she reaches the record.
"""

import frappe
from frappe.utils import escape_html

from earlyhelp.permissions.family_access import may_read
from earlyhelp.permissions.people import users_of_team

__all__ = ["tell", "users_of_team"]


def tell(users, doc, sentence):
	"""Put a notice about `doc` for each of `users` (one account or several) who may read it at this moment.

	`sentence` says what happened, without a name, a concern or a reason; the record's number is put before it.
	Returns the accounts that were told; the person who does it is not told.
	"""
	wanted = [users] if isinstance(users, str) else users
	told = []
	for user in sorted({user for user in wanted if user} - {frappe.session.user}):
		if not may_read(doc, user):
			continue
		frappe.get_doc(
			{
				"doctype": "Notification Log",
				"for_user": user,
				"from_user": frappe.session.user,
				"type": "Alert",
				"document_type": doc.doctype,
				"document_name": doc.name,
				"subject": escape_html(f"{doc.name}: {sentence}"),
			}
		).insert(ignore_permissions=True)
		told.append(user)
	return told
