"""Habits that every file of the app keeps."""

import ast
import json
import re
from itertools import pairwise
from pathlib import Path
from unittest import TestCase

import frappe

from earlyhelp.commands import commands

APP = Path(__file__).parents[1]
LAYOUT = {"Section Break", "Column Break", "Tab Break", "HTML", "Heading", "Button"}
# Frappe's lists and reports leave out every column whose name holds one of these; forms know no such thing
LEFT_OUT = re.compile("_seen|_assign|_comments|_liked_by|_user_tags")
ONLY_IN_FORMS = {"history_seen_on", "history_seen_by", "change_seen"}
CASE_DOCTYPES = {
	"Family",
	"Early Help Person",
	"Person Relationship",
	"Early Help Referral",
	"Early Help Episode",
	"My Family Plan",
	"Plan Version",
	"Scaling Goal",
	"Plan Review",
	"Case Supervision",
	"Professional Summary",
	"Supervision Addendum",
	"Agreed Action",
	"TAC Meeting",
	"TAC Addendum",
	"Thank You Card",
}


def doctypes():
	found = [json.loads(path.read_text(encoding="utf-8")) for path in APP.glob("*/doctype/*/*.json")]
	return {doc["name"]: doc for doc in found}


class TestDoctypeFiles(TestCase):
	def test_every_field_that_a_person_fills_is_described_in_one_sentence(self):
		for name, doc in doctypes().items():
			for field in doc["fields"]:
				if field["fieldtype"] in LAYOUT or field.get("hidden") or field.get("read_only"):
					continue
				with self.subTest(doctype=name, field=field["fieldname"]):
					self.assertRegex(field.get("description", ""), r"^[A-Z].{10,}\.$")

	def test_frappe_would_leave_no_other_column_out_of_a_list(self):
		names = {field["fieldname"] for doc in doctypes().values() for field in doc["fields"]}
		self.assertEqual({name for name in names if LEFT_OUT.search(name)}, ONLY_IN_FORMS)

	def test_case_doctypes_keep_track_of_changes_and_show_their_titles(self):
		for name in CASE_DOCTYPES:
			doc = doctypes()[name]
			self.assertEqual((doc["track_changes"], doc["show_title_field_in_link"]), (1, 1), name)
			self.assertEqual(doc["autoname"], "naming_series:", name)

	def test_lists_have_at_most_five_filters_and_none_of_an_import(self):
		for name, doc in doctypes().items():
			filters = [field["fieldname"] for field in doc["fields"] if field.get("in_standard_filter")]
			self.assertLessEqual(len(filters), 5, name)
			self.assertNotIn("import_ref", filters, name)

	def test_series_are_not_shared(self):
		series = [
			field["options"]
			for doc in doctypes().values()
			for field in doc["fields"]
			if field["fieldname"] == "naming_series"
		]
		self.assertEqual(len(series), len(set(series)))

	def test_lists_show_at_most_seven_columns(self):
		for name, doc in doctypes().items():
			shown = [field["fieldname"] for field in doc["fields"] if field.get("in_list_view")]
			self.assertTrue(1 <= len(shown) <= 7 or doc.get("issingle"), (name, shown))

	def test_every_state_has_its_colour(self):
		for name, doc in doctypes().items():
			for field in doc["fields"]:
				if field["fieldname"] == "status":
					self.assertEqual(
						field["options"].split("\n"), [state["title"] for state in doc["states"]], name
					)

	def test_no_file_holds_markup_or_script_that_belongs_into_a_file_of_its_own(self):
		for path in APP.rglob("*.json"):
			if path.parent.parent.name != "workspace":  # a workspace's headings are markup by Frappe's design
				self.assertNotRegex(
					path.read_text(encoding="utf-8"), r"<(div|script|span|table|style)\b", path
				)


class TestChildTables(TestCase):
	def test_rows_and_their_records_are_guarded(self):
		names = doctypes()
		for name, doc in names.items():
			code = self.controller(doc)
			if doc.get("istable"):
				self.assertIn("(ChildRow)", code, name)
			if any(field["fieldtype"] == "Table" for field in doc["fields"]):
				self.assertRegex(code, r"def validate\(self\):\n\t\tguard_child_rows\(self\)", name)

	def controller(self, doc):
		module, name = (text.lower().replace(" ", "_") for text in (doc["module"], doc["name"]))
		return (APP / module / "doctype" / name / f"{name}.py").read_text(encoding="utf-8")


class TestCode(TestCase):
	def test_every_dotted_path_in_the_hooks_leads_somewhere(self):
		text = (APP / "hooks.py").read_text(encoding="utf-8")
		paths = re.findall(r'"(earlyhelp(?:\.\w+)+)"', text)
		self.assertGreater(len(paths), 4)
		for path in paths:
			self.assertTrue(callable(frappe.get_attr(path)), path)

	def test_the_app_knows_no_bench(self):
		for path in APP.rglob("*.py"):
			for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
				names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
				names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
				self.assertFalse([name for name in names if name.split(".")[0] == "minibench"], path)

	def test_pure_modules_import_no_frappe(self):
		for path in APP.rglob("*.py"):
			code = path.read_text(encoding="utf-8")
			if "Imports no Frappe." in (ast.get_docstring(ast.parse(code)) or ""):
				self.assertNotRegex(code, r"(?m)^\s*(import|from) frappe", path)

	def test_subjects_import_only_what_stands_before_them(self):
		shared = {"families", "early_help_setup"}
		allowed = {
			"families": {"early_help_setup"},
			"early_help_setup": set(),
			"permissions": set(),
			"states": set(),
			"planning": shared | {"team_around"},
			"supervision": shared | {"team_around"},
		}
		subjects = {"front_door", "team_around", "schools", "insight"} | set(allowed)
		subjects -= {"permissions", "states"}
		for subject in subjects - {"insight"}:
			may = allowed.get(subject, shared) | {subject}
			for path in (APP / subject).rglob("*.py"):
				if "tests" not in path.parts:
					used = set(re.findall(r"(?m)^from earlyhelp\.(\w+)", path.read_text(encoding="utf-8")))
					self.assertLessEqual(used & subjects, may, path)

	def test_what_asks_for_no_rights_says_why(self):
		for path in APP.rglob("*.py"):
			code = path.read_text(encoding="utf-8")
			if "tests" not in path.parts and "ignore_permissions=True" in code:
				self.assertIn("\nAsks for no rights: ", ast.get_docstring(ast.parse(code)), path)

	def test_no_statement_is_written_in_sql_but_the_rule_of_access(self):
		rule = {"relations.py", "family_access.py", "case_records.py", "guard.py"}
		for path in APP.rglob("*.py"):
			if "tests" not in path.parts and not (path.parent.name == "permissions" and path.name in rule):
				self.assertNotRegex(path.read_text(encoding="utf-8"), r"\bdb\.(sql|multisql|escape)\b", path)

	def test_patches_stand_under_their_headings_and_lead_somewhere(self):
		lines = (APP / "patches.txt").read_text(encoding="utf-8").split("\n")
		self.assertLess(lines.index("[pre_model_sync]"), lines.index("[post_model_sync]"))
		for line in lines:
			if line.startswith("earlyhelp."):
				self.assertTrue(callable(frappe.get_attr(f"{line.split()[0]}.execute")), line)
			else:
				self.assertIn(line, ("", "[pre_model_sync]", "[post_model_sync]"))

	def test_templates_say_why_a_text_is_safe(self):
		for path in APP.rglob("*.html"):
			lines = path.read_text(encoding="utf-8").split("\n")
			for before, line in pairwise(lines):
				if re.search(r"\|\s*safe\b", line):
					self.assertIn("{#", before, f"{path.name}: {line}")

	def test_templates_escape_what_they_show(self):
		for path in APP.rglob("*.html"):
			for expression in re.findall(r"{{(.*?)}}", path.read_text(encoding="utf-8"), re.DOTALL):
				self.assertRegex(expression.strip(), r"\|\s*(e|safe)$", f"{path.name}: {expression}")


class TestReadme(TestCase):
	def test_it_names_everything_that_a_person_meets(self):
		readme = (APP.parent / "README.md").read_text(encoding="utf-8")
		kinds = ("doctype", "report", "print_format", "number_card", "dashboard_chart", "workspace")
		records = [path for kind in kinds for path in APP.glob(f"*/{kind}/*/*.json")]
		names = [json.loads(path.read_text(encoding="utf-8"))["name"] for path in records]
		roles = json.loads((APP / "fixtures" / "role.json").read_text(encoding="utf-8"))
		names += [role["name"] for role in roles] + [command.name for command in commands]
		names += (APP / "modules.txt").read_text(encoding="utf-8").split("\n")
		self.assertEqual([name for name in names if name not in readme], [])
