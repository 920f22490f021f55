"""After the minutes are out: nothing is written over, the chair adds to them."""

import frappe

from earlyhelp.states.moves import press
from earlyhelp.team_around.doctype.tac_addendum.tac_addendum import (
	AddendumStaysError,
	NotIssuedError,
	NotTheChairError,
)
from earlyhelp.team_around.tests.meetings import MeetingTestCase
from earlyhelp.tests.factories import make, make_user


class TestAddenda(MeetingTestCase):
	def issue(self, meeting=None):
		doc = self.fresh(self.end(meeting))
		for row in doc.attendees:
			row.circulation = "All"
		return press(doc.save(), "Issue")

	def add(self, doc):
		return make("TAC Addendum", meeting=doc.name, addendum="The visit is on Tuesday.")

	def test_the_chair_adds_and_it_stands_in_the_minutes(self):
		doc = self.issue()
		added = self.add(doc)
		self.assertEqual((added.family, added.added_by), (self.family.name, self.worker))
		page = frappe.get_print("TAC Meeting", doc.name, "TAC Minutes")
		self.assertIn("The visit is on Tuesday.", page)

	def test_not_before_they_are_issued(self):
		self.assertRefused(NotIssuedError, "not issued yet", self.add, self.end())

	def test_nobody_but_the_chair(self):
		doc = self.issue()
		frappe.set_user(self.manager)
		self.assertRefused(NotTheChairError, "Only the chair", self.add, doc)

	def test_it_stays_as_it_is(self):
		added = self.add(self.issue())
		with self.assertRaises((AddendumStaysError, frappe.ValidationError, frappe.PermissionError)):
			self.change(added, addendum="Other")
		frappe.set_user("Administrator")
		self.assertRefused(AddendumStaysError, "Add another one", self.fresh(added).delete)

	def test_those_who_had_the_minutes_and_reach_the_family_are_told_without_a_name(self):
		meeting = self.begin()
		manager = frappe.db.get_value("Professional", {"user": self.manager}, "name")
		row = {"professional": manager, "invited": 1, "attended": "Yes", "circulation": "All"}
		meeting.append("attendees", row)
		doc = self.issue(meeting.save())
		frappe.db.set_value("Professional", self.nurse, "user", make_user("Partner User"))
		self.add(doc)
		told = frappe.get_all("Notification Log", {"document_type": "TAC Addendum"}, ["for_user", "subject"])
		self.assertEqual([row.for_user for row in told], [self.manager])
		self.assertNotIn("Ashdown", told[0].subject)
