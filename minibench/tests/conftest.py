"""A site per test session, and one transaction per test that is rolled back."""

import shutil

import pytest

import minibench

minibench.activate()

from desk_client import built_desk, desk_site, desk_sites, fresh, reader, with_flow, worker  # noqa: E402, F401
from import_hands import importing  # noqa: E402, F401
from low_code_town import (  # noqa: E402, F401
	clerk,
	low_code,
	manager,
)


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords():
	"""Hashes that take no time: hundreds of people sign in here. Gives the real hasher's maker."""
	from argon2 import PasswordHasher

	from minibench import passwords

	hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
	with pytest.MonkeyPatch.context() as patch:
		real = passwords._hasher
		patch.setattr(passwords, "_hasher", lambda: hasher)
		yield real


@pytest.fixture(autouse=True)
def no_open_transaction():
	"""A test that fails must not leave a transaction that holds the write lock."""
	yield
	from minibench.local import destroy

	destroy()


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory):
	"""A new site with no app but the machine itself, and a copy of it named `template`."""
	from minibench.connection import close_pool
	from minibench.install import new_site
	from minibench.local import destroy, local

	sites = tmp_path_factory.mktemp("sites")
	(sites / "apps.txt").write_text("frappe\n")
	new_site("test.localhost", str(sites), admin_password="admin")
	local.db.commit()
	path = local.db.path
	destroy()
	close_pool(path)
	shutil.copytree(sites / "test.localhost", sites / "template")
	return sites


@pytest.fixture
def fresh_site(site_folder, tmp_path):
	"""Makes the copy of a new site below a folder, and opens it."""
	from minibench.local import connect, init

	def make(name, folder=tmp_path):
		shutil.copytree(site_folder / "template", folder / name)
		init(name, str(folder))
		connect()

	return make


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
