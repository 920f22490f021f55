"""Making sites, installing apps in them, migrating and removing them."""

import json
import time

import pytest
from tinyapp import TinyApp, doctype, report

from minibench import install, migrate
from minibench.apps import get_installed_apps
from minibench.config import get_site_config
from minibench.errors import NotOffered, ValidationError
from minibench.local import destroy, local


@pytest.fixture
def app(tmp_path):
	app = TinyApp(tmp_path / "apps")
	app.record(doctype("Tiny Thing"))
	app.record(report("Tiny Things", "Tiny Thing", modified="2026-01-01 00:00:00"))
	app.fixture(
		"role", [{"doctype": "Role", "name": "Tiny Guest", "role_name": "Tiny Guest", "desk_access": 0}]
	)
	return app


@pytest.fixture
def own_site(fresh_site, tmp_path):
	fresh_site("own.localhost", tmp_path / "sites")
	return local


def test_a_new_site_has_its_people_roles_and_settings(site):
	assert site.db.get_value("User", "Administrator", "user_type") == "System User"
	assert site.db.get_value("User", "Guest", "user_type") == "Website User"
	assert {"All", "Guest", "Desk User", "System Manager"} <= set(
		site.db.sql("select name from tabRole", pluck=True)
	)
	assert not site.db.get_value("Role", "Guest", "desk_access")
	assert site.db.get_single_value("System Settings", "time_zone") == "Europe/London"
	assert site.db.get_single_value("System Settings", "date_format") == "dd-mm-yyyy"
	assert site.db.exists("File", "Home/Attachments")
	assert get_installed_apps() == ["frappe"]


def test_a_new_site_with_an_app_takes_less_than_two_seconds(tmp_path, app):
	begin = time.perf_counter()
	install.new_site("quick.localhost", str(tmp_path / "sites"), admin_password="admin", install=[app.name])
	destroy()
	assert time.perf_counter() - begin < 2


def test_a_site_is_not_made_twice(own_site, tmp_path):
	with pytest.raises(ValidationError, match="already exists"):
		install.new_site("own.localhost", str(tmp_path / "sites"))


def test_a_site_that_could_not_be_made_leaves_nothing(tmp_path, app):
	app.write("events.py", "def before_install():\n\traise RuntimeError('no')\n")
	with pytest.raises(RuntimeError):
		install.new_site("half.localhost", str(tmp_path / "sites"), install=[app.name])
	assert not (tmp_path / "sites" / "half.localhost").exists()


def test_a_network_file_system_is_refused(tmp_path, monkeypatch):
	mounts = tmp_path / "mounts"
	mounts.write_text(f"/dev/sda / ext4 rw 0 0\nserver:/x {tmp_path}/far nfs4 rw 0 0\n")
	assert install.file_system(tmp_path / "near", str(mounts)) == "ext4"
	assert install.file_system(tmp_path / "far" / "sites", str(mounts)) == "nfs4"
	monkeypatch.setattr(install, "file_system", lambda folder: "nfs4")
	with pytest.raises(ValidationError, match="network file system"):
		install.new_site("far.localhost", str(tmp_path / "far"))


def test_an_old_sqlite_is_refused(tmp_path, monkeypatch):
	monkeypatch.setattr(install.sqlite3, "sqlite_version_info", (3, 34, 1))
	with pytest.raises(ValidationError, match=r"3\.35\.0 or newer"):
		install.refuse_unfit_place(tmp_path)


def test_hooks_run_in_the_order_of_frappe(own_site, app):
	app.write(
		"events.py",
		"""
import frappe
log = []


def before_install():
	log.append(("before_install", bool(frappe.db.exists("DocType", "Tiny Thing"))))


def after_install():
	log.append(("after_install", bool(frappe.db.exists("DocType", "Tiny Thing")), frappe.db.exists("Role", "Tiny Guest")))


def after_sync():
	log.append(("after_sync", frappe.db.exists("Role", "Tiny Guest")))
""",
	)
	assert install.install_app(app.name)
	assert app.log == [("before_install", False), ("after_install", True, None), ("after_sync", "Tiny Guest")]
	assert get_installed_apps() == ["frappe", app.name]
	assert local.db.get_value("Module Def", "Tiny", "app_name") == app.name
	assert not install.install_app(app.name)


def test_an_app_that_says_no_is_not_installed(own_site, app):
	app.write("events.py", "def before_install():\n\treturn False\n")
	assert not install.install_app(app.name)
	assert get_installed_apps() == ["frappe"]
	assert not local.db.exists("DocType", "Tiny Thing")


def test_a_failing_installation_is_undone_entirely(own_site, app):
	app.write("hooks.py", f'app_name = "{app.name}"\nafter_sync = "{app.name}.events.after_sync"\n')
	app.write("events.py", "def after_sync():\n\traise RuntimeError('broken')\n")
	with pytest.raises(RuntimeError, match="broken"):
		install.install_app(app.name)
	assert get_installed_apps() == ["frappe"]
	assert not local.db.table_exists("Tiny Thing")
	assert not local.db.exists("Role", "Tiny Guest")


def test_an_app_that_needs_what_is_not_offered_is_refused_by_name(own_site, app):
	app.write("more.py", "import frappe\n\n\ndef f():\n\treturn frappe.no_such_thing(1)\n")
	with pytest.raises(NotOffered, match=r"more\.py:5 frappe\.no_such_thing"):
		install.install_app(app.name)
	assert get_installed_apps() == ["frappe"]


def test_required_apps_are_installed_first(own_site, app, tmp_path):
	other = TinyApp(tmp_path / "apps")
	other.write("modules.txt", "Other\n")
	other.write("other/__init__.py", "")
	app.write("hooks.py", f'required_apps = ["org/{other.name}"]\n')
	install.install_app(app.name)
	assert get_installed_apps() == ["frappe", other.name, app.name]


def test_uninstalling_removes_doctypes_and_tables_and_keeps_fixtures(own_site, app):
	install.install_app(app.name)
	install.uninstall_app(app.name)
	assert get_installed_apps() == ["frappe"]
	assert not local.db.exists("DocType", "Tiny Thing")
	assert not local.db.table_exists("Tiny Thing")
	assert not local.db.exists("Report", "Tiny Things")
	assert local.db.exists("Role", "Tiny Guest")
	assert install.install_app(app.name)
	assert local.db.table_exists("Tiny Thing")
	with pytest.raises(ValidationError):
		install.uninstall_app("frappe")


def test_a_second_migrate_writes_nothing(own_site, app):
	app.record(report("Undated", "Tiny Thing"))
	install.install_app(app.name)
	migrate.migrate(backup=False)
	before = local.db.connection.total_changes
	migrate.migrate(backup=False)
	assert local.db.connection.total_changes == before
	assert not get_site_config(local.sites_path, local.site_path).maintenance_mode


def test_migrate_brings_new_fields_and_runs_patches_in_their_place(own_site, app):
	install.install_app(app.name)
	app.record(
		doctype("Tiny Thing", [{"fieldname": name, "fieldtype": "Data"} for name in ("title", "colour")])
	)
	app.write(
		"patches.txt",
		f"[pre_model_sync]\n{app.name}.patches.look\n[post_model_sync]\n{app.name}.patches.look #2\n",
	)
	app.write("patches/__init__.py", "")
	app.write(
		"patches/look.py",
		"import frappe\nlog = []\ndef execute():\n\tlog.append(frappe.db.has_column('Tiny Thing', 'colour'))\n",
	)
	migrate.migrate(backup=False)
	import sys

	log = sys.modules[f"{app.name}.patches.look"].log
	assert log == [False, True]
	migrate.migrate(backup=False)
	assert log == [False, True]
	assert app.log[-2:] == ["before_migrate", "after_migrate"]


def test_patches_count_as_done_on_a_new_installation(own_site, app):
	app.write("patches.txt", f"[pre_model_sync]\n{app.name}.patches.gone\n[post_model_sync]\n")
	install.install_app(app.name)
	migrate.migrate(backup=False)
	assert local.db.exists("Patch Log", {"patch": f"{app.name}.patches.gone"})


def test_patches_need_both_sections(own_site, app):
	app.write("patches.txt", "[pre_model_sync]\n")
	with pytest.raises(ValidationError, match="sections"):
		install.install_app(app.name)


def test_a_failed_migrate_stays_closed_and_names_its_backup(own_site, app):
	install.install_app(app.name)
	app.write("patches.txt", f"[pre_model_sync]\n[post_model_sync]\n{app.name}.missing.patch\n")
	with pytest.raises(ModuleNotFoundError) as caught:
		migrate.migrate()
	assert "stays in maintenance mode" in caught.value.__notes__[0]
	assert ".tar" in caught.value.__notes__[0]
	assert get_site_config(local.sites_path, local.site_path).maintenance_mode == 1


def test_doctypes_whose_file_is_gone_are_removed_and_their_tables_stay(own_site, app):
	path = app.record(doctype("Short Lived"))
	install.install_app(app.name)
	path.unlink()
	migrate.migrate(backup=False)
	assert not local.db.exists("DocType", "Short Lived")
	assert local.db.table_exists("Short Lived")


def test_the_configuration_of_a_site_is_private(own_site, tmp_path):
	folder = tmp_path / "sites" / "own.localhost"
	assert folder.stat().st_mode & 0o077 == 0
	assert json.loads((folder / "site_config.json").read_text())["encryption_key"]
