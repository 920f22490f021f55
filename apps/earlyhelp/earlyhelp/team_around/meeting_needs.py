"""What must be true before a step of a meeting: each function returns a list of what is missing."""

import frappe
from frappe import _
from frappe.utils import getdate, today

from earlyhelp.constants import EHM
from earlyhelp.states.flow import Missing
from earlyhelp.states.registry import flow_of
from earlyhelp.team_around.actions import what_is_missing
from earlyhelp.team_around.people import adults_with_responsibility, children_of
from earlyhelp.team_around.reviews import review_is_planned, review_of

DEFAULT_AGE = 8


def before_invitations(doc):
	"""The day, time and place; everybody who must be asked; who must not meet; sharing; clashes."""
	missing = []
	for fieldname, sentence in (
		("meeting_on", _("Say on which day.")),
		("starts_at", _("Say at what time.")),
	):
		if not doc.get(fieldname):
			missing.append(Missing(fieldname, sentence))
	if not (doc.venue or doc.online_link):
		missing.append(Missing("venue", _("Say where, or give the link of the online meeting.")))
	missing += people_not_asked(doc) + pairs_in_one_room(doc) + sharing_not_covered(doc)
	if doc.clashes and not doc.clashes_accepted:
		missing.append(Missing("clashes_accepted", _("Choose another time or place, or accept the clash.")))
	return missing


def people_not_asked(doc):
	"""Each adult with parental responsibility and each child old enough is invited, or why not."""
	rows = {row.person: row for row in doc.attendees if row.person}
	missing = []
	for person in must_be_asked(doc.family):
		row = rows.get(person)
		if not row or not (row.invited or (row.why_not_invited or "").strip()):
			name = frappe.db.get_value("Early Help Person", person, "full_name")
			says = _("Invite {0}, or say in a row why not.")
			missing.append(Missing("attendees", says.format(name)))
	return missing


def must_be_asked(family):
	"""Return who has parental responsibility, and the children from the age in the settings on."""
	from_age = frappe.get_cached_doc("Early Help Settings").children_invited_from_age or DEFAULT_AGE
	children = [
		child.name for child in children_of(family) if child.age is not None and child.age >= from_age
	]
	return list(dict.fromkeys([*adults_with_responsibility(family), *children]))


def pairs_in_one_room(doc):
	"""Two who must not meet are not both in the room, or a manager decided about it."""
	there = {row.person for row in doc.attendees if row.person and row.invited and in_the_room(row)}
	missing = []
	for row in doc.kept_apart:
		if {row.person, row.other_person} <= there and not (row.decision and is_manager(row.decided_by)):
			says = _(
				"Row {0}: these two must not meet. Ask one of them to another room or time, or write down"
			)
			says += " " + _("what a manager decided and who it was.")
			missing.append(Missing("kept_apart", says.format(row.idx)))
	return missing


def in_the_room(row):
	return (row.takes_part or "In the room") == "In the room"


def sharing_not_covered(doc):
	"""Each agency is covered by the family's permission to share, or a manager authorised it with a reason."""
	missing = []
	for row in doc.attendees:
		if row.kind == "Family member" or not row.agency or not row.invited or row.sharing_covered:
			continue
		if not ((row.sharing_reason or "").strip() and is_manager(row.sharing_authorised_by)):
			says = _(
				"{0}: tick that the permission to share covers them, or say why without and which manager"
			)
			missing.append(Missing("attendees", says.format(row.full_name) + " " + _("authorised it.")))
	return missing


def is_manager(user):
	return bool(user) and EHM in frappe.get_roles(user)


def before_start(doc):
	"""The day has come."""
	if not doc.meeting_on:
		return [Missing("meeting_on", _("Say on which day."))]
	if getdate(doc.meeting_on) > getdate(today()):
		return [Missing("meeting_on", _("The day of the meeting has not come yet."))]
	return review_not_ready(doc, "Hold") if review_is_planned(doc) else []


def before_postponing(doc):
	"""A new day, or the mark that it is still to be found."""
	same_day = not doc.meeting_on or getdate(doc.meeting_on) == getdate(doc.invited_for)
	if same_day and not doc.date_to_be_found:
		return [Missing("meeting_on", _("Give the new day, or tick that the date is to be found."))]
	return []


def before_the_end(doc):
	"""Attendance, answers to what was carried, new actions, the children's voice, what is next."""
	missing = named(doc, _("Say whether they were there: {0}."), lambda row: row.invited and not row.attended)
	missing += [Missing("actions", sentence) for sentence in what_is_missing(doc)]
	if not any(not row.carried for row in doc.actions) and not doc.no_actions_agreed:
		missing.append(
			Missing("no_actions_agreed", _("Write down what is agreed, or tick that nothing new is."))
		)
	missing += voices_not_heard(doc)
	if not (doc.next_meeting_on or (doc.why_no_next or "").strip()):
		missing.append(Missing("next_meeting_on", _("Give the next day, or say why there is none.")))
	return missing + review_not_ready(doc)


def voices_not_heard(doc):
	heard = {row.person for row in doc.voices if (row.words or "").strip() or (row.why_not or "").strip()}
	says = _("{0}: write the child's own words, or why they were not heard.")
	return [
		Missing("voices", says.format(child.full_name))
		for child in children_of(doc.family)
		if child.name not in heard
	]


def review_not_ready(doc, action="Send For Sign-Off"):
	"""A review that takes place in this meeting could take its own next step now."""
	review = review_of(doc)
	if not review:
		return []
	steps = flow_of("Plan Review").steps_from(review.status, action)
	if not steps and review.status == "Planned":
		return [Missing("review", _("The review of the plan is not held yet."))]
	needs = steps[0].needs if steps else None
	missing = needs(review) if needs else []
	return [Missing("review", _("Plan review: {0}").format(one.sentence)) for one in missing]


def before_issue(doc):
	"""Everybody on the circulation list has a version: all, own part, or none."""
	return named(doc, _("Say which version of the minutes they get: {0}."), lambda row: not row.circulation)


def named(doc, sentence, lacks):
	"""Return one sentence that names everybody who lacks something; none when nobody does."""
	names = [row.full_name for row in doc.attendees if lacks(row)]
	return [Missing("attendees", sentence.format("; ".join(names)))] if names else []


def before_issue_by_business_support(doc):
	"""As for the chair, and the chair agreed."""
	agreed = [] if doc.chair_agreed_on else [Missing("chair_agreed_on", _("Say when the chair agreed."))]
	return agreed + before_issue(doc)
