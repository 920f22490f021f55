"""A pilot's site with everything that people add to one, its archive, and new sites to load that into."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from pilot import PASSWORD, work_a_while


@dataclass
class Sites:
	"""Sites in one folder; `opened` makes one the open site."""

	folder: Path

	def opened(self, name: str):
		from minibench.local import connect, destroy, init, local

		destroy()
		init(name, str(self.folder))
		connect()
		return local

	def new(self, name: str):
		"""A site with the app and nothing else, open."""
		shutil.copytree(self.folder / "new.localhost", self.folder / name)
		return self.opened(name)


@pytest.fixture(scope="session")
def sites(tmp_path_factory):
	import minibench

	minibench.activate()
	from minibench.connection import close_pool
	from minibench.install import new_site
	from minibench.local import destroy, local

	folder = tmp_path_factory.mktemp("sites")
	(folder / "apps.txt").write_text("earlyhelp\n")
	new_site("new.localhost", str(folder), admin_password=PASSWORD, install=["earlyhelp"])
	path = local.db.path
	destroy()
	close_pool(path)
	yield Sites(folder)
	destroy()


@pytest.fixture(scope="session")
def archive(sites) -> Path:
	"""The archive of the demo town, where people have worked."""
	import frappe

	from earlyhelp.demo.people import add_demo_people
	from earlyhelp.demo.town import load_once
	from minibench.handover import export_site

	sites.new("pilot.localhost")
	add_demo_people(PASSWORD)
	load_once(PASSWORD)
	work_a_while()
	frappe.db.commit()
	return export_site(str(sites.folder))[0]
