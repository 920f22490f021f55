"""Who may open which report: the table of roles, asked through the front door."""

import json
from pathlib import Path

import frappe

from earlyhelp.constants import AUD, BSO, DESK_ROLES, EHA, EHM, EHP, FSP, PORTAL_ROLES
from earlyhelp.insight.tests.reading import run_report
from earlyhelp.tests.factories import EarlyHelpTestCase, make_service, make_user

FIGURES = (BSO, EHP, FSP, EHM, EHA, AUD)
WORK = (BSO, EHP, FSP, EHM, AUD)
TABLE = {
	"Impact Achieved": FIGURES,
	"Impact Goals": WORK,
	"Referral Reconciliation": FIGURES,
	"Closures by Reason": FIGURES,
	"Caseload": WORK,
	"Plan Timeliness": WORK,
	"Actions Overdue by Owner": WORK,
	"Supervision Compliance": WORK,
	"Red Amber Green Board": (FSP, EHM, AUD),
}
FOLDER = Path(__file__).parents[1] / "report"


def files():
	found = [json.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*/*.json")]
	return {doc["name"]: doc for doc in found if doc["report_type"] == "Script Report"}


class TestWhoSeesReports(EarlyHelpTestCase):
	def test_every_report_stands_in_the_table(self):
		self.assertEqual(set(files()), set(TABLE))

	def test_each_report_names_exactly_the_roles_of_the_table(self):
		for name, doc in files().items():
			self.assertEqual([row["role"] for row in doc["roles"]], list(TABLE[name]), name)

	def test_each_role_opens_its_reports_and_no_other(self):
		service = make_service().name
		for role in (*DESK_ROLES, *PORTAL_ROLES, "System Manager"):
			frappe.set_user(make_user(role))
			for name, roles in TABLE.items():
				with self.subTest(report=name, role=role):
					if role in roles:
						self.assertIn("columns", run_report(name, service=service))
					else:
						with self.assertRaises(frappe.PermissionError):
							run_report(name)
			frappe.set_user("Administrator")
