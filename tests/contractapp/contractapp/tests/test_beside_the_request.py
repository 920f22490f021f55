"""Jobs, e-mail, files, passwords, sharing, assignments: what happens beside the record itself."""

import os

import frappe
from frappe.utils.password import check_password, update_password

from contractapp.tests.factories import KEEPER, STRANGER, VISITOR, make, make_tool
from contractapp.tests.test_permissions import PermissionTestCase


def attach(tool, name="a.txt", content="hello", is_private=1, **values):
	return frappe.get_doc(
		doctype="File",
		file_name=name,
		content=content,
		attached_to_doctype="Tool",
		attached_to_name=tool.name,
		is_private=is_private,
		**values,
	).insert()


class TestJobs(PermissionTestCase):
	def test_a_job_done_now_gives_its_answer(self):
		answer = frappe.enqueue("contractapp.permissions.shelves_of", user="x", now=True)
		self.assertEqual(answer, [])

	def test_a_job_for_after_the_commit_gives_nothing_yet(self):
		method = "contractapp.permissions.shelves_of"
		self.assertIsNone(frappe.enqueue(method, user="x", enqueue_after_commit=True))

	def test_a_job_of_a_document(self):
		tool = make_tool()
		frappe.enqueue_doc("Tool", tool.name, "db_set", now=True, fieldname="room", value="x")
		self.assertEqual(frappe.db.get_value("Tool", tool.name, "room"), "x")


class TestMail(PermissionTestCase):
	def setUp(self):
		super().setUp()
		if not frappe.db.exists("Email Account", {"default_outgoing": 1}):
			frappe.get_doc(
				doctype="Email Account",
				email_account_name="Shed",
				email_id="shed@shed.test",
				smtp_server="localhost",
				enable_outgoing=1,
				default_outgoing=1,
				no_smtp_authentication=1,
			).insert()

	def test_a_mail_waits_in_the_queue_of_the_transaction(self):
		tool = make_tool()
		frappe.sendmail(
			recipients=["a@b.test", "c@d.test"],
			subject="Hello there",
			message="<p>Hi</p>",
			reference_doctype="Tool",
			reference_name=tool.name,
		)
		queued = frappe.get_last_doc("Email Queue", {"reference_name": tool.name})
		self.assertEqual([queued.status, queued.reference_doctype], ["Not Sent", "Tool"])
		self.assertEqual({r.recipient for r in queued.recipients}, {"a@b.test", "c@d.test"})
		self.assertIn("Subject: Hello there", queued.message)

	def test_a_mail_to_nobody_is_no_mail(self):
		before = frappe.db.count("Email Queue")
		frappe.sendmail(recipients=[], subject="S", message="m")
		self.assertEqual(frappe.db.count("Email Queue"), before)


class TestNotifications(PermissionTestCase):
	def test_a_notification_is_sent_where_its_condition_holds(self):
		for name, colour in (("ann", "red"), ("bob", "blue")):
			make("Member", name=name, colour=colour, user=None)
		logs = frappe.get_all("Notification Log", {"document_type": "Member"}, ["for_user", "subject"])
		self.assertIn({"for_user": KEEPER, "subject": "ann wears red"}, logs)
		self.assertNotIn("bob wears red", [log.subject for log in logs])


class TestFiles(PermissionTestCase):
	def setUp(self):
		super().setUp()
		self.tool = make_tool()

	def test_a_private_file_lies_outside_the_public_folder(self):
		file = attach(self.tool)
		self.assertTrue(file.file_url.startswith("/private/files/"))
		self.assertEqual([file.get_content(), file.file_size, file.is_private], ["hello", 5, 1])
		self.assertIn("/private/files/", file.get_full_path())
		self.assertTrue(os.path.exists(file.get_full_path()))

	def test_a_public_file_has_a_public_address(self):
		self.assertTrue(attach(self.tool, "b.txt", "public", 0).file_url.startswith("/files/"))

	def test_two_files_of_one_name_keep_their_contents(self):
		first, second = attach(self.tool, content="one"), attach(self.tool, content="two")
		self.assertNotEqual(first.file_url, second.file_url)
		self.assertEqual([first.get_content(), second.get_content()], ["one", "two"])

	def test_a_name_cannot_leave_its_folder(self):
		file = attach(self.tool, "../../x/evil.txt", "z", 1)
		self.assertEqual(file.file_url.count("/"), 3)
		beside = attach(self.tool, "b.txt", "y")
		self.assertEqual(*(os.path.dirname(f.get_full_path()) for f in (file, beside)))

	def test_a_file_is_read_by_who_reads_its_record(self):
		file = attach(self.tool)
		frappe.set_user(VISITOR)
		frappe.get_doc("File", file.name).check_permission("read")
		self.assertForbidden(frappe.delete_doc, "File", file.name)
		frappe.set_user(STRANGER)
		self.assertForbidden(frappe.get_doc("File", file.name).check_permission, "read")

	def test_files_go_with_their_record(self):
		attach(self.tool)
		self.tool.delete()
		self.assertEqual(frappe.db.count("File", {"attached_to_name": self.tool.name}), 0)


class TestPasswords(PermissionTestCase):
	def test_a_password_field_shows_stars_and_gives_its_text_when_asked(self):
		member = make("Member", name="ann", pin="1234")
		self.assertEqual([member.pin, frappe.db.get_value("Member", "ann", "pin")], ["****", "****"])
		stored = frappe.get_doc("Member", "ann")
		self.assertEqual(stored.save().get_password("pin"), "1234")

	def test_an_emptied_password_is_gone(self):
		member = make("Member", name="ann", pin="1234")
		member.pin = ""
		member.save()
		self.assertIsNone(member.get_password("pin", raise_exception=False))
		with self.assertRaises(frappe.ValidationError):
			member.get_password("pin")

	def test_a_person_is_known_by_the_right_password_only(self):
		update_password(KEEPER, "Hammer-and-Saw-12")
		self.assertEqual(check_password(KEEPER, "Hammer-and-Saw-12"), KEEPER)
		with self.assertRaises(frappe.AuthenticationError):
			check_password(KEEPER, "wrong")


class TestSharingAndAssigning(PermissionTestCase):
	def test_where_sharing_is_switched_off_nobody_shares(self):
		tool = make_tool()
		frappe.db.set_single_value("System Settings", "disable_document_sharing", 1)
		frappe.clear_document_cache("System Settings", "System Settings")
		frappe.set_user(KEEPER)
		self.assertForbidden(frappe.share.add, "Tool", tool.name, VISITOR, write=1)
		frappe.set_user(VISITOR)
		self.assertFalse(frappe.has_permission("Tool", "write", doc=tool.name))
		frappe.set_user("Administrator")
		frappe.db.set_single_value("System Settings", "disable_document_sharing", 0)
		frappe.clear_document_cache("System Settings", "System Settings")

	def test_an_assignment_is_a_to_do_for_a_person(self):
		tool = make_tool()
		values = {"reference_type": "Tool", "reference_name": tool.name, "description": "sharpen"}
		todo = make("ToDo", allocated_to=KEEPER, **values)
		self.assertEqual([todo.allocated_to, todo.status], [KEEPER, "Open"])
		self.assertIn(KEEPER, frappe.db.get_value("Tool", tool.name, "_assign"))
