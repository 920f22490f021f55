"""People after a hand-over: passwords stay behind, so each chooses a new one by a link."""

import frappe
from frappe.core.doctype.user.user import reset_password


def without_password(archive):
	"""Names of the people of the archive who may sign in here and have no password yet."""
	auth = frappe.qb.DocType("__Auth")
	which = (auth.doctype == "User") & (auth.fieldname == "password")
	known = {name for (name,) in frappe.qb.from_(auth).select(auth.name).where(which).run()}
	return [row["name"] for row in archive.rows("User") if row.get("enabled") and row["name"] not in known]


def send_links(names, keep):
	"""Send each the message that "Forgot Password?" sends, with a link to choose a password."""
	for name in names:
		reset_password(user=name)
		keep()
