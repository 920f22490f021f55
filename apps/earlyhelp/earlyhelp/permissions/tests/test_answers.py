"""Answers are kept while one page is read, and not a moment longer."""

from types import SimpleNamespace

import frappe

from earlyhelp.constants import EHP
from earlyhelp.permissions.family_access import record_condition
from earlyhelp.permissions.guard import document_permission
from earlyhelp.permissions.reader import read_reader
from earlyhelp.tests.factories import (
	EarlyHelpTestCase,
	make_episode,
	make_family,
	make_service,
	make_team,
	make_worker,
)


class TestAnswers(EarlyHelpTestCase):
	def setUp(self):
		super().setUp()
		self.family = make_family()
		self.episode = make_episode(self.family, make_service())
		self.user = make_worker(EHP, episode=self.episode)
		self.before = getattr(frappe.local, "request", None)
		self.addCleanup(setattr, frappe.local, "request", self.before)

	def request(self, method):
		frappe.local.request = SimpleNamespace(method=method)

	def reads(self):
		try:
			return bool(document_permission(self.family, "read", self.user))
		except frappe.DoesNotExistError:
			return False

	def revoke(self):
		frappe.db.delete("Practitioner Allocation", {"parent": self.episode.name})

	def test_a_page_asks_once(self):
		self.request("GET")
		self.assertIs(read_reader(self.user), read_reader(self.user))
		self.assertTrue(self.reads())

	def test_the_next_request_sees_a_revoked_allocation(self):
		self.request("GET")
		self.assertTrue(self.reads())
		self.revoke()
		self.request("GET")
		self.assertFalse(self.reads())

	def test_a_request_that_writes_keeps_nothing(self):
		self.request("POST")
		self.assertTrue(self.reads())
		self.revoke()
		self.assertFalse(self.reads())

	def test_two_people_on_one_page_do_not_share_answers(self):
		self.request("GET")
		other = make_worker(EHP, make_team())
		self.assertNotEqual(record_condition(self.user), record_condition(other))
