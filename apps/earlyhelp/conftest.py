"""pytest in the environment of a Frappe bench, over the same files as `bench run-tests`.

	FRAPPE_SITE=test.localhost env/bin/python -m pytest apps/earlyhelp

The site has the app and `allow_tests`. On minibench its own plugin opens a site, and nothing here is done.
"""

import os
import sys
from pathlib import Path

import pytest

APP = Path(__file__).parent.name
BENCH = Path(os.environ.get("FRAPPE_BENCH") or Path(sys.prefix).parent)


def on_frappe(session) -> bool:
	return not session.config.pluginmanager.hasplugin("minibench")


def pytest_sessionstart(session):
	"""Open the site as Administrator before test files are read: some ask it while they are imported."""
	if not on_frappe(session):
		return
	import frappe

	os.chdir(BENCH / "sites")  # Frappe looks for sites and logs from here
	frappe.init(os.environ["FRAPPE_SITE"], sites_path=".")
	frappe.connect()
	if not frappe.conf.allow_tests:
		pytest.exit("Tests change data: bench --site SITE set-config allow_tests true", 2)
	frappe.flags.in_test = True
	frappe.set_user("Administrator")
	for hook in frappe.get_hooks("before_tests", app_name=APP):
		frappe.get_attr(hook)()


def pytest_sessionfinish(session):
	if on_frappe(session):
		import frappe

		frappe.db.rollback()
		frappe.destroy()
