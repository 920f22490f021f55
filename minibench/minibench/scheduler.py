"""Scheduled work: `scheduler_events` of the apps, each with the time of its last run as a row."""

from minibench.apps import get_hooks, get_installed_apps
from minibench.errors import ValidationError
from minibench.jobs import enqueue
from minibench.local import connect, destroy, init, local

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
	found = {}
	for app in get_installed_apps():
		for event, methods in get_hooks("scheduler_events", {}, app_name=app).items():
			if event == "cron":
				for line, names in methods.items():
					found.update({f"{name} {line}": (name, "Cron", line) for name in names})
				continue
			if event.removesuffix("_long") not in FREQUENCIES:
				raise ValidationError(f"{app}: scheduler_events has no frequency {event!r}")
			frequency = event.replace("_", " ").title()
			found.update({f"{name} {event}": (name, frequency, "") for name in methods})
	return found


def sync_jobs() -> None:
	"""Make the rows of Scheduled Job Type those of the hooks; what stays keeps its last run and `stopped`."""
	from minibench.utils.dates import now

	wanted = wanted_jobs()
	present = set(local.db.sql("select name from `tabScheduled Job Type`", pluck=True))
	if gone := present - set(wanted):
		local.db.sql("delete from `tabScheduled Job Type` where name in %s", (gone,))
	columns = ("name", "method", "frequency", "cron_format", "creation", "modified", "owner", "modified_by")
	new = [
		(name, *wanted[name], now(), now(), "Administrator", "Administrator")
		for name in wanted
		if name not in present
	]
	if new:
		local.db.bulk_insert("Scheduled Job Type", columns, new)


def due_jobs(moment) -> list:
	"""The rows that are due at a moment of site time."""
	from croniter import croniter

	rows = local.db.sql(
		"select name, method, frequency, cron_format, last_execution, creation from `tabScheduled Job Type` where stopped = 0",
		as_dict=True,
	)
	return [
		row
		for row in rows
		if croniter(_line(row), row.last_execution or row.creation).get_next(type(moment)) <= moment
	]


def _line(row) -> str:
	return row.cron_format or FREQUENCIES[row.frequency.split()[0].lower()]


def is_enabled() -> bool:
	conf = local.conf
	if conf.maintenance_mode or conf.pause_scheduler:
		return False
	return bool(local.db.get_single_value("System Settings", "enable_scheduler"))


def tick(site: str, sites_path: str) -> int:
	"""Queue what is due, each once however long the site was down; the number of queued jobs."""
	from minibench.utils.dates import now_datetime

	init(site, sites_path)
	connect()
	try:
		local.db.read_only = True
		due = due_jobs(now_datetime()) if is_enabled() else []
		local.db.rollback()
		local.db.read_only = False
		for row in due:
			enqueue(row.method, job_id=f"scheduled:{row.name}", deduplicate=True)
			local.db.sql(
				"update `tabScheduled Job Type` set last_execution = %s where name = %s",
				(now_datetime(), row.name),
			)
		local.db.commit()
		return len(due)
	finally:
		destroy()
