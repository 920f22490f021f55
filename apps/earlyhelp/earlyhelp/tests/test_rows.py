"""Every row of the tables of steps and rights has a test that names it."""

import ast
import re
from pathlib import Path
from unittest import TestCase

import frappe

from earlyhelp.insight.tests.test_report_roles import REPORTS
from earlyhelp.permissions.tests.scene import RELATIONS
from earlyhelp.permissions.tests.table_d import TABLE_D
from earlyhelp.tests.rows import PAGES, RECORDS_TO_COME, REPORTS_TO_COME, ROWS, WAITING

APP = Path(__file__).parents[1]
# Tests that walk a table of their own, with the rows that they walk.
WALKED = {
	"test_the_first_relation_that_holds_says_what_is_reached": {f"C1.{row[0]}" for row in RELATIONS},
	"test_each_role_has_exactly_the_rights_of_the_table": {f" {name}" for name in TABLE_D},
	"test_each_report_opens_for_the_roles_of_the_table_and_for_nobody_else": {
		f"D8 {name}" for name in REPORTS
	},
}


def waits():
	"""Return {row: (kind, name of what is missing)} of the rows that are not built yet."""
	found = {row: ("DocType", name) for row, (name, _why) in WAITING.items()}
	for row in ROWS:
		name = row.split(" ", 1)[-1]
		if row.startswith(("D", "B10 ")) and name in RECORDS_TO_COME:
			found[row] = ("DocType", name)
		if row.startswith("D8 ") and name in REPORTS_TO_COME:
			found[row] = ("Report", name)
	return found


def named_tests():
	"""Yield (name, text) of every test of the app: its name, its docstring and the words of its subtests."""
	for path in sorted(APP.rglob("test_*.py")):
		tree = ast.parse(path.read_text(encoding="utf-8"))
		about = set(re.findall(r"\b[BC]\d+\b", ast.get_docstring(tree) or ""))
		for node in ast.walk(tree):
			if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
				yield node.name, " ".join([*numbered(node.name, about), *words(node)])


def numbered(name, about):
	"""Yield the rows that the name of a test numbers: b2_5a, or row_4 in a file that is about one table."""
	for table, number in re.findall(r"(?<![a-z])(b\d+)_(\d+a?)(?=_)", name):
		yield f"{table.upper()}.{number}"
	if len(about) == 1:
		for number in re.findall(r"(?<![a-z])row_(\d+a?)(?=_)", name):
			yield f"{next(iter(about))}.{number}"


def words(node):
	yield ast.get_docstring(node) or ""
	for call in ast.walk(node):
		if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "subTest":
			yield from (
				arg.value
				for arg in ast.walk(call)
				if isinstance(arg, ast.Constant) and arg.value is str(arg.value)
			)


def covering():
	"""Return {row: names of the tests that name it}."""
	found = {row: [] for row in ROWS}
	for name, text in named_tests():
		walked = WALKED.get(name, ())
		for row in ROWS:
			named = re.search(rf"(?<![\w.]){re.escape(row)}(?![\w]|\.\d|, narrower)", text)
			ends = row.startswith("D") and f" {row.split(' ', 1)[1]}" in walked
			if named or row in walked or ends:
				found[row].append(name)
	return found


class TestRows(TestCase):
	def test_every_row_has_a_test_that_names_it(self):
		found, waiting = covering(), waits()
		for row, names in found.items():
			with self.subTest(row=row):
				self.assertEqual(bool(names), row not in waiting, names)
		built = {row: names for row, names in found.items() if names}
		total = len({name for names in built.values() for name in names})
		print(f"{len(ROWS)} rows: {len(built)} with {total} tests, {len(waiting)} to come")

	def test_a_row_that_waits_names_what_is_not_there(self):
		for row, (kind, name) in waits().items():
			with self.subTest(row=row):
				self.assertFalse(name and frappe.db.exists(kind, name), f"{name} is there: write the tests")

	def test_every_row_is_listed_once(self):
		self.assertEqual(len(ROWS), len(set(ROWS)))
		self.assertLessEqual(set(waits()), set(ROWS))

	def test_a_new_page_is_held_against_the_rows_of_the_portal(self):
		pages = {path.stem.replace("_", "-") for path in (APP / "www").glob("*.py")}
		desk = {page for page in pages if page.startswith(("eh-", "-"))}
		self.assertEqual(pages - desk, PAGES)
