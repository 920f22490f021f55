"""How a referral begins: from a search, for a family that is known or for a new one; or sent in from a page.

Asks for no rights: a page of the portal checked who sends, and its people hold no rights on records.
"""

import frappe
from frappe import _
from frappe.utils import now_datetime

from earlyhelp.front_door.linking import NAMES, link_to
from earlyhelp.permissions.family_access import reach_of
from earlyhelp.permissions.people import in_front_door
from earlyhelp.states.moves import move


class NothingAskedError(frappe.ValidationError):
	"""Nothing is asked of this account about such a referral."""


def begin_referral(child, family=None):
	"""Return a new draft of the person signed in, from a search that was just made.

	`child`: what was sought, {first_name, last_name, date_of_birth, upn}; it becomes the first row when no family
	was chosen. Raises PermissionError without the right to make a referral.
	"""
	values = {name: child.get(name) for name in NAMES if child.get(name)}
	rows = children_rows(family) if family else [values] if values else []
	doc = frappe.get_doc({"doctype": "Early Help Referral", "children": rows}).insert()
	note_search(doc)
	if family:
		link_family(doc, family)
	return doc


def note_search(doc):
	"""Write that the person signed in searched for the family of this referral. The caller checked the right."""
	doc.db_set({"search_done_on": now_datetime(), "search_done_by": frappe.session.user})


def children_rows(family):
	"""Return a row for each child who is in the family now, by name: identity, which the card shows as well."""
	children = {
		"parent": family,
		"parenttype": "Family",
		"relationship": "Child",
		"left_on": ["is", "not set"],
	}
	people = frappe.get_all("Family Member", filters=children, pluck="person", order_by="idx")
	rows = [frappe.db.get_value("Early Help Person", person, NAMES, as_dict=True) for person in people]
	return [dict(row) for row in rows]


def link_family(doc, family):
	"""Link a family that was chosen from a card. The caller checked that the person saw the card.

	The front door reaches the family from now on. Anybody else would lose the own draft, so the family is noted
	and linked when screening begins. So it is for the front door, too, while the referral is a draft: who writes one
	may delete it again, and would have read a family and left no trace.
	"""
	if not reach_of(family).write and not (doc.status != "Draft" and in_front_door()):
		doc.db_set("family_found", family)
		return
	link_to(doc, family)


def make_records(doc):
	"""Make the records of a new family from the rows of a referral, and link them. Returns the Family.

	Runs with the rights of the person signed in. Rows that are linked already keep their record.
	"""
	members = []
	for row in (*doc.children, *doc.adults):
		if not row.person:
			row.person = _make_person(row)
		relationship = "Child" if row.doctype == "Referral Child" else row.relationship or "Other relative"
		responsibility = None if relationship == "Child" else row.parental_responsibility
		members.append(
			{"person": row.person, "relationship": relationship, "parental_responsibility": responsibility}
		)
	family_name = doc.family_name or _("Not known")
	family = frappe.get_doc({"doctype": "Family", "family_name": family_name, "members": members}).insert()
	doc.family = family.name
	doc.save()
	return family


def _make_person(row):
	same = ("date_of_birth", "sex", "upn", "school", "unborn", "expected_on", "telephone")
	fields = {name: row.get(name) for name in same if row.get(name)}
	names = {"first_name": row.first_name or _("Unborn baby"), "last_name": row.last_name or _("Not known")}
	return frappe.get_doc({"doctype": "Early Help Person", **names, **fields}).insert().name


def send_in(values, sent_by=None):
	"""Take in a referral from a page of the portal and return it, submitted.

	`values`: fields of Early Help Referral that a referrer may fill. `sent_by`: the account of the school or
	partner; None for the public. The caller checked who sends and which fields it passes on. Raises MissingError.
	"""
	doc = frappe.get_doc({**values, "doctype": "Early Help Referral", "referrer_user": sent_by})
	doc.insert(ignore_permissions=True)
	return move(doc, "Send In", on_behalf_of=sent_by)


def answer_question(referral, user, answer):
	"""Take the answer to what was asked, from the account that sent the referral in. Raises NothingAskedError."""
	row = frappe.db.get_value("Early Help Referral", referral, ["referrer_user", "status"], as_dict=True)
	if not row or row.referrer_user != user or row.status != "Awaiting Information":
		frappe.throw(_("Nothing is asked about this referral."), NothingAskedError, _("Answer"))
	doc = frappe.get_doc("Early Help Referral", referral)
	doc.db_set("information_answer", answer)
	return move(doc, "Information Received", on_behalf_of=user)
