"""Sites and apps: make a site, install an app in it, remove one, bring a site to the code's state."""

import base64
import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from minibench import apps, meta, passwords, patches, scan, schema, search_index, sync, user_settings
from minibench.config import update_site_config
from minibench.connection import MINIMUM_VERSION, close_pool
from minibench.delete import delete_doc
from minibench.documents import get_doc, new_doc
from minibench.errors import NotOffered, ValidationError
from minibench.fixtures import sync_customisations, sync_fixtures
from minibench.jobs import JOBS_TABLE
from minibench.local import connect, destroy, init, local
from minibench.scheduler import sync_jobs

FOLDERS = ("private/files", "private/backups", "public/files", "locks", "logs")
NETWORK_FILE_SYSTEMS = ("nfs", "cifs", "smb", "fuse.sshfs", "glusterfs", "ceph", "afs", "lustre", "ncpfs")
SETTINGS = {
	"language": "en", "country": "United Kingdom", "time_zone": "Europe/London", "date_format": "dd-mm-yyyy",
	"time_format": "HH:mm:ss", "number_format": "#,###.##", "currency": "GBP", "enable_scheduler": 1,
	"first_day_of_the_week": "Sunday", "rounding_method": "Banker's Rounding", "setup_complete": 1,
	"allow_login_after_fail": 60, "allow_consecutive_login_attempts": 10,
}  # fmt: skip
# name: desk access
ROLES = {"Administrator": 1, "System Manager": 1, "Guest": 0, "All": 0, "Desk User": 1}


def new_site(
	site: str, sites_path=".", admin_password: str | None = None, install: list[str] | tuple = ()
) -> str:
	"""Make a site and install apps in it; leaves nothing behind when that fails. Its context stays open."""
	folder = Path(sites_path).resolve() / site
	if folder.exists():
		raise ValidationError(f"Site {site} already exists in {folder.parent}")
	refuse_unfit_place(folder.parent)
	for name in FOLDERS:
		folder.joinpath(name).mkdir(parents=True)
	folder.chmod(0o700)
	update_site_config("encryption_key", base64.urlsafe_b64encode(os.urandom(32)).decode(), folder)
	try:
		init(site, sites_path)
		connect()
		local.flags.in_install = "frappe"
		_install_frappe(admin_password)
		local.flags.in_install = False
		local.db.commit()
		for app in install:
			install_app(app)
	except BaseException:
		path = local.db.path if local.db else str(folder / "site.db")
		destroy()
		close_pool(path)
		shutil.rmtree(folder)
		raise
	return str(folder)


def refuse_unfit_place(folder: Path) -> None:
	"""Raise ValidationError where SQLite is too old or the folder lies on a network file system."""
	refuse_unfit_sqlite()
	kind = file_system(folder)
	if kind.startswith(NETWORK_FILE_SYSTEMS):
		raise ValidationError(f"{folder} is on a network file system ({kind}): SQLite would lose data there")


def refuse_unfit_sqlite() -> None:
	"""Raise ValidationError where Python's SQLite is too old or cannot search in texts (FTS5)."""
	if sqlite3.sqlite_version_info < MINIMUM_VERSION:
		wanted = ".".join(map(str, MINIMUM_VERSION))
		raise ValidationError(f"SQLite {wanted} or newer is needed; this Python has {sqlite3.sqlite_version}")
	with closing(sqlite3.connect(":memory:")) as connection:
		if ("ENABLE_FTS5",) not in connection.execute("pragma compile_options").fetchall():
			raise ValidationError(
				"SQLite with FTS5 is needed to search; that of this Python is built without it"
			)


def file_system(folder: Path, mounts: str = "/proc/self/mounts") -> str:
	"""The kind of file system that holds a folder; empty where the system does not say."""
	if not os.path.exists(mounts):
		return ""
	best, kind = "", ""
	for line in Path(mounts).read_text().splitlines():
		_, point, found = line.split()[:3]
		point = point.replace("\\040", " ")
		if folder.is_relative_to(point) and len(point) >= len(best):
			best, kind = point, found
	return kind


def machine_tables() -> None:
	"""The tables that are no DocType's."""
	from minibench.web.desk.bulkwork import TABLE as BULK_TABLE

	refuse_unfit_sqlite()
	schema.create_system_tables()
	passwords.create_auth_table()
	own = (sync.IMPORTS_TABLE, JOBS_TABLE, user_settings.TABLE, BULK_TABLE)
	for statement in (*own, *search_index.TABLES):
		local.db.execute(statement)
	for doctype in (*meta.DEFINITIONS, "DefaultValue"):
		schema.sync_table(meta.core_meta(doctype))


def _install_frappe(admin_password: str | None) -> None:
	machine_tables()
	sync.sync_doctypes("frappe")
	add_modules("frappe")
	_set_installed(["frappe"])
	_first_records()
	init_singles()
	get_doc("System Settings").update(SETTINGS).save()
	sync.sync_app("frappe")
	sync_jobs()
	patches.mark_all("frappe")
	if admin_password:
		passwords.update_password("Administrator", admin_password)


def _first_records() -> None:
	for role, desk_access in ROLES.items():
		if not local.db.exists("Role", role):
			get_doc({"doctype": "Role", "role_name": role}).insert()
		local.db.set_value("Role", role, "desk_access", desk_access)
	for user, user_type, roles in (
		("Administrator", "System User", ("Administrator", "System Manager")),
		("Guest", "Website User", ("Guest",)),
	):
		doc = new_doc("User", name=user, first_name=user, email=f"{user.lower()}@example.com")
		doc.update({"user_type": user_type, "roles": [{"role": role} for role in roles]})
		doc.flags.update(ignore_validate=True, no_welcome_mail=True)
		doc.insert()
	new_doc("Language", language_code="en", language_name="English", enabled=1).insert()
	new_doc("File", file_name="Home", is_folder=1, is_home_folder=1).insert()
	new_doc("File", file_name="Attachments", folder="Home", is_folder=1, is_attachments_folder=1).insert()


def init_singles() -> None:
	"""Store single doctypes that were never saved, so that their defaults count."""
	stored = set(local.db.sql("select distinct doctype from `tabSingles`", pluck=True))
	for doctype in local.db.sql("select name from `tabDocType` where issingle = 1", pluck=True):
		if doctype not in stored:
			doc = new_doc(doctype)
			doc.flags.update(ignore_mandatory=True, ignore_validate=True)
			doc.insert(ignore_permissions=True)


def add_modules(app: str) -> None:
	"""Make the modules that an app names and the site lacks."""
	for module in apps.get_module_list(app):
		if not local.db.exists("Module Def", module):
			get_doc({"doctype": "Module Def", "module_name": module, "app_name": app}).insert()


def _set_installed(names: list[str]) -> None:
	local.db.set_global("installed_apps", json.dumps(names))
	apps.forget()


def run_hooks(hook: str, app: str) -> list:
	"""Call an app's functions for a hook of installation or migration; their answers."""
	return [apps.get_attr(path)() for path in apps.get_hooks(hook, app_name=app)]


def install_app(app: str) -> bool:
	"""Install an app in the open site, in one transaction. False when it is there, or its before_install says so.

	Raises NotOffered with every finding of the install scan.
	"""
	if app in apps.get_installed_apps():
		return False
	apps.app_module(app)
	for required in apps.get_hooks("required_apps", app_name=app):
		install_app(required.rsplit("/", 1)[-1])
	if findings := scan.scan_app(app):
		listed = "\n".join(findings)
		raise NotOffered(f"{app} uses what minibench does not offer:\n{listed}\nSome of it")
	local.flags.in_install = app
	local.flags.installing_apps = [app]
	try:
		if not _install(app):
			return False
		local.db.commit()
	except BaseException:
		local.db.rollback()
		raise
	finally:
		local.flags.in_install = False
		local.flags.installing_apps = None
		apps.forget()
	return True


def _install(app: str) -> bool:
	if any(answer is False for answer in run_hooks("before_install", app)):
		return False
	add_modules(app)
	sync.sync_app(app)
	_set_installed([*apps.get_installed_apps(), app])
	init_singles()
	get_doc("Portal Settings").sync_menu()
	patches.mark_all(app)
	run_hooks("after_install", app)
	sync_jobs()
	sync_fixtures(app)
	sync_customisations(app)
	sync.sync_dashboards(app)
	run_hooks("after_sync", app)
	search_index.build(commit=False)
	return True


def uninstall_app(app: str) -> None:
	"""Remove an app's DocTypes with their tables, and its modules' records; fixture records stay, as in Frappe."""
	if app == "frappe" or app not in apps.get_installed_apps():
		raise ValidationError(f"App {app} is not installed on {local.site}")
	run_hooks("before_uninstall", app)
	modules = apps.get_module_list(app)
	with_module = local.db.sql(
		"select parent from `tabDocField` where fieldname = 'module' and parenttype = 'DocType'", pluck=True
	)
	doctypes = local.db.sql("select name from `tabDocType` where module in %s", (modules,), pluck=True)
	for doctype in set(with_module) - {"DocType", "Module Def"}:
		names = local.db.sql(f"select name from `tab{doctype}` where module in %s", (modules,), pluck=True)
		delete_doc(doctype, names, 1, ignore_permissions=True, ignore_on_trash=True, delete_permanently=True)
	for doctype in doctypes:
		local.db.sql(f"drop table if exists `tab{doctype}`")
	_forget_app(app, modules, doctypes)
	run_hooks("after_uninstall", app)
	apps.forget()
	sync_jobs()
	search_index.build(commit=False)
	local.db.commit()


def _forget_app(app: str, modules: list[str], doctypes: list[str]) -> None:
	sync.remove_doctypes(doctypes)
	for table, field in {**meta.LAID_OVER, "Singles": "doctype"}.items():
		local.db.sql(f"delete from `tab{table}` where `{field}` in %s", (doctypes,))
	local.db.sql("delete from `tabModule Def` where name in %s", (modules,))
	local.db.sql("delete from `tabPatch Log` where patch like %s", (f"{app}.%",))
	local.db.sql("delete from `__import`")
	_set_installed([name for name in apps.get_installed_apps() if name != app])
	meta.bump_schema()
