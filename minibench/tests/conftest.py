"""A site per test session, and one transaction per test that is rolled back."""

import pytest

import minibench

minibench.activate()


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory):
	"""A new site with no app but the machine itself."""
	from minibench.install import new_site
	from minibench.local import destroy, local

	sites = tmp_path_factory.mktemp("sites")
	(sites / "apps.txt").write_text("frappe\n")
	new_site("test.localhost", str(sites), admin_password="admin")
	local.db.commit()
	destroy()
	return sites


@pytest.fixture
def site(site_folder):
	"""The open context of the test site as Administrator; what a test writes is rolled back."""
	from minibench.local import connect, destroy, init, local

	init("test.localhost", str(site_folder))
	connect()
	local.flags.in_test = True
	yield local
	local.db.rollback()
	destroy()
