"""Who viewed: a record that is fetched, printed or downloaded was read as much as one that was opened."""

import frappe

from earlyhelp.constants import EHP
from earlyhelp.permissions import doors, methods
from earlyhelp.permissions.tests.scene import Scene
from earlyhelp.permissions.tests.test_doors import DoorsTestCase
from earlyhelp.tests.factories import make, make_worker


class TestWhoViewed(DoorsTestCase):
	def setUp(self):
		super().setUp()
		self.scene = Scene()
		self.name = self.scene.family.name
		self.member, self.stranger = make_worker(EHP, self.scene.team), make_worker(EHP)
		frappe.set_user(self.member)

	def views(self, user=None, name=None):
		found = {"reference_name": name or self.name, "viewed_by": user or self.member}
		return frappe.db.count("View Log", found)

	def test_a_record_that_is_fetched_by_its_address_was_viewed(self):
		for number, path in enumerate(
			(f"/api/resource/Family/{self.name}", f"/api/v2/document/Family/{self.name}")
		):
			with self.asked(path):
				doors.before_request()
			self.assertEqual(self.views(), number + 1)
		goal = self.scene.goal.name
		with self.asked(f"/api/resource/Scaling Goal/{goal}"):
			doors.before_request()
		self.assertEqual(self.views(name=goal), 1)

	def test_what_is_written_or_refused_was_not_viewed(self):
		with self.asked(f"/api/resource/Family/{self.name}", verb="PUT"):
			doors.before_request()
		with self.asked("/api/resource/Family"):
			doors.before_request()
		self.assertEqual(self.views(), 0)
		frappe.set_user(self.stranger)
		self.assertEqual(self.refusal(f"/api/resource/Family/{self.name}"), "DoesNotExistError")
		self.assertEqual(self.views(self.stranger), 0)

	def test_a_record_that_a_method_returns_was_viewed(self):
		methods.get("Family", self.name)
		self.assertEqual(self.views(), 1)
		found = methods.get("Family", filters={"family_name": "Quillfeather", "name": self.name})
		self.assertEqual((found["name"], self.views()), (self.name, 2))

	def test_a_record_that_is_printed_was_viewed(self):
		frappe.get_doc("Family", self.name).run_method("before_print", frappe._dict())
		self.assertEqual(self.views(), 1)

	def test_a_record_whose_file_is_downloaded_was_viewed(self):
		hung = {"attached_to_doctype": "Family", "attached_to_name": self.name, "is_private": 1}
		file = make("File", file_name="letter-of-the-club.txt", content="Dear club", **hung)
		with self.asked(file.file_url):
			doors.before_request()
		with self.asked("/api/method/download_file", file_url=file.file_url):
			doors.before_request()
		self.assertEqual(self.views(), 2)
		with self.asked("/api/resource/File/" + file.name):
			doors.before_request()
		self.assertEqual(self.views(), 2)
