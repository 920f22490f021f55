"""An import at work: stopped, killed, run beside other people, and what it must not tell."""

import contextvars
import io
import subprocess
import sys
import tarfile
import threading
import time
from pathlib import Path

import desk_town
import openpyxl
import pytest
from desk_client import SITE
from import_hands import CHANGE, HOME, START, families

from minibench import jobs
from minibench.backup import backup
from minibench.commands import cli
from minibench.documents import get_doc
from minibench.errors import DoesNotExistError, PermissionError
from minibench.local import connect, destroy, get_site_path, init, local, set_user
from minibench.meta import bump_schema
from minibench.web.desk import importrun

KILLED = """
import os, sys
import minibench
minibench.activate()
sys.path.insert(0, {tests!r})
from minibench import jobs
from minibench.web.desk import importrun
importrun.CHUNK_SECONDS = 0
attempt, seen = importrun.Import.attempt, []
def dying(self, lines):
	seen.append(lines)
	if len(seen) == 8:
		os.kill(os.getpid(), 9)
	return attempt(self, lines)
importrun.Import.attempt = dying
jobs.run_pending({site!r}, {sites!r})
"""


def begin(importing, lines):
	importing.check("Family\n" + "\n".join(lines) + "\n")
	page = importing.browser.page(importing.url)
	importing.browser.post(
		importing.url, [("csrf_token", page.form(-1).get("csrf_token")), ("_do", "start")], 303
	)


def test_a_kill_in_the_middle_neither_loses_a_row_nor_saves_one_twice(importing, desk_site, desk_sites):
	begin(importing, [f"Kill {n:02}" for n in range(20)])
	script = KILLED.format(tests=str(Path(__file__).parent), site=SITE, sites=str(desk_sites))
	assert subprocess.run([sys.executable, "-c", script], timeout=60).returncode == -9
	desk_site.db.rollback()
	assert len(families(desk_site, "Kill%")) == 7
	desk_site.db.commit()
	assert jobs.requeue_interrupted() == 1
	importing.work()
	assert families(desk_site, "Kill%") == [f"Kill {n:02}" for n in range(20)]
	assert importing.doc().status == "Success"


def test_a_stop_ends_the_import_between_two_chunks_and_it_goes_on_later(importing, desk_site, monkeypatch):
	monkeypatch.setattr(importrun, "CHUNK_SECONDS", 0)
	begin(importing, [f"Stop {n}" for n in range(6)])
	attempt = importrun.Import.attempt

	def stopping(self, lines):
		if lines[0][0] == 4:
			importrun.note(self.doc.name, stop=1)
		return attempt(self, lines)

	monkeypatch.setattr(importrun.Import, "attempt", stopping)
	page = importing.work()
	assert len(families(desk_site, "Stop%")) == 3
	assert "Not tried yet 3" in page.words
	importing.press("start")
	assert len(families(desk_site, "Stop%")) == 6


def test_others_save_while_an_import_runs(importing, desk_site, desk_sites, monkeypatch):
	monkeypatch.setattr("minibench.web.desk.importrun.CHUNK_SECONDS", 0)
	begin(importing, [f"Crowd {n:03}" for n in range(10)])
	counted, over = [], threading.Event()

	def other_person():
		init(SITE, str(desk_sites))
		connect()
		while not over.is_set():
			local.db.set_value("Desk School", "ELM", "phase", "Primary")
			counted.append(len(families(local, "Crowd%")))
			local.db.commit()
			time.sleep(0.02)
		destroy()

	thread = threading.Thread(target=other_person)
	thread.start()
	importing.work()
	over.set()
	thread.join()
	assert len(families(desk_site, "Crowd%")) == 10
	assert any(0 < number < 10 for number in counted), counted


def test_a_record_that_the_person_may_not_see_is_as_if_it_were_not(importing, desk_site):
	permission = {"doctype": "User Permission", "user": desk_town.WORKER, "allow": "Desk School"}
	rule = get_doc({**permission, "for_value": "ASH"}).insert()
	desk_site.db.commit()
	try:
		importing.check("ID,School name\nELM,Mine now\nNONE,x\n", "s.csv", CHANGE)
		hidden, absent = (message for _row, message in importing.problems())
		assert hidden.replace("ELM", "NONE") == absent
		importing.check("Family,School\nHide,ELM\nHide,Elm Road\nHide,NONE\nHide,ash\n")
		said = [message for _row, message in importing.problems()]
		assert said == [f"There is no Desk School called {name}" for name in ("ELM", "Elm Road", "NONE")]
	finally:
		rule.delete()
		desk_site.db.commit()


def test_an_app_that_refuses_a_record_in_its_own_words_tells_no_more(importing, monkeypatch):
	def refuse(doc, ptype, user):
		if doc.name == "OAK":
			raise DoesNotExistError("Desk School OAK is hidden from you")
		return True

	monkeypatch.setattr("minibench.docaccess.hooks_allow", refuse)
	importing.check("ID,School name\nOAK,Mine now\nNONE,x\n", "s.csv", CHANGE)
	hidden, absent = (message for _row, message in importing.problems())
	assert hidden.replace("OAK", "NONE") == absent


def test_a_right_that_was_taken_away_meanwhile_ends_the_import(importing, desk_site):
	begin(importing, ["Late"])
	right = {"parent": "Desk Plan", "role": "Desk Worker", "permlevel": 0}
	try:
		desk_site.db.set_value("DocPerm", right, "import", 0)
		bump_schema()
		page = importing.work()
		assert families(desk_site, "Late") == []
		assert "You do not have import permission for Desk Plan" in page.words
	finally:
		desk_site.db.set_value("DocPerm", right, "import", 1)
		bump_schema()
		desk_site.db.commit()


def test_no_mail_is_sent_unless_it_is_asked_for(importing, desk_site):
	account = {"doctype": "Email Account", "email_account_name": "Import", "email_id": "import@example.com"}
	account |= {"enable_outgoing": 1, "smtp_server": "127.0.0.1", "smtp_port": "1"}
	alert = {"doctype": "Notification", "name": "Plan made", "subject": "A plan", "message": "x"}
	alert |= {"document_type": "Desk Plan", "event": "New", "channel": "Email"}
	alert["recipients"] = [{"receiver_by_role": "Desk Reader"}]
	made = [get_doc(account).insert(), get_doc(alert).insert()]
	desk_site.db.commit()
	try:
		for form, more in (({}, 0), ({"mails": "1"}, 1)):
			before = desk_site.db.count("Email Queue")
			importing.check(f"Family\nMail {more}\n", **form)
			importing.press("start")
			assert desk_site.db.count("Email Queue") == before + more
	finally:
		for doc in made:
			doc.delete()
		desk_site.db.delete("Email Queue")
		desk_site.db.commit()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_a_template_gives_with_its_records_can_be_read_in_again(importing, desk_site, kind):
	get_doc({"doctype": "Desk Plan", "family": f"=Round {kind}", "school": "ASH", "next_review": "2027-05-06",
		"phone": "+44 1632 960123", "goals": [{"goal": "One", "done": 1}, {"goal": "Two"}], "owner": desk_town.WORKER}).insert()  # fmt: skip
	desk_site.db.commit()
	address = f"{HOME}/template?doctype=Desk+Plan&kind=Update+Existing+Records&fields=all&rows=all&as={kind}"
	with importing.browser.get(address) as answer:  # when it is sent, the export is written down
		content = answer.data
	if kind == "xlsx":
		heads = next(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
		assert heads[:3] == ("ID", "Family", "School")
		assert "ID (Scaling goals)" in heads
	before = get_doc("Desk Plan", {"family": f"=Round {kind}"}).as_dict()
	importing.check(content, f"back.{kind}", START.replace("Insert+New", "Update+Existing"))
	assert importing.problems() == []
	importing.press("start")
	after = get_doc("Desk Plan", before.name).as_dict()
	for each in (before, after):
		for row in (each, *each.goals):
			row.update(modified=None, modified_by=None)
	assert after == before
	assert desk_site.db.exists("Access Log", {"export_from": "Desk Plan", "method": "Export"})


def test_a_template_holds_the_columns_that_were_chosen(importing, reader):
	def heads(more):
		url = f"{HOME}/template?doctype=Desk+Plan&kind=Insert+New+Records&as=csv&{more}"
		return importing.browser.get(url).data.decode().strip().split(",")

	assert heads("fields=required") == ["Family"]
	assert heads("fields=chosen&field=school&field=goals.goal") == ["School", "Goal (Scaling goals)"]
	assert "Manager note" not in heads("fields=all")


def test_a_job_of_one_person_is_not_run_with_the_rights_of_another(importing, desk_site):
	importing.check("Family\nOwner\n")
	set_user(desk_town.READER)
	with pytest.raises(PermissionError):
		get_doc("Data Import", importing.doc().name).check_permission("read")
	set_user("Administrator")
	importing.press("start")
	assert get_doc("Desk Plan", {"family": "Owner"}).owner == desk_town.WORKER


def test_the_copy_that_a_dead_check_left_is_swept_unless_a_check_is_at_work(desk_site, desk_sites):
	copy = Path(get_site_path("private", "import-check.db"))
	with importrun.rehearsal():
		importrun.sweep()
		assert copy.exists(), "a check that runs keeps its copy"
	assert not copy.exists()
	copy.write_bytes(b"whole families")
	(copy.parent / f"{copy.name}-wal").write_bytes(b"and what they said")
	with tarfile.open(backup()) as packed:
		assert not [name for name in packed.getnames() if "import-check" in name]
	daily = desk_site.db.get_value("Scheduled Job Type", {"method": ["like", "%importrun.sweep"]}, "method")
	jobs.enqueue(daily, enqueue_after_commit=True)
	desk_site.db.commit()
	jobs.run_pending(SITE, str(desk_sites))
	assert list(copy.parent.glob("import-check*")) == []


def test_a_server_that_starts_sweeps_what_a_dead_check_left(desk_site, desk_sites, monkeypatch):
	copy = Path(get_site_path("private", "import-check.db"))
	copy.write_bytes(b"whole families")
	served = []
	monkeypatch.setattr("minibench.web.app.serve", lambda *place: served.append(copy.exists()))
	begun = ["--sites-path", str(desk_sites), "--site", SITE, "serve", "--no-background"]
	contextvars.copy_context().run(cli.main, begun, standalone_mode=False)
	assert served == [False]
