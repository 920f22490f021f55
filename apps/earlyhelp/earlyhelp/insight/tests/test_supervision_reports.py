"""What managers see of supervisions across families, and who may see it."""

import frappe
from frappe.utils import add_days, getdate, today

from earlyhelp.constants import AUD, BSO, EHA, EHM, EHP, FSP
from earlyhelp.insight.tests.reading import run_report
from earlyhelp.supervision.tests.making import SupervisionTestCase, as_user
from earlyhelp.tests.factories import make_episode, make_family, make_service, make_user, make_worker

COMPLIANCE, BOARD = "Supervision Compliance", "Red Amber Green Board"


class SupervisionReportCase(SupervisionTestCase):
	def setUp(self):
		super().setUp()
		self.open_since(self.episode, -200)

	def open_since(self, episode, days):
		values = {"status": "Open", "opened_on": add_days(today(), days), "closed_on": None}
		frappe.db.set_value("Early Help Episode", episode.name, values)

	def rows(self, user, report, **filters):
		with as_user(user):
			return run_report(report, team=self.team.name, **filters)["result"]

	def cards(self, user, report):
		with as_user(user):
			answer = run_report(report, team=self.team.name)
		return {card["label"]: card["value"] for card in answer["report_summary"]}

	def past(self, days, rating, **values):
		"""A finalised supervision of so many days ago."""
		doc = self.finalised(rating=rating)
		frappe.db.set_value(
			"Case Supervision", doc.name, {"started_at": f"{add_days(today(), -days)} 10:00:00", **values}
		)
		return doc

	def assertOpenTo(self, report, allowed):
		for role in (BSO, EHP, FSP, EHM, EHA, AUD, "School User"):
			with as_user(make_user(role)), self.subTest(report=report, role=role):
				if role in allowed:
					run_report(report, team=self.team.name)
				else:
					with self.assertRaises(frappe.PermissionError):
						run_report(report)


class TestSupervisionCompliance(SupervisionReportCase):
	def test_a_family_never_supervised_is_late_since_help_began(self):
		row = self.rows(self.chair, COMPLIANCE)[0]
		self.assertEqual((row["last"], row["held"], row["days_late"]), (None, 0, 200 - 28))
		self.assertEqual(row["status"], "Not planned")

	def test_it_says_when_it_was_last_held_and_is_due(self):
		self.past(40, "Red", went_without=1)
		row = self.rows(self.chair, COMPLIANCE)[0]
		self.assertEqual(row["last"], getdate(add_days(today(), -40)))
		self.assertEqual((row["days_late"], row["held"], row["without"]), (12, 1, 1))
		self.assertEqual(getdate(row["planned"]), getdate(add_days(today(), 28)))
		cards = self.cards(self.chair, COMPLIANCE)
		self.assertEqual((cards["Supervision Overdue"], cards["Held Without Summaries"]), (1, 1))

	def test_what_was_set_aside_does_not_count(self):
		doc = self.past(40, "Red")
		self.press(self.deputy, doc, "Set Aside", "Wrong family")
		self.assertEqual(self.rows(self.chair, COMPLIANCE)[0]["held"], 0)

	def test_each_worker_has_the_own_row_of_summaries(self):
		doc = self.ask()
		self.finalise_summary(self.lead, doc)
		late = self.summary_of(self.lead, doc)
		late.db_set("days_late", 3)
		self.summary_of(self.second, doc).db_set("due_on", add_days(today(), -1))
		rows = {row["worker"]: row for row in self.rows(self.chair, COMPLIANCE, by="Worker")}
		lead, second = rows[late.author_name], rows[self.summary_of(self.second, doc).author_name]
		self.assertEqual((lead["asked"], lead["on_time"], lead["late"], lead["longest"]), (1, 0, 1, 3))
		self.assertEqual((second["outstanding"], second["overdue"], second["excused"]), (1, 1, 0))

	def test_business_support_sees_it_all_and_no_content(self):
		"""D8 Supervision Compliance."""
		self.past(40, "Red")
		row = self.rows(self.bso, COMPLIANCE)[0]
		self.assertEqual(row["held"], 1)
		for word in ("Red", "The change is new", "Four visits"):
			self.assertNotIn(word, str(row))

	def test_practitioners_see_their_own(self):
		other = make_episode(make_family("Birkbeck"), make_service(), team=self.team.name)
		self.open_since(other, -10)
		self.ask()
		self.assertEqual(len(self.rows(self.chair, COMPLIANCE)), 2)
		for user in (self.lead, self.second):
			rows = self.rows(user, COMPLIANCE)
			self.assertEqual(["Ashdown" in row["family"] for row in rows], [True])
			self.assertEqual(len(self.rows(user, COMPLIANCE, by="Worker")), 1)
		self.assertEqual(self.rows(make_worker(EHP, self.team), COMPLIANCE), [])

	def test_who_is_elsewhere_sees_no_family(self):
		for role in (BSO, EHM, AUD):
			self.assertEqual(self.rows(make_user(role), COMPLIANCE), [], role)

	def test_who_may_open_it(self):
		self.assertOpenTo(COMPLIANCE, (BSO, EHP, FSP, EHM, AUD))


class TestRedAmberGreenBoard(SupervisionReportCase):
	def test_it_says_what_now_since_when_and_what_before(self):
		self.past(60, "Red")
		self.past(40, "Amber")
		newest = self.past(10, "Amber")
		row = self.rows(self.chair, BOARD)[0]
		self.assertEqual((row["rating"], row["days"]), ("Amber", 40))
		self.assertEqual(row["since"], getdate(add_days(today(), -40)))
		self.assertRegex(row["before"], r"^Red on \d+ \w+ \d{4}$")
		self.assertIn(newest.name, row["supervision"])
		self.assertEqual(getdate(row["next"]), getdate(add_days(today(), 28)))

	def test_a_family_without_supervision_is_not_rated(self):
		row = self.rows(self.chair, BOARD)[0]
		self.assertEqual((row["rating"], row["since"], row["before"]), ("Not Rated", None, ""))

	def test_red_comes_first_and_a_colour_can_be_chosen(self):
		self.past(10, "Red")
		other = make_episode(make_family("Birkbeck"), make_service(), team=self.team.name)
		self.open_since(other, -10)
		self.assertEqual([row["rating"] for row in self.rows(self.chair, BOARD)], ["Red", "Not Rated"])
		self.assertEqual(len(self.rows(self.chair, BOARD, rating="Red")), 1)
		self.assertEqual(self.rows(self.chair, BOARD, rating="Green"), [])
		self.assertEqual(self.cards(self.chair, BOARD), {"Red": 1, "Amber": 0, "Green": 0, "Not Rated": 1})

	def test_what_was_set_aside_does_not_count(self):
		self.press(self.deputy, self.past(10, "Red"), "Set Aside", "Wrong family")
		self.assertEqual(self.rows(self.chair, BOARD)[0]["rating"], "Not Rated")

	def test_a_family_safeguarding_practitioner_sees_the_own_families(self):
		"""D8 Red Amber Green Board."""
		self.assertEqual(len(self.rows(self.second, BOARD)), 1)
		self.assertEqual(self.rows(make_worker(FSP, self.team), BOARD), [])

	def test_who_may_open_it(self):
		self.assertOpenTo(BOARD, (FSP, EHM, AUD))
