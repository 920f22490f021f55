"""The site's settings that arithmetic and formatting ask for; None where no site is open.

Read once per process and schema version: every writer of System Settings raises that number.
"""

from minibench.local import is_bound, local
from minibench.perschema import per_schema


@per_schema
def system_settings() -> dict:
	"""{field: value} of System Settings, typed; empty before the site has its tables."""
	return local.db.get_singles_dict("System Settings", cast=True)


def get_system_settings(key: str):
	"""One value of System Settings."""
	if not is_bound() or local.db is None:
		return None
	return system_settings().get(key)


def default(key: str):
	"""A global default, which an administrator may set apart, or the System Setting of that name."""
	if not is_bound() or local.db is None:
		return None
	cache = local.request_cache.setdefault("defaults", {})
	if key not in cache:
		cache[key] = local.db.get_default(key) or get_system_settings(key)
	return cache[key]
