import frappe

from earlyhelp.constants import AUD, BSO, EHA, EHM, EHP, FSP
from earlyhelp.demo.people import PEOPLE, add_demo_people
from earlyhelp.demo.service import DEMO_SERVICE, describe_service
from earlyhelp.tests.factories import EarlyHelpTestCase, make

PASSWORD = "Nine-Herons-Stand-Still"


class TestDemo(EarlyHelpTestCase):
	def test_there_is_one_person_for_each_role_of_the_desk(self):
		add_demo_people(PASSWORD)
		for _first, _last, email, role in PEOPLE:
			user = frappe.get_doc("User", email)
			self.assertEqual((user.user_type, [row.role for row in user.roles]), ("System User", [role]))
		self.assertEqual([role for *_names, role in PEOPLE], [BSO, EHP, FSP, EHM, EHA, AUD])

	def test_adding_them_again_leaves_them_as_they_are(self):
		add_demo_people(PASSWORD)
		frappe.db.set_value("User", "kim.alder@example.com", "last_name", "Elder")
		add_demo_people("Another-Password-Altogether")
		self.assertEqual(frappe.db.get_value("User", "kim.alder@example.com", "last_name"), "Elder")

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
