"""The page of those who look after a site."""

import re
import tarfile
from io import BytesIO

import desk_town
import pytest
from desk_client import SITE, Browser

from minibench import jobs
from minibench.documents import get_doc
from minibench.errorlog import log_error
from minibench.web.desk import system

PAGE = "/app/-/system"


BREAKS = "minibench.jobs.is_job_enqueued"  # it wants an argument
SAID = "missing 1 required positional argument"


@pytest.fixture(scope="module")
def operator(desk_sites):
	from minibench.local import connect, destroy, init, local

	init(SITE, str(desk_sites))
	connect()
	if not local.db.exists("User", "operator@example.com"):
		desk_town.person("operator@example.com", "Op", "System Manager")
	local.db.commit()
	destroy()
	return Browser(desk_sites, "operator@example.com")


def press(browser, do, status=303, **form):
	token = browser.page(PAGE).form(-1).get("csrf_token")
	return browser.post(PAGE, [("csrf_token", token), ("_do", do), *form.items()], status)


def test_only_a_system_manager_finds_the_page(operator, worker):
	worker.get(PAGE, 404)
	assert PAGE not in worker.get("/app/-/reports").text
	page = operator.page(PAGE)
	assert f'href="{PAGE}"' in page.html
	assert re.search(r"Database [\d.]+ (MB|kB)", page.words)
	assert "minibench 0." in page.words


def test_what_fails_and_what_waits_is_counted(operator, desk_site, desk_sites):
	log_error("A fault of today")
	jobs.enqueue(BREAKS, enqueue_after_commit=True)
	desk_site.db.commit()
	jobs.run_pending(SITE, str(desk_sites))
	page = operator.page(PAGE)
	assert re.search(r"Errors today [1-9]", page.words)
	assert SAID in page.words
	job = re.search(r'value="retry:(\d+)"', page.html)[1]
	press(operator, f"retry:{job}")
	assert re.search(r"Jobs waiting [1-9]", operator.page(PAGE).words)
	jobs.run_pending(SITE, str(desk_sites))
	press(operator, f"drop:{job}")
	assert SAID not in operator.page(PAGE).words
	desk_site.db.delete("Error Log")
	desk_site.db.commit()


def test_a_task_is_run_now_and_logged_and_stopped_and_started(operator, desk_site, desk_sites):
	name = "minibench.files.sweep daily"
	press(operator, f"run:{name}")
	jobs.run_pending(SITE, str(desk_sites))
	desk_site.db.rollback()
	log = desk_site.db.get_all("Scheduled Job Log", {"scheduled_job_type": name}, pluck="status")
	assert log == ["Complete"]
	press(operator, f"toggle:{name}")
	assert "Stopped" in operator.page(PAGE).words
	desk_site.db.rollback()
	assert desk_site.db.get_value("Scheduled Job Type", name, "stopped") == 1
	press(operator, f"toggle:{name}")
	assert "Stopped" not in operator.page(PAGE).words


def test_a_task_that_fails_says_so_in_its_log(desk_site, desk_sites):
	task = {"doctype": "Scheduled Job Type", "method": BREAKS, "frequency": "All"}
	task = get_doc(task).insert()
	jobs.enqueue(BREAKS, job_id=f"scheduled:{task.name}", enqueue_after_commit=True)
	desk_site.db.commit()
	jobs.run_pending(SITE, str(desk_sites))
	desk_site.db.rollback()
	log = desk_site.db.get_all("Scheduled Job Log", {"scheduled_job_type": task.name}, ["status", "details"])
	assert [row.status for row in log] == ["Failed"]
	assert SAID in log[0].details
	task.delete(force=True)
	for table in ("Scheduled Job Log", "Error Log"):
		desk_site.db.delete(table)
	desk_site.db.sql("delete from `__job`")
	desk_site.db.commit()


def test_a_backup_is_made_beside_the_work_and_handed_over_for_the_password_only(
	operator, desk_site, desk_sites
):
	press(operator, "backup")
	assert "A backup is being made" in operator.page(PAGE).words
	jobs.run_pending(SITE, str(desk_sites))
	assert 'value="download:' not in operator.page(PAGE).html
	admin = Browser(desk_sites)
	admin.client.post("/api/method/login", data={"usr": "Administrator", "pwd": "admin"})
	page = admin.page(PAGE)
	archive = re.search(r'value="download:([^"]+)"', page.html)[1]
	assert "restore" in page.words
	press(operator, f"download:{archive}", 404, password=desk_town.PASSWORD)
	wrong = press(admin, f"download:{archive}", 403, password="not mine")
	assert "password is not right" in wrong.text
	with press(admin, f"download:{archive}", 200, password="admin") as answer:
		content = BytesIO(answer.data)
	with tarfile.open(fileobj=content) as packed:
		assert "site.db" in packed.getnames()
	desk_site.db.rollback()
	log = {"reference_document": archive, "method": "Backup", "user": "Administrator"}
	assert desk_site.db.exists("Access Log", log)


def test_nothing_but_an_archive_is_handed_over(operator):
	for name in ("../../site_config.json", "../../site.db", "none.tar", ""):
		press(operator, f"download:{name}", 404, password=desk_town.PASSWORD)


def test_a_press_without_the_token_does_nothing(operator, desk_site):
	operator.post(PAGE, [("_do", "backup")], 303)
	desk_site.db.rollback()
	assert not jobs.is_job_enqueued("backup")


def test_sizes_are_said_as_people_say_them():
	assert [system.size(n) for n in (400_000, 1_450_000, 13_300_000, 2_340_000_000)] == [
		"400\u00a0kB", "1.4\u00a0MB", "13\u00a0MB", "2.3\u00a0GB",
	]  # fmt: skip
