"""pytest on minibench: apps' own tests run on a new site, or on one that is named.

`pytest --minibench-apps=contractapp apps/contractapp` or MINIBENCH_APPS=a,b in the environment makes a temporary site
with these apps; `--minibench-site=NAME --minibench-sites-path=sites` takes one that is there.
"""

import os

import pytest


def pytest_addoption(parser):
	group = parser.getgroup("minibench")
	group.addoption(
		"--minibench-apps", default=os.environ.get("MINIBENCH_APPS", ""), help="Apps for a temporary site"
	)
	group.addoption(
		"--minibench-site", default=os.environ.get("MINIBENCH_SITE", ""), help="A site that exists"
	)
	group.addoption("--minibench-sites-path", default=os.environ.get("MINIBENCH_SITES", "sites"))


def _wanted(config) -> bool:
	return bool(config.getoption("--minibench-apps") or config.getoption("--minibench-site"))


def pytest_configure(config):
	"""Mount the facade before test modules are imported."""
	if _wanted(config):
		import minibench

		minibench.activate()


@pytest.fixture(scope="session", autouse=True)
def minibench_site(request, tmp_path_factory):
	"""The open site of the session, as Administrator; None where no site was asked for."""
	config = request.config
	if not _wanted(config):
		yield None
		return
	from minibench.apps import get_installed_apps
	from minibench.install import new_site
	from minibench.local import connect, destroy, init, local
	from minibench.testing import before_tests

	site = config.getoption("--minibench-site")
	if site:
		init(site, config.getoption("--minibench-sites-path"))
		connect()
	else:
		names = [name for name in config.getoption("--minibench-apps").replace(",", " ").split() if name]
		sites = tmp_path_factory.mktemp("sites")
		(sites / "apps.txt").write_text("\n".join(["frappe", *names]) + "\n")
		new_site("test_site", str(sites), admin_password="admin", install=names)
	local.flags.in_test = True
	before_tests(get_installed_apps())
	yield local
	local.db.rollback()
	destroy()
