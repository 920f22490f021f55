"""An app comes, is migrated twice, goes and comes again: nothing is lost, left over, or written into its folder."""

import json
import os
import subprocess
from collections import Counter

import pytest
from site_cli import make_site

APPS = ("earlyhelp", "contractapp")
REMEMBERED = ("tabPatch Log",)  # Frappe keeps the patches of an app that went
# On a Frappe bench each case is run with developer mode, too; minibench has none.
MODES = (0, 1) if os.environ.get("FRAPPE_BENCH") else (0,)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
	return make_site(tmp_path_factory.mktemp("cycle"))


@pytest.fixture(params=MODES, ids=lambda mode: f"developer_mode={mode}")
def in_mode(request, site):
	if len(MODES) > 1:
		site.run("set-config", "developer_mode", str(request.param))
	yield site
	if len(MODES) > 1:
		site.run("set-config", "developer_mode", "0")


def changed(before: dict, after: dict) -> list[str]:
	"""A line for each row that went (-) or came (+) between two looks at a site."""
	found = []
	for table in sorted(before["rows"].keys() | after["rows"].keys()):
		old, new = (Counter(look["rows"].get(table, [])) for look in (before, after))
		found += [f"{table} - {row}" for row in (old - new).elements()]
		found += [f"{table} + {row}" for row in (new - old).elements()]
	return found


def undated(look: dict) -> dict:
	"""The rows without the time of their making, for two installations at different times."""
	rows = {}
	for table, found in look["rows"].items():
		if table not in REMEMBERED:
			read = [{**json.loads(row), "modified": None} for row in found]
			rows[table] = sorted(json.dumps(row, sort_keys=True) for row in read)
	return {**look, "rows": rows}


def folder_state(folder: str) -> str:
	"""What git says of the app's folder; the files' own bytes where they are not tracked."""
	asked = ["git", "-C", folder, "status", "--porcelain", "--", "."]
	return subprocess.run(asked, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("app", APPS)
def test_an_app_comes_is_migrated_goes_and_comes_again(app, in_mode):
	site = in_mode
	files = folder_state(site.look(app)["folder"])
	site.run("install-app", app)
	installed = site.look(app)
	assert app in installed["apps"]
	assert installed["left"]
	site.run("migrate")
	assert changed(installed, site.look(app)) == []
	site.run("migrate")
	assert changed(installed, site.look(app)) == []
	site.uninstall(app)
	gone = site.look(app)
	assert (app in gone["apps"], gone["left"]) == (False, [])
	site.run("install-app", app)
	assert changed(undated(installed), undated(site.look(app))) == []
	assert folder_state(installed["folder"]) == files
	site.uninstall(app)
