"""Table B8: who hears of what a school did, and that nobody is named to them."""

from unittest.mock import patch

import frappe

from earlyhelp.constants import EHM, EHP
from earlyhelp.schools.tests.portal import PortalTestCase, page, post
from earlyhelp.tests.factories import (
	children_of,
	make_episode,
	make_family,
	make_pupil,
	make_service,
	make_team,
	make_worker,
)
from earlyhelp.www import concern as concern_page

SHARING = {"shared_what": "The entry", "family_agrees": "Yes"}


class TestWhoHears(PortalTestCase):
	def setUp(self):
		super().setUp()
		self.door = make_worker(EHP, make_team(is_front_door=1))

	def told(self, user, name):
		with_words = {"for_user": user, "document_name": name}
		found = frappe.get_all("Notification Log", with_words, pluck="subject")
		self.assertFalse([text for text in found if "Chloe" in text or "coat" in text.lower()])
		return " ".join(found)

	def helped(self):
		"""The pupil is a child of a family with a lead and a manager."""
		team, self.family = make_team(), make_family()
		self.pupil.db_set("person", children_of(self.family)[0])
		self.episode = make_episode(self.family, make_service(), team=team.name)
		self.helper = make_worker(EHP, team, self.episode, lead=True)
		self.manager = make_worker(EHM, team)

	def share(self, **more):
		name = self.seen()
		post(self.lead, "concern_lead.share", name=name, **{**SHARING, **more})
		frappe.set_user("Administrator")
		return name

	def test_row_9_the_front_door_hears_of_a_child_whom_nobody_helps(self):
		self.assertIn("A school shared a concern.", self.told(self.door, self.share()))
		self.assertIn("urgent", self.told(self.door, self.share(shared_urgent=1)))

	def test_row_9_the_lead_and_the_manager_of_open_help_hear_instead(self):
		self.helped()
		name = self.share()
		for user in (self.helper, self.manager):
			self.assertIn("A school shared a concern.", self.told(user, name))
		self.assertFalse(self.told(self.door, name))
		self.assertEqual(self.concern(name).family, self.family.name)
		self.assertNotIn(self.family.name, str(page(self.lead, concern_page, name=name).shown))

	def test_row_9_help_that_is_over_hears_nothing(self):
		self.helped()
		self.episode.db_set({"status": "Closed", "closed_on": "2019-06-01"})
		name = self.share()
		self.assertFalse(self.told(self.helper, name))
		self.assertTrue(self.told(self.door, name))
		self.assertFalse(self.concern(name).family)

	def test_row_9_where_nobody_who_helps_can_hear_the_front_door_does(self):
		self.helped()
		for user in (self.helper, self.manager):
			frappe.db.set_value("Professional", {"user": user}, "user", None)
		frappe.db.delete("Team Deputy", {"user": self.manager})
		name = self.share()
		self.assertTrue(self.told(self.door, name))
		self.assertFalse(self.concern(name).family)

	def test_row_6_who_reported_it_hears_that_there_is_a_message(self):
		with patch("frappe.sendmail") as mail:
			self.closed()
		told = [call for call in mail.call_args_list if "message for you" in str(call)]
		self.assertEqual([call.kwargs["recipients"] for call in told], [[self.teacher]])
		self.assertNotRegex(str(told), "Chloe|Ashdown|coat")

	def test_row_11_both_schools_hear_of_the_file(self):
		name = self.closed()
		make_pupil(self.elsewhere)
		with patch("frappe.sendmail") as mail:
			form = {"sent_to": self.elsewhere.name, "sent_list": "The entry"}
			post(self.lead, "concern_lead.transfer", name=name, **form)
			self.assertEqual([call.kwargs["recipients"] for call in mail.call_args_list], [[self.stranger]])
			mail.reset_mock()
			post(self.stranger, "concern_lead.accept_file", name=name)
		told = {call.kwargs["recipients"][0] for call in mail.call_args_list}
		self.assertEqual(told, {self.lead, self.second})

	def test_row_9_in_every_state_it_asks_whether_the_family_agrees_and_the_council_hears(self):
		for make in (self.logged, self.seen, self.in_hand, self.noted, self.closed):
			with self.subTest(state=make.__name__):
				name = make()
				post(self.lead, "concern_lead.share", name=name, shared_what="The entry")
				self.assertIsNone(self.concern(name).shared_on)
				post(self.lead, "concern_lead.share", name=name, **SHARING)
				self.assertTrue(self.told(self.door, name))

	def noted(self):
		name = self.seen(kind="Log-book entry")
		post(self.lead, "concern_lead.note", name=name, level="Low", level_why="A coat was found")
		return name
