"""The published report of 3 July 2019, figure by figure, and who sees what of it."""

import json

import frappe

from earlyhelp.constants import AUD, BSO, EHA, EHM, EHP, FSP
from earlyhelp.demo.service import DEMO_FOLDER
from earlyhelp.imports.service import import_service
from earlyhelp.insight.tests.reading import impact, number, reconciliation, run_report
from earlyhelp.tests.factories import EarlyHelpTestCase, make_service, make_user

SERVICE = "Published Figures Test"
EXPECTED = json.loads((DEMO_FOLDER / "expected.json").read_text(encoding="utf-8"))
ON = {"service": SERVICE, "as_of": EXPECTED["report_date"]}
REFERRED = {
	"service": SERVICE,
	"from_date": "2019-01-01",
	"to_date": EXPECTED["as_of"],
	"as_of": EXPECTED["as_of"],
	"report_date": EXPECTED["report_date"],
}


class TestPublishedFigures(EarlyHelpTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		frappe.set_user("Administrator")
		frappe.db.set_single_value("Early Help Settings", "impact_rule", "Points moved")
		import_service(DEMO_FOLDER, SERVICE)

	def test_impact_achieved_is_the_published_table(self):
		table, totals, summary = impact(**ON)
		self.assertEqual(table, EXPECTED["impact"])
		self.assertEqual(totals, [17, 17, 21, 16, 8, 6, 0, 2, 0, 1])
		self.assertEqual(
			summary,
			{
				"Impacts": EXPECTED["impact_total"],
				"Families Scaled": EXPECTED["families_scaled"],
				"Too Early to Scale": EXPECTED["families_too_early_to_scale"],
				"Goals Unchanged": EXPECTED["goals_unchanged"],
				"Goals Worse": EXPECTED["goals_worse"],
			},
		)

	def test_the_themes_stand_in_the_published_order_with_their_totals(self):
		rows = run_report("Impact Achieved", **ON)["result"]
		self.assertEqual([row["theme"] for row in rows[:18]], list(EXPECTED["impact"]))
		self.assertEqual(
			[row["total"] for row in rows[:18]], [sum(row) for row in EXPECTED["impact"].values()]
		)

	def test_the_reconciliation_is_the_published_sum(self):
		places, summary = reconciliation(**REFERRED)
		children = EXPECTED["children"]
		self.assertEqual(places["Referred"], children["referred"])
		self.assertEqual(places["Open"], children["open"])
		closed = {place[8:]: count for place, count in places.items() if place.startswith("Closed: ")}
		self.assertEqual(closed, children["closed"])
		self.assertEqual(places["Accepted, opening later"], children["accepted_opening_after_as_of"])
		self.assertEqual(
			places["Not Accepted"] + places["Signposted"], children["not_accepted_or_signposted"]
		)
		self.assertEqual(places["Difference"], 0)
		self.assertEqual(summary["Open on Report Date"], children["open_on_report_date"])

	def test_a_difference_is_shown(self):
		referral = frappe.db.get_value("Early Help Referral", {"service": SERVICE, "import_ref": "REF-001"})
		frappe.db.set_value("Early Help Referral", referral, "number_of_children", 4)
		places, summary = reconciliation(**REFERRED)
		self.assertEqual((places["Referred"], places["Difference"], summary["Difference"]), (197, 3, 3))
		named = f"Difference in {referral}, Ashdown"
		self.assertEqual(places[named], 3)
		frappe.set_user(make_user(EHA))
		places, _summary = reconciliation(**REFERRED)
		self.assertEqual((places["Difference"], named in places), (3, False))

	def test_a_number_opens_the_goals_it_counts(self):
		answer = run_report("Impact Goals", **ON, theme="Parenting improved", band="10")
		self.assertEqual(len(answer["result"]), 4)
		first = answer["result"][0]
		self.assertIn(f'<a href="/app/scaling-goal/{first["name"]}">Parenting improved: ', first["goal"])
		self.assertRegex(first["family"], r'^<a href="/app/family/FAM-\d+-\d+">[A-Z][a-z]+</a>$')
		cell = run_report("Impact Achieved", **ON)["result"][0]["band_10"]
		self.assertTrue(
			cell.startswith('<a href="/app/query-report/Impact%20Goals?service=Published%20Figures%20Test&')
		)
		self.assertIn("theme=Parenting%20improved&amp;band=10", cell)
		for outcome, count in (("Unchanged", 10), ("Worse", 4), ("Improved", 88), ("All", 102)):
			self.assertEqual(len(run_report("Impact Goals", **ON, outcome=outcome)["result"]), count)

	def test_what_people_wrote_is_text_in_a_report_and_never_markup(self):
		goal = run_report("Impact Goals", **ON, theme="Managing debt")["result"][0]["name"]
		frappe.db.set_value(
			"Scaling Goal", goal, {"goal": "<img src=x onerror=alert(1)>", "family_name": '"><b>'}
		)
		row = run_report("Impact Goals", **ON, theme="Managing debt")["result"][0]
		self.assertIn("&lt;img src=x onerror=alert(1)&gt;</a>", row["goal"])
		self.assertIn("&quot;&gt;&lt;b&gt;</a>", row["family"])

	def test_the_other_rule_is_a_setting(self):
		frappe.db.set_single_value("Early Help Settings", "impact_rule", "Share of the way to 10")
		table, totals, _summary = impact(**ON)
		self.assertEqual(sum(totals), EXPECTED["impact_total"])
		self.assertNotEqual(table, EXPECTED["impact"])

	def test_filters_narrow_the_figures_and_add_up_again(self):
		whole = impact(**ON)[2]
		for name, values in (
			("locality", ("Central", "East", "West")),
			(
				"practitioner",
				frappe.get_all("Professional", filters={"email": ["like", "%@example.com"]}, pluck="name"),
			),
			("theme", list(EXPECTED["impact"])),
		):
			parts = [impact(**ON, **{name: value})[2] for value in values]
			self.assertEqual(sum(part["Impacts"] for part in parts), whole["Impacts"], name)
		at_school = impact(**ON, school="900106")[2]
		self.assertTrue(0 < at_school["Families Scaled"] < whole["Families Scaled"])

	def test_another_service_has_no_part_in_the_figures(self):
		other = make_service().name
		self.assertEqual(impact(**{**ON, "service": other})[1], [0] * 10)

	def test_a_report_that_was_told_no_service_of_several_asks_for_one_and_counts_nothing(self):
		make_service()
		for report in ("Impact Achieved", "Impact Goals", "Closures by Reason"):
			answer = run_report(report, as_of=EXPECTED["report_date"])
			self.assertEqual((answer["result"], answer["message"]), ([], "Choose a service."))
			told = run_report(report, **ON)
			self.assertTrue(told["result"])

	def test_a_report_asks_a_handful_of_queries_whatever_its_size(self):
		for report, filters in (
			("Impact Achieved", ON),
			("Impact Goals", ON),
			("Referral Reconciliation", REFERRED),
		):
			run_report(report, **filters)
			with self.assertQueryCount(30):
				run_report(report, **filters)

	def test_those_who_see_the_whole_service_see_the_published_figures(self):
		"""D8 Impact Achieved and D8 Referral Reconciliation."""
		for role in (BSO, EHM, EHA, AUD):
			frappe.set_user(make_user(role))
			self.assertEqual(impact(**ON)[2]["Impacts"], 88, role)
			self.assertEqual(reconciliation(**REFERRED)[0]["Referred"], 194, role)
			frappe.set_user("Administrator")

	def test_practitioners_see_the_figures_of_their_own_families(self):
		"""D8 Impact Achieved and D8 Referral Reconciliation."""
		for role in (EHP, FSP):
			user = make_user(role)
			frappe.set_user(user)
			self.assertEqual((impact(**ON)[2]["Impacts"], reconciliation(**REFERRED)[0]["Referred"]), (0, 0))
			frappe.set_user("Administrator")
			pat = frappe.db.get_value("Professional", {"email": "pat.norris@example.com"})
			frappe.db.set_value("Professional", pat, "user", user)
			whole = impact(**ON, practitioner=pat)
			frappe.set_user(user)
			self.assertEqual(impact(**ON), whole)
			self.assertTrue(0 < whole[2]["Impacts"] < 88)
			self.assertTrue(0 < reconciliation(**REFERRED)[0]["Referred"] < 194)
			frappe.set_user("Administrator")

	def test_nobody_else_sees_any_figure(self):
		"""D8 Impact Achieved and D8 Referral Reconciliation."""
		for role in ("School User", "Partner User", "System Manager"):
			frappe.set_user(make_user(role))
			for report in ("Impact Achieved", "Impact Goals", "Referral Reconciliation"):
				with self.assertRaises(frappe.PermissionError):
					run_report(report, as_of=EXPECTED["report_date"])
			frappe.set_user("Administrator")

	def test_the_list_behind_a_number_is_not_for_who_reads_no_goals(self):
		frappe.set_user(make_user(EHA))
		self.assertEqual(number(run_report("Impact Achieved", **ON)["result"][0]["band_10"]), 4)
		with self.assertRaises(frappe.PermissionError):
			run_report("Impact Goals", **ON)
