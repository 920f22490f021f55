"""Spreadsheets and their rules, without Frappe and without a site."""

import shutil
import tempfile
from datetime import date
from pathlib import Path
from unittest import TestCase

from earlyhelp.demo.service import DEMO_FOLDER
from earlyhelp.imports.checks import check_folder
from earlyhelp.imports.known import Known

TODAY = date(2019, 7, 3)
LOOKUPS = {
	"Ethnic Background": ("WBRI", "WOTH", "APKN", "MWBC"),
	"Referral Source": ("First Contact", "School"),
	"Presenting Need": (
		"Parental mental health",
		"Domestic abuse",
		"Developmental delay",
		"School attendance",
		"Neglect",
		"Separation and divorce",
		"Parental substance misuse",
		"Trauma",
		"Behaviour",
	),
	"Closure Reason": (
		"Stepped up to Children's Social Care",
		"Transferred to Family Partnership Team",
		"Moved out of area",
		"Closed within the programme",
	),
}


class TestSheets(TestCase):
	def setUp(self):
		self.folder = Path(tempfile.mkdtemp()) / "service"
		shutil.copytree(DEMO_FOLDER, self.folder)
		self.addCleanup(shutil.rmtree, self.folder.parent)
		themes = {row.split(",")[2] for row in self.text("goals").splitlines()[1:]}
		lookups = {**LOOKUPS, "Impact Theme": themes}
		self.known = Known(
			lookups={
				doctype: {name.casefold(): name for name in names} for doctype, names in lookups.items()
			},
			school_sources={"School"},
		)

	def text(self, sheet):
		return (self.folder / f"{sheet}.csv").read_text(encoding="utf-8")

	def change(self, sheet, old, new, times=1):
		text = self.text(sheet)
		self.assertIn(old, text)
		(self.folder / f"{sheet}.csv").write_text(text.replace(old, new, times), encoding="utf-8")

	def problems(self):
		return [str(problem) for problem in check_folder(self.folder, self.known, TODAY)[1]]

	def assertProblem(self, *expected):
		problems = self.problems()
		self.assertEqual(len(problems), len(expected), problems[:8])
		for part, problem in zip(sorted(expected), problems, strict=True):
			self.assertIn(part, problem)

	def test_the_published_service_has_no_problem(self):
		self.assertEqual(self.problems(), [])

	def test_six_kinds_of_bad_input_are_named_at_once(self):
		self.change("people", "G806900016001", "H806900016001")
		self.change("scores", "G001,2019-05-04,7,", "G001,2019-05-04,11,")
		self.change("goals", "G001,SFP-024,Stability in mental health (child),", "G001,SFP-024,Happiness,")
		self.change("scores", "G002,2019-04-06", "G002,2019-03-09")
		self.change("referrals", "REF-069,SFP-069", "REF-069,SFP-999")
		schools = self.folder / "schools.csv"
		schools.write_bytes(schools.read_bytes().replace(b"Easby Academy", b"Easby Acad\xe9my"))
		self.assertProblem(
			"goals.csv, line 2, column theme: Happiness is not in the list Impact Theme.",
			"people.csv, line 4, column upn: The UPN does not fit its check letter",
			"referrals.csv, line 70, column family_ref: SFP-999 is not in families.csv.",
			"schools.csv, line 6, column school_name: The file is not UTF-8",
			"scores.csv, line 2, column agreed_score: A score is a whole number from 0 to 10.",
			"scores.csv, line 4, column reviewed_on: The review is before the baseline of 2019-03-10.",
		)

	def test_british_dates_and_a_byte_order_mark_are_understood(self):
		text = self.text("closures").replace("2019-05-10", "10/05/2019")
		(self.folder / "closures.csv").write_text("\ufeff" + text, encoding="utf-8")
		self.assertEqual(self.problems(), [])

	def test_blank_lines_and_further_columns_do_no_harm(self):
		lines = self.text("closures").splitlines()
		(self.folder / "closures.csv").write_text(
			"\r\n".join([f"{lines[0]},remark", "", *(f"{line},note" for line in lines[1:]), ",,,,"]) + "\r\n"
		)
		self.assertEqual(self.problems(), [])

	def test_a_file_that_is_not_there_is_named_and_nothing_that_follows_from_it(self):
		(self.folder / "families.csv").unlink()
		self.assertProblem("families.csv, line 1, column family_ref: The file is not there.")

	def test_a_file_in_another_encoding_altogether_is_named_once(self):
		(self.folder / "goals.csv").write_text(self.text("goals"), encoding="utf-16")
		self.assertProblem("goals.csv, line 1, column 1: The file is not UTF-8")

	def test_a_missing_column_is_named_once(self):
		self.change("people", "person_ref", "reference")
		self.assertProblem("people.csv, line 1, column person_ref: The file has no such column.")

	def test_an_empty_cell_that_is_needed_is_named(self):
		self.change("families", "SFP-002,Birkbeck", "SFP-002,")
		self.assertProblem("families.csv, line 3, column family_name: This cell must be filled in.")

	def test_a_reference_that_stands_twice_is_named_with_its_first_line(self):
		self.change("people", "SFP-002-C5", "SFP-002-C4")
		self.assertProblem("people.csv, line 11, column person_ref: SFP-002-C4 is already on line 10.")

	def test_the_line_is_right_after_a_cell_of_several_lines(self):
		self.change("families", "37 Dale Avenue", '"37 Dale\nAvenue"')
		self.change("families", "SFP-002,Birkbeck", "SFP-002,")
		self.assertProblem("families.csv, line 4, column family_name")

	def test_dates_that_contradict_each_other_are_named(self):
		self.change("referrals", "2019-01-20,2019-01-26", "2019-01-20,2019-01-19")
		self.change("closures", "SFP-028,2019-05-10", "SFP-028,2019-02-19")
		self.assertProblem(
			"closures.csv, line 2, column closed_on: closed_on is before opened_on of REF-028.",
			"referrals.csv, line 2, column opened_on: opened_on is before decided_on.",
		)

	def test_what_has_not_happened_yet_is_named(self):
		self.change("scores", "G001,2019-06-02", "G001,2019-07-04")
		self.assertProblem("scores.csv, line 3, column reviewed_on: 2019-07-04 is in the future.")

	def test_a_closing_of_what_was_never_opened_is_named(self):
		self.change("closures", "SFP-028", "SFP-069")
		self.assertProblem("closures.csv, line 2, column family_ref: SFP-069 was never opened.")

	def test_a_goal_of_a_family_without_help_is_named(self):
		self.change("goals", "G001,SFP-024", "G001,SFP-069")
		self.assertProblem(
			"goals.csv, line 2, column family_ref: SFP-069 was never opened, so it has no plan."
		)

	def test_a_family_that_is_helped_is_not_opened_again(self):
		with (self.folder / "referrals.csv").open("a", encoding="utf-8") as file:
			file.write(
				"REF-070,SFP-001,2019-06-01,First Contact,,1,Accepted,2019-06-02,2019-06-03,,Neglect\n"
			)
			file.write(
				"REF-071,SFP-028,2019-06-01,First Contact,,2,Accepted,2019-06-02,2019-06-03,,Neglect\n"
			)
		self.assertProblem("referrals.csv, line 71, column opened_on: The family is still open by REF-001.")

	def test_scores_of_a_day_stand_once_and_belong_to_somebody(self):
		self.change("scores", "G001,2019-06-02", "G001,2019-05-04")
		self.change("people", "SFP-004-P1", "SFP-004-P9")
		problems = self.problems()
		self.assertIn(
			"scores.csv, line 3, column reviewed_on: G001 was already scored on 2019-05-04.", problems
		)
		self.assertIn("scores.csv, line 4, column parent_score: SFP-004-P1 is not in people.csv.", problems)

	def test_names_of_lookups_may_be_written_small(self):
		self.change("closures", "Moved out of area", "moved out of AREA")
		self.assertEqual(self.problems(), [])

	def test_a_school_that_refers_is_named(self):
		self.change("referrals", "School,900106,3", "School,,3")
		self.assertProblem("referrals.csv, line 4, column school_urn: Name the school")

	def test_an_unknown_school_or_practitioner_is_named(self):
		self.change("people", "Child,,900106,G8", "Child,,900999,G8")
		self.change("referrals", "pat.norris@example.com", "nobody@example.com")
		self.assertProblem(
			"people.csv, line 4, column school_urn: 900999 is not in schools.csv.",
			"referrals.csv, line 2, column practitioner_email: nobody@example.com is not in practitioners.csv.",
		)
