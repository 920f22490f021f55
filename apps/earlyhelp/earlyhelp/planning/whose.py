"""Whose a step or a field is: the people around an episode, asked of the stored record.

Every function takes an Early Help Episode, or a record that hangs from one, and an account.
"""

import frappe
from frappe import _

from earlyhelp.constants import EHM
from earlyhelp.permissions.people import is_allocated, is_lead, manages, own_professionals, users_of_team
from earlyhelp.states.flow import said_as


def episode_of(doc):
	"""Return the name of the episode that a record is or belongs to."""
	if doc.doctype == "Early Help Episode":
		return doc.name
	return doc.get("episode") or frappe.db.get_value("My Family Plan", doc.get("plan"), "episode")


def the_lead(doc):
	"""Return the lead practitioner in words, by name where there is one."""
	lead = frappe.db.get_value("Early Help Episode", episode_of(doc), ["lead_practitioner", "has_lead"])
	name = lead and lead[1] and frappe.db.get_value("Professional", lead[0], "full_name")
	return _("the lead practitioner, {0},").format(name) if name else _("the lead practitioner")


def the_team(doc):
	"""Return the managers of the episode's team in words."""
	team = frappe.db.get_value("Early Help Episode", episode_of(doc), "team")
	return _("the manager or a deputy of {0}").format(team) if team else _("an Early Help Manager")


def the_receiver(doc):
	"""Return whoever is asked to take an episode over in words."""
	name = doc.handover_professional and frappe.db.get_value(
		"Professional", doc.handover_professional, "full_name"
	)
	team = receiving_team(doc)
	people = [name, team and _("the manager or a deputy of {0}").format(team)]
	return _(" or ").join(filter(None, people)) or _("whoever is asked to take over")


def is_manager(user):
	return EHM in frappe.get_roles(user)


@said_as(lambda doc: _("an allocated worker"))
def allocated(doc, user):
	"""Say whether the person has a current allocation on the episode."""
	return is_allocated(episode_of(doc), user)


@said_as(lambda doc: _("an allocated worker or an Early Help Manager"))
def manager_or_allocated(doc, user):
	return is_manager(user) or allocated(doc, user)


@said_as(the_lead)
def lead(doc, user):
	"""Say whether the person is the current lead practitioner."""
	return is_lead(episode_of(doc), user)


@said_as(lambda doc: _("{0} or an Early Help Manager").format(the_lead(doc)))
def manager_or_lead(doc, user):
	return is_manager(user) or lead(doc, user)


@said_as(the_team)
def manager_of_team(doc, user):
	"""Say whether the person manages the episode's team; where it has none, every manager does."""
	team = frappe.db.get_value("Early Help Episode", episode_of(doc), "team")
	return not team or manages(team, user)


@said_as(the_receiver)
def receiver(doc, user):
	"""Say whether an episode is handed to this person, or to a team that he or she manages."""
	if doc.handover_professional and doc.handover_professional in own_professionals(user):
		return True
	return is_manager(user) and manages(receiving_team(doc), user)


def receiving_team(doc):
	"""Return the team that an episode is handed to, itself or because the person is in it."""
	person = doc.handover_professional
	return doc.handover_team or (person and frappe.db.get_value("Professional", person, "team"))


@said_as(lambda doc: _("whoever asked for the handover or an Early Help Manager"))
def who_asked(doc, user):
	return is_manager(user) or doc.submitted_by == user


def managers_of(doc):
	"""Return the accounts of those who manage the team; of every manager where there is no team."""
	if doc.team:
		return users_of_team(doc.team, "manager")
	return frappe.get_all("Has Role", filters={"role": EHM, "parenttype": "User"}, pluck="parent")
