"""The accounts of school staff: made for an address that is new, closed with a suspension, opened again.

An account of the desk, one with a further role and one that works at a second school are not one school's: none is
linked here, switched off or given a role.

Asks for no rights: who may is asked before, by `staff_work` on the portal and by the rights on School Staff.
"""

import frappe
from frappe import _
from frappe.sessions import clear_sessions
from frappe.utils import escape_html

from earlyhelp.constants import BSO, EHA, SSL, SU
from earlyhelp.permissions.notices import tell

EVERYBODYS = {"All", "Guest", "Desk User"}


def account_of(address):
	"""Return the account that has an address, None for an address that is new."""
	return frappe.db.exists("User", address) or frappe.db.exists("User", {"email": address}) or None


def make_account(address, full_name):
	"""Make an account that may enter concerns and has no password yet: its holder chooses one by a link in a mail."""
	first_name, _blank, last_name = full_name.partition(" ")
	person = {"email": address, "first_name": first_name, "last_name": last_name}
	doc = frappe.get_doc({"doctype": "User", **person, "send_welcome_email": 1, "roles": [{"role": SU}]})
	doc.flags.delay_emails = True
	return doc.insert(ignore_permissions=True).name


def ask_for_link(doc):
	"""Whoever keeps the staff of schools links the account that an address has; its holder is told as well."""
	roles = {"role": ["in", (BSO, EHA)], "parenttype": "User"}
	keepers = frappe.get_all("Has Role", filters=roles, pluck="parent")
	enabled = frappe.get_all("User", filters={"name": ["in", [*keepers, ""]], "enabled": 1}, pluck="name")
	tell(enabled, doc, _("A school entered an address that has an account already: link the account."))
	sentence = _(
		"A school entered this address among its staff. The council links it to the account you have; you need do"
		" nothing. If this was not meant for you, tell the council."
	)
	try:
		frappe.sendmail(
			recipients=[doc.invited_email], subject=doc.name, message=f"<p>{escape_html(sentence)}</p>"
		)
	except (frappe.OutgoingEmailError, frappe.ValidationError):
		frappe.clear_last_message()


def letters_to(address):
	"""Return how many messages to an address are sent or wait to be sent."""
	return frappe.db.count("Email Queue Recipient", {"recipient": address})


def on_portal(user):
	"""Say whether an account is one of the portal: a school changes no other."""
	return bool(user) and frappe.db.get_value("User", user, "user_type") == "Website User"


def has_signed_in(user):
	return bool(user and frappe.db.get_value("User", user, "last_login"))


def roles_of(user):
	return set(frappe.get_all("Has Role", filters={"parent": user, "parenttype": "User"}, pluck="role"))


def has_other_use(doc):
	"""Say whether the account of a member of staff has a further role, or works at another school."""
	elsewhere = {"user": doc.user, "active": 1, "name": ["!=", doc.name]}
	return bool(roles_of(doc.user) - {SU, SSL} - EVERYBODYS or frappe.db.exists("School Staff", elsewhere))


def give_lead(user):
	"""Let an account read concerns as a lead, besides what it may already."""
	change_roles(user, add={SU, SSL})


def take_lead(doc):
	"""Take the role of leads from the account, unless another entry needs it."""
	entries = {"user": doc.user, "name": ["!=", doc.name]}
	needed = frappe.db.exists("School Staff", {**entries, "is_lead": 1}) or frappe.db.exists(
		"School Staff", {**entries, "is_head": 1}
	)
	if not (needed or doc.is_head):
		change_roles(doc.user, add={SU}, drop={SSL})


def change_roles(user, add, drop=()):
	if not on_portal(user):
		return
	doc = frappe.get_doc("User", user)
	kept = [row for row in doc.roles if row.role not in drop]
	doc.set("roles", kept)
	for role in sorted(add - {row.role for row in kept}):
		doc.append("roles", {"role": role})
	doc.save(ignore_permissions=True)


def follow(doc):
	"""Close the account with a suspension, and open it again with its end or with work at another school."""
	before = doc.get_doc_before_save()
	if not on_portal(doc.user):
		return
	if doc.active:
		open_account(doc)
	elif before and before.active:
		close_account(doc)


def close_account(doc):
	"""End the sessions, and switch off an account that has no other use."""
	clear_sessions(doc.user, force=True)
	user = frappe.get_doc("User", doc.user)
	if user.enabled and not has_other_use(doc):
		switch_account(user, 0)
		doc.db_set("account_off", 1, update_modified=False)


def switch_account(user, enabled):
	"""Frappe saves the person's Notification Settings along and asks for a right to them: they are right before."""
	if frappe.db.exists("DocType", "Notification Settings"):
		frappe.db.set_value("Notification Settings", user.name, "enabled", enabled)
	user.enabled = enabled
	user.save(ignore_permissions=True)


def open_account(doc):
	"""Switch on an account that a suspension switched off; one that the council switched off stays off."""
	closed = frappe.get_all("School Staff", filters={"user": doc.user, "account_off": 1}, pluck="name")
	if not closed:
		return
	user = frappe.get_doc("User", doc.user)
	switch_account(user, 1)
	for name in closed:
		frappe.db.set_value("School Staff", name, "account_off", 0, update_modified=False)
	doc.account_off = 0
