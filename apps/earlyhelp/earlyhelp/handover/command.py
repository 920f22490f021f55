"""What `import-site` does and says."""

import click
import frappe

from earlyhelp.handover.archive import Archive, HandoverRefused
from earlyhelp.handover.checks import refusals
from earlyhelp.handover.comparing import compare, lines
from earlyhelp.handover.loading import load
from earlyhelp.handover.people import send_links as send
from earlyhelp.handover.people import without_password


def run(path, check=False, send_links=False):
	"""Load the archive and compare both sides; True when everything is here as it was there."""
	frappe.clear_cache()
	try:
		archive = Archive(path)
		if problems := refusals(archive):
			raise HandoverRefused(problems)
	except HandoverRefused as refused:
		for problem in refused.problems:
			click.echo(problem, err=True)
		click.secho("Nothing was written.", fg="red", err=True)
		return False
	if check:
		click.echo("The archive is whole and can be loaded here.")
		return True
	complete = load(archive, frappe.db.commit, say_step)
	if complete:
		click.echo(f"This archive was loaded completely at {complete}: nothing was written now.")
		click.echo("What people have changed here since then shows as different.")
	same = told(archive)
	if same or (complete and send_links):
		return told_people(without_password(archive), send_links) and same
	return False


def say_step(step, rows):
	if rows:
		click.echo(f"loaded {rows:,} {step}")


def told(archive):
	"""Print the comparison, and what is to be done by hand; True when nothing differs."""
	results = list(compare(archive))
	for line in lines(results):
		click.echo(line)
	differing = [found.table for found in results if not found.same]
	records = sum(found.here.count for found in results)
	if differing:
		click.secho(f"Different: {', '.join(differing)}.", fg="red", err=True)
		return False
	click.echo(f"{records:,} rows in {len(results)} tables: the same on both sides.")
	for field in archive.manifest["to_enter_again"]:
		click.echo(f"To be entered again, it is not in the archive: {field}")
	for url in archive.manifest["missing_files"]:
		click.echo(f"The content of this file was missing before: {url}")
	return True


def told_people(people, send_links):
	"""Say, or send, how people get a password; False when no mail can be sent."""
	if not people:
		return True
	try:
		if send_links:
			send(people, frappe.db.commit)
	except frappe.OutgoingEmailError as error:
		click.secho(
			f"No link was sent: {error} Set up outgoing mail, then run this again.", fg="red", err=True
		)
		return False
	how = "were sent a link" if send_links else 'choose one by "Forgot Password?" on the sign-in page'
	click.echo(f"{len(people)} people have no password here yet: they {how}.")
	return True
