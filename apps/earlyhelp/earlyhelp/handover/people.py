"""People after a hand-over: passwords stay behind, so each chooses a new one by a link."""

import frappe


def without_password(archive):
	"""Names of the people of the archive who may sign in here and have no password yet."""
	auth = frappe.qb.DocType("__Auth")
	which = (auth.doctype == "User") & (auth.fieldname == "password")
	known = {name for (name,) in frappe.qb.from_(auth).select(auth.name).where(which).run()}
	return [row["name"] for row in archive.rows("User") if row.get("enabled") and row["name"] not in known]


def send_links(names, keep):
	"""Send each a link to choose a password. Raises OutgoingEmailError where no mail can be sent."""
	for name in names:
		frappe.get_doc("User", name).reset_password(send_email=True)
		keep()
