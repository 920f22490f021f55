"""Work beside the request: jobs are rows of the caller's transaction; one worker thread runs them after commit."""

import contextvars
import json
import logging
import sqlite3
import threading
import time
from collections import defaultdict
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path

from minibench.apps import get_attr
from minibench.errorlog import log_error
from minibench.errors import LockTimeoutError, NotOffered, ValidationError
from minibench.local import _dict, connect, destroy, init, local, set_user
from minibench.locks import filelock
from minibench.logrows import add_row, write_after_answer
from minibench.whitelist import call

JOBS_TABLE = """create table if not exists `__job` (
	id integer primary key autoincrement, job_id text, method text not null, arguments text not null,
	user text not null, state text not null default 'queued', due real not null default 0,
	attempts integer not null default 0, error text)"""
MAX_ATTEMPTS = 5
POLL_SECONDS = 5
OTHERS_TURN = 0.11  # seconds; who waits for SQLite's write lock asks again after a tenth of one at the latest
_wake: dict[str, threading.Event] = defaultdict(threading.Event)


def enqueue(
	method, queue="default", timeout=None, is_async=True, job_name=None, now=False, enqueue_after_commit=False, *,
	job_id: str | None = None, deduplicate=False, **kwargs,
):  # fmt: skip
	"""Run a function (or its dotted path) later as the present user; `now` runs it at once.

	The arguments are JSON, dates and datetimes included. With `deduplicate` a job whose `job_id` is still
	waiting is not queued again.
	"""
	if refused := {"event", "on_success", "on_failure", "at_front"}.intersection(kwargs):
		raise NotOffered(f"frappe.enqueue({', '.join(sorted(refused))})")
	if deduplicate and not job_id:
		raise ValidationError("`job_id` parameter is required for deduplication.")
	if now or not is_async:
		return call(method, **kwargs)
	if deduplicate and is_job_enqueued(job_id):
		return None
	add_job(method, kwargs, job_id)
	return None if enqueue_after_commit else _dict(id=job_id)


def add_job(method, arguments: dict, job_id: str | None = None) -> None:
	"""Write the row of a job, from a request that only reads in a short write after its answer."""
	path = method if isinstance(method, str) else f"{method.__module__}.{method.__qualname__}"
	row = (job_id, path, json.dumps(arguments, default=_pack), local.session.user)

	def write():
		local.db.sql("insert into `__job` (job_id, method, arguments, user) values (%s, %s, %s, %s)", row)
		local.db.after_commit.add(_wake[local.site_path].set)

	write_after_answer(write)


def enqueue_doc(doctype: str, name: str | None = None, method=None, **kwargs):
	"""Run a method of a document later."""
	return enqueue(run_doc_method, doctype=doctype, name=name, doc_method=method, **kwargs)


def run_doc_method(doctype: str, name: str, doc_method: str, **kwargs) -> None:
	from minibench.documents import get_doc

	getattr(get_doc(doctype, name), doc_method)(**kwargs)


def is_job_enqueued(job_id: str) -> bool:
	"""True while a job of this id waits or runs."""
	waiting = "select 1 from `__job` where job_id = %s and state in ('queued', 'running')"
	return bool(local.db.sql(waiting, (job_id,)))


def _pack(value):
	if isinstance(value, date):
		return {f"__{type(value).__name__}__": value.isoformat()}
	raise TypeError(f"an argument of a job must be JSON or a date, not {type(value).__name__}")


def _unpack(value: dict):
	for kind in (datetime, date):
		if text := value.get(f"__{kind.__name__}__"):
			return kind.fromisoformat(text)
	return value


def run_pending(site: str, sites_path: str, limit: int = 1000) -> int:
	"""Run the jobs that are due, one after another, each in a context of its own; how many were run."""
	count = 0
	while count < limit and contextvars.Context().run(_run_next, site, sites_path):
		count += 1
	return count


def _run_next(site: str, sites_path: str) -> bool:
	with site_context(site, sites_path):
		job = None if local.conf.maintenance_mode else _claim()
		if job:
			_run(job)
		return bool(job)


@contextmanager
def site_context(site: str, sites_path: str):
	"""An open site for one step of work, as Administrator."""
	init(site, sites_path)
	connect()
	try:
		yield
	finally:
		destroy()


def make_way() -> None:
	"""Keep what was done so far, and leave the write lock to others for long enough that whoever waits gets it."""
	local.db.commit()
	time.sleep(OTHERS_TURN)


@contextmanager
def reading():
	"""Read without the write lock, in a transaction of its own: what was written before and not kept is undone."""
	local.db.rollback()
	local.db.read_only = True
	try:
		yield
	finally:
		local.db.rollback()
		local.db.read_only = False


def _claim() -> _dict | None:
	with reading():
		due = "select id from `__job` where state = 'queued' and due <= %s order by id limit 1"
		found = local.db.sql(due, (time.time(),), pluck=True)
	if not found:
		return None
	claimed = local.db.sql(
		"update `__job` set state = 'running', attempts = attempts + 1 where id = %s and state = 'queued' returning *",
		found,
		as_dict=True,
	)
	local.db.commit()
	return claimed[0] if claimed else None


def _run(job: _dict) -> None:
	set_user(job.user)
	try:
		with reading():
			function = get_attr(job.method)
		function(**json.loads(job.arguments, object_hook=_unpack))
		local.db.sql("delete from `__job` where id = %s", (job.id,))
		_log_schedule(job, "Complete")
		local.db.commit()
	except Exception as error:
		local.db.rollback()
		_failed(job, error)


def _failed(job: _dict, error: Exception) -> None:
	"""Queue a job again that met a busy database; log any other failure."""
	values = ("queued", time.time() + 2**job.attempts, None, job.id)
	if job.attempts >= MAX_ATTEMPTS or not is_busy(error):
		set_user(job.user)
		log_error(title=f"Failed job: {job.method}")
		_log_schedule(job, "Failed", repr(error)[:1000])
		values = ("failed", 0, repr(error)[:1000], job.id)
	local.db.sql("update `__job` set state = %s, due = %s, error = %s where id = %s", values)
	local.db.commit()


def _log_schedule(job: _dict, status: str, details: str | None = None) -> None:
	"""Write down how a scheduled task ended; those that run all day only where they are told to, or when they fail."""
	name = (job.job_id or "").removeprefix("scheduled:")
	if name == job.job_id or not name:
		return
	asks = "select frequency <> 'All' or create_log from `tabScheduled Job Type` where name = %s"
	if any(local.db.sql(asks, (name,), pluck=True)) or status == "Failed":
		add_row("Scheduled Job Log", scheduled_job_type=name, status=status, details=details)


def is_busy(error: Exception) -> bool:
	"""Whether something failed because others were writing, and may be tried again."""
	return isinstance(error, sqlite3.OperationalError)


def requeue_interrupted() -> int:
	"""Queue again what was running when the process died; give up on a job that did so too often."""
	with reading():
		if not local.db.sql("select 1 from `__job` where state = 'running'"):
			return 0
	local.db.sql(
		"update `__job` set state = 'failed', error = 'The process ended while it ran' "
		"where state = 'running' and attempts >= %s",
		(MAX_ATTEMPTS,),
	)
	again = local.db.sql("update `__job` set state = 'queued' where state = 'running' returning id")
	local.db.commit()
	return len(again)


class Background(threading.Thread):
	"""A daemon thread that does `step(site, sites_path)` again and again, in one process per site."""

	def __init__(self, name: str, site: str, sites_path: str, step, pause: float):
		super().__init__(name=f"minibench-{name}", daemon=True)
		self.label, self.step, self.pause = name, step, pause
		self.place = (site, sites_path)
		self.stopping = threading.Event()
		self.woken = threading.Event()

	def run(self) -> None:
		init(*self.place)
		with suppress(LockTimeoutError), filelock(self.label, timeout=0):
			while not self.stopping.is_set():
				try:
					contextvars.Context().run(self.step, *self.place)
				except Exception:
					logging.getLogger("minibench").exception("background work failed")
				self.woken.wait(self.pause)
				self.woken.clear()

	def stop(self) -> None:
		self.stopping.set()
		self.woken.set()
		self.join(timeout=10)


def work(site: str, sites_path: str) -> None:
	"""One round of the worker: what was interrupted is queued again, then all that is due is run."""
	with site_context(site, sites_path):
		requeue_interrupted()
	run_pending(site, sites_path)


def start(site: str, sites_path: str) -> list[Background]:
	"""Start the worker and the scheduler of a site; `stop()` each to end them."""
	from minibench.scheduler import TICK_SECONDS, tick

	worker = Background("worker", site, sites_path, work, POLL_SECONDS)
	worker.woken = _wake[str(Path(sites_path).resolve() / site)]
	threads = [worker, Background("scheduler", site, sites_path, tick, TICK_SECONDS)]
	for thread in threads:
		thread.start()
	return threads
