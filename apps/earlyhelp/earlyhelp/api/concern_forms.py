"""The questions that people of a school are asked about a concern."""

import frappe
from frappe import _
from frappe.utils import now_datetime, today

from earlyhelp.api.questions import LONG, Question
from earlyhelp.schools.portal_access import leads_of
from earlyhelp.schools.pupils import current_pupils, labelled

KINDS = ("Concern", "Log-book entry")
LEVELS = ("Low", "Medium", "High")
WHY_EXCLUDED = ("Relative of the child", "Named in the concern")


def about_child(schools):
	"""Who it is about. With several schools the school is asked first."""
	names = {school: frappe.db.get_value("School", school, "school_name") for school in schools}
	pupils = sorted({label for school in schools for label in labelled(current_pupils(school))})
	asked = [
		Question("pupil_name", _("Which child is this about?"), "search", options=tuple(pupils),
			hint=_("Begin to type the name and choose the child. Not in the list? Write the name as you know it."),
			missing=_("Say which child this is about.")),
		Question("pupil_class", _("Class"), required=False, longest=40,
			hint=_("Only when the child is not in the list.")),
		Question("pupil_date_of_birth", _("Date of birth"), "date", required=False, not_future=True,
			hint=_("Only when the child is not in the list, and if you know it.")),
	]  # fmt: skip
	if len(schools) > 1:
		options = tuple((school, name) for school, name in names.items())
		school = Question(
			"school", _("Which school?"), "radios", options=options, missing=_("Choose the school.")
		)
		asked.insert(0, school)
	return asked


def what_happened():
	"""What was seen or said, and when."""
	categories = frappe.get_all(
		"Concern Category", filters={"disabled": 0}, pluck="name", order_by="sequence, name"
	)
	return [
		Question("category", _("What is it about?"), "select", options=tuple(categories),
			missing=_("Choose what it is about.")),
		Question("what_happened", _("What did you see or hear?"), "area", rows=5, longest=LONG,
			hint=_("Only what was seen or said, in the words that were used."),
			missing=_("Write down what was seen or said.")),
		Question("happened_on", _("On which day?"), "date", not_future=True, missing=_("Say on which day it was.")),
		Question("happened_at", _("At what time?"), "time", required=False),
	]  # fmt: skip


def more(school):
	"""What may be added: everything here may be left out."""
	staff = staff_options(school)
	return [
		Question("child_words", _("The child's own words"), "area", rows=2, longest=5000, required=False),
		Question("opinion", _("What you make of it"), "area", rows=2, longest=5000, required=False,
			hint=_("Kept apart from what was seen or said.")),
		Question("place", _("Where was it?"), required=False),
		Question("kind", _("What kind of entry is this?"), "radios", options=KINDS, inline=True, required=False, plain=True),
		Question("reported_by", _("Who saw or heard it?"), "select", options=staff, required=False,
			hint=_("Leave it if it was you.")),
		Question("excluded_staff", _("Is somebody on the staff related to the child, or named in this?"), "select",
			options=staff, required=False, hint=_("This person will read nothing of it.")),
		Question("excluded_why", _("Why that person?"), "radios", options=WHY_EXCLUDED, inline=True, required=False, plain=True),
	]  # fmt: skip


def staff_options(school):
	"""Return (name, label) of the active staff of a school."""
	rows = frappe.get_all(
		"School Staff", filters={"school": school, "active": 1}, fields=["name", "full_name", "post"],
		order_by="full_name, name",
	)  # fmt: skip
	return tuple((row.name, f"{row.full_name}, {row.post}" if row.post else row.full_name) for row in rows)


def lead_options(school):
	"""Return (name, label) of the leads of a school."""
	return tuple((row.name, row.full_name) for row in leads_of(school))


def defaults():
	"""What is filled in before anybody typed: today, now, an ordinary concern."""
	return {"happened_on": today(), "happened_at": now_datetime().strftime("%H:%M"), "kind": "Concern"}


def level():
	return [
		Question("level", _("Level"), "radios", options=LEVELS, inline=True, missing=_("Choose a level.")),
		Question("level_why", _("Why this level?"), "area", rows=2, longest=2000, missing=_("Say why this level.")),
	]  # fmt: skip


def parents():
	return [
		Question("parents_told", _("Were the parents told?"), "radios", options=("Yes", "No"), inline=True,
			missing=_("Say whether the parents were told.")),
		Question("parents_told_how", _("How and when, or why not?"), "area", rows=2, longest=2000, required=False, plain=True),
	]  # fmt: skip


def next_step(doc):
	return [
		Question("what", _("What happens next?"), "area", rows=2, longest=2000,
			missing=_("Say what happens next.")),
		Question("who", _("Who does it?"), "select", options=staff_options(doc.school),
			missing=_("Say who does it.")),
		Question("by_when", _("By when?"), "date", missing=_("Say by when.")),
	]  # fmt: skip


def take_on(doc):
	held = Question("held_by", _("Who holds it?"), "select", options=lead_options(doc.school),
		missing=_("Say who holds it."))  # fmt: skip
	return [*level(), held, *next_step(doc), *parents()]


def note_it(doc):
	return level()


def reason(label):
	return [Question("reason", label, "area", rows=2, longest=2000, missing=_("Say why."))]


def close(doc):
	return [
		Question("outcome", _("What is the outcome, and why?"), "area", rows=3, longest=5000,
			missing=_("Say what the outcome is and why.")),
		*parents(),
		Question("message_to_reporter", _("Message to the reporter"), "area", rows=2, longest=2000,
			hint=_("The person who reported it reads this, and nothing else of what you did."),
			missing=_("Write a message to the reporter.")),
	]  # fmt: skip


def share(doc):
	return [
		Question("shared_what", _("What is shared?"), "radios", options=("The entry", "The entry and its steps"),
			missing=_("Choose what is shared.")),
		Question("family_agrees", _("Does the family agree?"), "radios", options=("Yes", "No", "Not asked"),
			inline=True, missing=_("Say whether the family agrees.")),
		Question("shared_without_why", _("If not: why is it shared all the same?"), "area", rows=2, longest=2000,
			required=False, plain=True),
		Question("shared_urgent", _("It is urgent"), "check",
			hint=_("Call children's social care as well: this page does not replace a call.")),
	]  # fmt: skip


def right_child(doc):
	pupils = labelled(current_pupils(doc.school))
	options = tuple((row.name, label) for label, row in pupils.items() if row.name != doc.pupil)
	return [
		Question("pupil", _("Which child is this about?"), "select", options=options,
			missing=_("Choose the child whom this is about.")),
		*reason(_("Why is it moved?")),
	]  # fmt: skip


def transfer(doc):
	rows = frappe.get_all(
		"School", filters={"disabled": 0, "name": ["!=", doc.school]}, fields=["name", "school_name", "town"],
		order_by="school_name",
	)  # fmt: skip
	options = tuple((row.name, ", ".join(filter(None, (row.school_name, row.town)))) for row in rows)
	return [
		Question("sent_to", _("Which school receives it?"), "select", options=options,
			missing=_("Choose the school that receives the file.")),
		Question("sent_list", _("What goes?"), "area", rows=3, longest=2000, missing=_("List what goes.")),
	]  # fmt: skip


def finish_step(row):
	"""One step's question bears the step's name, so that another step's answer is never taken for it."""
	return [Question(f"result-{row}"[:60], _("What came of it?"), "area", rows=2, longest=2000,
		missing=_("Say what came of the step."))]  # fmt: skip


def addition(doc):
	return [Question("text", _("What do you want to add?"), "area", rows=3, longest=5000,
		missing=_("Write what you want to add."))]  # fmt: skip


def exclusion(doc):
	return [
		Question("staff", _("Who reads nothing of this?"), "select", options=staff_options(doc.school),
			missing=_("Choose the member of staff.")),
		Question("why", _("Why?"), "radios", options=WHY_EXCLUDED, missing=_("Say why.")),
	]  # fmt: skip
