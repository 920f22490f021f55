"""Print what a site holds, as JSON: run by the bench's own Python in its `sites` folder, with bench, site and app.

{"apps": [...], "folder": where the app's files are, "left": records and tables of its modules, "rows": {table: [row]}}
"""

import importlib
import json
import sys
from pathlib import Path

# No migrate keeps these: Frappe notes here which versions it ran with, and what was deleted.
NOT_KEPT = ("tabInstalled Application", "tabDeleted Document")


def main(bench: str, site: str, app: str) -> None:
	if bench == "minibench":
		importlib.import_module("minibench").activate()
	import frappe

	frappe.init(site, sites_path=".")
	frappe.connect()
	folder = Path(importlib.import_module(app).__file__).parent
	modules = [line.strip() for line in (folder / "modules.txt").read_text().splitlines() if line.strip()]
	rows = {table: read(frappe.db, table) for table in tables(frappe.db) if table not in NOT_KEPT}
	found = {
		"apps": frappe.get_installed_apps(),
		"folder": str(folder),
		"left": sorted(left(rows, folder, modules, app)),
		"rows": {table: sorted(map(kept, found)) for table, found in rows.items()},
	}
	print(json.dumps(found))
	frappe.destroy()


def tables(db) -> list[str]:
	if db.db_type == "sqlite":
		asked = "select name from sqlite_master where type = 'table' and name like 'tab%'"
	else:
		asked = "select table_name from information_schema.tables where table_schema = database()"
	return [row[0] for row in db.sql(asked) if row[0].startswith("tab")]


def read(db, table: str) -> list[dict]:
	return db.sql(f"select * from `{table}`", as_dict=True)


def left(rows: dict, folder: Path, modules: list[str], app: str) -> set[str]:
	"""What would be left of an app that is gone: its tables, the records of its modules, its scheduled work."""
	records = [json.loads(path.read_text()) for path in folder.glob("*/doctype/*/*.json")]
	found = {f"tab{record['name']}" for record in records} & set(rows)
	for table, entries in rows.items():
		found |= {f"{table}: {entry.get('name')}" for entry in entries if entry.get("module") in modules}
	jobs = [str(entry.get("method")) for entry in rows.get("tabScheduled Job Type", [])]
	return found | {f"scheduled: {method}" for method in jobs if method.startswith(f"{app}.")}


def kept(row: dict) -> str:
	"""A row without what Frappe writes anew each time it imports a fixture: `creation`, and the names of rows."""
	row = {key: value for key, value in row.items() if key != "creation"}
	if row.get("parent"):
		row = {key: value for key, value in row.items() if key not in ("name", "modified")}
	if row.get("field") == "modified":
		row["value"] = None
	return json.dumps(row, default=str, sort_keys=True)


if __name__ == "__main__":
	main(*sys.argv[1:])
