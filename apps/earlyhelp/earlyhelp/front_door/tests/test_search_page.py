"""The pages of the front door: search before create, and what happened before."""

import re

import frappe

from earlyhelp.api import front_door as door
from earlyhelp.constants import AUD, BSO, EHA, EHM, EHP, FSP
from earlyhelp.front_door.tests.cases import ReferralTestCase
from earlyhelp.permissions.family_access import reach_of
from earlyhelp.states.errors import LockedError
from earlyhelp.tests.factories import make_episode, make_referral, make_service, make_stranger
from earlyhelp.www import eh_history, eh_search

SOUGHT = {"first_name": "Chloe", "last_name": "Ashdown", "date_of_birth": "2008-05-23"}


class PageTestCase(ReferralTestCase):
	def setUp(self):
		super().setUp()
		self.asked = frappe.local.form_dict
		for service in frappe.get_all(
			"Early Help Service", {"name": ["!=", self.service.name]}, pluck="name"
		):
			frappe.db.set_value("Early Help Service", service, "disabled", 1)

	def tearDown(self):
		frappe.local.form_dict = self.asked
		super().tearDown()

	def page(self, module, template, **query):
		"""Return the page as it is drawn for the person signed in."""
		frappe.local.form_dict = frappe._dict(query)
		context = frappe._dict(path=template)
		module.get_context(context)
		return frappe.render_template(f"www/{template}.html", context)

	def search(self, **query):
		"""The page, as it answers what was sought; with `referral` on the way from it."""
		sought = {name: query.pop(name) for name in door.ASKED if name in query}
		again = {"again": self.sought(**sought)} if sought else {}
		return self.page(eh_search, "eh-search", **query, **again)

	def sought(self, **said):
		"""Seek somebody, and return the token that finds the search again."""
		door.search(**said)
		return frappe.local.response["location"].rpartition("again=")[2]

	def opened(self):
		"""Return the referral whose form the last post led to."""
		self.assertEqual(frappe.local.response["type"], "redirect")
		return frappe.get_doc("Early Help Referral", frappe.local.response["location"].rpartition("/")[2])


class TestSearchPage(PageTestCase):
	def test_it_is_for_those_who_take_referrals_down(self):
		for role in (BSO, EHP, FSP, EHM):
			frappe.set_user(make_stranger(role))
			self.assertIn("Is the family known?", self.search())
		for role in (EHA, AUD, "School User", "System Manager"):
			frappe.set_user(make_stranger(role))
			self.assertRaises(frappe.PermissionError, self.search)
		frappe.set_user("Guest")
		self.assertRaises(frappe.Redirect, self.search)

	def test_who_is_sought_does_not_stand_in_an_address(self):
		self.sign_in(BSO)
		self.assertIn('method="post" action="/api/method/earlyhelp.api.front_door.search"', self.search())
		door.search(**SOUGHT)
		address = frappe.local.response["location"]
		self.assertRegex(address, r"^/eh-search\?again=\w{32}$")
		self.assertIn("Joanne Ashdown", self.search(again=address.rpartition("=")[2]))
		frappe.set_user(self.worker(EHP))
		self.assertNotIn("Ashdown", self.search(again=address.rpartition("=")[2]))

	def test_it_answers_with_a_card(self):
		self.sign_in(BSO)
		html = self.search(**SOUGHT)
		self.assertIn("Take down a referral for this family", html)
		self.assertIn("Joanne Ashdown", html)
		self.assertIn("Likely", html)
		self.assertIn("Nobody like this was found", self.search(first_name="Bethan", last_name="Birkbeck"))

	def test_a_practitioner_is_asked_for_more_than_a_name(self):
		frappe.set_user(make_stranger(EHP))
		html = self.search(first_name="Chloe", last_name="Ashdown")
		self.assertIn("Give a name, and with it a date of birth", html)
		self.assertNotIn("Joanne", html)
		self.assertIn("Joanne", self.search(**SOUGHT))

	def test_a_restricted_family_answers_like_one_that_does_not_exist(self):
		self.sign_in(BSO)
		nobody = {"first_name": "Bethan", "last_name": "Birkbeck", "date_of_birth": "1999-01-01"}
		elsewhere = self.search(**nobody)
		frappe.db.set_value("Family", self.family.name, "restricted", 1)
		html = self.search(**SOUGHT)
		self.assertNotIn("Joanne", html)
		for said, name in ((SOUGHT[name], name) for name in SOUGHT):
			html = html.replace(said, nobody[name])
		self.assertEqual(*(re.sub(r"\b[0-9a-f]{32}\b", "", page) for page in (html, elsewhere)))

	def test_what_cannot_be_read_is_said_beside_its_box(self):
		self.sign_in(BSO)
		html = self.search(last_name="Ashdown", postcode="Easby", date_of_birth="yesterday", nhs_number="1")
		for sentence in ("not a postcode", "day, month and year", "ten digits"):
			self.assertIn(sentence, html)
		self.assertNotIn("What was found", html)

	def test_what_was_typed_comes_back_as_text(self):
		self.sign_in(BSO)
		html = self.search(first_name='"><script>alert(1)</script>', last_name="Ashdown")
		self.assertNotIn("<script>alert", html)
		self.assertIn("&lt;script&gt;alert", html)

	def test_from_a_referral_its_first_child_is_sought(self):
		doc = self.complete(family=None, children=[{**SOUGHT}])
		self.sign_in(BSO)
		html = self.search(referral=doc.name)
		self.assertIn('value="2008-05-23"', html)
		self.assertIn(doc.name, html)


class TestBeginning(PageTestCase):
	def test_a_referral_for_a_known_family_holds_its_children_and_the_search(self):
		user = self.sign_in(BSO)
		door.begin(self.sought(**SOUGHT), self.family.name)
		doc = self.opened()
		self.assertEqual(
			(doc.family_found, doc.family_name, doc.status), (self.family.name, "Ashdown", "Draft")
		)
		self.assertEqual([row.first_name for row in doc.children], ["Chloe"])
		self.assertEqual((doc.search_done_by, doc.owner), (user, user))
		self.assertTrue(doc.search_done_on)

	def test_a_draft_opens_no_record_to_the_front_door(self):
		"""A draft can be deleted again: whoever wrote it would have read a family and left no trace."""
		self.sign_in(BSO)
		door.begin(self.sought(**SOUGHT), self.family.name)
		self.assertEqual(reach_of(self.family.name).level, "identity")
		doc = self.opened()
		door.use_search(doc.name, self.sought(**SOUGHT), self.family.name)
		self.assertEqual(reach_of(self.family.name).level, "identity")
		self.assertRaises(door.SearchFirstError, door.make_family, doc.name)
		doc.reload()
		doc.update({"worry": "Often late.", "anonymous": 1, "family_agrees": "Yes"})
		doc.save()
		doc = self.press(self.press(doc, "Submit"), "Start Screening")
		self.assertEqual(doc.family, self.family.name)
		self.assertEqual(reach_of(self.family.name).level, "record")

	def test_a_referral_for_a_new_family_begins_with_whom_was_sought(self):
		self.sign_in(BSO)
		door.begin(self.sought(first_name="Bethan", last_name="Birkbeck", date_of_birth="2015-01-01"))
		doc = self.opened()
		self.assertEqual((doc.family, doc.family_name), (None, "Birkbeck"))
		self.assertEqual(
			(doc.children[0].first_name, str(doc.children[0].date_of_birth)), ("Bethan", "2015-01-01")
		)

	def test_only_a_family_that_the_search_shows_can_be_chosen(self):
		self.sign_in(BSO)
		frappe.db.set_value("Family", self.family.name, "restricted", 1)
		for family in (self.family.name, "FAM-NONE"):
			with self.assertRaises(door.NotFoundBySearchError) as refusal:
				door.begin(self.sought(**SOUGHT), family)
			self.assertIn("not among what was found", str(refusal.exception))
			self.assertNotIn(family, str(refusal.exception))

	def test_nothing_begins_without_the_own_search_before(self):
		doc = self.put("Screening", family=None, search_done_on=None)
		self.sign_in(BSO)
		token = self.sought(**SOUGHT)
		self.assertRefused(door.SearchFirstError, "Search again", door.begin, "0" * 32)
		self.sign_in(BSO)
		self.assertRefused(door.SearchFirstError, "Search again", door.use_search, doc.name, token)
		self.assertIsNone(doc.reload().search_done_on)
		door.use_search(doc.name, self.sought(**SOUGHT))
		self.assertTrue(doc.reload().search_done_on)

	def test_who_makes_no_referrals_begins_none(self):
		for role in (EHA, AUD, "School User"):
			frappe.set_user(make_stranger(role))
			self.assertRaises(frappe.PermissionError, door.begin, "")

	def test_a_practitioner_elsewhere_keeps_the_draft_and_screening_links_the_family(self):
		practitioner = make_stranger(EHP)
		frappe.set_user(practitioner)
		door.begin(self.sought(**SOUGHT), self.family.name)
		doc = self.opened()
		self.assertEqual((doc.family, doc.family_found), (None, self.family.name))
		self.assertEqual(reach_of(self.family.name).level, "identity")
		doc.update({"worry": "Often late.", "anonymous": 1, "family_agrees": "Yes"})
		doc.save()
		self.press(doc, "Submit")
		self.sign_in(BSO)
		doc = self.press(doc, "Start Screening")
		self.assertEqual((doc.family, doc.family_name), (self.family.name, "Ashdown"))
		self.assertEqual([row.person for row in doc.children], [self.chloe])

	def test_the_search_is_noted_on_a_referral_that_is_there_already(self):
		doc = self.put("Screening", family=None, search_done_on=None)
		doc.children[0].db_set("person", None)
		self.sign_in(BSO)
		door.use_search(doc.name, self.sought(**SOUGHT))
		self.assertTrue(self.opened().search_done_on)
		door.use_search(doc.name, self.sought(**SOUGHT), self.family.name)
		doc.reload()
		self.assertEqual((doc.family, doc.children[0].person), (self.family.name, self.chloe))

	def test_the_family_of_a_decided_referral_is_not_changed(self):
		doc = self.put("Signposted")
		self.sign_in(BSO)
		self.assertRefused(LockedError, "cannot be changed", door.use_search, doc.name, "")

	def test_a_new_family_is_made_of_the_rows_after_a_search(self):
		self.sign_in(BSO)
		mother = {
			"first_name": "Ann",
			"last_name": "Birkbeck",
			"relationship": "Mother",
			"parental_responsibility": "Yes",
		}
		doc = self.draft(
			children=[{"first_name": "Bethan", "last_name": "Birkbeck"}, {"unborn": 1}], adults=[mother]
		)
		self.assertRefused(door.SearchFirstError, "Search first", door.make_family, doc.name)
		door.use_search(doc.name, self.sought(**SOUGHT))
		door.make_family(doc.name)
		doc = self.opened()
		family = frappe.get_doc("Family", doc.family)
		self.assertEqual([row.relationship for row in family.members], ["Child", "Child", "Mother"])
		self.assertEqual(family.members[2].parental_responsibility, "Yes")
		self.assertTrue(all(row.person for row in (*doc.children, *doc.adults)))
		self.assertRefused(door.SearchFirstError, "no family is linked", door.make_family, doc.name)


class TestHistoryPage(PageTestCase):
	def history(self, doc):
		return self.page(eh_history, "eh-history", referral=doc.name)

	def test_it_shows_contacts_endings_and_who_must_not_meet_and_notes_who_saw_it(self):
		make_referral(self.family, self.service, decision="Signposted")
		make_episode(self.family, make_service(), closed_on="2019-05-01", closure_reason="Moved out of area")
		apart = {"person": self.mother, "other_person": self.chloe, "relation": "Parent", "must_not_meet": 1}
		frappe.get_doc({"doctype": "Person Relationship", **apart}).insert()
		doc = self.put("Screening", history_seen_on=None)
		user = self.sign_in(EHP)
		html = self.history(doc)
		for text in ("Signposted", "Moved out of area", "must not meet"):
			self.assertIn(text, html)
		door.history_seen(doc.name)
		doc.reload()
		self.assertTrue(doc.history_seen_on)
		self.assertEqual(doc.history_seen_by, user)

	def test_without_a_family_it_says_what_to_do(self):
		doc = self.put("Screening", self.complete(family=None))
		self.sign_in(EHP)
		self.assertIn("Search first", self.history(doc))

	def test_it_is_for_those_who_reach_the_referral(self):
		doc = self.put("Screening")
		frappe.set_user(make_stranger(EHP))
		self.assertRaises(frappe.DoesNotExistError, self.history, doc)
		self.assertRaises(frappe.DoesNotExistError, door.history_seen, doc.name)
		frappe.set_user(make_stranger("School User"))
		self.assertRaises(frappe.PermissionError, self.history, doc)
