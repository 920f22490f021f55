"""The page of those who look after the site: what runs, what waits, what failed, what is saved."""

import sqlite3
import sys
from datetime import datetime
from importlib import import_module
from pathlib import Path

from croniter import croniter
from werkzeug.utils import send_file

import minibench
from minibench import jobs, passwords, scheduler
from minibench.apps import get_installed_apps
from minibench.errors import AuthenticationError, DoesNotExistError, TooManyRequestsError
from minibench.local import _dict, get_site_path, local
from minibench.translate import _
from minibench.utils.dates import get_datetime, today
from minibench.views import make_access_log
from minibench.web.desk import display, shell
from minibench.web.desk.env import list_url, page, redirect
from minibench.web.throttle import SignInAttempts

HERE = "/app/-/system"
LOGS = ("Error Log", "Scheduled Job Log", "Access Log", "Activity Log", "View Log")
LISTS = (*LOGS, "Email Queue", "Data Import", "User")


def handle(request):
	"""For System Managers only; for others there is no such page."""
	if "System Manager" not in shell.roles():
		raise DoesNotExistError
	if request.method != "POST":
		return show()
	do, _colon, name = request.form.get("_do", "").partition(":")
	if do == "download":
		return download(name, request)
	told = STEPS[do](name) if do in STEPS else None
	return redirect(HERE, [{"text": told, "colour": "green"}] if told else ())


def show(problem=None):
	return page(
		"system.html", status=403 if problem else 200, title=_("System"), problem=problem, figures=figures(), versions=versions(),
		tasks=tasks(), failed=failed(), backups=backups(), busy=jobs.is_job_enqueued("backup"), size=size, lists=[(_(name), list_url(name)) for name in LISTS if shell.may(name)],
		enabled=scheduler.is_enabled(), site=local.site, downloads=local.session.user == "Administrator",
	)  # fmt: skip


def figures():
	"""[(what, figure, url or None, does it ask for attention)]"""
	database, saved = Path(local.db.path), backups()
	mails = local.db.count("Email Queue", {"status": ["in", ["Not Sent", "Sending"]]})
	errors = local.db.count("Error Log", {"creation": [">=", today()]})
	waiting, broken = (_count(state) for state in ("queued", "failed"))
	journal = Path(f"{database}-wal")
	return [
		(_("Database"), size(database.stat().st_size), None, False),
		(_("Journal (WAL)"), size(journal.stat().st_size if journal.exists() else 0), None, False),
		(_("Mails waiting"), f"{mails:,}", list_url("Email Queue", {"status": "Not Sent"}), False),
		(_("Errors today"), f"{errors:,}", list_url("Error Log"), bool(errors)),
		(_("Jobs waiting"), f"{waiting:,}", None, False),
		(_("Jobs failed"), f"{broken:,}", "#failed" if broken else None, bool(broken)),
		(_("Last backup"), saved[0].ago if saved else _("never"), "#backups", not saved),
	]


def _count(state):
	return local.db.sql("select count(*) from `__job` where state = %s", (state,), pluck=True)[0]


def size(count):
	"""A number of bytes as people say it."""
	unit, word = (1e9, "GB") if count >= 1e9 else (1e6, "MB") if count >= 1e6 else (1e3, "kB")
	return f"{count / unit:.{int(1e6 <= count < 1e7 or count >= 1e9)}f}\u00a0{word}"


def versions():
	apps = [name for name in get_installed_apps() if name != "frappe"]
	own = [(name, getattr(import_module(name), "__version__", "")) for name in apps]
	python = ".".join(map(str, sys.version_info[:3]))
	ours, below = ("minibench", minibench.__version__), ("SQLite", sqlite3.sqlite_version)
	return [ours, *own, ("Python", python), below]


def tasks():
	"""The scheduled tasks, each with `next`: the moment of its next run."""
	fields = ["name", "method", "frequency", "cron_format", "stopped", "last_execution", "creation"]
	rows = local.db.get_all("Scheduled Job Type", fields=fields, order_by="method, name")
	for row in rows:
		last = get_datetime(row.last_execution or row.creation)
		row.next = None if row.stopped else croniter(scheduler.line_of(row), last).get_next(type(last))
	return rows


def failed():
	latest = "select id, method, error from `__job` where state = 'failed' order by id desc limit 50"
	rows = local.db.sql(latest, as_dict=True)
	return [_dict(row, error=(row.error or "")[:300]) for row in rows]


def backups():
	"""The archives, the latest first: name, size, made."""
	found = sorted(Path(get_site_path("private", "backups")).glob("*.tar"), reverse=True)
	return [_dict(name=path.name, size=path.stat().st_size, **_age(path.name)) for path in found]


def _age(name):
	"""When an archive was made, by its name: in full, and as `2 d`."""
	try:
		made = datetime.strptime(name[:15], "%Y%m%d_%H%M%S")
	except ValueError:
		return {"made": "", "ago": name}
	return {"made": display.full(made), "ago": display.ago(made)}


# what is done


def run_now(name):
	method = local.db.get_value("Scheduled Job Type", name, "method")
	if not method:
		raise DoesNotExistError(name)
	jobs.enqueue(method, job_id=f"scheduled:{name}", deduplicate=True, enqueue_after_commit=True)
	return _("{0} runs now").format(method)


def toggle(name):
	stopped = local.db.get_value("Scheduled Job Type", name, "stopped")
	if stopped is None:
		raise DoesNotExistError(name)
	local.db.set_value("Scheduled Job Type", name, "stopped", int(not stopped))
	return (_("{0} is switched on") if stopped else _("{0} is stopped")).format(name)


def back_up(_name):
	jobs.enqueue("minibench.backup.backup", job_id="backup", deduplicate=True, enqueue_after_commit=True)
	return _("The backup is being made. It will stand below.")


def retry(number):
	again = "state = 'queued', attempts = 0, due = 0"
	local.db.sql(f"update `__job` set {again} where id = %s and state = 'failed'", (number,))
	return _("The job is tried again")


def drop(number):
	local.db.sql("delete from `__job` where id = %s and state = 'failed'", (number,))
	return _("The failed job is forgotten")


STEPS = {"run": run_now, "toggle": toggle, "backup": back_up, "retry": retry, "drop": drop}


def download(name, request):
	"""A whole site leaves the house: for Administrator only, who may read all of it; with the password, and written down."""
	if local.session.user != "Administrator" or name not in {row.name for row in backups()}:
		raise DoesNotExistError(name)
	user, attempts = local.session.user, SignInAttempts(local.session.user)
	local.db.commit()
	try:
		attempts.check()
		passwords.check_password(user, request.form.get("password", ""))
	except (AuthenticationError, TooManyRequestsError) as error:
		if isinstance(error, AuthenticationError):
			attempts.failed()
		local.message_log = []
		return show(_("The password is not right, or was wrong too often. Nothing was handed over."))
	attempts.succeeded()
	make_access_log(document=name, file_type="TAR", method="Backup")
	path = get_site_path("private", "backups", name)
	answer = send_file(path, request.environ, as_attachment=True, download_name=name)
	answer.headers["Cache-Control"] = "no-store"
	return answer
