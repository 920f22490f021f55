"""`frappe.cache`: values of one site kept in this process. A new process begins with an empty one."""

import pickle
import threading
import time
from collections import defaultdict

from minibench.local import is_bound, local
from minibench.perschema import bump_schema


class Cache:
	"""Frappe's names for a cache. Values are copies; what a rolled back transaction wrote is dropped."""

	def __init__(self):
		self._sites: dict[str, dict] = defaultdict(dict)
		self._guard = threading.Lock()

	def __call__(self):
		return self

	def _values(self) -> dict:
		return self._sites[local.site_path if is_bound() else ""]

	def get_value(self, key, generator=None):
		"""The value of a key; a missing one is made by `generator` and kept."""
		packed, ends = self._values().get(key, (None, None))
		value = pickle.loads(packed) if packed and (ends is None or ends > time.monotonic()) else None
		if value is None and generator:
			value = generator()
			self.set_value(key, value)
		return value

	def set_value(self, key, val, expires_in_sec=None) -> None:
		values = self._values()
		values[key] = (pickle.dumps(val), time.monotonic() + expires_in_sec if expires_in_sec else None)
		db = local.db if is_bound() else None
		if db is not None and db.open and not db.read_only:
			db.after_rollback.add(lambda: values.pop(key, None))

	def delete_value(self, keys) -> None:
		for key in keys if isinstance(keys, list | tuple | set) else [keys]:
			self._values().pop(key, None)

	def hget(self, name, key):
		return (self.get_value(name) or {}).get(key)

	def hset(self, name, key, value) -> None:
		with self._guard:
			self.set_value(name, {**(self.get_value(name) or {}), key: value})


cache = Cache()


def clear_cache(user: str | None = None, doctype: str | None = None) -> None:
	"""Forget what was read, after rows were written past their controllers; everything, whoever is named."""
	bump_schema()
	local.db.forget_values()
	local.request_cache.clear()
	cache._values().clear()
