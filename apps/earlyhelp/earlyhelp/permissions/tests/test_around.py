"""What Frappe's own records may carry of families: nothing to people who are not asked who they are."""

from unittest.mock import patch

import frappe

from earlyhelp.constants import EHA, EHM, EHP
from earlyhelp.permissions import around, methods, printed
from earlyhelp.permissions.case_records import case_doctypes
from earlyhelp.permissions.tests.scene import Scene
from earlyhelp.permissions.tests.test_doors import DoorsTestCase
from earlyhelp.tests.factories import make, make_stranger, make_team, make_worker


class AroundTestCase(DoorsTestCase):
	def setUp(self):
		super().setUp()
		self.scene = Scene()
		self.name = self.scene.family.name
		self.member, self.stranger = make_worker(EHP, self.scene.team), make_worker(EHP)


class TestWhatCarriesRecords(AroundTestCase):
	def test_nothing_is_set_up_that_sends_or_shows_families_to_others(self):
		frappe.set_user(make_stranger("System Manager"))
		for doctype, field in around.CARRIES.items():
			if doctype in around.OF_REPORTS:
				continue
			doc = frappe._dict(doctype=doctype, meta=frappe.get_meta("ToDo"), **{field: "Family"})
			self.assertRefused(frappe.PermissionError, "go nowhere", around.check_carried, doc)
			doc[field] = "Agency"
			around.check_carried(doc)

	def test_reports_on_families_are_neither_kept_nor_mailed(self):
		frappe.set_user(make_stranger("System Manager"))
		report = frappe.db.get_value("Report", {"ref_doctype": ["in", case_doctypes()]})
		for doctype in around.OF_REPORTS:
			doc = frappe._dict(
				doctype=doctype, meta=frappe.get_meta("ToDo"), report_name=report, report=report
			)
			self.assertRefused(frappe.PermissionError, "go nowhere", around.check_carried, doc)

	def test_the_check_is_asked_by_every_record(self):
		for event, path in (("validate", "check_carried"), ("before_rename", "check_renamed")):
			hooks = frappe.get_hooks("doc_events")["*"][event]
			self.assertIn(f"earlyhelp.permissions.around.{path}", hooks)

	def test_a_family_keeps_its_number(self):
		frappe.set_user(self.member)
		family = frappe.get_doc("Family", self.name)
		self.assertRefused(frappe.PermissionError, "not renamed", around.check_renamed, family)
		with self.assertRaises((frappe.PermissionError, frappe.ValidationError)):
			frappe.rename_doc("Family", self.name, "FAM-2001-00001", force=True)
		around.check_renamed(frappe.get_doc("User", self.member))

	def test_who_deletes_what_families_use_is_not_told_which_they_are(self):
		frappe.set_user(make_stranger(EHA))
		for doctype, name in (
			("Early Help Team", self.scene.team.name),
			("Early Help Service", self.scene.service.name),
		):
			with self.assertRaises(frappe.LinkExistsError) as refusal:
				frappe.delete_doc(doctype, name)
			told = str(refusal.exception) + frappe.as_json(frappe.message_log)
			self.assertIn("records of families", told)
			for _kind, record in self.scene.records():
				self.assertNotIn(record, told)
		unused = make("Locality", locality_name="Nowhere").name
		frappe.delete_doc("Locality", unused)
		self.assertFalse(frappe.db.exists("Locality", unused))

	def test_a_notice_about_a_family_and_its_e_mail_hold_the_number_alone(self):
		given = {
			"type": "Mention",
			"for_user": self.member,
			"document_type": "Family",
			"document_name": self.name,
		}
		with patch("frappe.sendmail"):
			told = make("Notification Log", subject="Quillfeather", email_content="Mum shouts", **given)
		self.assertIn(self.name, told.subject)
		self.assertNotIn("Quillfeather", told.subject)
		self.assertFalse(told.email_content)
		given |= {"document_type": "User", "document_name": self.member}
		with patch("frappe.sendmail"):
			told = make("Notification Log", subject="Welcome", email_content="Hello", **given)
		self.assertEqual((told.subject, told.email_content), ("Welcome", "Hello"))

	def test_an_error_is_logged_without_the_values_that_its_lines_held(self):
		lines = ["Traceback with variables (most recent call last):", '  File "family.py", line 1, in save']
		lines += [
			"    self.save()",
			"      self = <Family: Quillfeather>",
			"        more",
			"builtins.KeyError: 'x'",
		]
		log = make("Error Log", method="x", error="\n".join(lines))
		self.assertEqual(log.error, "\n".join((*lines[:3], lines[-1])))


class TestFilesOfOthers(AroundTestCase):
	def setUp(self):
		super().setUp()
		hung = {"attached_to_doctype": "Family", "attached_to_name": self.name, "is_private": 1}
		self.file = make("File", file_name="letter-of-the-bank.txt", content="Dear bank", **hung)

	def copied(self, **fields):
		return make("File", is_private=1, **fields)

	def test_a_private_file_is_not_made_ones_own_by_its_address(self):
		frappe.set_user(self.stranger)
		for fields in (
			{"file_url": self.file.file_url},
			{"file_name": self.file.file_url.rpartition("/")[2]},
		):
			with self.assertRaises(frappe.DoesNotExistError) as refusal:
				self.copied(**fields)
			with self.assertRaises(frappe.DoesNotExistError) as missing:
				self.copied(file_url="/private/files/no-such-letter.txt")
			self.assertEqual(str(refusal.exception), str(missing.exception))

	def test_what_a_person_reads_may_be_hung_on_something_else_as_well(self):
		frappe.set_user(self.member)
		around.check_copied(frappe.get_doc({"doctype": "File", "file_url": self.file.file_url}))

	def test_a_file_that_is_stored_is_not_moved_onto_another(self):
		frappe.set_user(self.stranger)
		mine = self.copied(file_name="mine-alone.txt", content="Dear diary")
		mine.file_url, mine.content = self.file.file_url, None
		with self.assertRaises(frappe.DoesNotExistError):
			mine.save()

	def test_a_file_of_a_family_is_private(self):
		hung = {"attached_to_doctype": "Family", "attached_to_name": self.name, "is_private": 0}
		frappe.set_user(self.member)
		with self.assertRaises(frappe.PermissionError) as refusal:
			make("File", file_name="open-letter.txt", content="Dear town", **hung)
		self.assertIn("private", str(refusal.exception))
		hung |= {"attached_to_doctype": "User", "attached_to_name": self.member}
		self.assertTrue(make("File", file_name="open-letter.txt", content="Dear town", **hung).file_url)

	def test_a_file_with_a_content_of_its_own_is_ones_own(self):
		frappe.set_user(self.stranger)
		self.assertTrue(self.copied(file_name="mine.txt", content="Dear bank").name)

	def test_a_request_that_speaks_of_a_private_file_is_looked_at_however_it_is_written(self):
		url = self.file.file_url
		spelt = url.replace("/", "%2F"), url.replace("b", "%62"), f'<img src="{url}">', f"/{url}"
		whole = [frappe.as_json({"doctype": "File", "file_url": url}), {"a": [{"b": url}]}]
		for text in (url, *spelt, *whole):
			frappe.set_user(self.stranger)
			self.assertEqual(self.refusal("/api/resource/Note", content=text), "DoesNotExistError", text)
			frappe.set_user(self.member)
			self.assertIsNone(self.refusal("/api/resource/Note", content=text), text)

	def test_a_file_is_not_taken_along_by_its_number(self):
		for field in ("library_file_name", "fid"):
			for user, wanted in ((self.stranger, "DoesNotExistError"), (self.member, None)):
				frappe.set_user(user)
				self.assertEqual(self.refusal("/api/method/upload_file", **{field: self.file.name}), wanted)
		for user, wanted in ((self.stranger, "DoesNotExistError"), (self.member, None)):
			frappe.set_user(user)
			names = frappe.as_json([self.file.name, {"fname": "x.txt", "fcontent": "x"}])
			self.assertEqual(self.refusal("/", attachments=names), wanted)


class TestAnswersOfTheApp(AroundTestCase):
	def test_a_filter_finds_no_record_out_of_reach(self):
		frappe.set_user(self.stranger)
		words = []
		for family_name in ("Quillfeather", "Nobody"):
			with self.assertRaises(frappe.DoesNotExistError) as refusal:
				methods.get("Family", filters={"family_name": family_name})
			words.append(str(refusal.exception))
		self.assertEqual(*words)
		frappe.set_user(self.member)
		self.assertEqual(methods.get("Family", filters={"family_name": "Quillfeather"})["name"], self.name)

	def test_a_chart_is_worked_out_for_each_person(self):
		asked = []
		with patch("frappe.get_attr", lambda path: lambda **given: asked.append(given["refresh"])):
			methods.get_chart(chart_name="Families", refresh=False)
		self.assertEqual(asked, [1])

	def test_a_chart_calls_its_groups_by_their_titles_for_who_may_read_them(self):
		chart = {"name": "By family", "chart_type": "Group By", "document_type": "Early Help Episode"}
		groups = ["FAM-OUT-OF-REACH", self.name, None]
		drawn, real = {"labels": groups, "datasets": [{"values": [3, 2, 1]}]}, frappe.get_attr

		def stand_in(path):
			return (lambda **given: dict(drawn)) if "dashboard_chart" in path else real(path)

		for user, called in ((self.stranger, self.name), (self.member, "Quillfeather")):
			frappe.set_user(user)
			with patch("frappe.get_attr", stand_in):
				found = methods.get_chart(chart=frappe.as_json({**chart, "group_by_based_on": "family"}))
				other = methods.get_chart(chart={**chart, "group_by_based_on": "status"})
			self.assertEqual(found["labels"], [groups[0], called, "Not Set"])
			self.assertEqual(other["labels"], [*groups[:2], "Not Set"])

	def test_what_a_form_links_to_is_called_by_its_number_where_it_is_out_of_reach(self):
		def titles(user):
			frappe.set_user(user)
			found = {f"Family::{self.name}": "Quillfeather", "Agency::School": "School"}
			with patch(
				"frappe.get_attr", lambda path: lambda *given: frappe.response.update(_link_titles=found)
			):
				methods.getdoc("User", user)
			return set(found.values())

		self.assertEqual(titles(self.stranger), {"School"})
		self.assertEqual(titles(self.member), {"School", "Quillfeather"})

	def test_nobody_is_told_of_every_change_to_families(self):
		frappe.set_user(make_worker(EHM, make_team()))
		for doctype in ("Family", "Scaling Goal"):
			with self.assertRaises(frappe.PermissionError):
				methods.can_subscribe_doctype(doctype)
		self.assertTrue(methods.can_subscribe_doctype("Agency"))

	def test_a_page_as_pdf_is_not_kept_in_the_log_of_access(self):
		kept = []
		with patch("frappe.get_attr", lambda path: lambda *given, **named: kept.append(named) or b"%PDF"):
			methods.report_to_pdf("<p>Quillfeather</p>")
		self.assertNotIn("Quillfeather", str(kept))


class TestPrints(AroundTestCase):
	def printed(self, **record):
		"""What is handed on to Frappe for a record that a request sends."""
		found = []
		with patch("frappe.get_attr", lambda path: lambda **given: found.append(given)):
			printed.get_html_and_style(doc=frappe.as_json(record))
		return found[0]["doc"], found[0]["name"]

	def test_a_case_record_is_printed_as_it_is_stored(self):
		frappe.set_user(self.member)
		made_up = {"doctype": "Scaling Goal", "name": self.scene.goal.name, "family": "FAM-2001-00001"}
		self.assertEqual(self.printed(**made_up), ("Scaling Goal", self.scene.goal.name))
		self.assertEqual(self.printed(doctype="My Family Plan", family=self.name), ("My Family Plan", ""))

	def test_another_record_is_printed_with_links_within_reach(self):
		task = {
			"doctype": "ToDo",
			"description": "x",
			"reference_type": "Family",
			"reference_name": self.name,
		}
		frappe.set_user(self.stranger)
		with self.assertRaises(frappe.LinkValidationError):
			self.printed(**task)
		frappe.set_user(self.member)
		self.assertIn(self.name, self.printed(**task)[0])
