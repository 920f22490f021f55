"""Families that come back from social care: an episode begins without a referral.

Asks for no rights: the manager saw the family's card and no more. Whether the account may begin a step-down is
checked by its table of steps, and what is reached afterwards follows from the team that helps.
"""

import frappe
from frappe import _

from earlyhelp.permissions.notices import tell, users_of_team


class NoChildNamedError(frappe.ValidationError):
	"""A step-down names none of the family's children."""


def begin_step_down(family: str, children: list[str], said: dict):
	"""Return a new episode of a family that social care hands over. `said`: fields of Early Help Episode.

	Raises MissingError for what row B2.1 asks, and what the rules of an episode raise.
	"""
	if not children:
		frappe.throw(_("Say which children the help is for."), NoChildNamedError, _("Children"))
	rows = [{"person": person} for person in children]
	values = {"doctype": "Early Help Episode", "family": family, "step_down": 1, "children": rows}
	doc = frappe.get_doc({**values, **said}).insert(ignore_permissions=True)
	others = set(users_of_team(doc.team, "manager")) - {frappe.session.user}
	tell(others, doc, _("A family comes back from social care: somebody is to be allocated."))
	return doc


def new_family(children: list[dict]) -> tuple[str, list[str]]:
	"""Make the records of a family that nobody knew, with the rights of the person signed in.

	`children`: first_name, last_name and date_of_birth of each. Returns (family, [person]).
	"""
	people = [frappe.get_doc({"doctype": "Early Help Person", **child}).insert().name for child in children]
	members = [{"person": person, "relationship": "Child"} for person in people]
	name = children[0]["last_name"] if children else None
	family = {"doctype": "Family", "family_name": name or _("Not known"), "members": members}
	return frappe.get_doc(family).insert().name, people
