"""What supervision does by itself each night."""

import frappe
from frappe.utils import getdate, today

from earlyhelp.states.moves import move
from earlyhelp.supervision.summaries import ASK, all_in, ask_newly_allocated, lead_day
from earlyhelp.supervision.workers import FAMILY_SAFEGUARDING, kind_of, workers_on


def ask_for_summaries():
	"""Ask for summaries the set time before each session, and ask those who were allocated since.

	A supervision whose last two summaries came in at the same moment, so that neither saw the other, moves on.
	"""
	day = getdate(today())
	dated = {"planned_on": ["is", "set"]}
	for row in frappe.get_all(
		"Case Supervision",
		filters={"status": "Planned", "chair_user": ["is", "set"], **dated},
		fields=["name", "episode", "planned_on"],
	):
		workers = workers_on(row.episode, row.planned_on)
		if lead_day(ASK, row.planned_on) <= day and kind_of(workers) == FAMILY_SAFEGUARDING:
			move(frappe.get_doc("Case Supervision", row.name), "Request Summaries")
	waiting = {"status": ["in", ("Summaries Requested", "Ready")], **dated}
	for name in frappe.get_all("Case Supervision", filters=waiting, pluck="name"):
		ask_newly_allocated(frappe.get_doc("Case Supervision", name))
		all_in(name)
