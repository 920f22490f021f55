"""Bring a site to the state of its apps' code."""

from minibench import apps, patches, search_index, sync
from minibench.backup import backup as make_backup
from minibench.config import update_site_config
from minibench.documents import get_doc
from minibench.fixtures import sync_customisations, sync_fixtures
from minibench.install import add_modules, machine_tables, run_hooks
from minibench.local import local
from minibench.locks import filelock
from minibench.scheduler import sync_jobs


def migrate(backup: bool = True) -> str | None:
	"""Migrate the open site; the path of the backup made before it.

	Hooks, patches and records each end in their own commit. When a step fails, that step is rolled back, the
	site stays in maintenance mode and the error says where the backup is.
	"""
	with filelock("migrate", timeout=1):
		path = make_backup() if backup else None
		was_closed = local.conf.maintenance_mode
		update_site_config("maintenance_mode", 1)
		local.flags.in_migrate = True
		try:
			_steps()
		except BaseException as error:
			local.db.rollback()
			error.add_note(f"{local.site} stays in maintenance mode. The backup made before: {path}")
			raise
		finally:
			local.flags.in_migrate = False
		update_site_config("maintenance_mode", was_closed)
	return path


def _steps() -> None:
	installed = apps.get_installed_apps()
	machine_tables()
	for app in installed:
		run_hooks("before_migrate", app)
	local.db.commit()
	patches.run("pre_model_sync")
	for app in installed:
		add_modules(app)
		sync.sync_app(app)
	local.db.commit()
	patches.run("post_model_sync")
	sync_jobs()
	for app in installed:
		sync_fixtures(app)
	for app in installed:
		sync.sync_dashboards(app)
	for app in installed:
		sync_customisations(app)
	sync.remove_orphan_doctypes()
	get_doc("Portal Settings").sync_menu()
	for app in installed:
		run_hooks("after_migrate", app)
	local.db.commit()
	search_index.build()
