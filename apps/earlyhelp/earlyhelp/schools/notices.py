"""Messages to people of a school. A message holds a reference and "sign in to read": no name, concern or reason."""

import frappe
from frappe import _
from frappe.utils import escape_html, get_url


def tell_staff(staff, doc, sentence):
	"""E-mail people of a school about `doc`; `staff`: accounts, or School Staff entries. Returns the accounts.

	What cannot be sent holds nothing up: the pages show what waits.
	"""
	users = {row if isinstance(row, str) else row.user for row in staff} - {frappe.session.user, None}
	enabled = {"name": ["in", [*users, ""]], "enabled": 1}
	addresses = sorted(frappe.get_all("User", filters=enabled, pluck="email"))
	for address in addresses:
		body = f"<p>{escape_html(sentence)}</p><p>{_('Sign in to read:')} {get_url('/school')}</p>"
		try:
			frappe.sendmail(recipients=[address], subject=f"{doc.name}: {sentence}", message=body)
		except (frappe.OutgoingEmailError, frappe.ValidationError):
			frappe.clear_last_message()
			break
	return sorted(users)
