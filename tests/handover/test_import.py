"""A site that is loaded from an archive is the one that was exported; a run that dies is simply run again."""

import os
import signal

import pytest
from pilot import PASSWORD


def load(path, **options) -> bool:
	from earlyhelp.handover.command import run

	return run(path, **options)


def counts(local) -> dict[str, int]:
	"""{table: rows} of tables that a new site has nothing in."""
	tables = (
		"Family",
		"Goal Score",
		"Closure Reason",
		"Comment",
		"Version",
		"Notification Log",
		"Has Role",
		"Tag",
	)
	return {name: local.db.count(name) for name in (*tables, "User", "File", "DocShare", "ToDo")}


@pytest.fixture
def loaded(sites, archive, request):
	"""A site with the archive in it, open."""
	name = f"{request.node.name[:40]}.localhost"
	local = sites.new(name)
	assert load(archive)
	return local


def test_the_same_counts_and_check_sums_stand_on_both_sides(sites, archive, capsys):
	sites.new("all.localhost")
	assert load(archive)
	said = capsys.readouterr().out
	assert "the same on both sides" in said and "DIFFERENT" not in said
	assert "loaded 1 Custom Field" in said and "loaded 3 files" in said
	assert "To be entered again, it is not in the archive: Email Account Out: password" in said


def test_nothing_is_doubled_and_nothing_comes_back_that_was_deleted(sites, loaded):
	here = counts(loaded)
	assert here == counts(sites.opened("pilot.localhost"))
	assert (
		here["Goal Score"] > 0
		and here["Closure Reason"] < counts(sites.opened("new.localhost"))["Closure Reason"]
	)


def test_records_keep_owner_dates_and_custom_fields(sites, loaded):
	import frappe

	fields = ["name", "owner", "creation", "modified", "modified_by", "custom_bus_pass"]
	here = frappe.get_all("Family", fields=fields, order_by="name")
	assert frappe.get_meta("Family").get_label("custom_bus_pass") == "Pass"
	sites.opened("pilot.localhost")
	assert here == frappe.get_all("Family", fields=fields, order_by="name")
	assert any(row.custom_bus_pass for row in here)


def test_numbers_go_on_after_the_last_one(loaded):
	import frappe

	last = max(frappe.get_all("Early Help Person", pluck="name"))
	person = frappe.get_doc(doctype="Early Help Person", first_name="Ada", last_name="New")
	name = person.insert(ignore_permissions=True).name
	assert int(name.rsplit("-", 1)[1]) == int(last.rsplit("-", 1)[1]) + 1


def test_files_are_read_where_they_hang(loaded):
	import frappe

	names = frappe.get_all("File", filters={"file_name": ("in", ("letter.txt", "copy.txt"))}, pluck="name")
	assert [frappe.get_doc("File", name).get_content() for name in names] == [b"a letter \xff"] * 2


def test_old_passwords_open_nothing_and_a_new_one_does(loaded):
	from minibench.errors import AuthenticationError
	from minibench.passwords import check_password, update_password

	with pytest.raises(AuthenticationError):
		check_password("pat.norris@example.com", PASSWORD)
	update_password("pat.norris@example.com", "A-new-one-of-pat-7")
	assert check_password("pat.norris@example.com", "A-new-one-of-pat-7") == "pat.norris@example.com"


def test_links_go_to_those_without_a_password_once_mail_can_be_sent(loaded, archive, capsys):
	from minibench.passwords import update_password

	assert not load(archive, send_links=True)
	assert "No link was sent" in capsys.readouterr().err
	loaded.db.set_value("Email Account", "Out", {"enable_outgoing": 1, "default_outgoing": 1})
	update_password("pat.norris@example.com", "A-new-one-of-pat-7")
	loaded.db.commit()
	people = set(loaded.db.sql("select name from tabUser where enabled = 1", pluck=True))
	assert not load(archive, send_links=True), "the mail account differs now"
	told = loaded.db.sql("select recipient from `tabEmail Queue Recipient`", pluck=True)
	assert sorted(told) == sorted(people - {"Administrator", "Guest", "pat.norris@example.com"})
	assert f"{len(told)} people have no password here yet: they were sent a link" in capsys.readouterr().out


def test_loading_tells_nobody(loaded):
	assert loaded.db.count("Email Queue") == 0


def test_the_rule_of_access_holds_for_those_who_came_along(loaded):
	import frappe

	frappe.set_user("pat.norris@example.com")
	titles = frappe.get_list("Family", pluck="family_name")
	assert "O'Brien" in titles and "Meredith" not in titles and "Kaye" not in titles


def test_loading_again_writes_nothing(loaded, archive, capsys):
	changes = loaded.db.connection.total_changes
	assert load(archive)
	assert "nothing was written now" in capsys.readouterr().out
	assert loaded.db.connection.total_changes == changes


def test_what_was_changed_since_is_named(loaded, archive, capsys):
	import frappe

	name = frappe.get_all("Family", pluck="name", order_by="name", limit=1)[0]
	frappe.db.set_value("Family", name, "custom_bus_pass", "none")
	frappe.db.commit()
	assert not load(archive)
	said = capsys.readouterr()
	assert f"{name}: custom_bus_pass, modified" in said.out and "Different: Family." in said.err


def die_at(commits: int, archive, open_site) -> None:
	"""Load in a child that is killed at its commit of that number."""
	child = os.fork()
	if child == 0:
		open_site()
		import frappe

		from earlyhelp.handover.archive import Archive
		from earlyhelp.handover.loading import load

		left = [commits]

		def keep():
			left[0] -= 1
			if not left[0]:
				os.kill(os.getpid(), signal.SIGKILL)
			frappe.db.commit()

		load(Archive(archive), keep, lambda step, rows: None)
		os._exit(0)
	_, status = os.waitpid(child, 0)
	assert os.WIFSIGNALED(status), "the load was over before it was killed"


def test_a_run_that_is_killed_again_and_again_ends_as_one_that_was_not(sites, archive, capsys):
	from minibench.local import destroy

	sites.new("killed.localhost")
	for commits in (1, 2, 3, 7, 20, 60, 40):
		destroy()
		die_at(commits, archive, lambda: sites.opened("killed.localhost"))
	sites.opened("killed.localhost")
	assert load(archive)
	assert "the same on both sides" in capsys.readouterr().out
