"""What an app says of the records of a site: `fixtures/*.json`, lists of documents that it owns everywhere, and
`<module>/custom/*.json`, what it changes of the record types of others."""

from collections.abc import Iterator
from pathlib import Path

from minibench.apps import get_app_path, get_module_list, load_json, scrub
from minibench.local import local
from minibench.sync import import_always

CUSTOM_KEYS = {
	"custom_fields": "Custom Field",
	"property_setters": "Property Setter",
	"custom_perms": "Custom DocPerm",
}


def fixture_files(app: str) -> list[Path]:
	"""The fixture files of an app in name order."""
	folder = Path(get_app_path(app, "fixtures"))
	return sorted(folder.glob("*.json")) if folder.is_dir() else []


def custom_files(app: str) -> list[Path]:
	"""The files of customisations of an app, module by module."""
	folders = (Path(get_app_path(app, scrub(module), "custom")) for module in get_module_list(app))
	return [path for folder in folders if folder.is_dir() for path in sorted(folder.glob("*.json"))]


def custom_records(path: Path) -> Iterator[dict]:
	"""The records that a file of customisations holds."""
	data = load_json(path)
	for key, doctype in CUSTOM_KEYS.items():
		yield from ({**row, "doctype": doctype} for row in data.get(key) or ())


def sync_fixtures(app: str) -> int:
	"""Make the site's records what the fixtures say, links unchecked; the number that was written."""
	return sum(_import(path, load_json(path), validate=True) for path in fixture_files(app))


def sync_customisations(app: str) -> int:
	"""The same for customisations; as on Frappe a file without `sync_on_migrate` is taken in at installation only."""
	count = 0
	for path in custom_files(app):
		data = load_json(path)
		known = local.db.exists("DocType", data["doctype"])
		if known and (data.get("sync_on_migrate") or local.flags.in_install):
			if rules := data.get("custom_perms"):
				kept = [rule["name"] for rule in rules]
				local.db.delete("Custom DocPerm", {"parent": data["doctype"], "name": ["not in", kept]})
			count += _import(path, custom_records(path))
	return count


def _import(path: Path, records, validate: bool = False) -> int:
	count = 0
	for data in records:
		try:
			count += import_always(data, validate=validate)
		except Exception as error:
			error.add_note(f"in {path}: {data.get('doctype')} {data.get('name')}")
			raise
	return count
