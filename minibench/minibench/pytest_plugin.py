"""pytest on minibench: apps' own tests run on a new site.

`pytest --minibench-apps=contractapp apps/contractapp`, or MINIBENCH_APPS=a,b in the environment, makes a temporary
site with these apps.
"""

import os

import pytest


def pytest_addoption(parser):
	parser.addoption(
		"--minibench-apps", default=os.environ.get("MINIBENCH_APPS", ""), help="Apps for a temporary site"
	)


def pytest_configure(config):
	"""Mount the facade before test modules are imported."""
	if config.getoption("--minibench-apps"):
		import minibench

		minibench.activate()


@pytest.fixture(scope="session", autouse=True)
def minibench_site(request, tmp_path_factory):
	"""The open site of the session, as Administrator; None where no app was named."""
	names = request.config.getoption("--minibench-apps").replace(",", " ").split()
	if not names:
		yield None
		return
	from minibench.apps import get_installed_apps
	from minibench.install import new_site
	from minibench.local import destroy, local
	from minibench.testing import before_tests

	sites = tmp_path_factory.mktemp("sites")
	(sites / "apps.txt").write_text("\n".join(["frappe", *names]) + "\n")
	new_site("test_site", str(sites), admin_password="admin", install=names)
	local.flags.in_test = True
	before_tests(get_installed_apps())
	yield local
	destroy()
