"""What each step of a school's concern writes, and who is told that something happened, never what."""

import frappe
from frappe import _
from frappe.utils import get_datetime, now_datetime, time_diff_in_seconds

from earlyhelp.families.belonging import belongs_to
from earlyhelp.schools.council import helped_family
from earlyhelp.schools.notices import tell_staff
from earlyhelp.schools.portal_access import leads_of, readers_of

ENTRY = (
	"kind", "category", "pupil", "pupil_name", "pupil_class", "pupil_date_of_birth", "what_happened", "opinion",
	"child_words", "happened_on", "happened_at", "place", "reported_by", "reported_by_name",
)  # fmt: skip
WORK = (
	"level", "level_why", "held_by", "parents_told", "parents_told_how", "outcome", "message_to_reporter",
	"steps", "additions", "exclusions", "events",
)  # fmt: skip
STAMPS = (
	"entered_by", "logged_on", "seen_on", "seen_by", "minutes_waited", "noted_on", "taken_on", "closed_on",
	"closed_by", "reopened_on", "moved_to", "moved_from", "moved_on", "moved_by", "shared_on", "shared_by",
	"shared_urgent", "shared_what", "shared_steps", "family_agrees", "shared_without_why", "sent_to", "sent_on",
	"sent_by", "sent_list", "received_on", "received_by", "council_answered_on", "council_answered_by",
)  # fmt: skip
SCHOOLS_OWN = ENTRY + WORK + STAMPS
TEXT = (
	"category", "what_happened", "opinion", "child_words", "place", "level", "level_why", "outcome",
	"message_to_reporter", "parents_told_how", "shared_steps",
)  # fmt: skip


def who(doc):
	"""Return the account that takes the step: the person on the portal for whom the app acts."""
	return doc.flags.on_behalf_of or frappe.session.user


def remember(doc, action, remark=None):
	"""Add the step to the history of the concern, with its reason, which the log of the desk must not hold."""
	step = doc.flags.step
	doc.append(
		"events",
		{
			"happened_on": now_datetime(),
			"action": action,
			"became": step.to if step else doc.status,
			"user": who(doc),
			"remark": remark or doc.flags.reason,
		},
	)
	doc.flags.reason = None


def logged(doc):
	doc.logged_on = now_datetime()
	remember(doc, "Log")


def seen(doc):
	doc.seen_on, doc.seen_by = now_datetime(), who(doc)
	doc.minutes_waited = int(time_diff_in_seconds(doc.seen_on, get_datetime(doc.logged_on)) // 60)
	remember(doc, "See")


def noted(doc):
	if not doc.seen_on:
		seen(doc)
	doc.noted_on = now_datetime()
	remember(doc, "Note", doc.level_why)


def taken(doc):
	doc.taken_on = now_datetime()
	remember(doc, "Take On", _("Level {0}: {1}").format(doc.level, doc.level_why))


def taken_up(doc):
	doc.taken_on = now_datetime()
	remember(doc, "Take Up")


def closed(doc):
	doc.closed_on, doc.closed_by = now_datetime(), who(doc)
	remember(doc, "Close", doc.outcome)


def reopened(doc):
	doc.reopened_on = now_datetime()
	remember(doc, "Reopen")


def moved(doc):
	"""The text leaves the wrong child: what stays is a cover that says from, to, by whom and why."""
	doc.moved_on, doc.moved_by = now_datetime(), who(doc)
	remember(doc, "Wrong Child")
	for fieldname in TEXT:
		doc.set(fieldname, None)
	for event in doc.events:
		if event.action != "Wrong Child":
			event.remark = None
	for row in (*doc.steps, *doc.additions):
		row.update(dict.fromkeys(("what", "result", "text"), _("Moved")))


def shared(doc):
	doc.shared_on, doc.shared_by = now_datetime(), who(doc)
	doc.shared_steps = steps_in_words(doc) if doc.shared_what == "The entry and its steps" else None
	belongs_to(doc, doc.family or helped_family(doc)[0])
	remember(doc, "Share With Council", doc.shared_without_why)


def steps_in_words(doc):
	"""Return the steps and additions as they stood when they were shared."""
	lines = [
		_("Added on {0}: {1}").format(frappe.format(row.added_on, "Datetime"), row.text)
		for row in doc.additions
	]
	for row in doc.steps:
		done = _("done on {0}").format(frappe.format(row.done_on, "Date")) if row.done_on else _("open")
		lines.append(f"{row.what} ({done}) {row.result or ''}".strip())
	return "\n".join(lines)


def sent(doc):
	doc.sent_on, doc.sent_by = now_datetime(), who(doc)
	remember(doc, "Transfer File", doc.sent_list)


def received(doc):
	doc.received_on, doc.received_by = now_datetime(), who(doc)
	remember(doc, "Accept File")


def tell_leads(doc):
	readers = readers_of(doc)
	on_duty = [row for row in readers if row.on_duty] or readers
	tell_staff(on_duty, doc, _("A new entry waits to be seen."))


def tell_reporter(doc):
	users = {doc.entered_by, doc.reported_by and frappe.db.get_value("School Staff", doc.reported_by, "user")}
	tell_staff([user for user in users if user], doc, _("There is a message for you about your entry."))


def tell_receiving_leads(doc):
	tell_staff(leads_of(doc.sent_to), doc, _("A school sends you a file. Sign in to accept it."))


def tell_sending_leads(doc):
	tell_staff(leads_of(doc.school), doc, _("The file you sent was received."))


def tell_of_answer(doc):
	tell_staff(readers_of(doc), doc, _("The council answered."))
