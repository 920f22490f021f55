"""Referring a family from a page: rows B1.2 and B1.13 of the portal, and row "refer a family" of C3."""

from unittest.mock import patch

import frappe

from earlyhelp.api.my_work import own_referrals
from earlyhelp.api.refer import CannotReferError
from earlyhelp.constants import PU
from earlyhelp.schools.tests.portal import PortalTestCase, errors_behind, page, post, typed_behind
from earlyhelp.tests.factories import make_service, make_user
from earlyhelp.www import my_referrals, refer

YOU = {"source": "Family", "referrer_name": "Joanne Quill", "referrer_telephone": "01632 960 555"}
ANSWERS = {
	"you": YOU,
	"children": {"first_1": "Orla", "last_1": "Quill", "born_1": "2015-02-03"},
	"adults": {"adult_first": "Joanne", "adult_last": "Quill", "adult_relationship": "Mother"},
	"worry": {"worry": "She does not sleep"},
	"family": {"family_agrees": "Yes"},
}


class ReferTestCase(PortalTestCase):
	def setUp(self):
		super().setUp()
		self.service = make_service()
		self.partner = make_user(PU)

	def answered(self, user="Guest", **changed):
		"""Answer every page; returns the token of what is kept."""
		again, step = "", "you" if user == "Guest" else None
		step = step or ("children" if user == self.lead else "you")
		while step != "check":
			answers = {**ANSWERS[step], **changed.get(step, {})}
			_path, query = post(user, "refer.step", step=step, again=again, **answers)
			self.assertNotEqual(query["step"], step, errors_behind(query))
			again, step = query["again"], query["step"]
		return again

	def sent(self, user="Guest", **changed):
		again = self.answered(user, **changed)
		_path, query = post(user, "refer.send", again=again)
		self.assertEqual(query["step"], "done", errors_behind(query))
		return typed_behind(query)["number"]


class TestTheReferral(ReferTestCase):
	def test_row_b1_2_the_public_sends_a_referral_in_and_gets_a_number(self):
		doc = frappe.get_doc("Early Help Referral", self.sent())
		self.assertEqual((doc.status, doc.source, doc.referrer_name), ("Submitted", "Family", "Joanne Quill"))
		self.assertEqual((doc.children[0].first_name, doc.adults[0].relationship), ("Orla", "Mother"))
		self.assertTrue(doc.received_on and doc.decision_due_on)
		self.assertIsNone(doc.search_done_on)

	def test_the_last_page_shows_the_number_and_nothing_else(self):
		again = self.answered()
		_path, query = post("Guest", "refer.send", again=again)
		context = page("Guest", refer, step="done", again=query["again"])
		self.assertTrue(context.number.startswith("REF-"))
		self.assertNotRegex(str(frappe.cache.get_value(f"earlyhelp_form|{again}")), "Orla|Quill|sleep")

	def test_row_b1_2_for_partners_and_leads_the_account_says_who_refers(self):
		doc = frappe.get_doc("Early Help Referral", self.sent(self.partner, you={"source": "Health visitor"}))
		self.assertEqual((doc.source, doc.referrer_user, doc.school), ("Health visitor", self.partner, None))
		doc = frappe.get_doc("Early Help Referral", self.sent(self.lead))
		self.assertEqual((doc.source, doc.referrer_user, doc.school), ("School", self.lead, self.school.name))

	def test_row_b1_2_what_is_missing_is_said_page_by_page_and_kept(self):
		_path, query = post("Guest", "refer.step", step="you", source="Family", referrer_name="Joanne")
		self.assertEqual(query["step"], "you")
		self.assertIn("Give a telephone number", errors_behind(query)[0])
		self.assertEqual(typed_behind(query)["referrer_name"], "Joanne")
		_path, query = post("Guest", "refer.step", step="children", last_1="Quill")
		self.assertIn("Name a child", errors_behind(query)[0])
		_path, query = post("Guest", "refer.step", step="family", family_agrees="No")
		self.assertIn("Say why the family", errors_behind(query)[0])

	def test_nothing_is_sent_before_every_page_is_answered(self):
		before = frappe.db.count("Early Help Referral")
		_path, query = post("Guest", "refer.step", step="you", **YOU)
		_path, query = post("Guest", "refer.send", again=query["again"])
		self.assertEqual(query["step"], "check")
		self.assertEqual(frappe.db.count("Early Help Referral"), before)

	def test_who_stays_anonymous_names_nobody(self):
		again = self.answered(you={"source": "Anonymous", "referrer_name": "", "referrer_telephone": ""})
		_path, query = post("Guest", "refer.send", again=again)
		doc = frappe.get_doc("Early Help Referral", typed_behind(query)["number"])
		self.assertEqual((doc.anonymous, doc.referrer_name), (1, None))

	def test_an_unborn_child_is_enough(self):
		number = self.sent(children={"first_1": "", "last_1": "", "born_1": "", "unborn": "1"})
		self.assertEqual(frappe.get_doc("Early Help Referral", number).children[0].unborn, 1)

	def test_sent_twice_the_same_number_is_shown(self):
		again = self.answered()
		_path, first = post("Guest", "refer.send", again=again)
		number = typed_behind(first)["number"]
		_path, second = post("Guest", "refer.send", again=again)
		self.assertEqual(typed_behind(second)["number"], number)
		self.assertEqual(frappe.db.count("Early Help Referral", {"worry": "She does not sleep"}), 1)

	def test_a_robot_that_fills_every_field_sends_nothing(self):
		before = frappe.db.count("Early Help Referral")
		_path, query = post("Guest", "refer.send", again=self.answered(), website="http://spam.example.com")
		self.assertIn("call us", errors_behind(query)[0])
		self.assertEqual(frappe.db.count("Early Help Referral"), before)
		self.assertEqual(typed_behind(query)["worry"], "She does not sleep")

	def test_too_many_from_one_place_are_asked_to_wait_and_lose_nothing(self):
		again = self.answered()
		with patch("earlyhelp.api.refer.take_in", side_effect=frappe.RateLimitExceededError):
			_path, query = post("Guest", "refer.send", again=again)
		self.assertIn("Try again in an hour", errors_behind(query)[0])
		self.assertEqual(typed_behind(query)["worry"], "She does not sleep")

	def test_what_one_person_typed_is_not_shown_to_another(self):
		again = self.answered(self.partner, you={"source": "Health visitor"})
		self.assertRaises(frappe.Redirect, page, self.lead, refer, step="check", again=again)
		self.assertIn("Orla", str(page(self.partner, refer, step="check", again=again).rows))

	def test_odd_addresses_open_or_lead_elsewhere(self):
		for query in (
			{"step": "<b>"},
			{"step": "children"},
			{"again": "x" * 3000},
			{"step": "you", "again": ""},
		):
			page("Guest", refer, **query)
		for query in ({"step": "check"}, {"step": "done"}, {"step": "done", "again": "x"}):
			self.assertRaises(frappe.Redirect, page, "Guest", refer, **query)


class TestWhoRefers(ReferTestCase):
	def test_c3_school_staff_refer_only_when_the_setting_says_so(self):
		"""C3 refer a family."""
		self.assertRaises(CannotReferError, page, self.teacher, refer)
		self.assertRaises(CannotReferError, post, self.teacher, "refer.step", step="children")
		self.assertRaises(CannotReferError, post, self.teacher, "refer.send")
		frappe.db.set_single_value("Early Help Settings", "school_users_may_refer", 1)
		page(self.teacher, refer)
		for user in (self.lead, self.partner, "Guest"):
			page(user, refer)


class TestOwnReferrals(ReferTestCase):
	def setUp(self):
		super().setUp()
		self.number = self.sent(self.partner, you={"source": "Health visitor"})
		self.of_school = self.sent(self.lead)

	def numbers(self, user):
		return [row["name"] for row in own_referrals(user)]

	def test_c3_partners_see_their_own_and_leads_those_of_the_school(self):
		"""C3 refer a family."""
		self.assertEqual(self.numbers(self.partner), [self.number])
		self.assertEqual(self.numbers(self.lead), [self.of_school])
		self.assertEqual(self.numbers(self.second), [self.of_school])
		for other in (self.stranger, self.teacher, make_user(PU)):
			self.assertEqual(self.numbers(other), [])

	def test_the_list_names_nobody_of_the_family(self):
		shown = str(page(self.partner, my_referrals).referrals)
		self.assertNotRegex(shown, "Orla|Quill|sleep")

	def test_decision_and_message_are_shown_once_the_referrer_was_told(self):
		values = {"status": "Signposted", "decision": "Signposted", "referrer_told_what": "Call the library"}
		frappe.db.set_value("Early Help Referral", self.number, values)
		self.assertEqual(own_referrals(self.partner)[0]["decision"], "")
		frappe.db.set_value("Early Help Referral", self.number, "referrer_told_on", "2026-03-04")
		row = own_referrals(self.partner)[0]
		self.assertEqual((row["decision"], row["message"]), ("Signposted", "Call the library"))

	def test_row_b1_13_who_made_it_withdraws_it_until_it_is_screened(self):
		post(self.partner, "my_work.withdraw", name=self.number, withdrawn_because="Made in error")
		self.assertIn(frappe.db.get_value("Early Help Referral", self.number, "decision"), ("Withdrawn",))
		_path, query = post(
			self.partner, "my_work.withdraw", name=self.number, withdrawn_because="Made in error"
		)
		self.assertEqual(query["done"], "already")

	def test_row_b1_13_nobody_else_withdraws_it_and_nobody_later(self):
		form = {"withdrawn_because": "Made in error"}
		for other in (self.stranger, self.teacher, make_user(PU), self.lead):
			self.assertRaises(
				frappe.DoesNotExistError, post, other, "my_work.withdraw", name=self.number, **form
			)
		frappe.db.set_value("Early Help Referral", self.number, "status", "Screening")
		self.assertRaises(
			frappe.DoesNotExistError, post, self.partner, "my_work.withdraw", name=self.number, **form
		)
		self.assertEqual(frappe.db.get_value("Early Help Referral", self.number, "status"), "Screening")

	def test_a_referral_is_not_withdrawn_without_a_reason(self):
		_path, query = post(self.partner, "my_work.withdraw", name=self.number)
		self.assertEqual(errors_behind(query), ["Choose why."])
		self.assertEqual(frappe.db.get_value("Early Help Referral", self.number, "status"), "Submitted")


class TestAnswering(ReferTestCase):
	def setUp(self):
		super().setUp()
		self.number = self.sent(self.partner, you={"source": "Health visitor"})
		asked = {
			"information_asked_of": "Referrer",
			"information_asked_what": "Which school does Orla go to?",
		}
		values = {"status": "Awaiting Information", "information_asked_on": "2026-03-04", **asked}
		frappe.db.set_value("Early Help Referral", self.number, values)

	def answer(self, user, text="Northgate"):
		return post(user, "my_work.answer_question", name=self.number, answer=text)

	def test_row_b1_5_the_referrer_answers_on_the_portal(self):
		self.assertIn("Which school", str(page(self.partner, my_referrals, question=self.number).answering))
		self.answer(self.partner)
		doc = frappe.get_doc("Early Help Referral", self.number)
		self.assertEqual((doc.status, doc.information_answer), ("Screening", "Northgate"))
		_path, query = self.answer(self.partner, "Again")
		self.assertEqual(query["done"], "already")

	def test_row_b1_5_nobody_else_answers_and_nothing_empty_is_an_answer(self):
		for other in (self.lead, self.stranger, make_user(PU)):
			self.assertRaises(frappe.DoesNotExistError, self.answer, other)
		_path, query = self.answer(self.partner, "")
		self.assertEqual(errors_behind(query), ["Write your answer."])

	def test_what_somebody_else_was_asked_is_not_shown_to_the_referrer(self):
		frappe.db.set_value("Early Help Referral", self.number, "information_asked_of", "Police")
		self.assertEqual(own_referrals(self.partner)[0]["asked"], "")
		_path, query = self.answer(self.partner)
		self.assertEqual(query["done"], "already")
