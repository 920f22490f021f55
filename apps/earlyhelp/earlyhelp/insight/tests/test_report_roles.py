"""Who opens which report: the table of reports of D8."""

import frappe
from frappe.desk.query_report import run

from earlyhelp.constants import AUD, BSO, DESK_ROLES, EHA, EHM, EHP, FSP
from earlyhelp.tests.factories import EarlyHelpTestCase, make_user

ALL_DESK = {BSO, EHP, FSP, EHM, EHA, AUD}
REPORTS = {
	"Impact Achieved": ALL_DESK,
	"Referral Reconciliation": ALL_DESK,
	"Closures by Reason": ALL_DESK,
	"Caseload": ALL_DESK - {EHA},
	"Plan Timeliness": ALL_DESK - {EHA},
	"Actions Overdue by Owner": ALL_DESK - {EHA},
	"Supervision Compliance": ALL_DESK - {EHA},
	"Red Amber Green Board": {FSP, EHM, AUD},
}


class TestReportRoles(EarlyHelpTestCase):
	def test_each_report_opens_for_the_roles_of_the_table_and_for_nobody_else(self):
		for role in (*DESK_ROLES, "School User", "School Safeguarding Lead", "Partner User"):
			frappe.set_user(make_user(role))
			for report, roles in REPORTS.items():
				with self.subTest(report=report, role=role):
					self.assertEqual(self.opens(report), role in roles)
			frappe.set_user("Administrator")

	def opens(self, report):
		"""Say whether the report answers; a filter that it asks for comes after the question who asks."""
		try:
			run(report, {})
		except frappe.PermissionError:
			return False
		except frappe.ValidationError:
			return True
		return True
