import frappe

from earlyhelp.constants import AUD, BSO, DESK_ROLES, EHA, EHM, EHP, FSP, PORTAL_ROLES
from earlyhelp.demo.people import PEOPLE, add_demo_people
from earlyhelp.demo.service import DEMO_SERVICE, describe_service
from earlyhelp.tests.factories import EarlyHelpTestCase, make

PASSWORD = "Nine-Herons-Stand-Still"


class TestDemoPeople(EarlyHelpTestCase):
	def test_there_is_a_person_for_each_role_of_the_desk_and_of_the_portal(self):
		add_demo_people(PASSWORD)
		for _first, _last, email, role, _what in PEOPLE:
			user = frappe.get_doc("User", email)
			kind = "System User" if role in DESK_ROLES else "Website User"
			self.assertEqual((user.user_type, [row.role for row in user.roles]), (kind, [role]), email)
		self.assertEqual([row[3] for row in PEOPLE][:6], [BSO, EHP, FSP, EHM, EHA, AUD])
		self.assertEqual({row[3] for row in PEOPLE}, {*DESK_ROLES, *PORTAL_ROLES})

	def test_adding_them_again_leaves_them_as_they_are(self):
		add_demo_people(PASSWORD)
		frappe.db.set_value("User", "kim.alder@example.com", "last_name", "Elder")
		before = {
			doctype: frappe.db.count(doctype) for doctype in ("User", "Professional", "Early Help Team")
		}
		add_demo_people("Another-Password-Altogether")
		self.assertEqual(frappe.db.get_value("User", "kim.alder@example.com", "last_name"), "Elder")
		self.assertEqual({doctype: frappe.db.count(doctype) for doctype in before}, before)

	def test_the_practitioner_of_the_service_gets_the_account(self):
		name = frappe.db.get_value("Professional", {"email": "pat.norris@example.com"})
		name = name or make("Professional", full_name="Pat Norris", email="pat.norris@example.com").name
		frappe.db.set_value("Professional", name, "user", None)
		add_demo_people(PASSWORD)
		self.assertEqual(frappe.db.get_value("Professional", name, "user"), "pat.norris@example.com")

	def test_what_somebody_wrote_about_the_service_stays(self):
		if not frappe.db.exists("Early Help Service", DEMO_SERVICE):
			make("Early Help Service", service_name=DEMO_SERVICE)
		frappe.db.set_value("Early Help Service", DEMO_SERVICE, "commissioner", "Somebody Else")
		describe_service()
		self.assertEqual(
			frappe.db.get_value("Early Help Service", DEMO_SERVICE, "commissioner"), "Somebody Else"
		)
