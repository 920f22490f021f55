"""Figures of days on which a closure or a score stood that was taken back or corrected later."""

import frappe
from frappe.utils import add_days, today

from earlyhelp.insight.tests.reading import impact, reconciliation
from earlyhelp.planning.tests.cases import PlanningTestCase
from earlyhelp.states.moves import place
from earlyhelp.tests.factories import make_referral, make_review

DAYS = [add_days(today(), number) for number in (-20, -15, -10, -5, 0)]


class TestTakenBack(PlanningTestCase):
	def reopened(self):
		"""Return an episode that was closed 15 days ago and opened again 5 days ago, its goal from 3 to 6."""
		episode = self.episode(lead=False)
		plan = self.complete("Active", episode=episode)
		make_review(plan, (self.goal.name, "6"), held_on="2019-03-01", submit=True)
		past = {"closed_on": DAYS[1], "reopened_on": DAYS[3], "closure_reason": "Moved out of area"}
		for child in self.children:
			row = {"doctype": "Past Closure", "person": child, **past}
			row |= {
				"parent": episode.name,
				"parenttype": "Early Help Episode",
				"parentfield": "past_closures",
			}
			frappe.get_doc(row).db_insert()
		return episode

	def test_a_closure_stands_in_figures_of_the_days_between(self):
		self.reopened()
		for basis, counted in (("Open on a date", (1, 0, 0, 1, 1)), ("All", (1, 1, 1, 1, 1))):
			for day, count in zip(DAYS, counted, strict=True):
				figures = impact(service=self.service.name, basis=basis, as_of=day)[2]
				self.assertEqual(figures["Impacts"], count, (basis, day))

	def test_it_counts_as_closed_in_the_period_until_it_was_taken_back(self):
		self.reopened()
		for to_date, count in ((DAYS[2], 1), (DAYS[0], 0), (DAYS[4], 0)):
			period = {"basis": "Closed in a period", "from_date": "2019-01-01", "to_date": to_date}
			figures = impact(service=self.service.name, **period)[2]
			self.assertEqual(figures["Impacts"], count, to_date)

	def test_the_children_are_found_where_they_were(self):
		referral = make_referral(self.family, self.service, number_of_children=2)
		self.reopened().db_set("referral", referral.name)
		period = {"service": self.service.name, "from_date": "2019-01-01", "to_date": "2019-12-31"}
		for day, place_ in ((DAYS[2], "Closed: Moved out of area"), (DAYS[4], "Open")):
			places, _summary = reconciliation(**period, as_of=day)
			self.assertEqual((places[place_], places["Difference"]), (2, 0), day)

	def test_help_that_never_began_has_its_own_line(self):
		referral = make_referral(self.family, self.service, number_of_children=2)
		episode = self.episode("Awaiting Allocation", lead=False, referral=referral.name)
		place(episode, "Closed", closed_on=DAYS[2], not_started_because="Declined")
		places, _summary = reconciliation(
			service=self.service.name, from_date="2019-01-01", to_date="2019-12-31", as_of=today()
		)
		self.assertEqual((places["Accepted, closed without starting"], places["Difference"]), (2, 0))

	def test_a_corrected_score_counts_until_the_day_of_its_correction(self):
		plan = self.complete("Active", episode=self.episode())
		wrong = make_review(plan, (self.goal.name, "9"), held_on=DAYS[0], submit=True)
		make_review(plan, (self.goal.name, "6"), held_on=DAYS[1], submit=True)
		right = make_review(plan, (self.goal.name, "4"), held_on=DAYS[3], submit=True)
		right.db_set({"kind": "Correction", "corrects": wrong.name, "counts_on": DAYS[0]})
		wrong.scores[0].db_set({"corrected_by": right.name, "corrected_on": DAYS[3]})
		for day, points in ((DAYS[0], 6), (DAYS[1], 3), (DAYS[3], 3)):
			table = impact(service=self.service.name, as_of=day)[0]
			self.assertEqual(table["Parenting improved"].index(1) + 1, points, day)
		frappe.db.delete("Plan Review", {"plan": plan.name, "held_on": DAYS[1]})
		table = impact(service=self.service.name, as_of=DAYS[3])[0]
		self.assertEqual(table["Parenting improved"].index(1) + 1, 1)
