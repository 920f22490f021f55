"""Work beside the request: jobs after commit, once more after a crash, and the schedule."""

import contextvars
import sqlite3
import sys
import threading
import time
import types
from datetime import date, datetime, timedelta

import pytest

from minibench import jobs, scheduler
from minibench.errors import LockTimeoutError, NotOffered, ValidationError
from minibench.install import new_site
from minibench.local import connect, destroy, init, local
from minibench.locks import filelock

SITE = "jobs.localhost"
done: list = []


def note(*args, **kwargs):
	done.append((local.session.user, args, kwargs))


def fail(**kwargs):
	local.db.set_value("User", "Guest", "last_name", "changed")
	raise RuntimeError("it broke")


def not_yet():
	done.append("try")
	raise sqlite3.OperationalError("database is locked")


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
	sites = tmp_path_factory.mktemp("sites")
	new_site(SITE, str(sites))
	destroy()
	return str(sites)


@pytest.fixture
def own_site(sites, monkeypatch):
	module = types.ModuleType("minibench.jobs_under_test")
	module.__dict__.update(note=note, fail=fail, not_yet=not_yet)
	monkeypatch.setitem(sys.modules, "minibench.jobs_under_test", module)
	init(SITE, sites)
	connect()
	done.clear()
	yield local
	local.db.rollback()
	for table in ("__job", "tabError Log"):
		local.db.execute(f"delete from `{table}`")
	local.db.commit()
	destroy()


def queue(name, **kwargs):
	return jobs.enqueue(f"minibench.jobs_under_test.{name}", enqueue_after_commit=True, **kwargs)


def run(sites):
	local.db.commit()
	return jobs.run_pending(SITE, sites)


def test_a_job_runs_after_commit_as_its_user_with_its_arguments(own_site, sites):
	local.session.user = "Guest"
	queue("note", a=1, day=date(2026, 2, 28), at=datetime(2026, 2, 28, 9, 30), many=[{"x": None}])
	assert done == []
	assert run(sites) == 1
	values = {"a": 1, "day": date(2026, 2, 28), "at": datetime(2026, 2, 28, 9, 30), "many": [{"x": None}]}
	assert done == [("Guest", (), values)]
	assert run(sites) == 0


def test_a_job_of_a_rolled_back_transaction_never_runs(own_site, sites):
	queue("note")
	local.db.rollback()
	assert run(sites) == 0


def test_a_request_that_only_reads_may_queue_a_job_too(own_site, sites):
	local.db.read_only = True
	queue("note")
	local.db.rollback()
	local.db.read_only = False
	assert run(sites) == 1


def test_now_runs_at_once_with_the_arguments_it_takes(own_site):
	assert jobs.enqueue(lambda a: a + 1, now=True, a=1, b="left out") == 2


def test_arguments_that_are_not_json_are_refused_at_once(own_site):
	with pytest.raises(TypeError, match="must be JSON"):
		queue("note", thing=object())
	with pytest.raises(NotOffered):
		queue("note", on_success=print)


def test_a_waiting_job_is_not_queued_twice(own_site, sites):
	queue("note", job_id="one", deduplicate=True)
	queue("note", job_id="one", deduplicate=True)
	assert jobs.is_job_enqueued("one")
	assert run(sites) == 1
	assert not jobs.is_job_enqueued("one")
	with pytest.raises(ValidationError):
		queue("note", deduplicate=True)


def test_a_failing_job_is_undone_and_logged_and_not_run_again(own_site, sites):
	queue("fail")
	assert run(sites) == 1
	assert run(sites) == 0
	assert local.db.get_value("User", "Guest", "last_name") != "changed"
	log = local.db.get_value("Error Log", {}, ["method", "error"])
	assert log[0] == "Failed job: minibench.jobs_under_test.fail"
	assert "it broke" in log[1]
	assert local.db.sql("select state from `__job`", pluck=True) == ["failed"]


def test_a_job_that_met_a_busy_database_is_tried_again_a_limited_number_of_times(own_site, sites):
	queue("not_yet")
	for _ in range(jobs.MAX_ATTEMPTS + 2):
		run(sites)
		local.db.sql("update `__job` set due = 0")
	assert len(done) == jobs.MAX_ATTEMPTS
	assert local.db.sql("select state from `__job`", pluck=True) == ["failed"]


def test_what_a_crash_interrupted_runs_again(own_site, sites):
	queue("note")
	local.db.commit()
	assert jobs._claim().attempts == 1
	assert run(sites) == 0
	assert jobs.requeue_interrupted() == 1
	assert run(sites) == 1


def test_a_job_that_kills_its_process_again_and_again_is_given_up(own_site, sites):
	queue("note")
	for _ in range(jobs.MAX_ATTEMPTS):
		local.db.commit()
		jobs._claim()
		jobs.requeue_interrupted()
	assert run(sites) == 0
	assert "ended while it ran" in local.db.sql("select error from `__job`", pluck=True)[0]


def test_no_job_runs_in_maintenance_mode(own_site, sites, monkeypatch):
	from minibench.config import update_site_config

	queue("note")
	update_site_config("maintenance_mode", 1)
	try:
		assert run(sites) == 0
	finally:
		update_site_config("maintenance_mode", None)
	assert run(sites) == 1


def test_a_document_method_runs_later(own_site, sites):
	jobs.enqueue_doc("User", "Guest", "add_comment", comment_type="Comment", text="later")
	run(sites)
	assert local.db.exists("Comment", {"reference_name": "Guest", "content": "later"})


def test_the_worker_thread_runs_what_is_committed_and_only_one_runs_per_site(own_site, sites):
	threads = jobs.start(SITE, sites)
	try:
		queue("note")
		local.db.commit()
		end = time.monotonic() + 5
		while not done and time.monotonic() < end:
			time.sleep(0.01)
		assert len(done) == 1
		with pytest.raises(LockTimeoutError), filelock("worker", timeout=0):
			pass
	finally:
		for thread in threads:
			thread.stop()
	assert not any(thread.is_alive() for thread in threads)
	with filelock("worker", timeout=0):
		pass


def test_a_lock_is_held_by_one_and_free_afterwards(own_site):
	seen = []

	def other(sites_path):
		init(SITE, sites_path)
		try:
			with filelock("x", timeout=0):
				seen.append("got it")
		except LockTimeoutError:
			seen.append("refused")

	with filelock("x"):
		thread = threading.Thread(target=other, args=(local.sites_path,))
		thread.start()
		thread.join()
	with filelock("x", timeout=0):
		pass
	assert seen == ["refused"]


# the schedule


@pytest.fixture
def schedule(own_site, monkeypatch):
	events = {
		"daily": ["minibench.jobs_under_test.note"],
		"cron": {"*/15 * * * *": ["minibench.jobs_under_test.note"]},
	}
	monkeypatch.setattr(scheduler, "get_hooks", lambda *args, **kwargs: events)
	scheduler.sync_jobs()
	local.db.commit()
	yield events
	monkeypatch.undo()
	scheduler.sync_jobs()
	local.db.commit()


def last_run(moment):
	local.db.sql("update `tabScheduled Job Type` set last_execution = %s", (moment,))
	local.db.commit()


def test_hooks_become_rows_and_lost_ones_go(schedule, monkeypatch):
	names = set(local.db.sql("select name from `tabScheduled Job Type`", pluck=True))
	assert names == {"minibench.jobs_under_test.note daily", "minibench.jobs_under_test.note */15 * * * *"}
	schedule.pop("cron")
	scheduler.sync_jobs()
	assert local.db.sql("select frequency from `tabScheduled Job Type`", pluck=True) == ["Daily"]
	schedule["fortnightly"] = ["x"]
	with pytest.raises(ValidationError, match="fortnightly"):
		scheduler.sync_jobs()


@pytest.mark.parametrize(
	("last", "now", "due"),
	[
		("2026-03-02 23:50:00", "2026-03-02 23:59:59", []),
		("2026-03-02 23:50:00", "2026-03-03 00:00:00", ["*/15", "daily"]),
		("2026-03-03 00:00:00", "2026-03-03 00:15:00", ["*/15"]),
		("2026-02-27 12:00:00", "2026-03-05 12:00:00", ["*/15", "daily"]),
	],
)
def test_what_is_due_follows_from_the_last_run(schedule, last, now, due):
	last_run(datetime.fromisoformat(last))
	found = scheduler.due_jobs(datetime.fromisoformat(now))
	assert sorted(row.name.split()[1] for row in found) == due


def test_after_downtime_everything_due_runs_once(schedule, sites):
	from minibench.utils.dates import now_datetime

	last_run(now_datetime() - timedelta(days=3))
	assert tick(sites) == 2
	assert run(sites) == 2
	assert tick(sites) == 0


def tick(sites):
	return contextvars.Context().run(scheduler.tick, SITE, sites)


def test_a_stopped_schedule_rests(schedule, sites):
	from minibench.utils.dates import now_datetime

	last_run(now_datetime() - timedelta(days=3))
	local.db.sql("update `tabScheduled Job Type` set stopped = 1 where frequency = 'Cron'")
	local.db.commit()
	assert [row.name.split()[1] for row in scheduler.due_jobs(now_datetime())] == ["daily"]
	local.db.set_single_value("System Settings", "enable_scheduler", 0)
	local.db.commit()
	try:
		assert tick(sites) == 0
	finally:
		local.db.set_single_value("System Settings", "enable_scheduler", 1)
		local.db.commit()


def test_the_machines_own_daily_work_runs(site):
	from minibench.apps import get_attr
	from minibench.core_hooks import scheduler_events

	site.db.sql("insert into `tabSessions` (sid, user, creation, lastupdate) values ('old', 'Guest', 1, 1)")
	for path in scheduler_events["daily"]:
		get_attr(path)()
	assert site.db.sql("select count(*) from `tabSessions` where sid = 'old'", pluck=True) == [0]
	assert site.db.sql("select count(*) > 0 from sqlite_stat1", pluck=True) == [1]
