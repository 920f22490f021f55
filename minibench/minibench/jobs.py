"""Work beside the request: jobs are rows of the caller's transaction; one worker thread runs them after commit."""

import contextvars
import inspect
import json
import sqlite3
import threading
import time
from collections import defaultdict
from datetime import date, datetime
from pathlib import Path

from minibench.apps import get_attr
from minibench.errors import LockTimeoutError, NotOffered, RetryBackgroundJobError, ValidationError
from minibench.local import _dict, connect, destroy, init, local, set_user

JOBS_TABLE = """create table if not exists `__job` (
	id integer primary key autoincrement, job_id text, method text not null, arguments text not null,
	user text not null, state text not null default 'queued', due real not null, at_front integer default 0,
	attempts integer not null default 0, error text)"""
MAX_ATTEMPTS = 5
POLL_SECONDS = 5
_wake: dict[str, threading.Event] = defaultdict(threading.Event)


def enqueue(
	method,
	queue: str = "default",
	timeout: int | None = None,
	event=None,
	is_async: bool = True,
	job_name: str | None = None,
	now: bool = False,
	enqueue_after_commit: bool = False,
	*,
	on_success=None,
	on_failure=None,
	at_front: bool = False,
	job_id: str | None = None,
	deduplicate: bool = False,
	**kwargs,
):
	"""Run a function (or its dotted path) later as the present user; `now` runs it at once.

	The arguments are JSON, dates and datetimes included. With `deduplicate` a job whose `job_id` is still
	waiting is not queued again.
	"""
	if on_success or on_failure:
		raise NotOffered("frappe.enqueue(on_success, on_failure)")
	if deduplicate and not job_id:
		raise ValidationError("`job_id` parameter is required for deduplication.")
	if now or not is_async:
		return call(method, **kwargs)
	if deduplicate and is_job_enqueued(job_id):
		return None
	add_job(method, kwargs, job_id=job_id, at_front=at_front)
	return None if enqueue_after_commit else _dict(id=job_id)


def add_job(
	method, arguments: dict, job_id: str | None = None, at_front: bool = False, due: float = 0
) -> None:
	"""Write the row of a job, from a request that only reads in a short write after its answer.

	`due` is a time in seconds since the epoch.
	"""
	from minibench.logrows import write_after_answer

	path = method if isinstance(method, str) else f"{method.__module__}.{method.__qualname__}"
	row = (job_id, path, json.dumps(arguments, default=_pack), local.session.user, due, int(at_front))

	def write():
		columns = "job_id, method, arguments, user, due, at_front"
		local.db.sql(f"insert into `__job` ({columns}) values (%s, %s, %s, %s, %s, %s)", row)
		local.db.after_commit.add(_wake[local.site_path].set)

	write_after_answer(write)


def enqueue_doc(
	doctype: str, name: str | None = None, method=None, queue="default", timeout=300, now=False, **kwargs
):
	"""Run a method of a document later."""
	arguments = {"doctype": doctype, "name": name, "doc_method": method}
	return enqueue(run_doc_method, queue=queue, timeout=timeout, now=now, **arguments, **kwargs)


def run_doc_method(doctype: str, name: str, doc_method: str, **kwargs) -> None:
	from minibench.document import get_doc

	getattr(get_doc(doctype, name), doc_method)(**kwargs)


def is_job_enqueued(job_id: str) -> bool:
	"""True while a job of this id waits or runs."""
	waiting = "select 1 from `__job` where job_id = %s and state in ('queued', 'running')"
	return bool(local.db.sql(waiting, (job_id,)))


def call(method, *args, **kwargs):
	"""Call a function or dotted path with those of the named arguments that it takes."""
	function = get_attr(method) if isinstance(method, str) else method
	parameters = inspect.signature(function).parameters
	if not any(p.kind == p.VAR_KEYWORD for p in parameters.values()):
		kwargs = {key: value for key, value in kwargs.items() if key in parameters}
	return function(*args, **kwargs)


def _pack(value):
	if isinstance(value, datetime):
		return {"__datetime__": value.isoformat()}
	if isinstance(value, date):
		return {"__date__": value.isoformat()}
	raise TypeError(f"an argument of a job must be JSON or a date, not {type(value).__name__}")


def _unpack(value: dict):
	if "__datetime__" in value:
		return datetime.fromisoformat(value["__datetime__"])
	if "__date__" in value:
		return date.fromisoformat(value["__date__"])
	return value


def run_pending(site: str, sites_path: str, limit: int = 1000) -> int:
	"""Run the jobs that are due, one after another, each in a context of its own; how many were run."""
	for count in range(limit):
		if not contextvars.Context().run(_run_next, site, sites_path):
			return count
	return limit


def _run_next(site: str, sites_path: str) -> bool:
	init(site, sites_path)
	connect()
	try:
		job = None if local.conf.maintenance_mode else _claim()
		if job:
			_run(job)
		return bool(job)
	finally:
		destroy()


def _claim() -> _dict | None:
	local.db.read_only = True
	due = "select * from `__job` where state = 'queued' and due <= %s order by at_front desc, id limit 1"
	found = local.db.sql(due, (time.time(),), as_dict=True)
	local.db.rollback()
	local.db.read_only = False
	if not found:
		return None
	claimed = local.db.sql(
		"update `__job` set state = 'running', attempts = attempts + 1 where id = %s and state = 'queued' returning *",
		(found[0].id,),
		as_dict=True,
	)
	local.db.commit()
	return claimed[0] if claimed else None


def _run(job: _dict) -> None:
	set_user(job.user)
	local.job = _dict(method=job.method, id=job.job_id)
	try:
		function = get_attr(job.method)
		local.db.commit()
		function(**json.loads(job.arguments, object_hook=_unpack))
		local.db.sql("delete from `__job` where id = %s", (job.id,))
		local.db.commit()
	except (RetryBackgroundJobError, sqlite3.OperationalError) as error:
		local.db.rollback()
		if job.attempts < MAX_ATTEMPTS:
			_postpone(job)
		else:
			_failed(job, error)
	except Exception as error:
		local.db.rollback()
		_failed(job, error)


def _postpone(job: _dict) -> None:
	due = time.time() + 2**job.attempts
	local.db.sql("update `__job` set state = 'queued', due = %s where id = %s", (due, job.id))
	local.db.commit()


def _failed(job: _dict, error: Exception) -> None:
	from minibench.errorlog import log_error

	set_user(job.user)
	log_error(title=f"Failed job: {job.method}")
	local.db.sql(
		"update `__job` set state = 'failed', error = %s where id = %s", (repr(error)[:1000], job.id)
	)
	local.db.commit()


def requeue_interrupted() -> int:
	"""Queue again what was running when the process died; give up on a job that did so too often."""
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

	def __init__(self, name: str, site: str, sites_path: str, step, pause: float, start=None):
		super().__init__(name=f"minibench-{name}", daemon=True)
		self.label, self.site, self.sites_path = name, site, sites_path
		self.step, self.pause, self.first = step, pause, start
		self.stopping = threading.Event()
		self.woken = threading.Event()

	def run(self) -> None:
		from minibench.locks import filelock

		init(self.site, self.sites_path)
		try:
			with filelock(self.label, timeout=0):
				self._loop()
		except LockTimeoutError:
			return

	def _loop(self) -> None:
		while not self.stopping.is_set():
			try:
				if self.first:
					contextvars.Context().run(self.first, self.site, self.sites_path)
					self.first = None
				contextvars.Context().run(self.step, self.site, self.sites_path)
			except Exception:
				_report()
			self.woken.wait(self.pause)
			self.woken.clear()

	def stop(self) -> None:
		self.stopping.set()
		self.woken.set()
		self.join(timeout=10)


def _report() -> None:
	import logging

	logging.getLogger("minibench").exception("background work failed")


def _start_worker(site: str, sites_path: str) -> None:
	init(site, sites_path)
	connect()
	try:
		requeue_interrupted()
	finally:
		destroy()


def start(site: str, sites_path: str) -> list[Background]:
	"""Start the worker and the scheduler of a site; `stop()` each to end them."""
	from minibench.scheduler import TICK_SECONDS, tick

	worker = Background("worker", site, sites_path, run_pending, POLL_SECONDS, start=_start_worker)
	worker.woken = _wake[str(Path(sites_path).resolve() / site)]
	threads = [worker, Background("scheduler", site, sites_path, tick, TICK_SECONDS)]
	for thread in threads:
		thread.start()
	return threads
