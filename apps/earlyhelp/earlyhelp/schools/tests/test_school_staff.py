"""C3 staff of the school: who invites, changes, suspends and lets back in, and whom."""

from unittest.mock import patch

import frappe
from frappe.utils import now

from earlyhelp.constants import BSO, EHA, EHM, PU, SSL, SU
from earlyhelp.schools import staff_work
from earlyhelp.schools.portal_access import schools_of
from earlyhelp.schools.tests.portal import PortalTestCase, errors_behind, page, post
from earlyhelp.tests.factories import make_outgoing_account, make_staff, make_user
from earlyhelp.www import school_staff

METHODS = ("change", "suspend", "let_in")


class StaffTestCase(PortalTestCase):
	"""The school has a head teacher as well, and everybody has signed in once."""

	def setUp(self):
		super().setUp()
		self.head, self.head_staff = make_staff(self.school, SSL, is_lead=0, is_head=1)
		for user in (self.head, self.teacher, self.colleague, self.lead, self.second, self.stranger):
			frappe.db.set_value("User", user, "last_login", now())

	def invite(self, user=None, **form):
		form = {"full_name": "Ada Quill", "post": "Nurse", **form}
		return post(user or self.lead, "school_staff.invite", school=self.school.name, **form)[1]

	def act(self, user, method, staff, **form):
		return post(user, f"school_staff.{method}", member=staff.name, **form)[1]

	def change(self, user, staff, **form):
		return self.act(user, "change", staff, **{"full_name": staff.full_name, **form})

	def entry(self, query):
		return frappe.get_doc("School Staff", query["member"])

	def now(self, staff):
		return frappe.get_doc("School Staff", staff.name)

	def enabled(self, user):
		return frappe.db.get_value("User", user, "enabled")

	def roles(self, user):
		return set(frappe.get_all("Has Role", {"parent": user, "parenttype": "User"}, pluck="role"))

	def shown(self, user, **query):
		return frappe._dict(page(user, school_staff, **query))


class TestWho(StaffTestCase):
	def test_only_leads_of_the_school_open_the_page(self):
		"""C3 staff of the school."""
		for user in (self.lead, self.second, self.head):
			self.assertEqual(self.shown(user).school, self.school.name)
		for user in (self.teacher, make_user(PU), make_user(EHM)):
			self.assertRaises(frappe.PermissionError, page, user, school_staff)
		self.assertRaises(frappe.Redirect, page, "Guest", school_staff)
		for school in (self.elsewhere.name, "nowhere"):
			self.assertRaises(frappe.PermissionError, page, self.lead, school_staff, school=school)

	def test_only_leads_of_the_school_invite(self):
		"""C3 staff of the school."""
		self.assertEqual(self.entry(self.invite()).school, self.school.name)
		for user in (self.teacher, self.stranger, make_user(EHM)):
			self.assertRaises(frappe.PermissionError, self.invite, user, full_name="Bo Quill")

	def test_a_person_of_another_school_is_answered_like_nobody(self):
		"""C3 staff of the school."""
		for name in (self.stranger_staff.name, "STF-0000-00000", "'; --"):
			for method in METHODS:
				with self.subTest(name=name, method=method):
					form = {"member": name, "full_name": "Changed"}
					self.assertRefused(
						frappe.DoesNotExistError, "This person is not here.", post, self.lead,
						f"school_staff.{method}", **form,
					)  # fmt: skip
			self.assertRefused(
				frappe.DoesNotExistError,
				"This person is not here.",
				page,
				self.lead,
				school_staff,
				member=name,
			)
		self.assertTrue(self.now(self.stranger_staff).active)

	def test_colleagues_who_are_no_leads_change_nobody(self):
		for method in METHODS:
			self.assertRaises(frappe.DoesNotExistError, self.act, self.teacher, method, self.colleague_staff)

	def test_a_lead_who_was_suspended_reaches_the_staff_no_more(self):
		self.act(self.head, "suspend", self.second_staff)
		self.assertRaises(frappe.PermissionError, page, self.second, school_staff)
		self.assertRaises(frappe.DoesNotExistError, self.act, self.second, "suspend", self.colleague_staff)

	def test_nothing_needs_a_right_and_the_lead_is_the_author(self):
		doc = self.entry(self.invite())
		self.assertEqual(doc.owner, self.lead)
		with patch.dict(frappe.local.flags, {"in_test": False}):  # Frappe keeps no versions in tests
			self.change(self.lead, self.colleague_staff, post="Librarian")
		self.assertEqual((self.now(self.colleague_staff).modified_by, doc.active), (self.lead, 1))
		versions = {"ref_doctype": "School Staff", "docname": self.colleague_staff.name}
		self.assertIn("Librarian", str(frappe.get_all("Version", versions, ["owner", "data"])))


class TestInvite(StaffTestCase):
	def test_with_an_address_there_is_an_account_for_concerns_alone(self):
		query = self.invite(full_name="Ada O'Quill", email="Ada.Quill@Example.com")
		doc = self.entry(query)
		self.assertEqual((doc.user, doc.is_lead, doc.on_duty), ("ada.quill@example.com", 0, 1))
		user = frappe.get_doc("User", doc.user)
		self.assertEqual((user.enabled, user.user_type, user.owner), (1, "Website User", self.lead))
		self.assertEqual((self.roles(doc.user), user.full_name), ({SU}, "Ada O'Quill"))
		self.assertEqual(schools_of(doc.user), [self.school.name])
		self.assertIn("Has not signed in yet", str(self.shown(self.lead).staff))

	def test_without_an_address_a_colleague_is_entered_without_an_account(self):
		query = self.invite()
		self.assertEqual((query["done"], self.entry(query).user), ("entered", None))
		self.assertIn("without an account", self.shown(self.lead, **query).note)

	def test_an_account_is_added_later(self):
		doc = self.entry(self.invite())
		query = self.change(self.lead, doc, post="Nurse", email="ada@example.com")
		self.assertEqual((self.now(doc).user, self.roles("ada@example.com")), ("ada@example.com", {SU}))
		self.assertIn(query["done"], ("invited", "not-sent"))

	def test_a_message_waits_and_names_no_child(self):
		make_outgoing_account()
		query = self.invite(email="ada@example.com")
		self.assertEqual(query["done"], "invited")
		self.assertIn("waits to be sent", self.shown(self.lead, **query).note)
		parents = frappe.get_all("Email Queue Recipient", {"recipient": "ada@example.com"}, pluck="parent")
		letter = frappe.get_doc("Email Queue", parents[0]).message
		self.assertEqual(len(parents), 1)
		self.assertNotRegex(letter, "Chloe|Ashdown|Maya|Okafor")

	def test_where_no_mail_is_sent_the_entry_stands_and_it_is_said(self):
		with patch("earlyhelp.schools.staff_work.letters_to", return_value=0):
			query = self.invite(email="ada@example.com")
		self.assertEqual(self.entry(query).user, "ada@example.com")
		self.assertIn("no message was sent", self.shown(self.lead, **query).note)

	def test_what_is_missing_or_wrong_is_said_and_nothing_is_entered(self):
		before = frappe.db.count("School Staff")
		for form in (
			{"full_name": ""},
			{"email": "ada"},
			{"email": "a@b@example.com"},
			{"full_name": "x" * 141},
		):
			query = self.invite(**form)
			self.assertEqual((query["act"], len(errors_behind(query))), ("invite", 1), form)
			self.assertTrue(self.shown(self.lead, **query).errors)
		self.assertEqual(frappe.db.count("School Staff"), before)

	def test_nobody_is_entered_twice(self):
		self.invite(email="ada@example.com")
		self.assertIn("among the staff already", errors_behind(self.invite())[0])
		self.assertIn(
			"the address of Ada Quill", errors_behind(self.invite(full_name="Bo", email="ada@example.com"))[0]
		)
		self.assertIn("the address of", errors_behind(self.invite(full_name="Bo", email=self.teacher))[0])
		self.assertIn("member", self.invite(post="Cook"))

	def test_a_wrong_address_is_suspended_and_the_person_invited_again(self):
		wrong = self.entry(self.invite(email="ade@example.com"))
		self.act(self.lead, "suspend", wrong)
		self.assertEqual(self.enabled("ade@example.com"), 0)
		again = errors_behind(self.invite(post="Cook", email="ade@example.com"))[0]
		self.assertIn("suspended: let her or him back in", again)
		self.assertEqual(self.entry(self.invite(email="ada@example.com")).user, "ada@example.com")

	def test_a_school_invites_so_many_a_day(self):
		with patch.object(staff_work, "MOST_INVITATIONS", 2):
			for number in (1, 2):
				self.assertIn("member", self.invite(full_name=f"A {number}", email=f"a{number}@example.com"))
			refused = self.invite(full_name="A 3", email="a3@example.com")
			self.assertIn("Go on tomorrow", errors_behind(refused)[0])
			self.assertFalse(frappe.db.exists("User", "a3@example.com"))
			self.assertIn("member", self.invite(full_name="A 4"))

	def test_markup_and_apostrophes_come_back_as_text(self):
		for name in ("Ada O'Quill", "Ada “3 < 4” & Co", "Zoë {{ 7*7 }} %s"):
			doc = self.entry(self.invite(full_name=name))
			self.assertEqual((doc.full_name, self.shown(self.lead, member=doc.name).title), (name, name))


class TestKnownAddress(StaffTestCase):
	"""An address that has an account: nothing of it is changed, shown or linked."""

	def test_accounts_of_the_desk_and_of_other_schools_are_not_taken_over(self):
		for user in (make_user(EHM), make_user(BSO), self.stranger, make_user(PU), "Administrator"):
			address = frappe.db.get_value("User", user, "email")
			before = (self.roles(user), self.enabled(user), frappe.db.get_value("User", user, "modified"))
			doc = self.entry(self.invite(full_name=f"Ada {user}", email=address))
			self.assertEqual((doc.user, doc.invited_email), (None, address.lower()))
			after = (self.roles(user), self.enabled(user), frappe.db.get_value("User", user, "modified"))
			self.assertEqual(after, before)
			self.assertNotIn(self.school.name, schools_of(user))
			self.act(self.lead, "suspend", doc)
			self.assertEqual(self.enabled(user), before[1])

	def test_the_school_is_answered_alike_for_a_new_address_and_a_known_one(self):
		seen = []
		make_outgoing_account()
		for address in ("ada@example.com", self.stranger, make_user(EHM)):
			query = self.invite(full_name="Ada Quill", post=address, email=address)
			name = query["member"]
			pages = [
				self.shown(self.head, **query, **more) for more in ({}, {"act": "change"}, {"act": "suspend"})
			]
			texts = [
				str([(one.title, one.note, one.states, one.rows, one.no_lead, one.no_switch, one.questions)])
				for one in pages
			]
			row = next(row for row in self.shown(self.lead).staff if row["name"] == name)
			texts.append(str((row["states"], query["done"])))
			seen.append([text.replace(address, "ADDRESS").replace(name, "NAME") for text in texts])
		self.assertEqual(seen[1], seen[0])
		self.assertEqual(seen[2], seen[0])

	def test_business_support_and_administrators_are_told_and_link_it(self):
		keepers, other = (make_user(BSO), make_user(EHA)), make_user(EHM)
		doc = self.entry(self.invite(full_name="Ada Quill", email=self.stranger))
		for user, told in (*[(user, 1) for user in keepers], (other, 0)):
			rows = frappe.get_all(
				"Notification Log", {"for_user": user, "document_name": doc.name}, ["subject"]
			)
			self.assertEqual(len(rows), told)
			self.assertNotRegex(str(rows), "Ada|Quill|@")
		frappe.set_user(keepers[0])
		frappe.get_doc("School Staff", doc.name).update({"user": self.stranger}).save()
		self.assertEqual(schools_of(self.stranger), sorted((self.school.name, self.elsewhere.name)))

	def test_a_new_address_tells_nobody_at_the_council(self):
		keeper = make_user(BSO)
		doc = self.entry(self.invite(email="ada@example.com"))
		self.assertFalse(
			frappe.db.exists("Notification Log", {"for_user": keeper, "document_name": doc.name})
		)
