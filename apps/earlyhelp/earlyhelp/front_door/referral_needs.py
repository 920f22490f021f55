"""What is still missing before each step of a referral, in sentences that say what to do."""

import frappe
from frappe.utils import getdate, today

from earlyhelp.families.ages import age_on
from earlyhelp.families.relationships import holders_of_responsibility
from earlyhelp.permissions.family_access import NOTHING, reach_of
from earlyhelp.states.flow import Missing


def filled(doc, **sentences):
	"""Return a Missing for each empty field of {fieldname: sentence}."""
	return [Missing(name, sentence) for name, sentence in sentences.items() if not _text(doc, name)]


def _text(doc, fieldname):
	value = doc.get(fieldname)
	return value.strip() if isinstance(value, str) else value


# -- taking it down ---------------------------------------------------------------
def submit_needs(doc):
	"""B1.1: what a desk must have written down, and that it searched."""
	return send_in_needs(doc) + filled(
		doc, search_done_on="Search whether the family is known, and begin from what you find."
	)


def send_in_needs(doc):
	"""B1.2: the same from a page, less the search, which screening does."""
	return [
		*_child(doc),
		*filled(doc, worry="Write what somebody is worried about."),
		*_referrer(doc),
		*_family_knows(doc),
	]


def _child(doc):
	named = any(_text(row, "first_name") or row.person or row.unborn for row in doc.children)
	return [] if named else [Missing("children", "Name a child, or tick that a baby is expected.")]


def _referrer(doc):
	if doc.anonymous:
		return []
	missing = filled(doc, referrer_name="Say who refers, or tick that the person stays anonymous.")
	if not (_text(doc, "referrer_telephone") or _text(doc, "referrer_email") or doc.referrer_user):
		missing.append(Missing("referrer_telephone", "Give a telephone or an e-mail for our answer."))
	return missing


def _family_knows(doc):
	if not doc.family_agrees:
		return [Missing("family_agrees", "Say whether the family knows and agrees.")]
	if doc.family_agrees == "Yes":
		return []
	return filled(doc, family_agrees_why="Say why the family does not agree, or was not asked.")


# -- screening --------------------------------------------------------------------
def screening_needs(doc):
	"""B1.3: whoever screens is not of the family and has no other conflict of interest.

	Nobody is told more: a family that is out of reach for another reason cannot be opened either.
	"""
	if doc.family and reach_of(doc.family).level == NOTHING:
		return [Missing("family", "You have a conflict of interest: somebody else screens this.")]
	return []


def information_needs(doc):
	"""B1.4: of whom, what, by when."""
	missing = filled(
		doc,
		information_asked_of="Say who is to tell us more.",
		information_asked_what="Say what we need to know.",
		information_due_on="Say by when the answer is needed.",
	)
	if doc.information_due_on and getdate(doc.information_due_on) < getdate(today()):
		missing.append(Missing("information_due_on", "Choose today or a later day for the answer."))
	return missing


def recommendation_needs(doc):
	"""B1.6: records linked, level with its descriptors, history seen, a recommendation and why."""
	return [
		*linked(doc),
		*_level(doc),
		*filled(
			doc,
			history_seen_on="Open the history of this family and say that you have seen it.",
			recommendation="Choose what you recommend.",
			recommendation_why="Say why you recommend it.",
		),
	]


def linked(doc):
	"""The family and each child are linked to their records, and each child is a member of the family."""
	missing = filled(doc, family="Link the family, or make its records from the search.")
	if not doc.children:
		missing.append(Missing("children", "Name each child that the help is for."))
	unlinked = [row.idx for row in doc.children if not row.person]
	if unlinked:
		rows = ", ".join(map(str, unlinked))
		missing.append(Missing("children", f"Link each child to a record: row {rows}."))
	elif doc.family and doc.children and _strangers(doc):
		missing.append(Missing("children", "Each child is a member of the family: add who is missing there."))
	return missing


def _strangers(doc):
	people = {row.person for row in doc.children}
	of_family = {"parent": doc.family, "parenttype": "Family", "person": ["in", sorted(people)]}
	return people - set(frappe.get_all("Family Member", filters=of_family, pluck="person"))


def _level(doc):
	return filled(
		doc,
		level_of_need="Choose the level of need.",
		descriptors_met="Write which descriptors of the level were met.",
	)


# -- deciding ---------------------------------------------------------------------
def accept_needs(doc):
	"""B1.8: records, somebody who may agree has agreed, level and who agreed it, service and team."""
	missing = [
		*linked(doc),
		*agreement_needs(doc),
		*_level(doc),
		*filled(
			doc,
			level_agreed_by="Say who agreed the level of need.",
			service="Choose the service.",
			team="Choose the team that will help.",
		),
	]
	open_here = {"family": doc.family, "service": doc.service, "status": ["!=", "Closed"]}
	if doc.family and frappe.db.exists("Early Help Episode", open_here):
		missing.append(
			Missing("open_episode", "This service helps the family already: pass it to that episode.")
		)
	return missing


def agreement_needs(doc):
	"""Who agreed to be helped, when, and what gives that person the right to agree."""
	missing = filled(
		doc,
		agreed_by="Say who agreed to be helped.",
		agreed_as="Say what gives that person the right to agree.",
		agreed_on="Say when that person agreed.",
	)
	return missing or _right_to_agree(doc)


def _right_to_agree(doc):
	children = {row.person for row in doc.children if row.person}
	if doc.agreed_as == "Adult with parental responsibility":
		if any(doc.agreed_by in holders_of_responsibility(child) for child in children):
			return []
		sentence = (
			"This adult has no parental responsibility for a child of the referral, as far as is recorded."
		)
		return [Missing("agreed_by", sentence)]
	if doc.agreed_by not in children:
		return [Missing("agreed_by", "Choose a child or young person of this referral.")]
	if doc.agreed_as == "Gillick-competent child":
		return filled(doc, competence_note="Say what shows that the child is competent to agree.")
	born = frappe.db.get_value("Early Help Person", doc.agreed_by, "date_of_birth")
	if not born or age_on(getdate(born), getdate(doc.agreed_on)) not in (16, 17):
		return [
			Missing("agreed_as", "This person was not 16 or 17 on that day, by the date of birth recorded.")
		]
	return []


def signpost_needs(doc):
	"""B1.9: at least one agency, or the advice that was given."""
	if doc.signposts or _text(doc, "advice_given"):
		return []
	return [Missing("signposts", "Name an agency that may help, or write the advice that was given.")]


def not_accept_needs(doc):
	"""B1.10: a reason from the list, and advice."""
	return filled(
		doc, decision_reason_code="Choose the reason.", advice_given="Write the advice that was given."
	)


def open_episode_needs(doc):
	"""B1.12: the episode of this family that is open."""
	missing = filled(doc, open_episode="Choose the episode that is open.")
	if missing:
		return missing
	episode = frappe.db.get_value("Early Help Episode", doc.open_episode, ["family", "status"], as_dict=True)
	if not episode or episode.status == "Closed" or episode.family != doc.family:
		return [Missing("open_episode", "Choose an open episode of the family that is linked above.")]
	return []


def withdraw_needs(doc):
	"""B1.13: why, and of which referral it is a duplicate."""
	missing = filled(doc, withdrawn_because="Choose why it is withdrawn.")
	if doc.withdrawn_because == "Duplicate":
		missing += filled(doc, duplicate_of="Choose the referral that says the same.")
		if doc.duplicate_of == doc.name:
			missing.append(Missing("duplicate_of", "Choose another referral than this one."))
	return missing


# -- telling ----------------------------------------------------------------------
TOLD = ("on", "by", "how", "what")


def finish_needs(doc):
	"""B1.14: referrer and family told, or why not; a lead when accepted; social care's answer when stepped up."""
	missing = [*_told(doc, "referrer"), *_told(doc, "family")]
	if doc.decision == "Accepted" and not _has_lead(doc):
		missing.append(Missing("decision", "The episode has no lead practitioner yet."))
	if doc.decision == "Stepped Up":
		missing += step_up_needs(doc) + filled(
			doc,
			social_care_answer="Write what social care answered.",
			social_care_answered_on="Say when social care answered.",
		)
	return missing


def _told(doc, who):
	"""On which day, by whom, how and what; or why it is not possible."""
	if _text(doc, f"{who}_not_told_why"):
		return []
	labels = {"on": "when", "by": "by whom", "how": "how", "what": "what"}
	empty = [word for word in TOLD if not _text(doc, f"{who}_told_{word}")]
	if not empty:
		return []
	words = ", ".join(labels[word] for word in empty)
	sentence = f"Say {words} the {who} was told, or why that is not possible."
	return [Missing(f"{who}_told_{empty[0]}", sentence)]


def _has_lead(doc):
	return bool(
		frappe.db.exists("Early Help Episode", {"referral": doc.name, "lead_practitioner": ["is", "set"]})
	)


def step_up_needs(doc):
	"""What is asked after a step up, and never before it (A13)."""
	missing = filled(
		doc,
		step_up_reason="Say why social care was asked.",
		step_up_to="Say whom at social care you told.",
		step_up_how="Say whether by telephone or by form.",
		step_up_at="Say at what time.",
		step_up_family_knows="Say whether the family knows.",
	)
	if doc.step_up_family_knows == "No":
		missing += filled(doc, step_up_family_why="Say why the family was not told.")
	return missing


def reopen_needs(doc):
	"""B1.15: no episode was opened from it."""
	if frappe.db.exists("Early Help Episode", {"referral": doc.name}):
		return [Missing("decision", "Help began from this referral: make a new referral instead.")]
	return []


def social_care_declined_needs(doc):
	"""B1.16: social care's reason and date."""
	return filled(
		doc,
		social_care_answer="Write social care's reason.",
		social_care_answered_on="Say when social care answered.",
	)
