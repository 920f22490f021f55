"""The command `minibench`, and Frappe's `pass_context` for the commands of apps."""

import functools
import importlib
import json
import os
import signal
import sys
from contextlib import contextmanager
from pathlib import Path

import click

import minibench
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
		found = {}
		path = Path(ctx.params.get("sites_path") or "sites") / "apps.txt"
		for app in path.read_text().split() if path.exists() else ():
			if app != "frappe" and importlib.util.find_spec(f"{app}.commands"):
				found.update(
					{command.name: command for command in importlib.import_module(f"{app}.commands").commands}
				)
		return found


@click.group(cls=Commands)
@click.option("--site", envvar="MINIBENCH_SITE", help="The site, a folder of --sites-path")
@click.option("--sites-path", envvar="MINIBENCH_SITES", default="sites", show_default=True)
@click.option("--verbose", is_flag=True, help="Show where in the code an error came from")
@click.pass_context
def cli(ctx, site, sites_path, verbose):
	"""An embedded bench: runs Frappe 15 apps in one process on SQLite."""
	minibench.activate()
	sites = [site] if site else _only_site(sites_path)
	ctx.obj = _dict(sites=sites, sites_path=str(Path(sites_path).resolve()), verbose=verbose, force=False)


def _only_site(sites_path: str) -> list[str]:
	"""The default site of the configuration, or the one site there is."""
	from minibench.config import get_site_config

	chosen = get_site_config(sites_path).default_site
	return [chosen] if chosen else [path.parent.name for path in Path(sites_path).glob("*/site_config.json")]


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
		if "--verbose" in sys.argv or type(error).__module__ != "minibench.errors":
			raise
		sys.exit("\n".join([f"Error: {error}", *getattr(error, "__notes__", ())]))


def pass_context(f):
	"""Frappe's decorator: the command's first argument has `sites`; it runs in the folder of sites."""

	@click.pass_context
	def with_context(ctx, *args, **kwargs):
		here = os.getcwd()
		os.chdir(ctx.obj.sites_path)
		try:
			return ctx.invoke(f, _dict(ctx.obj), *args, **kwargs)
		finally:
			os.chdir(here)

	return functools.update_wrapper(with_context, f)


def get_site(context, raise_err: bool = True) -> str | None:
	"""The chosen site. Raises SiteNotSpecifiedError when none or more than one could be meant."""
	if len(context.sites) == 1:
		return context.sites[0]
	if raise_err:
		raise SiteNotSpecifiedError("Say which site: minibench --site NAME ...")
	return None


@contextmanager
def open_site(obj):
	"""The context of the chosen site as Administrator; commits unless the block fails."""
	init(get_site(obj), obj.sites_path)
	connect()
	try:
		yield local
		local.db.commit()
	finally:
		destroy()


def add_to_apps_txt(sites_path: str, app: str) -> None:
	path = Path(sites_path) / "apps.txt"
	names = path.read_text().split() if path.exists() else ["frappe"]
	if app not in names:
		path.parent.mkdir(parents=True, exist_ok=True)
		path.write_text("\n".join([*names, app]) + "\n")


@cli.command("new-site")
@click.argument("name")
@click.option(
	"--admin-password",
	envvar="MINIBENCH_ADMIN_PASSWORD",
	prompt=True,
	hide_input=True,
	confirmation_prompt=True,
)
@click.option("--install-app", "apps", multiple=True, help="An app to install; may be given again")
@click.pass_obj
def new_site(obj, name, admin_password, apps):
	"""Make a site."""
	from minibench.install import new_site as make

	Path(obj.sites_path).mkdir(parents=True, exist_ok=True)
	for app in apps:
		add_to_apps_txt(obj.sites_path, app)
	try:
		click.echo(f"Made {make(name, obj.sites_path, admin_password, apps)}")
	finally:
		destroy()


@cli.command("install-app")
@click.argument("apps", nargs=-1, required=True)
@click.option("--force", is_flag=True, help="Install although the scan found what is not offered")
@click.pass_obj
def install_app(obj, apps, force):
	"""Install apps in the site."""
	from minibench.install import install_app as install
	from minibench.scan import scan_app

	with open_site(obj):
		for app in apps:
			for finding in scan_app(app) if force else ():
				click.echo(f"not offered: {finding}", err=True)
			done = install(app, check=not force)
			add_to_apps_txt(obj.sites_path, app)
			click.echo(f"Installed {app}" if done else f"{app} is installed already")


@cli.command("scan-app")
@click.argument("app")
def scan_app(app):
	"""Say what an app uses and minibench does not offer; exit code 1 if it finds anything."""
	from minibench.scan import scan_app as scan

	findings = scan(app)
	click.echo("\n".join(findings) or f"{app}: everything it uses is offered")
	sys.exit(bool(findings))


@cli.command("uninstall-app")
@click.argument("app")
@click.confirmation_option("--yes", prompt="This deletes the app's records on this site. Go on?")
@click.pass_obj
def uninstall_app(obj, app):
	"""Remove an app and its records from the site, after a backup."""
	from minibench.backup import backup as make
	from minibench.install import uninstall_app as uninstall

	with open_site(obj):
		path = make()
		uninstall(app)
		click.echo(f"Removed {app}. Backup made before: {path}")


@cli.command("migrate")
@click.option("--no-backup", is_flag=True)
@click.pass_obj
def migrate(obj, no_backup):
	"""Bring the site to the state of its apps' code."""
	from minibench.migrate import migrate as run

	with open_site(obj):
		path = run(backup=not no_backup)
		click.echo("Migrated." + (f" Backup made before: {path}" if path else ""))


@cli.command("list-apps")
@click.pass_obj
def list_apps(obj):
	"""List the apps of the site with their versions."""
	from minibench.apps import app_module, get_installed_apps

	with open_site(obj):
		for app in get_installed_apps():
			click.echo(f"{app} {getattr(app_module(app), '__version__', '')}")


@cli.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--no-background", is_flag=True, help="Run neither jobs nor the scheduler")
@click.pass_obj
def serve(obj, host, port, no_background):
	"""Serve the site over HTTP and run its jobs and schedule."""
	from minibench import jobs, web

	site = get_site(obj)
	init(site, obj.sites_path)
	threads = [] if no_background else jobs.start(site, obj.sites_path)
	signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
	click.echo(f"{site}: http://{host}:{port}")
	try:
		web.serve(site, obj.sites_path, host, port)
	except OSError as error:
		raise click.ClickException(f"{host}:{port} cannot be served: {error.strerror}") from None
	finally:
		for thread in threads:
			thread.stop()


def _literal(text: str | None, otherwise):
	import ast

	if not text:
		return otherwise
	try:
		return ast.literal_eval(text)
	except (ValueError, SyntaxError):
		return json.loads(text)


def _look_up(path: str):
	"""What a dotted path names, also through an object, as in frappe.db.get_value."""
	first, *rest = path.split(".")
	found, name = importlib.import_module(first), first
	for part in rest:
		name = f"{name}.{part}"
		try:
			found = getattr(found, part)
		except AttributeError:
			found = importlib.import_module(name)
	return found


@cli.command("execute")
@click.argument("method")
@click.option("--args", "arguments", help="A list, as JSON or Python")
@click.option("--kwargs", "named", help="A dictionary, as JSON or Python")
@click.pass_obj
def execute(obj, method, arguments, named):
	"""Call a function by its dotted path as Administrator and print what it returns."""
	from minibench.utils.data import as_json

	with open_site(obj):
		answer = _look_up(method)(*_literal(arguments, ()), **_literal(named, {}))
		if answer is not None:
			click.echo(as_json(answer))


@cli.command("console")
@click.pass_obj
def console(obj):
	"""Open a Python prompt with `frappe`; what is not committed is rolled back at the end."""
	import code

	init(get_site(obj), obj.sites_path)
	connect()
	try:
		code.interact(
			f"Site {local.site}. Changes count only after frappe.db.commit().",
			local={"frappe": importlib.import_module("frappe")},
		)
	finally:
		destroy()


@cli.command("run-tests")
@click.option("--app")
@click.option("--module", help="A dotted path, such as app.tests.test_x")
@click.option("--doctype")
@click.option("--test", "names", multiple=True, help="The name of one test; may be given again")
@click.option("--failfast", is_flag=True)
@click.pass_obj
def run_tests(obj, app, module, doctype, names, failfast):
	"""Run the tests of an app against the site."""
	from minibench.testing import run

	with open_site(obj):
		if not local.conf.allow_tests:
			raise ValidationError("Tests change data. Allow them with: minibench set-config allow_tests true")
		passed = run(app, module, doctype, names, failfast)
		local.db.rollback()
	sys.exit(not passed)


@cli.command("backup")
@click.option("--to", "folder", help="Another folder than private/backups of the site")
@click.pass_obj
def backup(obj, folder):
	"""Write database and files of the site into one archive."""
	from minibench.backup import backup as make

	with open_site(obj):
		click.echo(make(folder))


@cli.command("restore")
@click.argument("archive", type=click.Path(exists=True, dir_okay=False, resolve_path=True))
@click.pass_obj
def restore(obj, archive):
	"""Put the site back to a backup, once that is proven whole; the server must not run."""
	from minibench.backup import restore as put_back

	init(get_site(obj), obj.sites_path)
	click.echo(f"Restored. What was there before is in {put_back(archive)}")


@cli.command("set-password")
@click.argument("user")
@click.argument("password", required=False)
@click.pass_obj
def set_password(obj, user, password):
	"""Set the password of a person; it is asked for when it is not given."""
	from minibench.passwords import update_password

	password = password or click.prompt("Password", hide_input=True, confirmation_prompt=True)
	with open_site(obj):
		if not local.db.exists("User", user):
			raise ValidationError(f"There is no user {user} on {local.site}")
		update_password(user, password)


@cli.command("set-admin-password")
@click.argument("password", required=False)
@click.pass_context
def set_admin_password(ctx, password):
	"""Set the password of the Administrator."""
	ctx.invoke(set_password, user="Administrator", password=password)


@cli.command("set-config")
@click.argument("key")
@click.argument("value")
@click.pass_obj
def set_config(obj, key, value):
	"""Write a key of the site's configuration; the value is read as JSON if it is JSON."""
	from minibench.config import update_site_config

	init(get_site(obj), obj.sites_path)
	try:
		update_site_config(key, json.loads(value))
	except ValueError:
		update_site_config(key, value)


@cli.command("set-maintenance-mode")
@click.argument("state", type=click.Choice(["on", "off"]))
@click.pass_obj
def set_maintenance_mode(obj, state):
	"""Close the site to everybody, or open it again."""
	from minibench.config import update_site_config

	init(get_site(obj), obj.sites_path)
	update_site_config("maintenance_mode", int(state == "on"))
