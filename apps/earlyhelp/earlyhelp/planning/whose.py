"""Whose a step or a field is: the people around an episode, asked of the stored record.

Every function takes an Early Help Episode, or a record that hangs from one, and an account.
"""

import frappe

from earlyhelp.constants import EHM
from earlyhelp.permissions.people import is_allocated, is_lead, manages, own_professionals


def episode_of(doc):
	"""Return the name of the episode that a record is or belongs to."""
	if doc.doctype == "Early Help Episode":
		return doc.name
	return doc.get("episode") or frappe.db.get_value("My Family Plan", doc.get("plan"), "episode")


def is_manager(user):
	return EHM in frappe.get_roles(user)


def allocated(doc, user):
	"""Say whether the person has a current allocation on the episode."""
	return is_allocated(episode_of(doc), user)


def manager_or_allocated(doc, user):
	return is_manager(user) or allocated(doc, user)


def lead(doc, user):
	"""Say whether the person is the current lead practitioner."""
	return is_lead(episode_of(doc), user)


def manager_or_lead(doc, user):
	return is_manager(user) or lead(doc, user)


def manager_of_team(doc, user):
	"""Say whether the person manages the episode's team; where it has none, every manager does."""
	team = frappe.db.get_value("Early Help Episode", episode_of(doc), "team")
	return not team or manages(team, user)


def receiver(doc, user):
	"""Say whether an episode is handed to this person, or to a team that he or she manages."""
	if doc.handover_professional and doc.handover_professional in own_professionals(user):
		return True
	return is_manager(user) and manages(receiving_team(doc), user)


def receiving_team(doc):
	"""Return the team that an episode is handed to, itself or because the person is in it."""
	person = doc.handover_professional
	return doc.handover_team or (person and frappe.db.get_value("Professional", person, "team"))


def who_asked(doc, user):
	return is_manager(user) or doc.submitted_by == user
