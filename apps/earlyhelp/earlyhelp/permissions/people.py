"""Who a person is at work: the Professional records of an account, the teams it is in, what it leads.

Every function takes an account (the one signed in by default) and asks a small, fixed number of queries.
"""

import frappe
from frappe.utils import getdate, today

from earlyhelp.constants import PU, SSL

MOST_LEVELS = 6
# Entries of School Staff who read what the school noticed, and may lead for it.
LEADS = [["is_lead", "=", 1], ["is_head", "=", 1]]


def own_professionals(user=None):
	"""Return the names of the Professional records in use of an account; a person usually has one."""
	user = user or frappe.session.user
	return frappe.get_all(
		"Professional", filters={"user": user, "disabled": 0}, pluck="name", order_by="name"
	)


def every_professional(user=None):
	"""Return the same with those that are disabled: they reach nothing, and still say who somebody is."""
	return frappe.get_all("Professional", filters={"user": user or frappe.session.user}, pluck="name")


def leads_as(user=None):
	"""Return the Professional records as which an account from outside the council leads the help for a family.

	A partner's own; of a safeguarding lead or head teacher those who work for the school, whoever of them it is.
	"""
	user = user or frappe.session.user
	schools = schools_led(user)
	of_school = {"school": ["in", schools], "disabled": 0}
	found = frappe.get_all("Professional", filters=of_school, pluck="name") if schools else []
	own = own_professionals(user) if PU in frappe.get_roles(user) else []
	return sorted({*found, *own})


def schools_led(user=None):
	"""Return the names of the schools where an account is a safeguarding lead or the head teacher."""
	user = user or frappe.session.user
	if SSL not in frappe.get_roles(user):
		return []
	here = {"user": user, "active": 1}
	return sorted(set(frappe.get_all("School Staff", filters=here, or_filters=LEADS, pluck="school")))


def leads_at(school):
	"""Return the accounts of the safeguarding leads and the head teacher of a school."""
	here = {"school": school, "active": 1, "user": ["is", "set"]}
	return frappe.get_all("School Staff", filters=here, or_filters=LEADS, pluck="user")


def teams_of(user=None, role="member"):
	"""Return the names of an account's teams.

	role `member`: the teams its Professional records name; `manager`: those it manages, stands in for, or
	stands above as a line manager.
	"""
	user = user or frappe.session.user
	if role == "member":
		filters = {"user": user, "team": ["is", "set"], "disabled": 0}
		return sorted(set(frappe.get_all("Professional", filters=filters, pluck="team")))
	led = frappe.get_all(
		"Early Help Team", filters={"manager": ["in", [user, *people_below(user)]]}, pluck="name"
	)
	above = frappe.get_all("Early Help Team", filters={"line_manager": user}, pluck="name")
	return sorted({*led, *above, *_deputy_of(user)})


def _deputy_of(user):
	rows = frappe.get_all(
		"Team Deputy",
		filters={"user": user, "parenttype": "Early Help Team"},
		fields=["parent", "from_date", "to_date"],
	)
	return [row.parent for row in rows if current(row)]


def current(row):
	"""Say whether today is within `from_date` and `to_date` of a row; an empty date is no limit."""
	day = getdate(today())
	return (not row.from_date or getdate(row.from_date) <= day) and (
		not row.to_date or getdate(row.to_date) >= day
	)


def people_below(user):
	"""Return the accounts of those whose line manager is the person, directly or through others."""
	found, level = set(), own_professionals(user)
	for _level in range(MOST_LEVELS):
		rows = level and frappe.get_all(
			"Professional", filters={"line_manager": ["in", level]}, fields=["name", "user"]
		)
		level = [row.name for row in rows if row.name not in found]
		found.update(level)
		if not level:
			break
	accounts = {"name": ["in", sorted(found)], "user": ["is", "set"]}
	return sorted(frappe.get_all("Professional", filters=accounts, pluck="user")) if found else []


def manages(team, user=None):
	"""Say whether an account manages a team, stands in for its manager, or is the manager's line manager."""
	return bool(team) and team in teams_of(user, "manager")


def front_door_teams():
	"""Return the names of the teams that take contacts and referrals."""
	return frappe.get_all("Early Help Team", filters={"is_front_door": 1, "disabled": 0}, pluck="name")


def in_front_door(user=None):
	"""Say whether an account works in, or leads, a team that takes contacts and referrals."""
	return bool({*teams_of(user), *teams_of(user, "manager")} & set(front_door_teams()))


def is_allocated(family_or_episode, user=None):
	"""Say whether a person has a current allocation on this episode, or on one of this family's.

	Takes the name of a Family or of an Early Help Episode; an episode that is closed has no current allocation.
	"""
	return bool(_current_allocations(family_or_episode, user))


def is_lead(episode, user=None):
	"""Say whether a person is the current lead practitioner of an episode."""
	return any(row.role == "Lead Practitioner" for row in _current_allocations(episode, user))


def _current_allocations(family_or_episode, user=None):
	mine = own_professionals(user)
	episodes = frappe.get_all(
		"Early Help Episode",
		filters={"status": ["!=", "Closed"]},
		or_filters={"name": family_or_episode, "family": family_or_episode},
		pluck="name",
	)
	if not mine or not episodes:
		return []
	rows = frappe.get_all(
		"Practitioner Allocation",
		filters={
			"parenttype": "Early Help Episode",
			"parent": ["in", episodes],
			"professional": ["in", mine],
		},
		fields=["role", "from_date", "to_date"],
	)
	return [row for row in rows if current(row)]


def users_of_team(team, role="member"):
	"""Return the enabled accounts of a team: its members, or (role `manager`) its manager and deputies."""
	if not team:
		return []
	if role == "member":
		filters = {"team": team, "disabled": 0, "user": ["is", "set"]}
		users = frappe.get_all("Professional", filters=filters, pluck="user")
	else:
		rows = frappe.get_all(
			"Team Deputy",
			filters={"parent": team, "parenttype": "Early Help Team"},
			fields=["user", "from_date", "to_date"],
		)
		users = [frappe.db.get_value("Early Help Team", team, "manager")]
		users += [row.user for row in rows if current(row)]
	enabled = {"name": ["in", [user for user in users if user] or [""]], "enabled": 1}
	return sorted(frappe.get_all("User", filters=enabled, pluck="name"))
