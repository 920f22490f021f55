"""Fixtures: `fixtures/*.json` of an app, lists of documents that the app owns on every site."""

from pathlib import Path

from minibench.apps import get_app_path, load_json
from minibench.local import local
from minibench.sync import import_always


def fixture_files(app: str) -> list[Path]:
	"""The fixture files of an app in name order."""
	folder = Path(get_app_path(app, "fixtures"))
	return sorted(folder.glob("*.json")) if folder.is_dir() else []


def sync_fixtures(app: str) -> int:
	"""Make the site's records what the fixtures say, links unchecked; the number that was written."""
	count = 0
	local.flags.in_fixtures = True
	try:
		for path in fixture_files(app):
			for data in load_json(path):
				try:
					count += import_always(data, validate=True)
				except Exception as error:
					error.add_note(f"in {path}: {data.get('doctype')} {data.get('name')}")
					raise
	finally:
		local.flags.in_fixtures = False
	return count
