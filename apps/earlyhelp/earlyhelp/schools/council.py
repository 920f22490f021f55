"""Who at the council hears that a school shared a concern: who helps the family already, or the front door."""

import frappe
from frappe import _

from earlyhelp.permissions.notices import tell
from earlyhelp.permissions.people import front_door_teams, users_of_team


def helped_family(doc):
	"""Return (family, episode) of the open help for the child of a concern; (None, None) without one.

	A child in several families that are helped names none: the front door says which one it is.
	"""
	person = doc.pupil and frappe.db.get_value("School Enrolment", doc.pupil, "person")
	if not person:
		return None, None
	current = {"person": person, "parenttype": "Family", "left_on": ["is", "not set"]}
	families = frappe.get_all("Family Member", filters=current, pluck="parent")
	rows = frappe.get_all(
		"Early Help Episode",
		filters={"family": ["in", families or [""]], "status": ["!=", "Closed"]},
		fields=["family", "name"],
		order_by="creation desc",
	)
	return (rows[0].family, rows[0].name) if len({row.family for row in rows}) == 1 else (None, None)


def tell_council(doc):
	"""The lead and the managers of the open help hear of it, or else the front door; nobody is named."""
	urgent = _("A school shared a concern and calls it urgent.")
	sentence = urgent if doc.shared_urgent else _("A school shared a concern.")
	if doc.family and tell(helpers(doc), doc, sentence):
		return
	if doc.family:
		doc.db_set({"family": None, "family_name": None}, update_modified=False)
	tell(everybody_of(front_door_teams()), doc, sentence)


def helpers(doc):
	_family, episode = helped_family(doc)
	lead, team = frappe.db.get_value("Early Help Episode", episode, ["lead_practitioner", "team"]) or (
		None,
		None,
	)
	users = {frappe.db.get_value("Professional", lead, "user")} if lead else set()
	return users | set(users_of_team(team, "manager") if team else ())


def everybody_of(teams):
	users = {user for team in teams for user in users_of_team(team)}
	return users | {user for team in teams for user in users_of_team(team, "manager")}
