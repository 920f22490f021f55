"""The command `minibench`, and Frappe's `pass_context` for the commands of apps."""

import functools
import importlib
import json
import signal
import sys
from contextlib import chdir
from pathlib import Path

import click

import minibench
from minibench.apps import app_module, get_all_apps, get_attr, get_installed_apps
from minibench.errors import SiteNotSpecifiedError, ValidationError
from minibench.local import _dict, connect, destroy, init, local


class Commands(click.Group):
	"""Our commands, and those of the apps named in sites/apps.txt (`commands` in `<app>.commands`)."""

	def get_command(self, ctx, cmd_name):
		return super().get_command(ctx, cmd_name) or self._of_apps(ctx).get(cmd_name)

	def list_commands(self, ctx):
		return [*super().list_commands(ctx), *self._of_apps(ctx)]

	def _of_apps(self, ctx) -> dict[str, click.Command]:
		minibench.activate()
		modules = [f"{app}.commands" for app in get_all_apps(ctx.params.get("sites_path") or "sites")[1:]]
		found = [importlib.import_module(path) for path in modules if importlib.util.find_spec(path)]
		return {command.name: command for module in found for command in module.commands}


@click.group(cls=Commands)
@click.option("--site", envvar="MINIBENCH_SITE", help="The site, a folder of --sites-path")
@click.option("--sites-path", envvar="MINIBENCH_SITES", default="sites", show_default=True)
@click.pass_context
def cli(ctx, site, sites_path):
	"""An embedded bench: runs Frappe 15 apps in one process on SQLite."""
	minibench.activate()
	sites = [site] if site else [path.parent.name for path in Path(sites_path).glob("*/site_config.json")]
	ctx.obj = _dict(sites=sites, sites_path=str(Path(sites_path).resolve()))


def main() -> None:
	"""Run the command line; an error of ours is one plain sentence and exit code 1."""
	try:
		cli.main(standalone_mode=False)
	except click.ClickException as error:
		error.show()
		sys.exit(error.exit_code)
	except click.Abort:
		sys.exit("Aborted.")
	except Exception as error:
		if type(error).__module__ != "minibench.errors":
			raise
		sys.exit("\n".join([f"Error: {error}", *getattr(error, "__notes__", ())]))


def pass_context(f):
	"""Frappe's decorator: the command's first argument has `sites`; it runs in the folder of sites."""

	@click.pass_context
	def with_context(ctx, *args, **kwargs):
		with chdir(ctx.obj.sites_path):
			return ctx.invoke(f, _dict(ctx.obj), *args, **kwargs)

	return functools.update_wrapper(with_context, f)


def get_site(context, raise_err: bool = True) -> str:
	"""The chosen site. Raises SiteNotSpecifiedError when none or more than one could be meant."""
	if len(context.sites) != 1:
		raise SiteNotSpecifiedError("Say which site: minibench --site NAME ...")
	return context.sites[0]


def in_site(name: str):
	"""Make a function a command that runs in the chosen site as Administrator, and commits unless it fails."""

	def decorate(function):
		@click.pass_obj
		def run(obj, **given):
			init(get_site(obj), obj.sites_path)
			connect()
			try:
				function(**given)
				local.db.commit()
			finally:
				destroy()

		return cli.command(name)(functools.update_wrapper(run, function))

	return decorate


@cli.command("new-site")
@click.argument("name")
@click.password_option("--admin-password", envvar="MINIBENCH_ADMIN_PASSWORD")
@click.option("--install-app", "apps", multiple=True, help="An app to install; may be given again")
@click.pass_obj
def new_site(obj, name, admin_password, apps):
	"""Make a site."""
	from minibench.install import new_site as make

	Path(obj.sites_path).mkdir(parents=True, exist_ok=True)
	click.echo(f"Made {make(name, obj.sites_path, admin_password, apps)}")
	list_in_apps_txt(apps)
	destroy()


def list_in_apps_txt(apps) -> None:
	names = list(dict.fromkeys([*get_all_apps(), *apps]))
	Path(local.sites_path, "apps.txt").write_text("\n".join(names) + "\n")


@in_site("install-app")
@click.argument("apps", nargs=-1, required=True)
def install_app(apps):
	"""Install apps in the site; refused by name where one uses what is not offered."""
	from minibench.install import install_app as install

	for app in apps:
		click.echo(f"Installed {app}" if install(app) else f"{app} is installed already")
	list_in_apps_txt(apps)


@in_site("uninstall-app")
@click.argument("app")
@click.confirmation_option("--yes", prompt="This deletes the app's records on this site. Go on?")
def uninstall_app(app):
	"""Remove an app and its records from the site, after a backup."""
	from minibench.backup import backup as make
	from minibench.install import uninstall_app as uninstall

	path = make()
	uninstall(app)
	click.echo(f"Removed {app}. Backup made before: {path}")


@in_site("migrate")
def migrate():
	"""Bring the site to the state of its apps' code."""
	from minibench.migrate import migrate as run

	click.echo(f"Migrated. Backup made before: {run()}")


@in_site("build-search-index")
def build_search_index():
	"""Write the search index anew, all of it."""
	from minibench.search_index import build

	for doctype in build(force=True):
		click.echo(doctype)


@in_site("list-apps")
def list_apps():
	"""List the apps of the site with their versions."""
	for app in get_installed_apps():
		click.echo(f"{app} {getattr(app_module(app), '__version__', '')}")


@cli.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--no-background", is_flag=True, help="Run neither jobs nor the scheduler")
@click.pass_obj
def serve(obj, host, port, no_background):
	"""Serve the site over HTTP and run its jobs and schedule."""
	from minibench import jobs
	from minibench.web.app import serve as serve_web
	from minibench.web.desk.importrun import sweep

	site = get_site(obj)
	init(site, obj.sites_path)
	sweep()
	threads = [] if no_background else jobs.start(site, obj.sites_path)
	signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
	click.echo(f"{site}: http://{host}:{port}")
	try:
		serve_web(site, obj.sites_path, host, port)
	except OSError as error:
		raise click.ClickException(f"{host}:{port} cannot be served: {error.strerror}") from None
	finally:
		for thread in threads:
			thread.stop()


def _literal(text: str):
	import ast

	try:
		return ast.literal_eval(text)
	except (ValueError, SyntaxError):
		return json.loads(text)


@in_site("execute")
@click.argument("method")
@click.option("--args", "arguments", default="[]", help="A list, as JSON or Python")
@click.option("--kwargs", "named", default="{}", help="A dictionary, as JSON or Python")
def execute(method, arguments, named):
	"""Call a function by its dotted path as Administrator and print what it returns."""
	from minibench.utils.data import as_json

	of_database = method.startswith("frappe.db.")
	function = getattr(local.db, method[10:]) if of_database else get_attr(method)
	answer = function(*_literal(arguments), **_literal(named))
	if answer is not None:
		click.echo(as_json(answer))


@in_site("console")
def console():
	"""Open a Python prompt with `frappe`; what is not committed is rolled back at the end."""
	import code

	banner = f"Site {local.site}. Changes count only after frappe.db.commit()."
	code.interact(banner, local={"frappe": importlib.import_module("frappe")})
	local.db.rollback()


@in_site("backup")
def backup():
	"""Write database and files of the site into one archive below its private/backups."""
	from minibench.backup import backup as make

	click.echo(make())


@cli.command("restore")
@click.argument("archive", type=click.Path(exists=True, dir_okay=False, resolve_path=True))
@click.pass_obj
def restore(obj, archive):
	"""Put the site back to a backup, once that is proven whole; the server must not run."""
	from minibench.backup import restore as put_back

	init(get_site(obj), obj.sites_path)  # the database may be broken: it is not opened
	click.echo(f"Restored. What was there before is in {put_back(archive)}")


@in_site("export-site")
@click.argument("target")
def export_site(target):
	"""Write the whole site into the archive TARGET (or into that folder), for another bench to load."""
	from minibench.handover import export_site as export
	from minibench.views import make_access_log

	path, manifest = export(target)
	make_access_log(method="export-site", file_type="Zip")
	for name, entry in manifest["tables"].items():
		if entry["count"]:
			click.echo(f"{entry['count']:9,} {name}")
	click.echo(f"{len(manifest['files']):9,} contents of files")
	for url in manifest["missing_files"]:
		click.secho(f"Its content is not on this machine: {url}", fg="yellow", err=True)
	for field in manifest["to_enter_again"]:
		click.echo(f"Not in the archive, to be entered again: {field}")
	click.echo(
		f"{path}\nIt holds personal data: keep it as you keep the site, and delete it after the hand-over."
	)


@in_site("export-fixtures")
@click.option("--app", help="One app; all installed ones by default")
def export_fixtures(app):
	"""Write the records that an app's hook `fixtures` names into its folder fixtures."""
	from minibench.exports import export_fixtures as export

	for each in [app] if app else get_installed_apps():
		for path, count in export(each).items():
			click.echo(f"{count:6,} {path}")


@in_site("export-customizations")
@click.argument("doctype")
@click.option("--module", required=True, help="The module of an app that gets the file")
@click.option("--with-permissions", is_flag=True, help="The rights of roles as well")
def export_customizations(doctype, module, with_permissions):
	"""Write what the site changed of DOCTYPE into an app's files; each migrate takes them in, on Frappe too."""
	from minibench.exports import export_customisations

	paths = export_customisations(doctype, module, with_permissions)
	click.echo("\n".join(paths) or f"Nothing of {doctype} is customised.")


@in_site("export-doctype")
@click.argument("name")
@click.option("--module", help="The module of an app that gets the files; the record type's own by default")
def export_doctype(name, module):
	"""Write the record type NAME, made by form, into an app's files; the next migrate makes it the app's."""
	from minibench.exports import export_doctype as export

	click.echo(export(name, module))


@in_site("set-password")
@click.argument("user")
@click.password_option()
def set_password(user, password):
	"""Set the password of a person; it is asked for when it is not given."""
	from minibench.passwords import update_password

	if not local.db.exists("User", user):
		raise ValidationError(f"There is no user {user} on {local.site}")
	update_password(user, password)
