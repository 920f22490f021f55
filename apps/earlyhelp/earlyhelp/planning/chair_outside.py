"""Who chairs for a lead outside the council: a safeguarding lead for the school, a partner for the own work."""

import frappe

from earlyhelp.permissions.people import leads_as, schools_led
from earlyhelp.planning.led_outside import EPISODE_OF, is_running, lead_rows, led, professional_at


def chair_of(episode, user):
	"""Return who chairs when an account plans a meeting of an episode that it leads: (professional, school).

	A school's lead chairs by his or her own record at that school, which is made when there is none.
	"""
	mine = [row.professional for row in lead_rows(leads_as(user), episode) if is_running(row)]
	school = frappe.db.get_value("Professional", mine[0], "school")
	if school in schools_led(user):
		return professional_at(school, user), school
	return mine[0], None


def chairs(meeting, user):
	"""Say whether the chair of a meeting is the account, or somebody of the school where it leads."""
	return bool(meeting.chair) and (meeting.chair_user == user or meeting.chair in leads_as(user))


def leads_family_of(meeting, user=None):
	"""Say whether a meeting is of an episode that the account leads; else only its school called it."""
	episode = EPISODE_OF["TAC Meeting"](meeting)
	return bool(episode) and any(row.name == episode for row in led(user))
