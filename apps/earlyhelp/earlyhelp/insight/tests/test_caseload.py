"""Who has how many families, what is overdue, and who may know."""

import frappe
from frappe.utils import add_days, getdate, today

from earlyhelp.constants import AUD, BSO, EHA, EHM, EHP, FSP
from earlyhelp.insight.tests.reading import number, run_report
from earlyhelp.tests.factories import (
	EarlyHelpTestCase,
	make,
	make_episode,
	make_family,
	make_history,
	make_plan,
	make_service,
	make_team,
	make_user,
	make_worker,
)


def place(doctype, name, **values):
	frappe.db.set_value(doctype, name, values)


class ReportCase(EarlyHelpTestCase):
	def setUp(self):
		super().setUp()
		self.service, self.team = make_service(), make_team()
		self.manager = make_worker(EHM, self.team)

	def episode(self, family_name, children=("Chloe",), opened=-30, lead=None, **values):
		"""An open episode of the team, opened some days from today, and its lead practitioner's row."""
		doc = make_episode(make_family(family_name, children=children), self.service)
		values = {"status": "Open", "opened_on": add_days(today(), opened), "closed_on": None, **values}
		place("Early Help Episode", doc.name, team=self.team.name, **values)
		if lead:
			self.allocate(doc, lead, "Lead Practitioner")
		return doc

	def allocate(self, episode, email, role="Worker", until=None):
		worker = frappe.db.get_value("Professional", {"user": email}, ["name", "full_name"], as_dict=True)
		fields = {"parent": episode.name, "parenttype": "Early Help Episode", "parentfield": "allocations"}
		fields |= {"professional": worker.name, "full_name": worker.full_name, "role": role}
		row = {"doctype": "Practitioner Allocation", "from_date": "2019-02-01", "to_date": until, **fields}
		frappe.get_doc(row).db_insert()

	def review(self, episode, due):
		name = frappe.db.exists("My Family Plan", {"episode": episode.name}) or make_plan(episode).name
		doc = make_history("Plan Review", plan=name, due_on=add_days(today(), due))
		place("Plan Review", doc.name, status="Planned", due_on=add_days(today(), due))


class TestCaseload(ReportCase):
	def setUp(self):
		super().setUp()
		self.pat, self.noor = make_worker(EHP, self.team), make_worker(FSP, self.team)
		first = self.episode("O'Brien", ("Chloe", "Sam"), -90, self.pat)
		second = self.episode("Birkbeck", ("Jo",), -10, self.pat)
		self.allocate(second, self.noor)
		gone = self.episode("Cargo", ("Kit",), -200, self.noor, status="Closed", closed_on=today())
		self.allocate(first, self.noor, until="2019-03-01")
		self.episode("Dormand", ("Lee",), -3)
		self.review(first, -5)
		self.review(first, 40)
		self.review(gone, -50)

	def rows(self, **filters):
		answer = run_report("Caseload", team=self.team.name, **filters)
		return answer, {row["worker"]: row for row in answer["result"] if "worker" in row}

	def name(self, email):
		return frappe.db.get_value("Professional", {"user": email}, "full_name")

	def test_each_worker_has_the_families_of_today(self):
		frappe.set_user(self.manager)
		_answer, rows = self.rows()
		pat, noor, nobody = rows[self.name(self.pat)], rows[self.name(self.noor)], rows["Nobody yet"]
		figures = [
			(number(row["families"]), row["children"], row["lead"], row["other"])
			for row in (pat, noor, nobody)
		]
		self.assertEqual(figures, [(2, 3, 2, 0), (1, 1, 0, 1), (1, 1, 0, 0)])

	def test_it_says_how_long_and_what_is_overdue(self):
		frappe.set_user(self.manager)
		answer, rows = self.rows()
		row = rows[self.name(self.pat)]
		self.assertEqual((row["days_open"], row["overdue"]), (90, 1))
		self.assertEqual(getdate(row["next_review"]), getdate(add_days(today(), -5)))
		summary = {card["label"]: card["value"] for card in answer["report_summary"]}
		self.assertEqual(summary, {"Families": 3, "Children": 4, "Nobody Yet": 1, "Reviews Overdue": 1})

	def test_a_number_opens_the_families_behind_it(self):
		frappe.set_user(self.manager)
		professional = frappe.db.get_value("Professional", {"user": self.pat})
		rows = run_report("Caseload", team=self.team.name, professional=professional)["result"]
		self.assertEqual(["O&#x27;Brien" in row["family"] for row in rows], [True, False])
		self.assertEqual([row["days_open"] for row in rows], [90, 10])
		rows = run_report("Caseload", team=self.team.name, unallocated=1)["result"]
		self.assertEqual(["Dormand" in row["family"] for row in rows], [True])

	def test_a_practitioner_sees_the_own_row_only(self):
		frappe.set_user(self.noor)
		_answer, rows = self.rows()
		self.assertEqual(list(rows), [self.name(self.noor)])
		frappe.set_user(make_user(EHP))
		answer, rows = self.rows()
		self.assertFalse(rows)
		self.assertIn("No family that you reach", answer["message"])

	def test_who_sees_it(self):
		"""D8 Caseload."""
		for role, allowed in ((BSO, True), (AUD, True), (EHA, False), ("School User", False)):
			frappe.set_user(make_user(role))
			if allowed:
				run_report("Caseload", team=self.team.name)
			else:
				with self.assertRaises(frappe.PermissionError):
					run_report("Caseload")
			frappe.set_user("Administrator")


class TestPlanTimeliness(ReportCase):
	def setUp(self):
		super().setUp()
		self.pat = make_worker(EHP, self.team)
		late = self.episode("O'Brien", lead=self.pat, assessment_due_on=add_days(today(), -20))
		fine = self.episode("Birkbeck", assessment_due_on=add_days(today(), -20))
		waits = self.episode("Cargo", assessment_due_on=add_days(today(), 3))
		for episode, done, approved in ((late, -15, -8), (fine, -21, None), (waits, None, None)):
			plan = make_plan(episode)
			values = {
				"assessment_completed_on": done and add_days(today(), done),
				"submitted_on": done and add_days(today(), done),
			}
			if approved:
				values |= {"approved_on": add_days(today(), approved), "copy_due_on": add_days(today(), -3)}
			place("My Family Plan", plan.name, **values)
		self.review(late, 14)

	def figures(self, **filters):
		rows = run_report("Plan Timeliness", team=self.team.name, **filters)["result"]
		names = ("on_time", "late", "waiting", "overdue", "done,_no_date_set")
		return {row["step"]: [number(row[name]) for name in names] for row in rows}

	def test_each_step_is_on_time_late_waiting_or_overdue(self):
		frappe.set_user(self.manager)
		figures = self.figures()
		self.assertEqual(figures["Assessment"], [1, 1, 1, 0, 0])
		self.assertEqual(figures["Approval"], [0, 0, 1, 0, 1])
		self.assertEqual(figures["Copy Given"], [0, 0, 0, 1, 0])
		self.assertEqual(figures["First Review"], [0, 0, 1, 0, 0])

	def test_a_number_opens_the_plans_behind_it(self):
		frappe.set_user(self.manager)
		rows = run_report("Plan Timeliness", team=self.team.name, step="Assessment", outcome="Late")["result"]
		self.assertEqual([row["days_late"] for row in rows], [5])
		self.assertIn("O&#x27;Brien", rows[0]["family"])

	def test_only_what_was_due_in_the_period_counts(self):
		frappe.set_user(self.manager)
		figures = self.figures(from_date=add_days(today(), 1), to_date=add_days(today(), 30))
		self.assertEqual((figures["Assessment"], figures["First Review"]), ([0, 0, 1, 0, 0], [0, 0, 1, 0, 0]))
		self.assertEqual(sum(figures["Copy Given"]), 0)

	def test_a_practitioner_counts_the_own_families(self):
		"""D8 Plan Timeliness."""
		frappe.set_user(self.pat)
		self.assertEqual(self.figures()["Assessment"], [0, 1, 0, 0, 0])


class TestActionsOverdue(ReportCase):
	def action(self, family, what, due, **fields):
		given = {"who_kind": "Agency", "agency": "CAMHS", "agreed_on": "2019-02-01"}
		due_on = due if due is None else add_days(today(), due)
		doc = make("Agreed Action", family=family, what=what, due_on=due_on, **{**given, **fields})
		return doc.name

	def setUp(self):
		super().setUp()
		self.pat = make_worker(EHP, self.team)
		mine, other = self.episode("O'Brien", lead=self.pat), self.episode("Birkbeck")
		self.action(mine.family, "Write to the school", -7)
		self.action(other.family, "Offer an appointment", -2)
		self.action(other.family, "Ring the family", 0)
		worker = frappe.db.get_value("Professional", {"user": self.pat})
		self.action(mine.family, "Visit", 5, who_kind="Professional", professional=worker, agency=None)
		done = self.action(mine.family, "Find the forms", -30)
		place("Agreed Action", done, status="Done")

	def rows(self, **filters):
		rows = run_report("Actions Overdue by Owner", team=self.team.name, **filters)["result"]
		names = ("overdue", "to_do", "families", "longest")
		return {row["who"]: [number(row[name]) for name in names] for row in rows}

	def test_each_owner_has_what_is_overdue_and_what_is_to_do(self):
		frappe.set_user(self.manager)
		rows = self.rows()
		self.assertEqual(rows["CAMHS"], [2, 3, 2, 7])
		self.assertEqual([row for who, row in rows.items() if who != "CAMHS"], [[0, 1, 1, 0]])
		self.assertEqual(next(iter(rows)), "CAMHS")

	def test_it_can_be_asked_for_one_kind_of_owner(self):
		frappe.set_user(self.manager)
		self.assertEqual(len(self.rows(who_kind="Professional")), 1)

	def test_a_practitioner_sees_actions_of_the_own_families(self):
		"""D8 Actions Overdue by Owner."""
		frappe.set_user(self.pat)
		self.assertEqual(self.rows()["CAMHS"], [1, 1, 1, 7])
