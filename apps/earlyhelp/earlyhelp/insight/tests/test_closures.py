"""Closures by reason and caseloads, recounted straight from the spreadsheets, and held against the reconciliation."""

import html
import shutil
import tempfile
from pathlib import Path

import frappe

from earlyhelp.constants import EHA, EHM, EHP
from earlyhelp.imports.service import import_service
from earlyhelp.insight.tests.reading import number, reconciliation, run_report
from earlyhelp.tests.factories import EarlyHelpTestCase, make_user
from earlyhelp.tests.random_service import make_random_service
from earlyhelp.tests.recount import recount_caseload, recount_closures

SEEDS = (4, 11)
PERIODS = (("2018-01-01", "2030-01-01"), ("2019-02-01", "2019-04-15"), ("2019-03-01", "2019-03-01"))


def plain(cell):
	return html.unescape(cell)


class TestClosures(EarlyHelpTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		frappe.set_user("Administrator")
		base = Path(tempfile.mkdtemp())
		cls.addClassCleanup(shutil.rmtree, base)
		cls.folders = {f"Closing {seed}": make_random_service(base / str(seed), seed) for seed in SEEDS}
		for service, folder in cls.folders.items():
			import_service(folder, service)

	def closures(self, **filters):
		return run_report("Closures by Reason", **filters)["result"]

	def test_children_and_families_by_reason_are_those_of_the_spreadsheets(self):
		for service, folder in self.folders.items():
			for first, last in PERIODS:
				with self.subTest(service=service, first=first):
					rows = self.closures(service=service, from_date=first, to_date=last)
					found = {plain(row["reason"]): (number(row["children"]), row["families"]) for row in rows}
					total = found.pop("Total")
					wanted, _months = recount_closures(folder, first, last)
					self.assertEqual(found, wanted)
					sums = tuple(sum(column) for column in zip(*wanted.values(), strict=True)) or (0, 0)
					self.assertEqual(total, sums)

	def test_months_add_up_to_the_whole(self):
		for service, folder in self.folders.items():
			rows = self.closures(
				service=service, from_date="2018-01-01", to_date="2030-01-01", period="Month"
			)
			_whole, months = recount_closures(folder, "2018-01-01", "2030-01-01")
			found = {
				(plain(row["reason"]), name.removeprefix("period_")): count
				for row in rows[:-1]
				for name, count in row.items()
				if name.startswith("period_") and count
			}
			self.assertEqual(found, months)

	def test_it_closes_the_reconciliation(self):
		for service in self.folders:
			places, _summary = reconciliation(service=service, as_of="2030-01-01")
			closed = {
				place.removeprefix("Closed: "): n for place, n in places.items() if place.startswith("Closed")
			}
			rows = self.closures(service=service, to_date="2030-01-01")[:-1]
			found = {plain(row["reason"]): number(row["children"]) for row in rows}
			self.assertEqual(found, {reason: n for reason, n in closed.items() if n})

	def test_the_caseload_of_each_practitioner_is_that_of_the_spreadsheets(self):
		emails = dict(frappe.get_all("Professional", fields=["full_name", "email"], as_list=True))
		for service, folder in self.folders.items():
			rows = run_report("Caseload", service=service)["result"]
			found = {emails[row["worker"]]: (number(row["families"]), row["children"]) for row in rows}
			self.assertEqual(found, recount_caseload(folder, "2030-01-01"))

	def test_a_number_opens_the_children_behind_it(self):
		service = next(iter(self.folders))
		rows = self.closures(service=service, to_date="2030-01-01")
		listed = self.closures(service=service, to_date="2030-01-01", reason=plain(rows[0]["reason"]))
		self.assertEqual(len(listed), number(rows[0]["children"]))
		self.assertTrue(all(row["child"] and row["ended_on"] for row in listed))

	def test_a_closure_that_was_taken_back_still_counts_on_its_day(self):
		service = next(iter(self.folders))
		before = number(self.closures(service=service, to_date="2030-01-01")[-1]["children"])
		episode = frappe.get_last_doc("Early Help Episode", {"service": service, "status": "Closed"})
		row = episode.children[0]
		past = {"person": row.person, "closed_on": row.ended_on, "closure_reason": row.closure_reason}
		fields = {"parent": episode.name, "parenttype": "Early Help Episode", "parentfield": "past_closures"}
		frappe.get_doc({"doctype": "Past Closure", **past, **fields}).db_insert()
		frappe.db.set_value("Episode Child", row.name, {"ended_on": None, "closure_reason": None})
		after = number(self.closures(service=service, to_date="2030-01-01")[-1]["children"])
		self.assertEqual(before, after)

	def test_the_whole_service_is_for_managers_and_administrators_and_the_own_for_practitioners(self):
		"""D8 Closures by Reason."""
		service = next(iter(self.folders))
		whole = number(self.closures(service=service, to_date="2030-01-01")[-1]["children"])
		for role, seen in ((EHM, whole), (EHA, whole), (EHP, 0)):
			frappe.set_user(make_user(role))
			rows = self.closures(service=service, to_date="2030-01-01")
			self.assertEqual(number(rows[-1]["children"]), seen, role)

	def test_the_list_holds_only_families_within_reach_and_says_how_many_it_leaves_out(self):
		service = next(iter(self.folders))
		frappe.set_user(make_user(EHA))
		answer = run_report("Closures by Reason", service=service, to_date="2030-01-01", reason="Total")
		self.assertEqual(answer["result"], [])
		self.assertIn("are counted but not listed", answer["message"])
