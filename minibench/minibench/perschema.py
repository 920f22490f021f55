"""What is read once per process and site, and read anew when something of what DocTypes mean was changed."""

from collections.abc import Callable
from functools import wraps

from minibench.local import local

_kept: list[dict[tuple, tuple]] = []


def schema_version() -> int:
	"""The number that every change of a DocType raises; read once per request."""
	version = local.request_cache.get("schema_version")
	if version is None:
		version = local.db.execute("pragma user_version").fetchone()[0]
		local.request_cache["schema_version"] = version
	return version


def bump_schema() -> None:
	"""Raise the schema version in this transaction, so that every process reads anew what it kept."""
	version = local.db.execute("pragma user_version").fetchone()[0] + 1
	local.db.execute(f"pragma user_version = {version}")
	local.request_cache["schema_version"] = version
	local.role_permissions.clear()
	local.db.schema_bumped = True


def per_schema(read: Callable) -> Callable:
	"""Decorator: keep the answer for each site and arguments while the schema version stays the same."""
	kept: dict[tuple, tuple] = {}
	_kept.append(kept)

	@wraps(read)
	def current(*arguments):
		place, version = (local.site_path, *arguments), schema_version()
		entry = kept.get(place)
		if entry is None or entry[0] != version:
			entry = kept[place] = (version, read(*arguments))
		return entry[1]

	return current


def forget(site_path: str) -> None:
	"""Drop all that was kept of a site: its number may have been that of changes which were rolled back."""
	for kept in _kept:
		for place in list(kept):  # in one step: other threads go on reading
			if place[0] == site_path:
				kept.pop(place, None)
