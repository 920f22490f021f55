"""A school or a partner becomes the lead practitioner, and stops being it."""

import frappe
from frappe.utils import add_days, today

from earlyhelp.constants import EHM, PU, SSL, SU
from earlyhelp.permissions.family_access import reach_of
from earlyhelp.permissions.relations import OUTSIDE
from earlyhelp.planning.led_outside import accept, asked, decline, led, led_episode
from earlyhelp.planning.tests.cases import HANDOVER, PlanningTestCase
from earlyhelp.tests.factories import (
	make_outgoing_account,
	make_professional,
	make_school,
	make_staff,
	make_stranger,
	make_worker,
)

NOTHING = ("nothing", False)


class LedOutsideTestCase(PlanningTestCase):
	def setUp(self):
		super().setUp()
		self.school, self.elsewhere = make_school(), make_school()
		self.safeguarding, _staff = make_staff(self.school, SSL)
		self.deputy, _staff = make_staff(self.school, SSL)
		self.teacher, _staff = make_staff(self.school, SU)
		self.stranger, _staff = make_staff(self.elsewhere, SSL)
		self.partner = make_stranger(PU)
		self.health_visitor = make_professional(self.partner, full_name="Cal Whitby")

	def to_school(self, **fields):
		"""Return an episode that is handed over to the school."""
		doc = self.episode()
		doc.update({**HANDOVER, "handover_to": "School", "handover_school": self.school.name, **fields})
		return self.press(doc.save(), "Hand Over", as_=self.lead)

	def to_partner(self, **fields):
		doc = self.episode()
		doc.update({**HANDOVER, "handover_professional": self.health_visitor.name, **fields})
		return self.press(doc.save(), "Hand Over", as_=self.lead)

	def allocated_to_partner(self):
		"""Return an open episode whose manager allocated a partner as lead."""
		doc = self.episode(lead=False)
		row = {"role": "Lead Practitioner", "professional": self.health_visitor.name}
		doc.append("allocations", {**row, "from_date": "2019-01-26"})
		return doc.save()

	def as_(self, user, function, *given):
		frappe.set_user(user)
		try:
			return function(*given)
		finally:
			frappe.set_user("Administrator")

	def names(self, function, user):
		return [row.name for row in self.as_(user, function)]

	def reach(self, user):
		found = reach_of(self.family.name, user)
		return (found.level, found.write)


class TestAsked(LedOutsideTestCase):
	def test_the_leads_of_the_school_are_asked_and_nobody_else(self):
		"""C3 accept being lead."""
		doc = self.to_school()
		for user in (self.safeguarding, self.deputy):
			self.assertEqual(self.names(asked, user), [doc.name])
		for user in (self.teacher, self.stranger, self.partner):
			self.assertEqual(self.names(asked, user), [])
		self.assertEqual({self.reach(user) for user in (self.safeguarding, self.deputy)}, {NOTHING})

	def test_they_are_told_by_a_message_without_a_name(self):
		make_outgoing_account()
		doc = self.to_school()
		mails = frappe.get_all("Email Queue", fields=["name", "message"], order_by="creation desc", limit=2)
		whole = " ".join(mail.message for mail in mails)
		self.assertIn(doc.name, whole)
		self.assertNotIn(self.family.family_name, whole)
		to = frappe.get_all(
			"Email Queue Recipient", {"parent": ["in", [m.name for m in mails]]}, pluck="recipient"
		)
		self.assertEqual(set(to), {self.safeguarding, self.deputy})

	def test_a_partner_is_asked_for_the_own_name_alone(self):
		doc = self.to_partner()
		self.assertEqual(self.names(asked, self.partner), [doc.name])
		self.assertEqual(self.names(asked, make_worker(PU)), [])

	def test_a_manager_who_allocates_a_partner_asks_too(self):
		make_outgoing_account()
		doc = self.allocated_to_partner()
		self.assertEqual([row.how for row in self.as_(self.partner, asked)], ["Allocation"])
		self.assertEqual((self.names(led, self.partner), self.reach(self.partner)), ([], NOTHING))
		self.assertIn(doc.name, frappe.get_last_doc("Email Queue").message)

	def test_another_service_is_not_taken_over_here(self):
		doc = self.to_school()
		frappe.db.set_value("Early Help Episode", doc.name, "to_other_service", 1)
		self.assertEqual(self.names(asked, self.safeguarding), [])

	def test_a_conflict_of_interest_hides_the_question(self):
		doc = self.to_school()
		self.family.append("conflicts", {"user": self.safeguarding, "kind": "Neighbour"})
		self.family.save()
		self.assertEqual(self.names(asked, self.safeguarding), [])
		self.assertRefused(frappe.DoesNotExistError, "not here", accept, doc.name, self.safeguarding)
		self.assertEqual(self.names(asked, self.deputy), [doc.name])


class TestAccepting(LedOutsideTestCase):
	def test_b2_5_the_school_accepts_on_its_pages(self):
		"""C3 accept being lead."""
		doc = self.to_school()
		self.as_(self.safeguarding, accept, doc.name, self.safeguarding)
		doc.reload()
		lead = frappe.get_doc("Professional", doc.lead_practitioner)
		self.assertEqual((doc.status, lead.user, lead.school), ("Open", self.safeguarding, self.school.name))
		self.assertEqual(str(doc.allocations[-1].accepted_on), today())
		self.assertEqual(str(doc.handover_answered_on), today())
		self.assertEqual(doc.team, self.team)
		told = {"for_user": self.lead, "document_name": doc.name, "subject": ["like", "%accepted%"]}
		self.assertTrue(frappe.db.exists("Notification Log", told))

	def test_all_leads_of_the_school_work_with_it_from_then_on(self):
		"""C3 accept being lead."""
		doc = self.to_school()
		self.as_(self.safeguarding, accept, doc.name, self.safeguarding)
		for user in (self.safeguarding, self.deputy):
			self.assertEqual((self.names(led, user), self.names(asked, user)), ([doc.name], []))
			self.assertEqual(self.reach(user), ("record", True))
			self.assertEqual(reach_of(self.family.name, user).relation, OUTSIDE)
		for user in (self.teacher, self.stranger, self.partner):
			self.assertEqual((self.names(led, user), self.reach(user)), ([], NOTHING))
			self.assertRefused(frappe.DoesNotExistError, "not here", led_episode, doc.name, user)

	def test_no_desk_right_comes_with_it(self):
		doc = self.to_school()
		self.as_(self.safeguarding, accept, doc.name, self.safeguarding)
		for record in (doc, self.family):
			self.assertFalse(self.as_(self.safeguarding, record.has_permission, "read"))

	def test_b2_5_a_partner_accepts(self):
		"""C3 accept being lead."""
		doc = self.to_partner()
		self.as_(self.partner, accept, doc.name, self.partner)
		self.assertEqual((doc.reload().status, doc.lead_practitioner), ("Open", self.health_visitor.name))
		self.assertEqual(self.names(led, self.partner), [doc.name])

	def test_an_allocated_partner_accepts(self):
		doc = self.allocated_to_partner()
		self.as_(self.partner, accept, doc.name, self.partner)
		self.assertEqual(str(doc.reload().allocations[0].accepted_on), today())
		self.assertEqual((self.names(led, self.partner), self.names(asked, self.partner)), ([doc.name], []))

	def test_accepting_twice_finds_nothing_to_accept(self):
		doc = self.to_school()
		self.as_(self.safeguarding, accept, doc.name, self.safeguarding)
		self.assertRefused(frappe.DoesNotExistError, "not here", accept, doc.name, self.deputy)
		self.assertEqual(len(doc.reload().allocations), 2)

	def test_b2_6_the_school_declines_and_says_why(self):
		"""C3 accept being lead."""
		doc = self.to_school()
		self.as_(self.deputy, decline, doc.name, self.deputy, "We have no capacity.")
		self.assertEqual((doc.reload().status, doc.lead_practitioner), ("Open", self.professional(self.lead)))
		log = frappe.get_all("Comment", {"reference_name": doc.name}, pluck="content")
		self.assertTrue(any("no capacity" in text for text in log))
		self.assertEqual((self.names(asked, self.deputy), self.names(led, self.deputy)), ([], []))

	def test_an_allocated_partner_declines(self):
		"""C3 accept being lead."""
		doc = self.allocated_to_partner()
		self.as_(self.partner, decline, doc.name, self.partner, "I don't know them.")
		row = doc.reload().allocations[0]
		self.assertEqual((str(row.to_date), row.end_reason), (today(), "Declined: I don't know them."))
		self.assertEqual((self.names(asked, self.partner), self.names(led, self.partner)), ([], []))


class TestEnding(LedOutsideTestCase):
	def accepted(self):
		doc = self.to_school()
		self.as_(self.safeguarding, accept, doc.name, self.safeguarding)
		return doc.reload()

	def test_who_is_no_longer_lead_reaches_nothing_the_same_day(self):
		"""C3 accept being lead."""
		doc = self.accepted()
		doc.allocations[-1].to_date = today()
		self.save_as(self.manager, doc, allocations=doc.allocations)
		self.assertEqual((self.names(led, self.safeguarding), self.reach(self.safeguarding)), ([], NOTHING))

	def test_a_closed_episode_is_over_for_the_school(self):
		doc = self.accepted()
		frappe.db.set_value("Early Help Episode", doc.name, {"status": "Closed", "closed_on": today()})
		self.assertEqual((self.names(led, self.safeguarding), self.reach(self.safeguarding)), ([], NOTHING))

	def test_a_restriction_shuts_the_school_out(self):
		self.accepted()
		named = make_worker(EHM, self.team)
		self.family.reload().update({"restricted": 1, "restricted_reason": "Ordered by the court."})
		self.family.set("restricted_to", [{"user": named}])
		self.family.save()
		self.assertEqual((self.names(led, self.safeguarding), self.reach(self.safeguarding)), ([], NOTHING))

	def test_a_lead_who_leaves_the_school_leaves_the_family(self):
		self.accepted()
		frappe.db.set_value("School Staff", {"user": self.deputy}, "active", 0)
		self.assertEqual((self.names(led, self.deputy), self.reach(self.deputy)), ([], NOTHING))
		self.assertEqual(len(self.names(led, self.safeguarding)), 1)

	def test_acceptance_is_not_typed(self):
		doc = self.allocated_to_partner()
		doc.allocations[0].accepted_on = add_days(today(), -1)
		self.save_as(self.manager, doc, allocations=doc.allocations)
		self.assertFalse(doc.reload().allocations[0].accepted_on)
