"""Notices on the desk for those who reach a record, and messages to people who have only their pages.

A notice holds the number of a record and a sentence that names nobody: no name, concern or reason.

Asks for no rights: a notice is put for another person, who sees it only if he or she reaches the record.
"""

import frappe
from frappe import _
from frappe.utils import escape_html, get_url

from earlyhelp.permissions.family_access import may_read
from earlyhelp.permissions.people import users_of_team

__all__ = ["tell", "users_of_team", "write_to"]


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


def write_to(users, doc, sentence, page):
	"""E-mail `users` about `doc`: its number, `sentence` and the page where they sign in to read.

	As for `tell`, the sentence names nobody, and the person who does it is not told. What cannot be sent holds
	nothing up: the pages show what waits. Returns the accounts.
	"""
	enabled = {"name": ["in", [*{*users} - {frappe.session.user, None}, ""]], "enabled": 1}
	found = frappe.get_all("User", filters=enabled, fields=["name", "email"], order_by="name")
	for row in found:
		body = f"<p>{escape_html(sentence)}</p><p>{_('Sign in to read:')} {get_url(page)}</p>"
		try:
			frappe.sendmail(recipients=[row.email], subject=f"{doc.name}: {sentence}", message=body)
		except (frappe.OutgoingEmailError, frappe.ValidationError):
			frappe.clear_last_message()
			break
	return [row.name for row in found]


def outside(users):
	"""Return those of `users` who have no desk: they hear by `write_to`, as no notice is shown to them."""
	filters = {"name": ["in", [*{*users} - {None}, ""]], "user_type": "Website User"}
	return frappe.get_all("User", filters=filters, pluck="name", order_by="name")
