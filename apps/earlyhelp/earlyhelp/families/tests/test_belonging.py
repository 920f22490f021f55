import frappe

from earlyhelp.permissions.tests.scene import Scene
from earlyhelp.supervision.tests.making import SupervisionTestCase
from earlyhelp.team_around.tests.meetings import MeetingTestCase
from earlyhelp.tests.factories import EarlyHelpTestCase


def names(family):
	"""Return {doctype: family name} as stored in the first record of each kind that names a family."""
	found = {}
	for doctype in frappe.get_all("DocField", filters={"fieldname": "family_name"}, pluck="parent"):
		if doctype != "Family" and frappe.get_meta(doctype).has_field("family"):
			for name in frappe.get_all(doctype, {"family": family.name}, pluck="family_name", order_by=None):
				found[doctype] = name
	return found


class TestPlans(EarlyHelpTestCase):
	def test_records_of_a_plan_show_the_family_name_from_the_first_save(self):
		found = names(Scene("Quillfeather").family)
		self.assertGreaterEqual(len(found), 5)
		self.assertEqual(set(found.values()), {"Quillfeather"}, found)


class TestSupervisions(SupervisionTestCase):
	def test_records_of_a_supervision_show_the_family_name_from_the_first_save(self):
		self.ask()
		found = names(self.family)
		self.assertIn("Professional Summary", found)
		self.assertEqual(set(found.values()), {"Ashdown"}, found)


class TestMeetings(MeetingTestCase):
	def test_records_of_a_meeting_show_the_family_name_from_the_first_save(self):
		self.end()
		found = names(self.family)
		self.assertIn("Thank You Card", found)
		self.assertEqual(set(found.values()), {"Ashdown"}, found)
