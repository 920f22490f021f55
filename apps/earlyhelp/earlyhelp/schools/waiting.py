"""Entries that nobody has looked at in time: the next lead hears of it, then the head teacher.

Asks for no rights: it runs by the clock, and tells only those who may read the entry.
"""

import frappe
from frappe import _
from frappe.utils import getdate, today

from earlyhelp.early_help_setup.timescales import due_on
from earlyhelp.schools.concern_stamps import remember
from earlyhelp.schools.notices import tell_staff
from earlyhelp.schools.portal_access import readers_of

REMINDER = "Reminder"


def remind():
	"""Tell of each entry that has waited longer than the timescale "Concern Seen", once a day."""
	waiting = frappe.get_all("School Concern", filters={"status": "Logged"}, fields=["name", "logged_on"])
	for row in waiting:
		if row.logged_on and due_on("Concern Seen", getdate(row.logged_on)) < getdate(today()):
			remind_of(frappe.get_doc("School Concern", row.name))


def remind_of(doc):
	"""First every lead who may read it, off duty as well; from the second day on the head teacher, too."""
	before = [event for event in doc.events if event.action == REMINDER]
	if before and getdate(before[-1].happened_on) >= getdate(today()):
		return
	readers = readers_of(doc)
	people = readers if before else [row for row in readers if not row.is_head] or readers
	tell_staff(people, doc, _("An entry still waits to be seen."))
	remember(doc, REMINDER)
	doc.flags.by_system = True
	doc.save(ignore_permissions=True)
