"""Scheduled work: `scheduler_events` of the apps, each with the time of its last run as a row."""

from minibench.apps import get_hooks
from minibench.errors import ValidationError
from minibench.jobs import enqueue, reading, site_context
from minibench.local import local
from minibench.logrows import add_row
from minibench.utils.dates import now_datetime

TICK_SECONDS = 30
FREQUENCIES = {
	"all": "*/4 * * * *",
	"hourly": "0 * * * *",
	"daily": "0 0 * * *",
	"weekly": "0 0 * * 0",
	"monthly": "0 0 1 * *",
	"yearly": "0 0 1 1 *",
}


def wanted_jobs() -> dict[str, tuple[str, str, str]]:
	"""{row name: (method, frequency, cron line)} from the hooks of all installed apps."""
	events = dict(get_hooks("scheduler_events", {}))
	found = {}
	for line, methods in events.pop("cron", {}).items():
		found.update({f"{name} {line}": (name, "Cron", line) for name in methods})
	for event, methods in events.items():
		if event not in FREQUENCIES:
			raise ValidationError(f"scheduler_events has no frequency {event!r}")
		found.update({f"{name} {event}": (name, event.title(), "") for name in methods})
	return found


def sync_jobs() -> None:
	"""Make the rows of Scheduled Job Type those of the hooks; what stays keeps its last run and `stopped`."""
	wanted = wanted_jobs()
	present = set(local.db.sql("select name from `tabScheduled Job Type`", pluck=True))
	if gone := present - set(wanted):
		local.db.sql("delete from `tabScheduled Job Type` where name in %s", (gone,))
	for name, (method, frequency, line) in wanted.items():
		if name not in present:
			add_row("Scheduled Job Type", name=name, method=method, frequency=frequency, cron_format=line)


def due_jobs(moment) -> list:
	"""The rows that are due at a moment of site time."""
	from croniter import croniter

	rows = local.db.sql("select * from `tabScheduled Job Type` where stopped = 0", as_dict=True)
	return [
		row
		for row in rows
		if croniter(line_of(row), row.last_execution or row.creation).get_next(type(moment)) <= moment
	]


def line_of(row) -> str:
	"""When a task runs, as a cron line."""
	return row.cron_format or FREQUENCIES[row.frequency.lower()]


def is_enabled() -> bool:
	if local.conf.maintenance_mode:
		return False
	return bool(local.db.get_single_value("System Settings", "enable_scheduler"))


def tick(site: str, sites_path: str) -> int:
	"""Queue what is due, each once however long the site was down; the number of queued jobs."""
	with site_context(site, sites_path):
		with reading():
			due = due_jobs(now_datetime()) if is_enabled() else []
		for row in due:
			enqueue(row.method, job_id=f"scheduled:{row.name}", deduplicate=True)
			values = (now_datetime(), row.name)
			local.db.sql("update `tabScheduled Job Type` set last_execution = %s where name = %s", values)
		local.db.commit()
		return len(due)
