"""What a request may ask for: people of the portal call pages' methods only; named records are within reach."""

from contextlib import contextmanager
from types import SimpleNamespace

import frappe

from earlyhelp.constants import EHM, EHP
from earlyhelp.permissions import doors
from earlyhelp.permissions.guard import check_shared
from earlyhelp.permissions.methods import (
	get_count,
	get_group_by_count,
	get_link_title,
	get_tagged_docs,
	search_link,
	search_widget,
	validate_link,
)
from earlyhelp.permissions.tests.scene import Scene
from earlyhelp.tests.factories import EarlyHelpTestCase, make, make_stranger, make_team, make_worker

CLOSED_TO_PORTAL = (
	"/api/method/frappe.client.get_count",
	"/api/method/frappe.client.get_count/",
	"//api//method/frappe.client.get_list",
	"/API/method/frappe.client.get_list",
	"/api/v1/method/frappe.client.get",
	"/api/v2/method/frappe.desk.search.search_link",
	"/api/v2/method/Family/anything",
	"/api/method/earlyhelp.permissions.methods.get_count",
	"/api/method/earlyhelp.states.buttons.apply_workflow",
	"/api/resource/Family",
	"/api/resource/Family/FAM-2026-00001",
	"/api/v2/document/Family",
	"/api/v2/doctype/Family/meta",
	"/api",
	"/api/",
	"\\api\\resource\\Family",
)
OPEN_TO_PORTAL = (
	"/api/method/login",
	"/api/method/logout",
	"/api/method/ping",
	"/api/method/frappe.auth.get_logged_user",
	"/api/method/earlyhelp.api.session.sign_out",
	"/school",
	"/",
	"/files/logo.png",
)


class DoorsTestCase(EarlyHelpTestCase):
	@contextmanager
	def asked(self, path="/", headers=None, verb="GET", **form):
		"""A request to this path with these parameters is being answered."""
		before = getattr(frappe.local, "request", None), frappe.local.form_dict
		frappe.local.request = SimpleNamespace(path=path, headers=headers or {}, method=verb)
		frappe.local.form_dict = frappe._dict(form)
		try:
			yield
		finally:
			frappe.local.request, frappe.local.form_dict = before

	def refusal(self, path="/", **form):
		"""The name of the exception with which a request is refused; None when it passes."""
		try:
			with self.asked(path, **form):
				doors.before_request()
		except (frappe.PermissionError, frappe.DoesNotExistError) as error:
			return type(error).__name__
		return None


class TestThePortalsDoor(DoorsTestCase):
	def test_it_is_shut_for_everything_below_api_that_no_page_calls(self):
		for user in ("Guest", make_stranger("School User"), make_stranger("Partner User")):
			frappe.set_user(user)
			for path in CLOSED_TO_PORTAL:
				self.assertEqual(self.refusal(path), "PermissionError", (user, path))
			for path in OPEN_TO_PORTAL:
				self.assertIsNone(self.refusal(path), (user, path))

	def test_a_command_on_any_path_passes_the_same_door(self):
		frappe.set_user(make_stranger("School Safeguarding Lead"))
		for path in ("/", "/school", "/api/method/ping", "/login"):
			self.assertEqual(self.refusal(path, cmd="frappe.client.get_list"), "PermissionError", path)
			self.assertIsNone(self.refusal(path, cmd="logout"))
		self.assertEqual(self.refusal("/", cmd=["frappe.client.get_list"]), "PermissionError")

	def test_private_files_are_not_fetched_by_their_address(self):
		frappe.set_user(make_stranger("Partner User"))
		for path in ("/private/files/plan.pdf", "//private/files/none.pdf", "/Private/Files/plan.pdf"):
			self.assertEqual(self.refusal(path), "DoesNotExistError", path)

	def test_the_desk_keeps_its_methods(self):
		frappe.set_user(make_stranger(EHP))
		for path in set(CLOSED_TO_PORTAL) - {"/api/v2/method/Family/anything"}:
			self.assertNotEqual(self.refusal(path), "PermissionError", path)

	def test_a_token_is_read_before_it_is_checked(self):
		worker, partner = make_stranger(EHP), make_stranger("Partner User")
		for user, wanted in ((worker, None), (partner, "PermissionError")):
			frappe.db.set_value("User", user, "api_key", f"key-of-{user}")
			frappe.set_user("Guest")
			headers = {"Authorization": f"token key-of-{user}:anything"}
			self.assertEqual(self.refusal("/api/resource/Agency", headers=headers), wanted)


class TestNamedRecords(DoorsTestCase):
	def setUp(self):
		super().setUp()
		self.scene = Scene()
		self.stranger, self.member = make_worker(EHP), make_worker(EHP, self.scene.team)

	def test_a_record_out_of_reach_is_not_found_by_whatever_method_names_it(self):
		name = self.scene.family.name
		ways = (
			{"doctype": "Family", "name": name},
			{"doctype": "Family", "docname": name},
			{"dt": "Family", "dn": name},
			{"reference_doctype": "Family", "reference_name": name},
			{"doctype": "Family", "docs": f'["{name}"]'},
			{"doctype": "Family", "name": f'["{name}"]'},
			{"doctype": "Family Member", "name": self.scene.family.members[0].name},
		)
		for form in ways:
			frappe.set_user(self.stranger)
			path = "/api/method/frappe.desk.search.anything"
			self.assertEqual(self.refusal(path, **form), "DoesNotExistError", form)
			frappe.set_user(self.member)
			self.assertIsNone(self.refusal(path, **form), form)

	def test_a_whole_record_is_not_compared_with_the_stored_one_out_of_reach(self):
		whole = frappe.as_json({"doctype": "Family", "name": self.scene.family.name})
		for method, field in (("run_doc_method", "docs"), ("frappe.model.workflow.apply_workflow", "doc")):
			path = f"/api/method/{method}"
			frappe.set_user(self.stranger)
			self.assertEqual(self.refusal(path, **{field: whole}), "DoesNotExistError", method)
			frappe.set_user(self.member)
			self.assertIsNone(self.refusal(path, **{field: whole}), method)

	def test_a_file_of_a_family_out_of_reach_is_not_found_by_its_address(self):
		hung = {"attached_to_doctype": "Family", "attached_to_name": self.scene.family.name, "is_private": 1}
		file = make("File", file_name="letter-of-the-school.txt", content="Dear all", **hung)
		method, missing = "/api/method/download_file", "/private/files/no-such-letter.txt"
		for url, member_may in ((file.file_url, True), (missing, False)):
			for path, form in ((url, {}), (method, {"file_url": url})):
				frappe.set_user(self.stranger)
				self.assertEqual(self.refusal(path, **form), "DoesNotExistError", path)
				frappe.set_user(self.member)
				self.assertEqual(self.refusal(path, **form) is None, member_may, path)

	def test_the_path_of_a_method_that_answers_itself_does_not_cover_another(self):
		frappe.set_user(self.stranger)
		path, form = (
			"/api/method/frappe.client.get_value",
			{"doctype": "Family", "name": self.scene.family.name},
		)
		self.assertIsNone(self.refusal(path, **form))
		other = "frappe." + "desk.search.anything"
		self.assertEqual(self.refusal(path, cmd=other, **form), "DoesNotExistError")

	def test_a_path_that_names_one_is_not_found_either(self):
		row = self.scene.family.members[0].name
		for path in (
			f"/api/resource/Family Member/{row}",
			f"/api/v2/document/Family/{self.scene.family.name}",
		):
			frappe.set_user(self.stranger)
			self.assertEqual(self.refusal(path), "DoesNotExistError", path)
			frappe.set_user(self.member)
			self.assertIsNone(self.refusal(path), path)

	def test_working_names_and_other_records_pass(self):
		frappe.set_user(self.stranger)
		self.assertIsNone(self.refusal("/", doctype="Family", name="new-family-1"))
		self.assertIsNone(self.refusal("/", doctype="Agency", name="No such agency"))
		self.assertIsNone(self.refusal("/", doctype=["Family"], name={"a": 1}))

	def test_a_report_on_families_is_saved_under_any_name(self):
		frappe.set_user(self.stranger)
		path, name = "/api/method/frappe.desk.reportview.", "Families by locality"
		self.assertIsNone(self.refusal(f"{path}save_report", doctype="Family", name=name))
		self.assertEqual(self.refusal(f"{path}get_form", doctype="Family", name=name), "DoesNotExistError")


class TestMethodsOfFrappe(DoorsTestCase):
	def setUp(self):
		super().setUp()
		self.scene = Scene()
		self.name = self.scene.family.name
		self.people = ((make_worker(EHM, make_team()), False), (make_worker(EHM, self.scene.team), True))

	def each(self):
		for user, reaches in self.people:
			frappe.set_user(user)
			yield reaches

	def test_a_count_with_a_filter_spells_no_field(self):
		for reaches in self.each():
			self.assertEqual(get_count("Family", {"family_name": ["like", "Quillf%"]}), int(reaches))

	def test_a_link_is_confirmed_and_titled_for_those_who_reach_it(self):
		for reaches in self.each():
			told = validate_link("Family", self.name, '["family_name"]')
			self.assertEqual(told.get("family_name"), "Quillfeather" if reaches else None)
			self.assertEqual(get_link_title("Family", self.name), "Quillfeather" if reaches else self.name)

	def test_a_search_looks_at_no_more_with_a_switch_of_the_browser(self):
		for reaches in self.each():
			found = search_link("Family", "Quillf", ignore_user_permissions=True)
			self.assertEqual([row["value"] for row in found], [self.name] if reaches else [])
			rows = search_widget("Family", "Quillf", as_dict=True, ignore_user_permissions=True)
			self.assertEqual([row["name"] for row in rows], [self.name] if reaches else [])

	def test_groups_and_tags_count_what_is_reached(self):
		frappe.db.set_value("Family", self.name, "_user_tags", ",urgent")
		make("ToDo", reference_type="Family", reference_name=self.name, description="x", allocated_to="Guest")
		for reaches in self.each():
			self.assertEqual(len(get_tagged_docs("Family", "%urgent%")), int(reaches))
			given = {row.name: row.count for row in get_group_by_count("Family", "[]", "assigned_to")}
			self.assertEqual(given.get("Guest"), 1 if reaches else None)

	def test_sharing_is_off_and_no_record_of_a_family_is_shared(self):
		self.assertTrue(frappe.db.get_single_value("System Settings", "disable_document_sharing"))
		share = {"share_doctype": "Family", "share_name": self.name, "user": self.people[0][0], "read": 1}
		self.assertIn(
			"earlyhelp.permissions.guard.check_shared", frappe.get_hooks("doc_events")["DocShare"]["validate"]
		)
		doc = frappe.get_doc({"doctype": "DocShare", **share})
		self.assertRefused(frappe.PermissionError, "not shared", check_shared, doc)

	def test_a_record_is_assigned_to_those_who_work_with_its_family_and_to_nobody_else(self):
		task = {
			"doctype": "ToDo",
			"reference_type": "Family",
			"reference_name": self.name,
			"description": "x",
		}
		(stranger, _no), (colleague, _yes) = self.people
		frappe.set_user(colleague)
		task["assigned_by"] = colleague
		doc = frappe.get_doc({**task, "allocated_to": stranger})
		self.assertRefused(frappe.PermissionError, "may not see this record", doc.insert)
		frappe.get_doc({**task, "allocated_to": colleague}).insert()

	def test_a_refusal_shows_no_lines_of_code(self):
		self.assertFalse(frappe.db.get_single_value("System Settings", "allow_error_traceback"))

	def test_no_record_of_a_family_is_followed_by_e_mail(self):
		if not frappe.db.exists("DocType", "Document Follow"):
			self.skipTest("Nothing is followed here.")
		follow = {"doctype": "Document Follow", "ref_doctype": "Family", "user": frappe.session.user}
		with self.assertRaises(frappe.PermissionError):
			frappe.get_doc({**follow, "ref_docname": self.name}).insert()

	def test_a_new_link_out_of_reach_answers_like_one_that_leads_nowhere(self):
		frappe.set_user(self.people[0][0])
		for doctype, fields, label in (
			("Agreed Action", {"what": "Ring back"}, "Family"),
			("ToDo", {"description": "Ring back", "reference_type": "Family"}, "Reference Name"),
		):
			field = "reference_name" if doctype == "ToDo" else "family"
			for name in (self.name, "FAM-2001-00001"):
				words = f"Could not find {label}: {name}"
				with self.assertRaises(frappe.LinkValidationError) as refusal:
					make(doctype, **{field: name}, **fields)
				self.assertEqual(str(refusal.exception), words)
