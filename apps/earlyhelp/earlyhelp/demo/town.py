"""The small town of Middleton: what `load-demo` loads beside the published service, and what tests walk through.

All dates lie around the day of loading. Records are made by the town's own people through the ordinary doors;
what happened earlier is put back to its day.

Asks for no rights: only the commands that load the demo, and tests, come here.
"""

from dataclasses import dataclass, field

import frappe

from earlyhelp.demo.acting import add_if_missing, day
from earlyhelp.demo.clock import at, put_in_time
from earlyhelp.demo.families import add_families
from earlyhelp.demo.help import add_help
from earlyhelp.demo.ledger import read_ledger, remembering, set_for_demo
from earlyhelp.demo.meetings import add_meetings
from earlyhelp.demo.outside import add_leads_outside
from earlyhelp.demo.past import add_past
from earlyhelp.demo.people import EMAILS, add_demo_people
from earlyhelp.demo.referrals import FIRST_HEARD, add_referrals
from earlyhelp.demo.schools import add_schools
from earlyhelp.demo.supervisions import add_supervisions

TOWN_SERVICE = "Early Help Middleton"
SETTINGS = {
	"council_name": "Middleton Council",
	"confidentiality_line": "Private. Keep this safe, and do not pass it on without asking.",
	"front_door_telephone": "01632 960110",
	"social_care_telephone": "01632 960130",
	"social_care_out_of_hours": "01632 960131",
	"front_door_service": TOWN_SERVICE,
}


@dataclass
class Town:
	"""Where to find what the town holds: names of records by the names that people use."""

	service: str = TOWN_SERVICE
	families: dict = field(default_factory=dict)
	schools: dict = field(default_factory=dict)
	referrals: dict = field(default_factory=dict)
	episodes: dict = field(default_factory=dict)
	plans: dict = field(default_factory=dict)
	meetings: dict = field(default_factory=dict)
	supervisions: dict = field(default_factory=dict)
	concerns: dict = field(default_factory=dict)


def is_loaded():
	return bool(frappe.db.exists("Early Help Service", TOWN_SERVICE))


def load_once(password):
	"""Make the town unless it is there, remember what was added, and return it; None when it was there."""
	if is_loaded():
		return None
	with remembering(EMAILS):
		town = load_town(password)
	put_in_time(read_ledger()["added"])
	read_notices()
	return town


def read_notices():
	"""People have read what they were told before the last days."""
	old = {"for_user": ["in", EMAILS], "creation": ["<", day(-2)]}
	frappe.db.set_value("Notification Log", old, "read", 1, update_modified=False)


def load_town(password):
	"""Make the whole town and return it. The caller sees to it that it is not there yet."""
	at(-420)
	add_demo_people(password)
	purpose = "Helps families in Middleton early, with one plan and one lead practitioner."
	add_if_missing("Early Help Service", TOWN_SERVICE, service_name=TOWN_SERVICE, purpose=purpose)
	for name, value in SETTINGS.items():
		set_for_demo("Early Help Settings", "Early Help Settings", **{name: value})
	town = Town(families=add_families(FIRST_HEARD))
	town.referrals = add_referrals(town)
	add_help(town)
	add_past(town)
	add_schools(town)
	add_leads_outside(town)
	add_meetings(town)
	add_supervisions(town)
	return town
