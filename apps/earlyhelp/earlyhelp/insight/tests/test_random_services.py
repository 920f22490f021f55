"""Random services, counted by the reports and counted again straight from the spreadsheets."""

import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path

import frappe

from earlyhelp.imports.service import import_service
from earlyhelp.insight.tests.reading import impact, reconciliation
from earlyhelp.tests.factories import EarlyHelpTestCase
from earlyhelp.tests.random_service import FIRST_DAY, make_random_service, shuffle_sheets
from earlyhelp.tests.recount import closed_families, open_families, recount_children, recount_impact

SEEDS = (1, 2, 3)
DAYS = [FIRST_DAY + timedelta(days=days) for days in (40, 95, 150, 260, 400)]


class TestRandomServices(EarlyHelpTestCase):
	"""All services live in one site, so that one that leaked into another would be noticed."""

	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		frappe.set_user("Administrator")
		cls.base = Path(tempfile.mkdtemp())
		cls.addClassCleanup(shutil.rmtree, cls.base)
		cls.folders = {}
		for seed in SEEDS:
			cls.add(f"Random {seed}", make_random_service(cls.base / str(seed), seed))
		cls.add("Random 1 Shuffled", shuffle_sheets(cls.base / "1", cls.base / "shuffled", 99))

	@classmethod
	def add(cls, service, folder):
		import_service(folder, service)
		cls.folders[service] = folder

	def assertFigures(self, service, families, day, filters, share=False):
		table, scaled, early, unchanged, worse = recount_impact(
			self.folders[service], families, str(day), share
		)
		found, _totals, summary = impact(service=service, **filters)
		self.assertEqual(found, table)
		self.assertEqual(
			[
				summary[name]
				for name in ("Families Scaled", "Too Early to Scale", "Goals Unchanged", "Goals Worse")
			],
			[scaled, early, unchanged, worse],
		)

	def test_impact_of_open_families_on_many_days(self):
		for rule in ("Points moved", "Share of the way to 10"):
			frappe.db.set_single_value("Early Help Settings", "impact_rule", rule)
			for service, folder in self.folders.items():
				for day in DAYS:
					with self.subTest(service=service, day=day, rule=rule):
						families = open_families(folder, str(day))
						self.assertFigures(service, families, day, {"as_of": day}, rule.startswith("Share"))

	def test_impact_of_families_closed_in_a_period(self):
		for service, folder in self.folders.items():
			for first, last in ((DAYS[0], DAYS[2]), (DAYS[1], DAYS[4]), (DAYS[2], DAYS[2])):
				with self.subTest(service=service, first=first, last=last):
					filters = {"basis": "Closed in a period", "from_date": first, "to_date": last}
					self.assertFigures(service, closed_families(folder, str(first), str(last)), last, filters)

	def test_the_children_who_were_referred(self):
		for service, folder in self.folders.items():
			for day in DAYS:
				with self.subTest(service=service, day=day):
					expected = recount_children(folder, str(FIRST_DAY), str(DAYS[3]), str(day))
					filters = {"service": service, "from_date": FIRST_DAY, "to_date": DAYS[3], "as_of": day}
					self.assertEqual(self.in_words_of_the_recount(reconciliation(**filters)[0]), expected)

	def in_words_of_the_recount(self, places):
		names = {
			"Referred": "referred",
			"Open": "open",
			"Waiting for a decision": "waiting",
			"Accepted, opening later": "opening later",
			"Signposted": "not accepted or signposted",
			"Not Accepted": "not accepted or signposted",
		}
		found = {}
		for place, count in places.items():
			name = names.get(place, place.replace("Closed: ", "closed: "))
			if count and name != "Difference":
				found[name] = found.get(name, 0) + count
		return found

	def test_a_further_service_changes_no_figure_of_the_others(self):
		filters = {"service": "Random 2", "as_of": DAYS[3]}
		before = impact(**filters), reconciliation(**filters)
		self.add("Random 2 Again", make_random_service(self.base / "again", 2))
		self.addCleanup(self.folders.pop, "Random 2 Again")
		self.assertEqual((impact(**filters), reconciliation(**filters)), before)
		self.assertEqual(impact(service="Random 2 Again", as_of=date(2019, 9, 18)), before[0])
