"""A record is named in many ways: in a list, as a whole, by a filter, by its kind alone; and so is a method."""

import frappe

from earlyhelp.constants import EHP
from earlyhelp.permissions.tests.scene import Scene
from earlyhelp.permissions.tests.test_doors import DoorsTestCase
from earlyhelp.tests.factories import make, make_worker

FRAPPE = "frappe."
ANY = f"/api/method/{FRAPPE}desk.search.anything"


class TestWaysToName(DoorsTestCase):
	def setUp(self):
		super().setUp()
		self.scene = Scene()
		self.name = self.scene.family.name
		self.stranger, self.member = make_worker(EHP), make_worker(EHP, self.scene.team)

	def assertForMembers(self, path=ANY, **form):
		"""A request is let pass for who reaches the family, and finds nothing for anybody else."""
		frappe.set_user(self.stranger)
		self.assertEqual(self.refusal(path, **form), "DoesNotExistError", form)
		frappe.set_user(self.member)
		self.assertIsNone(self.refusal(path, **form), form)

	def test_a_filter_does_not_stand_in_place_of_a_name(self):
		like = {"family_name": ["like", "Quill%"]}
		for user in (self.stranger, self.member):
			frappe.set_user(user)
			for given in (
				like,
				[["family_name", "like", "Quill%"]],
				[like],
				'[["family_name", "like", "%"]]',
			):
				with self.asked(ANY, doctype="Family", name=given):
					self.assertRefused(frappe.ValidationError, "the name of one record", self.knock)
			self.assertIsNone(self.refusal(ANY, doctype="Family", name="new-family-1"))

	def knock(self):
		from earlyhelp.permissions import doors

		doors.before_request()

	def test_names_in_lists_are_looked_at_one_by_one(self):
		for field in ("names", "docnames", "name", "docs"):
			self.assertForMembers(doctype="Family", **{field: frappe.as_json([self.name])})
		path = f"/api/method/{FRAPPE}desk.reportview.delete_items"
		self.assertForMembers(path, doctype="Family", items=frappe.as_json([self.name]))
		self.assertForMembers(doctype={"Family": [self.name]}, name="papers")

	def test_whole_records_are_looked_at_wherever_they_are_sent(self):
		whole = {"doctype": "Family", "name": self.name}
		moved = {"doctype": "Family", "docname": self.name}
		for form in ({"args": whole}, {"docs": [moved]}, {"docs": frappe.as_json([whole])}, {"doc": whole}):
			self.assertForMembers(**form)
		self.assertForMembers(doctype="Family", docs=[{"name": self.name}])

	def test_the_name_that_a_new_record_brings_says_nothing(self):
		frappe.set_user(self.stranger)
		whole = {"doctype": "Family", "name": self.name}
		self.assertIsNone(self.refusal(f"/api/method/{FRAPPE}client.insert", doc=frappe.as_json(whole)))
		self.assertIsNone(self.refusal("/api/resource/Family", verb="POST", data=frappe.as_json(whole)))
		self.assertIsNone(self.refusal(ANY, doc=frappe.as_json({**whole, "__islocal": 1})))

	def test_a_family_is_not_named_as_what_another_becomes(self):
		for field in ("new", "new_name", "old", "old_name"):
			self.assertForMembers(doctype="Family", **{field: self.name})

	def test_one_neighbour_of_a_record_in_a_list_is_asked_for_by_a_record_within_reach(self):
		self.assertForMembers(
			f"/api/method/{FRAPPE}desk.form.utils.get_next", doctype="Family", value=self.name
		)

	def test_a_value_that_is_written_is_no_name(self):
		frappe.set_user(self.member)
		method, row = f"/api/method/{FRAPPE}client.set_value", {"doctype": "Family", "name": self.name}
		self.assertIsNone(self.refusal(method, **row, fieldname="family_name", value="Quillfether"))

	def test_a_comment_of_a_family_is_named_without_its_kind(self):
		hung = {"reference_doctype": "Family", "reference_name": self.name, "comment_type": "Comment"}
		comment = make("Comment", content="Dear all", **hung)
		for method in ("update_comment", "update_comment_publicity"):
			path = f"/api/method/{FRAPPE}desk.form.utils.{method}"
			self.assertForMembers(path, name=comment.name, content="x")

	def test_paths_of_the_second_version_name_records_too(self):
		for more in ("copy", "method/as_dict"):
			self.assertForMembers(f"/api/v2/document/Family/{self.name}/{more}")


class TestNamesOfMethods(DoorsTestCase):
	def setUp(self):
		super().setUp()
		self.worker = make_worker(EHP)
		frappe.set_user(self.worker)

	def test_what_the_app_answers_is_not_called_by_the_name_that_another_method_is_given(self):
		for field in ("query", "tree_method", "method"):
			asked = {"doctype": "Family", field: FRAPPE + "client.get_count"}
			self.assertEqual(self.refusal(ANY, **asked), "PermissionError", field)
		self.assertIsNone(self.refusal(ANY, doctype="Family", query=FRAPPE + "client.get_list"))
		self.assertIsNone(self.refusal(ANY, doctype="Family", method="as_dict"))

	def test_a_method_is_not_called_by_the_doctype_in_whose_module_it_stands(self):
		self.assertEqual(self.refusal("/api/v2/method/Workflow Action/apply_workflow"), "PermissionError")
		self.assertIsNone(self.refusal(f"/api/v2/method/{FRAPPE}client.get_count", doctype="Agency"))

	def test_what_stands_behind_a_method_in_a_path_is_not_part_of_its_name(self):
		frappe.set_user("Administrator")
		whole = frappe.as_json([Scene().family.name])
		frappe.set_user(self.worker)
		path = f"/api/method/{FRAPPE}desk.reportview.delete_items/more"
		self.assertEqual(self.refusal(path, doctype="Family", items=whole), "DoesNotExistError")

	def test_a_method_of_frappe_is_not_called_through_a_module_that_imports_it(self):
		from unittest.mock import patch

		from earlyhelp.permissions import doors

		path = f"/api/method/{FRAPPE}workflow.doctype.workflow_action.workflow_action.apply_workflow"
		with patch.object(doors, "own_name", lambda name: FRAPPE + "model.workflow.apply_workflow"):
			self.assertEqual(self.refusal(path), "PermissionError")
			self.assertIsNone(self.refusal(f"/api/method/{FRAPPE}model.workflow.apply_workflow"))

	def test_a_page_calls_no_method_of_frappe_that_a_module_of_the_app_imports(self):
		from unittest.mock import patch

		from earlyhelp.permissions import doors

		frappe.set_user("Guest")
		path = "/api/method/earlyhelp.api.session.get_list"
		with patch.object(doors, "own_name", lambda name: FRAPPE + "client.get_list"):
			self.assertEqual(self.refusal(path), "PermissionError")
		with patch.object(doors, "own_name", lambda name: "earlyhelp.api.session.get_list"):
			self.assertIsNone(self.refusal(path))
