"""Commands of the app, for `bench --site SITE ...` and every bench that runs Frappe apps."""

import os
import sys
from contextlib import contextmanager
from pathlib import Path

import click
import frappe
from frappe.commands import get_site, pass_context


@click.command("import-service")
@click.argument("folder")
@click.option("--service", help="Name of the service; by default made from the folder's name.")
@click.option("--check", is_flag=True, help="Check the spreadsheets and write nothing.")
@pass_context
def import_service(context, folder, service, check):
	"""Import the spreadsheets of a service from FOLDER, all or nothing.

	Every row of every file is checked first and each problem named by file, line and column. It is
	safe to run twice: what the service has already stays as it is, what is missing is added.
	"""
	from earlyhelp.imports.service import check_service, service_name

	folder = find_folder(folder)
	service = service or service_name(folder)
	with connected(get_site(context)), told_in_lines():
		if check:
			check_service(folder, service)
			click.echo(f"{service}: everything can be imported.")
		else:
			run_import(folder, service)


@click.command("load-demo")
@click.option(
	"--password", required=True, help="Password of the demo people; long enough for the site's rule."
)
@pass_context
def load_demo(context, password):
	"""Load the demo: a published service, and a small town of today with one fictional person for each role.

	Loading it again adds nothing. `remove-demo` takes out what it added.
	"""
	from earlyhelp.demo.people import PEOPLE
	from earlyhelp.demo.service import load_service
	from earlyhelp.demo.town import load_once

	with connected(get_site(context)), told_in_lines():
		load_service(password, run_import)
		added = load_once(password)
		frappe.db.commit()
		click.echo("Middleton: loaded." if added else "Middleton: it was there already.")
		for first_name, last_name, email, role, what in PEOPLE:
			click.echo(f"  {email}  {role}  {first_name} {last_name}: {what}.")


@click.command("remove-demo")
@click.option(
	"--with-later-records", is_flag=True, help="Remove what was added to the demo's families since, too."
)
@pass_context
def remove_demo(context, with_later_records):
	"""Remove exactly what `load-demo` added, and put back what it filled in."""
	from earlyhelp.demo.ledger import AddedSinceError, remove_added

	with connected(get_site(context)):
		try:
			removed = remove_added(with_later_records)
		except AddedSinceError as refused:
			click.secho(f"Nothing was removed. {refused}", fg="red", err=True)
			click.echo("Remove these first, or use --with-later-records.", err=True)
			sys.exit(1)
		frappe.db.commit()
		parts = [f"{count} {doctype}" for doctype, count in sorted(removed.items())]
		click.echo(f"Removed: {', '.join(parts) or 'nothing, no demo was loaded'}.")


@click.command("import-site")
@click.argument("archive", type=click.Path())
@click.option("--check", is_flag=True, help="Check the archive and this site, and write nothing.")
@click.option("--send-links", is_flag=True, help="Then send each person a link to choose a password.")
@pass_context
def import_site(context, archive, check, send_links):
	"""Load ARCHIVE, a whole site written by export-site, into this new site, and compare both.

	Stopped half-way, run it again. Ends with an error when a count or check-sum differs.
	"""
	from earlyhelp.handover.command import run

	path = find_file(archive)
	with connected(get_site(context)):
		if not run(path, check, send_links):
			sys.exit(1)


def run_import(folder, service):
	"""Import with a line of progress for each kind of record, and say at the end what was added."""
	from earlyhelp.imports.service import import_service

	added = import_service(folder, service, keep=frappe.db.commit, progress=show_progress)
	frappe.db.commit()
	parts = [f"{count} {kind}" for kind, count in added.items()]
	click.echo(f"{service}: {', '.join(parts) or 'nothing new, everything was there already'}.")


def show_progress(kind, done, of):
	"""Draw progress on a terminal; write nothing where nobody watches."""
	if sys.stdout.isatty():
		click.echo(f"\r{kind}: {done} of {of}  ", nl=done == of)


def find_folder(text):
	"""Return the folder; a bench runs commands inside `sites`, so a relative one is looked for where the
	person stood (PWD), then beside `sites`.
	"""
	for folder in places(text):
		if folder.is_dir():
			return folder
	raise click.BadParameter(f"{text} is not a folder.", param_hint="FOLDER")


def find_file(text):
	"""Return the file, looked for as folders are."""
	for path in places(text):
		if path.is_file():
			return path
	raise click.BadParameter(f"{text} is not a file.", param_hint="ARCHIVE")


def places(text):
	return [Path(base) / text for base in ("", os.environ.get("PWD", ""), "..")]


@contextmanager
def told_in_lines():
	"""End the command with a line for each problem when the sheets are refused."""
	from earlyhelp.imports.service import SheetsRefused

	try:
		yield
	except SheetsRefused as refused:
		for problem in refused.problems:
			click.echo(str(problem), err=True)
		click.secho(f"Nothing was written: {len(refused.problems)} to put right.", fg="red", err=True)
		sys.exit(1)


class connected:
	"""Open the site for the time of a command, as Administrator."""

	def __init__(self, site):
		self.site = site

	def __enter__(self):
		frappe.init(site=self.site)
		frappe.connect()

	def __exit__(self, kind, error, trace):
		frappe.destroy()


commands = [import_service, load_demo, remove_demo, import_site]
