"""What leads do with the staff of their school: invite, change, suspend, let back in.

Asks for no rights: portal roles hold none. Each function first asks whether the person leads the school. Who reads
concerns is the head teacher's and the council's to say, and nobody's about the own entry.
"""

import frappe
from frappe import _
from frappe.utils import add_to_date, escape_html, now_datetime

from earlyhelp.constants import SSL
from earlyhelp.schools.portal_access import LEAD, READER, is_lead, led, relation_to, staff_of
from earlyhelp.schools.pupil_work import check_lead
from earlyhelp.schools.staff_accounts import (
	account_of,
	ask_for_link,
	give_lead,
	has_signed_in,
	letters_to,
	make_account,
	on_portal,
	roles_of,
	take_lead,
)

MOST_INVITATIONS = 30  # of one school within 24 hours


class StaffRuleError(frappe.ValidationError):
	"""The staff of a school cannot be changed so; the message says why and what to do."""


def member_of(name):
	"""Return a member of staff of a school that the person leads. Raises DoesNotExistError, whatever the reason."""
	return led("School Staff", name, _("This person is not here."))


def is_own(doc):
	return doc.user == frappe.session.user


def heads(school):
	"""Say whether the person signed in is the head teacher of a school, and reads its concerns."""
	return is_lead(frappe.session.user, school) and any(
		row.is_head for row in staff_of() if row.school == school
	)


def refuse(sentence, fieldname=None):
	"""Refuse with a sentence, and the question it belongs to."""
	place = f'<b data-fieldname="{fieldname}"></b>: ' if fieldname else ""
	frappe.throw(f"<li>{place}{escape_html(sentence)}</li>", StaffRuleError)


# -- who may do what with whom: "", or the sentence that says why not ------------------------------------
def why_not_lead(doc):
	"""Why the person may not say whether somebody is a safeguarding lead."""
	if is_own(doc):
		return _(
			"Whether you are a safeguarding lead is said by somebody else: the head teacher or the council."
		)
	if not heads(doc.school):
		return _("The head teacher or the council says who is a safeguarding lead: ask them.")
	if doc.is_lead:
		return ""
	if not has_signed_in(doc.user):
		return _("Somebody becomes a safeguarding lead after signing in for the first time.")
	if not on_portal(doc.user) and SSL not in roles_of(doc.user):
		return _("The council makes this person a safeguarding lead: ask them.")
	return ""


def why_not_switch(doc):
	"""Why the person may not suspend somebody, or let somebody back in."""
	if is_own(doc):
		return _("You do not suspend yourself: the head teacher or the council does.")
	if (doc.is_lead or doc.is_head) and not heads(doc.school):
		return _("A safeguarding lead or a head teacher is suspended and let back in by the head teacher or the council: ask them.")  # fmt: skip
	if not doc.active and not on_portal(doc.suspended_by):
		return _("The council suspended this person: ask them.")
	return only_on_duty(doc)


def only_on_duty(doc, lock=False):
	"""Why the school cannot do without this lead: no other is on duty. `lock`: until the change is stored."""
	if not (doc.active and doc.is_lead and doc.on_duty):
		return ""
	leads = {"school": doc.school, "active": 1, "is_lead": 1, "on_duty": 1}
	rows = frappe.db.get_values("School Staff", leads, ["name", "user"], as_dict=True, for_update=lock)
	others = [row.user for row in rows if row.name != doc.name and row.user]
	if others and frappe.db.exists("User", {"name": ["in", others], "enabled": 1}):
		return ""
	return _(
		"{0} is the only safeguarding lead on duty: without one, nobody hears of new concerns. Put another lead on"
		" duty first. If it cannot wait, the council does it at once."
	).format(doc.full_name)


# -- inviting -------------------------------------------------------------------------------------------
def invite(school, values):
	"""Enter a colleague; with an e-mail address, ask her or him in. Returns (entry, whether a message goes out)."""
	check_lead(school)
	check_name(school, values)
	named = {"school": school, "full_name": values["full_name"], "post": values["post"]}
	doc = frappe.get_doc({"doctype": "School Staff", **named}).insert(ignore_permissions=True)
	return doc, bool(values.get("email")) and ask_in(doc, values["email"])


def check_name(school, values, name=""):
	"""Nobody is entered twice, by a second press of the button or by a second lead."""
	same = {"school": school, "full_name": values["full_name"], "name": ["!=", name], "active": 1}
	posts = frappe.get_all("School Staff", filters=same, pluck="post")
	if (values["post"] or "") in [post or "" for post in posts]:
		refuse(
			_("{0} is among the staff already. If two people share name and post, tell them apart by the post.").format(
				values["full_name"]
			),
			"full_name",
		)  # fmt: skip


def ask_in(doc, address):
	"""Make an account for a new address; an address that has one is linked by the council, which nobody is told here.

	Returns whether a message to the address goes out.
	"""
	address = address.lower()
	check_address(doc.school, address)
	check_limit(doc.school)
	before, account = letters_to(address), account_of(address)
	doc.invited_email, doc.invited_on = address, now_datetime()
	if not account:
		doc.user = make_account(address, doc.full_name)
	doc.save(ignore_permissions=True)
	if account:
		ask_for_link(doc)
	return letters_to(address) > before


def check_address(school, address):
	here = {"school": school, "user": account_of(address) or address}
	invited = {"school": school, "invited_email": address}
	found = frappe.db.exists("School Staff", here) or frappe.db.exists("School Staff", invited)
	if not found:
		return
	name, active = frappe.db.get_value("School Staff", found, ["full_name", "active"])
	if active:
		refuse(_("This is the address of {0}, who is among the staff already.").format(name), "email")
	refuse(_("This is the address of {0}, who is suspended: let her or him back in.").format(name), "email")


def check_limit(school):
	since = add_to_date(now_datetime(), days=-1)
	sent = frappe.db.count("School Staff", {"school": school, "invited_on": [">=", since]})
	if sent >= MOST_INVITATIONS:
		refuse(
			_("{0} people were invited since yesterday. Go on tomorrow, or ask the council to enter a list.").format(
				sent
			),
			"email",
		)  # fmt: skip


# -- changing, suspending -------------------------------------------------------------------------------
def change(name, values):
	"""Change name, post, duty and, for a head teacher, who is a lead. Returns (entry, whether a message goes out)."""
	doc = member_of(name)
	if not doc.active:
		refuse(_("{0} is suspended: let her or him back in first.").format(doc.full_name))
	check_name(doc.school, values, doc.name)
	lead = bool(values.get("is_lead", doc.is_lead))
	turns = lead != bool(doc.is_lead)
	if turns and (reason := why_not_lead(doc)):
		refuse(reason, "is_lead")
	duty = bool(values.get("on_duty", doc.on_duty))
	if not (lead and duty) and (reason := only_on_duty(doc, lock=True)):
		refuse(reason, "on_duty" if lead else "is_lead")
	doc.update({"full_name": values["full_name"], "post": values["post"], "is_lead": lead, "on_duty": duty})
	doc.save(ignore_permissions=True)
	if turns:
		give_lead(doc.user) if lead else take_lead(doc)
	asks = values.get("email") and not (doc.user or doc.invited_email)
	return doc, bool(asks) and ask_in(doc, values["email"])


def suspend(name):
	"""Close the pages of the school for somebody at once. Returns (entry, whether anything changed)."""
	return switch(name, 0)


def let_in(name):
	"""Let somebody who was suspended back in. Returns (entry, whether anything changed)."""
	return switch(name, 1)


def switch(name, active):
	doc = member_of(name)
	if bool(doc.active) == bool(active):
		return doc, False
	if reason := why_not_switch(doc) or only_on_duty(doc, lock=True):
		refuse(reason)
	doc.active = active
	return doc.save(ignore_permissions=True), True


def waiting_with(doc):
	"""Return {concern: open steps} of what waits with somebody, as far as the person signed in reads it."""
	steps = frappe.get_all(
		"Concern Step",
		filters={"who": doc.name, "parenttype": "School Concern", "done_on": ["is", "not set"]},
		pluck="parent",
	)
	held = frappe.get_all("School Concern", filters={"held_by": doc.name, "status": "In Hand"}, pluck="name")
	found = {}
	for name in sorted({*steps, *held}):
		concern = frappe.get_doc("School Concern", name)
		if concern.status in ("Seen", "In Hand") and relation_to(concern) in (LEAD, READER):
			found[name] = steps.count(name)
	return found
