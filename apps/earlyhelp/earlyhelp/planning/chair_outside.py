"""Who chairs for a lead outside the council: a safeguarding lead for the school, a partner for the own work."""

import frappe

from earlyhelp.permissions.people import leads_as, leads_at, schools_led
from earlyhelp.planning.led_outside import EPISODE_OF, is_running, lead_rows, led, professional_at

BEFORE = ("Planned", "Invited")


def chair_of(episode, user):
	"""Return who chairs when an account plans a meeting of an episode that it leads: (professional, school).

	A school's lead chairs by his or her own record at that school, which is made when there is none.
	"""
	professional, school = _lead_of(episode, user)
	return (professional_at(school, user), school) if school else (professional, None)


def chairs(meeting, user):
	"""Say whether the chair of a meeting is the account, or somebody of the school where it leads."""
	return bool(meeting.chair) and (meeting.chair_user == user or meeting.chair in leads_as(user))


def may_chair(meeting, user):
	"""Return the accounts that an account may say chairs a meeting: the leads of its school, or itself.

	None where somebody else, of the council or elsewhere, has the chair.
	"""
	if meeting.chair and not chairs(meeting, user):
		return []
	school = _school_of(meeting, user)
	return leads_at(school) if school else [user]


def give_chair(meeting, chair_user, user):
	"""Write who chairs into a meeting, and into who comes."""
	school = _school_of(meeting, user)
	meeting.chair = professional_at(school, chair_user) if school else _lead_of(meeting.episode, user)[0]
	meeting.chair_user = chair_user
	if not any(row.professional == meeting.chair for row in meeting.attendees):
		came = {"invited": 1} if meeting.status in BEFORE else {"invited": 0, "attended": "Yes"}
		meeting.append("attendees", {"professional": meeting.chair, **came})


def leads_family_of(meeting, user=None):
	"""Say whether a meeting is of an episode that the account leads; else only its school called it."""
	episode = EPISODE_OF["TAC Meeting"](meeting)
	return bool(episode) and any(row.name == episode for row in led(user))


def _lead_of(episode, user):
	"""Return as whom an account leads an episode: (professional, school where it is a lead, or None)."""
	mine = [row.professional for row in lead_rows(leads_as(user), episode) if is_running(row)]
	school = frappe.db.get_value("Professional", mine[0], "school")
	return mine[0], school if school in schools_led(user) else None


def _school_of(meeting, user):
	if meeting.called_by_school and meeting.called_by_school in schools_led(user):
		return meeting.called_by_school
	return _lead_of(meeting.episode, user)[1]
