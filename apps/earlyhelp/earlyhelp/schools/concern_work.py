"""What people of a school do with concerns, whatever page they do it on.

Asks for no rights: portal roles hold none. Each function first asks `portal_access` who the person is to the
concern, and the table of `concern_states` whether the step is that person's.
"""

import frappe
from frappe import _
from frappe.utils import now_datetime, today

from earlyhelp.schools.concern_stamps import ENTRY, STAMPS, WORK, remember
from earlyhelp.schools.concern_states import FLOW
from earlyhelp.schools.portal_access import LEAD, WRITER, concern_for, schools_of
from earlyhelp.states.errors import NotAllowedStepError
from earlyhelp.states.moves import move, next_step, place

LEADS_WRITE = (
	"level", "level_why", "held_by", "parents_told", "parents_told_how", "outcome", "message_to_reporter",
	"shared_what", "shared_urgent", "family_agrees", "shared_without_why", "sent_to", "sent_list",
)  # fmt: skip


class NotYourSchoolError(frappe.PermissionError):
	"""A concern is entered for a school where the person does not work."""


class ForeignPupilError(frappe.ValidationError):
	"""A pupil, member of staff or step of another school or concern was named."""


class NotNowError(frappe.ValidationError):
	"""The entry is not in a state in which this is done."""


def begin(school, values):
	"""Return a new draft of the person signed in, for a school where he or she works."""
	user = frappe.session.user
	if school not in schools_of(user):
		frappe.throw(_("Entries are made for your own school."), NotYourSchoolError)
	doc = frappe.get_doc({"doctype": "School Concern", "school": school, "entered_by": user})
	write(doc, values, ENTRY)
	doc.flags.by_system = True
	doc.insert(ignore_permissions=True)
	# Frappe writes the time of day into an empty time of a new record: nobody said that it happened now.
	doc.db_set("happened_at", values.get("happened_at"))
	return doc


def rewrite(name, values):
	"""Write answers into the person's own draft and return it; `exclusion` is (staff, why) or None."""
	doc, _relation = concern_for(name, wanted=(WRITER,))
	if doc.status != "Draft":
		return doc
	if "exclusion" in values:
		doc.set("exclusions", [])
		if values["exclusion"]:
			exclude(doc, *values["exclusion"])
	write(doc, values, ENTRY)
	return store(doc)


def write(doc, values, allowed):
	"""Set the allowed fields; a child's names follow from the pupil, a reporter's from the staff entry."""
	doc.update({key: value for key, value in values.items() if key in allowed})
	for field, doctype in (
		("pupil", "School Enrolment"),
		("reported_by", "School Staff"),
		("held_by", "School Staff"),
	):
		check_of_school(doc, doctype, values.get(field))
	if values.get("pupil"):
		pupil = frappe.get_cached_doc("School Enrolment", values["pupil"])
		doc.pupil_name, doc.pupil_class = pupil.full_name, pupil.class_name
		doc.pupil_date_of_birth = pupil.date_of_birth
	if values.get("reported_by"):
		doc.reported_by_name = frappe.db.get_value("School Staff", values["reported_by"], "full_name")


def check_of_school(doc, doctype, name):
	"""Refuse a pupil or a member of staff of another school, the same as one that does not exist."""
	if name and frappe.db.get_value(doctype, name, "school") != doc.school:
		frappe.throw(_("Choose somebody of your own school."), ForeignPupilError)


def exclude(doc, staff, why):
	"""Somebody is a relative of the child or named in the concern, and reads nothing of it."""
	check_of_school(doc, "School Staff", staff)
	if staff not in {row.staff for row in doc.exclusions}:
		doc.append("exclusions", {"staff": staff, "why": why})


def store(doc):
	doc.flags.by_system = True
	return doc.save(ignore_permissions=True)


def take(name, action, values=None, reason=None, before=None):
	"""Take a step as the person signed in. Returns (concern, done now); False when it was taken before.

	`values`: fields of the step; `before(doc)`: what is added to it first. Raises NotAllowedStepError and the
	errors of `states.moves.move`.
	"""
	doc, _relation = concern_for(name)
	step = next_step(doc, FLOW, action)
	user = frappe.session.user
	if step is not None and not (set(step.who) & set(frappe.get_roles(user)) and step.named(doc, user)):
		frappe.throw(_("This step is not yours to take: {0}.").format(_(action)), NotAllowedStepError)
	if step is None:
		return doc, False
	if values or before:
		write(doc, values or {}, LEADS_WRITE)
		if before:
			before(doc)
		store(doc)
	return move(doc, action, on_behalf_of=user, reason=reason), True


def move_to_right_child(name, pupil, reason):
	"""File an entry under the right child; returns (the cover, the new entry). Raises as `take`."""
	doc, _relation = concern_for(name, wanted=(LEAD,))
	check_of_school(doc, "School Enrolment", pupil)
	if not pupil or pupil == doc.pupil:
		frappe.throw(_("Choose the child whom this is about."), ForeignPupilError)
	right = copy_for(doc, pupil)
	cover, _done = take(
		name, "Wrong Child", reason=reason, before=lambda cover: cover.set("moved_to", right.name)
	)
	return cover, right


def copy_for(doc, pupil):
	"""Return a new entry with everything the old one holds, for another child; sharing is decided anew."""
	left_out = {
		"moved_to",
		"moved_from",
		"moved_on",
		"moved_by",
		"council_answered_on",
		"council_answered_by",
	}
	left_out |= {name for name in STAMPS if name.startswith(("shared_", "sent_", "family_", "received_"))}
	kept = {name: doc.get(name) for name in (*ENTRY, *STAMPS) if name not in left_out}
	kept |= {name: doc.get(name) for name in WORK if not isinstance(doc.get(name), list)}
	new = frappe.get_doc({"doctype": "School Concern", "school": doc.school, **kept, "moved_from": doc.name})
	for table in ("steps", "additions", "exclusions", "events"):
		for row in doc.get(table):
			new.append(table, {df.fieldname: row.get(df.fieldname) for df in row.meta.fields})
	write(new, {"pupil": pupil}, ENTRY)
	new.flags.by_system = True
	new.insert(ignore_permissions=True)
	stamps = {name: kept[name] for name in (*STAMPS, "happened_at") if name in kept}
	return place(new, doc.status, **stamps)


def add_step(name, what, who, by_when):
	"""Add what happens next; for leads, while it is seen or in hand."""
	doc, _relation = concern_for(name, wanted=(LEAD,))
	if doc.status not in ("Seen", "In Hand"):
		frappe.throw(_("A step is added while the entry is in hand."), NotNowError)
	append_step(doc, what, who, by_when)
	return store(doc)


def append_step(doc, what, who, by_when):
	check_of_school(doc, "School Staff", who)
	signed = {"added_by": frappe.session.user, "added_on": now_datetime()}
	doc.append("steps", {"what": what, "who": who, "by_when": by_when, **signed})


def finish_step(name, row, result):
	"""Say what came of a step: a lead of any step, staff of their own. Returns False when it was done before."""
	doc, relation = concern_for(name)
	mine = frappe.get_all("School Staff", filters={"user": frappe.session.user, "active": 1}, pluck="name")
	found = [step for step in doc.steps if step.name == row and (relation == LEAD or step.who in mine)]
	if not found:
		frappe.throw(_("This step is not here."), ForeignPupilError)
	if found[0].done_on:
		return False
	found[0].done_on, found[0].result = today(), result
	store(doc)
	return True


def add_to_entry(name, text):
	"""Add to an entry afterwards, with the day: its writer or a lead; the entry itself stays as it was."""
	doc, _relation = concern_for(name, wanted=(WRITER, LEAD))
	if doc.status in ("Draft", "Moved"):
		frappe.throw(_("Nothing is added to this entry now."), NotNowError)
	doc.append("additions", {"text": text, "added_by": frappe.session.user, "added_on": now_datetime()})
	return store(doc)


def exclude_from(name, staff, why):
	"""A lead says that somebody is a relative of the child or named: that person reads nothing from now on."""
	doc, _relation = concern_for(name, wanted=(LEAD,))
	exclude(doc, staff, why)
	doc.flags.reason = None
	remember(doc, "Excluded")
	return store(doc)
