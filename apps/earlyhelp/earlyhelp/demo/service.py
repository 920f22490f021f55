"""The service that the demo shows: four practitioners in schools, made so that published figures come out.

Asks for no rights: only the command `load-demo` comes here.
"""

from pathlib import Path

import frappe

from earlyhelp.demo.ledger import set_for_demo
from earlyhelp.demo.people import EARLY_HELP, add_teams

DEMO_FOLDER = Path(__file__).parent / "data" / "school_family_practitioners_2019"
DEMO_SERVICE = "School Family Practitioners"


def describe_service():
	"""Fill in what the spreadsheets do not say, unless somebody did already: commissioner, purpose, team."""
	service = frappe.get_doc("Early Help Service", DEMO_SERVICE)
	if not service.commissioner:
		service.update(
			{
				"commissioner": "Schools Management Forum",
				"funded_from": "2018-08-01",
				"funded_to": "2019-11-30",
				"purpose": "Works with families whose children meet barriers to learning, early.",
			}
		)
		service.save(ignore_permissions=True)
	add_teams()
	waiting = {"service": DEMO_SERVICE, "team": ["is", "not set"]}
	for name in frappe.get_all("Early Help Episode", filters=waiting, pluck="name"):
		set_for_demo("Early Help Episode", name, team=EARLY_HELP)
