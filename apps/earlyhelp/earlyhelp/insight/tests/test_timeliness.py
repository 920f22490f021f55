"""On time or late, and endings by reason and period, without Frappe."""

from datetime import date, timedelta
from unittest import TestCase

from earlyhelp.insight.closures import (
	MONTH,
	NO_REASON,
	QUARTER,
	WHOLE,
	YEAR,
	Ending,
	count_endings,
	period_of,
)
from earlyhelp.insight.links import list_link, open_report, text_cell
from earlyhelp.insight.timeliness import LATE, NO_DATE, ON_TIME, OVERDUE, WAITING, PlanStep, count_outcomes

DAY = date(2026, 11, 20)


def days(number):
	return DAY + timedelta(days=number)


def step(due, done=None, name="Assessment"):
	return PlanStep("MFP-1", name, due, done)


class TestTimeliness(TestCase):
	def test_a_step_is_in_time_on_the_day_it_is_due_and_late_the_day_after(self):
		self.assertEqual(step(days(-3), days(-3)).outcome(DAY), ON_TIME)
		self.assertEqual(step(days(-3), days(-2)).outcome(DAY), LATE)
		self.assertEqual(step(days(-3), days(-2)).days_late(DAY), 1)

	def test_what_is_not_done_waits_until_its_day_is_over(self):
		self.assertEqual([step(days(n)).outcome(DAY) for n in (1, 0, -1)], [WAITING, WAITING, OVERDUE])
		self.assertEqual([step(days(n)).days_late(DAY) for n in (1, 0, -1)], [0, 0, 1])

	def test_what_was_done_after_the_day_asked_for_was_not_done_then(self):
		self.assertEqual(step(days(-1), days(2)).outcome(DAY), OVERDUE)
		self.assertEqual(step(days(1), days(2)).outcome(DAY), WAITING)

	def test_without_a_due_date_nothing_is_late(self):
		self.assertEqual((step(None, days(-1)).outcome(DAY), step(None).outcome(DAY)), (NO_DATE, WAITING))

	def test_average_and_longest_are_over_those_that_are_late(self):
		steps = [step(days(-9), days(-8)), step(days(-4)), step(days(-4), days(-4)), step(days(2))]
		figures = count_outcomes(steps, DAY)["Assessment"]
		self.assertEqual([figures[name] for name in (ON_TIME, LATE, WAITING, OVERDUE)], [1, 1, 1, 1])
		self.assertEqual((figures["average"], figures["longest"]), (2, 4))
		self.assertEqual(count_outcomes([], DAY)["Approval"]["average"], 0)


class TestEndings(TestCase):
	def ending(self, person="C1", family="F1", reason="Moved", on=DAY, **more):
		return Ending(family, f"E-{family}", person, on, reason, **more)

	def test_a_child_counts_once_and_a_family_once_under_a_reason(self):
		endings = [self.ending(), self.ending("C2"), self.ending(), self.ending("C3", "F2")]
		self.assertEqual(count_endings(endings), {"Moved": {WHOLE: (3, 2)}})

	def test_children_of_one_family_may_end_for_different_reasons(self):
		table = count_endings([self.ending(), self.ending("C2", reason="")])
		self.assertEqual(table, {"Moved": {WHOLE: (1, 1)}, NO_REASON: {WHOLE: (1, 1)}})

	def test_what_never_began_is_counted_apart(self):
		table = count_endings([self.ending(reason="Declined", started=False)])
		self.assertEqual(list(table), ["Closed without starting: Declined"])

	def test_periods_sort_by_time(self):
		names = [period_of(date(2026, month, 1), QUARTER) for month in (1, 3, 4, 9, 12)]
		self.assertEqual(names, ["2026 Q1", "2026 Q1", "2026 Q2", "2026 Q3", "2026 Q4"])
		self.assertEqual((period_of(DAY, MONTH), period_of(DAY, YEAR)), ("2026-11", "2026"))


class TestLinks(TestCase):
	def test_words_of_people_stay_as_they_are_unless_they_could_be_markup(self):
		self.assertEqual([text_cell(text) for text in ("O'Brien & Co", None)], ["O'Brien & Co", ""])
		self.assertEqual(text_cell("<b>Jo</b>"), "&lt;b&gt;Jo&lt;/b&gt;")

	def test_a_link_to_a_list_carries_its_filters(self):
		link = list_link(3, "Agreed Action", status=["in", ["Open"]], who="O'Brien", agency=None)
		self.assertIn(
			"/app/agreed-action?status=%5B%22in%22%2C%20%5B%22Open%22%5D%5D&amp;who=O%27Brien", link
		)
		self.assertEqual(list_link(0, "Agreed Action", who="Jo"), "")

	def test_a_link_to_a_report_leaves_out_what_is_not_asked(self):
		link = open_report(2, "Caseload", team="<North>", service=None)
		self.assertIn('href="/app/query-report/Caseload?team=%3CNorth%3E"', link)
