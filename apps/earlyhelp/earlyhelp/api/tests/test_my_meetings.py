"""Own meetings and actions on the portal, through the page and what it posts: rows TAC and actions of C3."""

import frappe

from earlyhelp.schools.tests.portal import page, post
from earlyhelp.states.moves import press
from earlyhelp.team_around.tests.meetings import MeetingTestCase
from earlyhelp.tests.factories import make_user
from earlyhelp.www import my_meetings


class TestMyMeetings(MeetingTestCase):
	def setUp(self):
		super().setUp()
		self.partner = make_user("Partner User")
		frappe.db.set_value("Professional", self.nurse, "user", self.partner)
		self.meeting = press(self.meet(venue="Library, room 2"), "Send Invitations")

	def test_who_is_invited_sees_date_and_place_and_no_name(self):
		(row,) = page(self.partner, my_meetings).meetings
		self.assertTrue(row["day"])
		self.assertEqual(row["reference"], self.meeting.name)
		self.assertNotRegex(str(row), "Ashdown|Joanne|Chloe")

	def test_coming_and_apologies_are_answered_and_again(self):
		for coming, done in (("1", "coming"), ("0", "apologies"), ("0", "apologies")):
			_path, query = post(
				self.partner, "my_work.answer_invitation", meeting=self.meeting.name, coming=coming
			)
			self.assertEqual(query["done"], done)
		self.assertEqual(page(self.partner, my_meetings).meetings[0]["answer"], "Apologies")

	def test_who_is_not_invited_sees_and_answers_nothing(self):
		for other in (make_user("Partner User"), make_user("School User")):
			self.assertEqual(page(other, my_meetings).meetings, [])
			form = {"meeting": self.meeting.name, "coming": "1"}
			self.assertRaises(frappe.PermissionError, post, other, "my_work.answer_invitation", **form)

	def test_an_own_action_is_marked_done_once_and_another_s_never(self):
		action = self.own_action()
		self.assertEqual([row["reference"] for row in page(self.partner, my_meetings).actions], [action])
		stranger = make_user("Partner User")
		self.assertRaises(frappe.PermissionError, post, stranger, "my_work.action_done", action=action)
		_path, query = post(self.partner, "my_work.action_done", action=action, remark="I called the school")
		self.assertEqual(query["done"], "done")
		_path, query = post(self.partner, "my_work.action_done", action=action, remark="Again")
		self.assertEqual(query["done"], "already")
		stored = frappe.db.get_value("Agreed Action", action, ["status", "remark"])
		self.assertEqual(tuple(stored), ("Done", "I called the school"))

	def own_action(self):
		fields = {"what": "Call the school"}
		who = {"who_kind": "Professional", "professional": self.nurse, "due_on": "2030-01-07"}
		doc = {
			"doctype": "Agreed Action",
			"family": self.family.name,
			"agreed_on": "2026-01-05",
			**fields,
			**who,
		}
		return frappe.get_doc(doc).insert().name

	def test_a_link_that_is_no_web_address_is_not_shown(self):
		for address, shown in (
			("javascript:alert(1)", ""),
			("https://meet.example.com/a", "https://meet.example.com/a"),
		):
			frappe.db.set_value("TAC Meeting", self.meeting.name, "online_link", address)
			self.assertEqual(page(self.partner, my_meetings).meetings[0]["online_link"], shown)
