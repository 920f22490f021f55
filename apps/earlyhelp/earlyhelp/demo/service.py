"""The service that the demo shows: four practitioners in schools, made so that published figures come out.

Asks for no rights: only the command `load-demo` comes here.
"""

from pathlib import Path

import frappe
from frappe.utils import get_datetime, getdate

from earlyhelp.demo.acting import working_day
from earlyhelp.demo.clock import at, put_in_time
from earlyhelp.demo.ledger import read_ledger, remembering, set_for_demo
from earlyhelp.demo.people import EARLY_HELP, EMAILS, add_demo_people, add_teams

DEMO_FOLDER = Path(__file__).parent / "data" / "school_family_practitioners_2019"
DEMO_SERVICE = "School Family Practitioners"
BEGAN = "2018-08-01"
# What the sheets tell, in the order in which it happens to a family: when a record was made, when it last changed.
TOLD = {
	"Early Help Referral": ("received_on", "decided_on"),
	"Early Help Episode": ("opened_on", "closed_on"),
	"My Family Plan": ("approved_on", "closed_on"),
	"Scaling Goal": ("baseline_on", "latest_scored_on"),
	"Plan Review": ("held_on", "finalised_on"),
}


def load_service(password, run_import):
	"""Load the published service with `run_import(folder, service)`, and remember what was added.

	Its records come to stand on the days of which the sheets tell.
	"""
	at(-420)
	with remembering(EMAILS):
		run_import(DEMO_FOLDER, DEMO_SERVICE)
		describe_service()
		add_demo_people(password)
	added = read_ledger()["added"]
	put_in_time(added, times_of(added))


def describe_service():
	"""Fill in what the spreadsheets do not say, unless somebody did already: commissioner, purpose, team."""
	service = frappe.get_doc("Early Help Service", DEMO_SERVICE)
	if not service.commissioner:
		service.update(
			{
				"commissioner": "Schools Management Forum",
				"funded_from": BEGAN,
				"funded_to": "2019-11-30",
				"purpose": "Works with families whose children meet barriers to learning, early.",
			}
		)
		service.save(ignore_permissions=True)
	add_teams()
	waiting = {"service": DEMO_SERVICE, "team": ["is", "not set"]}
	for name in frappe.get_all("Early Help Episode", filters=waiting, pluck="name"):
		set_for_demo("Early Help Episode", name, team=EARLY_HELP)


# -- when it was --------------------------------------------------------------------
def times_of(added):
	"""Return {doctype: {name: (made, changed)}} of the imported records among {doctype: [names]}."""
	times, heard = {}, {}  # heard: when a family was first heard of
	for hour, (doctype, fields) in enumerate(TOLD.items(), 10):
		for row in read(doctype, added, "family", *fields):
			days = [row[field] for field in fields if row[field]] or [heard[row.family]]
			heard.setdefault(row.family, days[0])
			times.setdefault(doctype, {})[row.name] = at_work(days[0], hour), at_work(max(days), hour)
	members = frappe.get_all("Family Member", filters={"parenttype": "Family"}, fields=["parent", "person"])
	times["Early Help Person"] = {
		row.person: twice(heard[row.parent]) for row in members if row.parent in heard
	}
	times["Family"] = {name: twice(day) for name, day in heard.items()}
	times["Professional"] = {
		row.name: twice(row.started_on) for row in read("Professional", added, "started_on") if row.started_on
	}
	for doctype in ("Early Help Service", "Locality", "School"):
		times[doctype] = dict.fromkeys(added.get(doctype, ()), twice(BEGAN))
	return times


def read(doctype, added, *fields):
	wanted = {"name": ["in", added.get(doctype) or [""]]}
	return frappe.get_all(
		doctype, filters=wanted, fields=["name", *fields], order_by="name", limit_page_length=0
	)


def at_work(day, hour):
	"""Return the hour of that day, or of the Monday after a weekend."""
	return get_datetime(f"{working_day(getdate(day))} {hour:02}:00:00")


def twice(day):
	return (at_work(day, 9),) * 2
