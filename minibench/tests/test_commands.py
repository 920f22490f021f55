"""The command line: what each command does, and errors in plain words."""

import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from tinyapp import TinyApp, doctype

SOURCE = str(Path(__file__).resolve().parents[1])
COMMANDS = """
import click
import frappe
from frappe.commands import get_site, pass_context


@click.command("count-users")
@click.option("--above", default=0)
@pass_context
def count_users(context, above):
	frappe.init(site=get_site(context))
	frappe.connect()
	try:
		print("users:", frappe.db.count("User") - above)
	finally:
		frappe.destroy()


commands = [count_users]
"""
TESTS = """
import frappe
from frappe.tests.utils import FrappeTestCase, change_settings


class TestThing(FrappeTestCase):
	def test_one_makes_a_thing(self):
		frappe.get_doc({"doctype": "Tiny Thing", "title": "A"}).insert()
		self.assertEqual(frappe.db.count("Tiny Thing", {"title": "A"}), 1)

	def test_two_still_sees_it_because_only_the_class_is_rolled_back(self):
		self.assertEqual(frappe.db.count("Tiny Thing", {"title": "A"}), 1)

	def test_settings_change_for_a_block(self):
		with change_settings("System Settings", {"time_format": "HH:mm"}):
			self.assertEqual(frappe.db.get_single_value("System Settings", "time_format"), "HH:mm")
		self.assertEqual(frappe.db.get_single_value("System Settings", "time_format"), "HH:mm:ss")

	def test_statements_are_counted(self):
		with self.assertQueryCount(1):
			frappe.db.sql("select 1")
		with self.assertRaises(AssertionError), self.assertQueryCount(1):
			frappe.db.sql("select 1")
			frappe.db.sql("select 2")


class TestOther(FrappeTestCase):
	def test_another_class_begins_clean(self):
		self.assertEqual(frappe.db.count("Tiny Thing"), 0)
"""


@pytest.fixture(scope="module")
def app(tmp_path_factory):
	app = TinyApp(tmp_path_factory.mktemp("apps"))
	app.record(doctype("Tiny Thing"))
	app.write("commands.py", COMMANDS)
	app.write("tests/__init__.py", "")
	app.write("tests/test_thing.py", TESTS)
	return app


@pytest.fixture(scope="module")
def bench(tmp_path_factory, app):
	"""Runs the command in a folder with one site."""
	folder = tmp_path_factory.mktemp("bench")
	path = os.pathsep.join((SOURCE, str(app.root.parent)))
	environment = {**os.environ, "PYTHONPATH": path, "MINIBENCH_ADMIN_PASSWORD": "admin"}

	def run(*words, text=None):
		program = "from minibench.commands import main; main()"
		return subprocess.run(
			[sys.executable, "-c", program, *words],
			cwd=folder,
			env=environment,
			capture_output=True,
			text=True,
			input=text,
		)

	run.folder = folder
	made = run("new-site", "a.localhost", "--install-app", app.name)
	assert made.returncode == 0, made.stderr
	return run


def test_a_site_is_made_and_its_apps_are_listed(bench, app):
	assert (bench.folder / "sites" / "apps.txt").read_text().split() == ["frappe", app.name]
	assert bench("list-apps").stdout.split()[2:] == [app.name, "0.0.1"]


@pytest.mark.parametrize(
	("words", "message"),
	[
		(["new-site", "a.localhost"], "already exists"),
		(["--site", "none", "list-apps"], "none does not exist"),
		(["install-app", "no_such_app"], "no_such_app is not installed in this environment"),
		(["uninstall-app", "no_such_app", "--yes"], "is not installed on"),
		(["set-password", "nobody@example.com", "--password", "x"], "There is no user"),
		(["no-such-command"], "No such command"),
		(["restore", "missing.tar"], "does not exist"),
	],
)
def test_errors_are_plain_words_and_exit_codes(bench, words, message):
	done = bench(*words)
	assert done.returncode != 0
	assert message in done.stderr
	assert "Traceback" not in done.stderr


def test_installing_twice_and_migrating_are_harmless(bench, app):
	assert "installed already" in bench("install-app", app.name).stdout
	assert "Backup made before" in bench("migrate").stdout


def test_a_function_is_executed_with_arguments_and_its_answer_printed(bench):
	assert bench("execute", "frappe.get_installed_apps").stdout.startswith('[\n "frappe"')
	done = bench("execute", "frappe.db.get_value", "--args", "['User', 'Guest', 'user_type']")
	assert done.stdout.strip() == '"Website User"'


def test_the_console_rolls_back_what_was_not_committed(bench):
	bench("console", text="frappe.db.set_value('User', 'Guest', 'first_name', 'X')\n")
	assert (
		bench("execute", "frappe.db.get_value", "--args", '["User", "Guest", "first_name"]').stdout.strip()
		== '"Guest"'
	)


def test_passwords_are_set(bench):
	assert bench("set-password", "Administrator", "--password", "new-one").returncode == 0
	check = ["execute", "minibench.passwords.check_password", "--args"]
	assert bench(*check, "['Administrator', 'new-one']").returncode == 0
	assert bench(*check, "['Administrator', 'admin']").returncode == 1


def test_commands_of_apps_run_in_the_folder_of_sites(bench):
	assert "count-users" in bench("--help").stdout
	assert bench("count-users", "--above", "1").stdout.strip() == "users: 1"


def test_a_backup_is_restored(bench):
	archive = bench("backup").stdout.strip()
	bench("execute", "frappe.db.set_value", "--args", "['User', 'Guest', 'first_name', 'Changed']")
	done = bench("restore", str(bench.folder / archive))
	assert done.returncode == 0, done.stderr
	assert (
		bench("execute", "frappe.db.get_value", "--args", '["User", "Guest", "first_name"]').stdout.strip()
		== '"Guest"'
	)


def test_the_tests_of_an_app_run_under_pytest_on_a_temporary_site(app):
	path = os.pathsep.join((SOURCE, str(app.root.parent)))
	command = [
		sys.executable,
		"-m",
		"pytest",
		"-q",
		"-p",
		"minibench.pytest_plugin",
		"-p",
		"no:cacheprovider",
	]
	if "minibench" in entry_points(group="pytest11").names:
		del command[4:6]
	done = subprocess.run(
		[*command, f"--minibench-apps={app.name}", "tests"],
		cwd=app.root,
		env={**os.environ, "PYTHONPATH": path},
		capture_output=True,
		text=True,
	)
	assert "5 passed" in done.stdout, done.stdout + done.stderr
