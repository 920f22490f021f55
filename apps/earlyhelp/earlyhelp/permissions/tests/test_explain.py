"""Why somebody reaches a record, told to administrators on a page, on any bench."""

import frappe

from earlyhelp.constants import EHM, EHP
from earlyhelp.permissions.explain import sentences
from earlyhelp.permissions.tests.scene import Scene, has_conflict
from earlyhelp.schools.tests.portal import page
from earlyhelp.tests.factories import EarlyHelpTestCase, make_stranger, make_worker
from earlyhelp.www import eh_why

CONFLICT = "A conflict of interest is recorded"


class TestExplained(EarlyHelpTestCase):
	def setUp(self):
		super().setUp()
		frappe.set_user("Administrator")
		self.scene = Scene()
		self.admin = make_worker(EHM, self.scene.team)
		frappe.get_doc("User", self.admin).add_roles("System Manager")
		self.worker = make_worker(EHP, None, self.scene.episode)

	def told(self, user, doctype="Family", name=None, by=None):
		name = name or self.scene.family.name
		return page(by or self.admin, eh_why, doctype=doctype, name=name, person=user).told

	def test_the_page_names_the_relation_and_what_follows(self):
		named = frappe.utils.get_fullname(self.worker)
		for doctype, name in (("Family", None), ("My Family Plan", self.scene.plan.name)):
			first, last = self.told(self.worker, doctype, name)
			self.assertEqual(first, f"{named} is allocated to an open episode of {self.scene.family.name}.")
			self.assertIn(f"So {named} reaches this record and may change it", last)
		self.assertEqual(self.told("Administrator"), ["Administrator may do everything."])
		self.assertEqual(self.told("nobody"), ["There is no account nobody."])

	def test_records_with_a_way_of_their_own_say_which(self):
		told = self.told(self.worker, "Early Help Person", self.scene.child)
		self.assertIn("Nobody reaches the own record.", told[1])

	def test_it_is_for_system_managers_and_for_records_that_they_reach(self):
		self.assertRefused(
			frappe.PermissionError, "not for your account", self.told, self.worker, by=self.worker
		)
		stranger = make_stranger(EHM)
		frappe.set_user("Administrator")
		frappe.get_doc("User", stranger).add_roles("System Manager")
		for name in (self.scene.family.name, "FAM-2001-00001"):
			missing = f"Family {name} not found"
			self.assertRefused(
				frappe.DoesNotExistError, missing, self.told, self.worker, name=name, by=stranger
			)
		self.assertRefused(
			frappe.DoesNotExistError, "User Administrator not found", self.told, "x", "User", "Administrator"
		)

	def test_that_a_conflict_shuts_somebody_out_is_told_to_those_who_read_the_record(self):
		user = has_conflict(self.scene)
		self.assertIn(CONFLICT, self.told(user)[0])
		frappe.set_user(make_stranger("Early Help Administrator"))
		told = sentences(frappe.get_doc("Family", self.scene.family.name), user)
		self.assertFalse(any(CONFLICT in text for text in told), told)
		self.assertIn("is shut to", told[0])

	def test_a_family_that_the_asker_does_not_reach_is_not_named(self):
		other = Scene()
		for member in other.family.members:
			other.family.remove(member)
		other.family.append("members", {"person": self.scene.child, "relationship": "Child"})
		other.family.save()
		told = " ".join(self.told(self.worker, "Early Help Person", self.scene.child))
		self.assertIn(self.scene.family.name, told)
		self.assertNotIn(other.family.name, told)
