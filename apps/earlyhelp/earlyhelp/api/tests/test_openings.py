"""The page where a manager opens a family of another team with a reason."""

import frappe

from earlyhelp.api.openings import open_family
from earlyhelp.constants import EHM, EHP
from earlyhelp.permissions.tests.scene import Scene
from earlyhelp.schools.tests.portal import errors_behind, page, post
from earlyhelp.tests.factories import EarlyHelpTestCase, make_team, make_worker
from earlyhelp.www import eh_open

WHY = "A complaint about the worker is to be answered today."


class TestOpeningPage(EarlyHelpTestCase):
	def setUp(self):
		super().setUp()
		self.scene = Scene()
		self.name = self.scene.family.name
		self.manager = make_worker(EHM, make_team())

	def test_a_reason_opens_the_family_and_leads_to_it(self):
		shown = page(self.manager, eh_open, family=self.name)
		self.assertEqual([question.name for question in shown.questions], ["reason"])
		path, _query = post(self.manager, "openings.open_family", family=self.name, reason=WHY)
		self.assertEqual(path, f"/app/family/{self.name}")
		frappe.set_user(self.manager)
		self.assertTrue(frappe.get_doc("Family", self.name).has_permission("read"))

	def test_without_a_reason_the_page_says_what_is_missing(self):
		for reason in ("", "see file"):
			path, query = post(self.manager, "openings.open_family", family=self.name, reason=reason)
			self.assertEqual((path, query["family"]), ("/eh-open", self.name))
			self.assertIn("in a sentence", errors_behind(query)[0])

	def test_a_family_that_is_shut_and_one_that_does_not_exist_answer_alike(self):
		self.scene.restrict()
		for name in (self.name, "FAM-2001-00001"):
			for ask in (
				lambda name=name: page(self.manager, eh_open, family=name),
				lambda name=name: post(self.manager, "openings.open_family", family=name, reason=WHY),
			):
				self.assertRefused(frappe.DoesNotExistError, f"Family {name} not found", ask)

	def test_it_is_for_managers(self):
		worker = make_worker(EHP, make_team())
		self.assertRefused(frappe.PermissionError, "not for your account", page, worker, eh_open)
		frappe.set_user(worker)
		self.assertRefused(frappe.PermissionError, "Only managers", open_family, self.name, WHY)
