"""A family that a health visitor leads, and one that a school is asked to lead."""

import frappe
from frappe.utils import today

from earlyhelp.demo.acting import acting_as, change, day, put_back, take
from earlyhelp.demo.clock import at
from earlyhelp.demo.help import episode_of
from earlyhelp.demo.people import CAL, PAT
from earlyhelp.demo.schools import NORTHGATE
from earlyhelp.planning.led_outside import accept
from earlyhelp.states.moves import write_on_page

HANDOVER = {
	"handover_to": "School",
	"transfer_trigger": "Family asks for a change",
	"handover_note": "Bea talks to her teacher. Carla would like one person whom she can ask at the gate.",
	"handover_sharing_checked": 1,
}
WORDS = {
	"worries": "Ada gets every cold, and Ronnie sits up with her alone.",
	"working_well": "Ronnie never misses an appointment.",
	"needs_to_happen": "Ronnie knows whom to ask at night, and sleeps.",
}


def add_leads_outside(town):
	"""Cal Whitby accepts being the lead for the Bewleys and begins their plan; Northgate is asked for the Sutcliffes."""
	at(-28, "16:50")
	with acting_as(CAL):
		accept(town.episodes["Bewley"], CAL)
	accepted = {"parent": town.episodes["Bewley"], "accepted_on": today()}
	frappe.db.set_value("Practitioner Allocation", accepted, "accepted_on", day(-28), update_modified=False)
	at(-20, "14:15")
	with acting_as(CAL):
		plan = frappe.new_doc("My Family Plan")
		plan.update({"episode": town.episodes["Bewley"], "assessment_started_on": day(-20), **WORDS})
		town.plans["Bewley"] = write_on_page(plan).name
	school = {"handover_school": town.schools[NORTHGATE], "handover_family_told_on": day(-2)}
	at(-1, "14:40")
	doc = take(PAT, change(PAT, episode_of(town, "Sutcliffe"), **HANDOVER, **school), "Hand Over")
	put_back(doc, handover_asked_on=day(-1))
