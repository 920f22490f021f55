"""The blind match: people who must know of a referral are told, and whoever wrote it down learns nothing.

A likely match that the writer may not reach is not shown, not counted and not hinted at. The people named on
the family's restriction get a task; for any other family out of reach, whoever manages the team that holds it.

Asks for no rights: the task is put for somebody else. It hangs on no record and has no owner among people,
because an assignment is shown on the record that it hangs on.
"""

import frappe
from frappe import _
from frappe.utils import escape_html

from earlyhelp.families.matching import LIKELY
from earlyhelp.families.search import described, families_of, likely_people
from earlyhelp.permissions.family_access import NOTHING, reach_of
from earlyhelp.permissions.people import users_of_team


def tell_of_possible_matches(doc, user=None):
	"""Put a task "possible match" for each family out of reach of `user` that the referral may be about."""
	for family in hidden_matches(doc, user or frappe.session.user):
		for person in who_is_told(family):
			_put_task(doc, family, person)


def hidden_matches(doc, user):
	"""Return the families that a child or an adult of the referral likely belongs to and that are out of reach.

	For a page of the portal only restricted families count: what else is out of reach there, screening finds.
	"""
	found = set()
	for row in (*doc.children, *doc.adults):
		likely = [name for name, points in likely_people(described(row)).items() if points >= LIKELY]
		found.update(families_of(likely) if likely else ())
	return sorted(family for family in found - {doc.family} if _hidden(family, doc, user))


def _hidden(family, doc, user):
	if doc.referrer_user or user == "Guest":
		return bool(frappe.db.get_value("Family", family, "restricted"))
	return reach_of(family, user).level == NOTHING


def who_is_told(family):
	"""Return the people named on the family's restriction, or the managers of the teams that hold it."""
	if frappe.db.get_value("Family", family, "restricted"):
		return frappe.get_all("Family Restriction", filters={"parent": family}, pluck="user")
	held = {"family": family, "status": ["!=", "Closed"]}
	teams = frappe.get_all("Early Help Episode", filters=held, pluck="team")
	return sorted({user for team in teams if team for user in users_of_team(team, "manager")})


def _put_task(doc, family, person):
	if person == frappe.session.user:
		return
	sentence = _(
		"Possible match: the referral {0} may be about the family {1}. Compare them, and link or leave it."
	)
	text = escape_html(sentence.format(doc.name, family))
	if frappe.db.exists("ToDo", {"allocated_to": person, "description": text}):
		return
	task = frappe.get_doc({"doctype": "ToDo", "allocated_to": person, "description": text})
	task.insert(ignore_permissions=True)
	task.db_set({"owner": "Administrator", "assigned_by": "Administrator", "modified_by": "Administrator"})
