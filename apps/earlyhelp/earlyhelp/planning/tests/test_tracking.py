"""What became of a child after the help ended, worked out and never pressed."""

from datetime import date
from unittest import TestCase

import frappe
from frappe.utils import add_days, today

from earlyhelp.constants import BSO
from earlyhelp.planning.tests.cases import PlanningTestCase
from earlyhelp.planning.tracked import refresh_tracking
from earlyhelp.planning.tracking import standing
from earlyhelp.states.errors import LockedError
from earlyhelp.states.moves import place
from earlyhelp.tests.factories import make_referral, make_worker

ENDED, UNTIL = date(2019, 5, 10), date(2020, 5, 10)


class TestStanding(TestCase):
	def test_it_is_too_soon_to_say_until_the_tracking_ends(self):
		self.assertEqual(standing(ENDED, UNTIL, date(2020, 5, 9), []), "Too soon to say")
		self.assertEqual(standing(ENDED, UNTIL, UNTIL, []), "Not re-referred")

	def test_a_referral_after_the_end_and_within_the_tracking_counts(self):
		for day, said in (
			(ENDED, "Too soon to say"),
			(date(2019, 5, 11), "Re-referred to early help"),
			(date(2020, 5, 11), "Too soon to say"),
		):
			self.assertEqual(standing(ENDED, UNTIL, date(2019, 12, 1), [day]), said, day)
		self.assertEqual(standing(ENDED, UNTIL, date(2021, 1, 1), [date(2020, 5, 11)]), "Not re-referred")

	def test_social_care_s_answer_goes_before(self):
		answer = standing(ENDED, UNTIL, UNTIL, [date(2019, 6, 1)], date(2019, 8, 1))
		self.assertEqual(answer, "Re-referred to social care")
		self.assertEqual(standing(ENDED, UNTIL, UNTIL, [], date(2019, 5, 1)), "Not re-referred")


class TestTrackedChildren(PlanningTestCase):
	def closed(self):
		doc = self.episode("Closure Requested", closure_reason="Closed within the programme")
		return self.press(doc, "Approve")

	def stood(self, doc):
		return [row.tracking for row in frappe.get_doc(doc.doctype, doc.name).children]

	def test_a_new_referral_of_the_family_is_noticed_at_night(self):
		doc = self.closed()
		tomorrow = add_days(today(), 1)
		make_referral(self.family, self.service, received_on=tomorrow, decided_on=tomorrow)
		before_closing = {"closed_on": add_days(today(), -5)}
		for row in doc.children:
			row.db_set({"ended_on": before_closing["closed_on"]})
		referral = make_referral(self.family, self.service, received_on=today(), decided_on=today())
		self.assertEqual(self.stood(doc), ["Too soon to say"] * 2)
		refresh_tracking()
		self.assertEqual(self.stood(doc), ["Re-referred to early help"] * 2)
		place(referral, "Withdrawn")

	def test_the_year_ends_at_night(self):
		doc = self.closed()
		for row in doc.children:
			row.db_set({"ended_on": add_days(today(), -400), "track_until": add_days(today(), -35)})
		refresh_tracking()
		self.assertEqual(self.stood(doc), ["Not re-referred"] * 2)

	def test_business_support_writes_social_care_s_answer_and_nothing_else(self):
		doc = self.closed()
		support = make_worker(BSO, self.team)
		rows = [row.as_dict() for row in doc.children]
		rows[0].back_at_social_care_on = today()
		saved = self.save_as(support, doc, children=rows)
		self.assertEqual(saved.children[0].tracking, "Re-referred to social care")
		rows[0].closure_reason = "No contact possible"
		self.assertRefused(LockedError, "The help has ended", self.save_as, support, doc, children=rows)
