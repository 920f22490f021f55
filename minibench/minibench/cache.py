"""`frappe.cache`: values of one site kept in this process. A new process begins with an empty one."""

import pickle
import threading
import time
from collections import defaultdict

from minibench.local import is_bound, local


class Cache:
	"""Frappe's names for a cache. Values are copies; what a rolled back transaction wrote is dropped."""

	def __init__(self):
		self._sites: dict[str, dict] = defaultdict(dict)
		self._guard = threading.RLock()

	def __call__(self):
		return self

	def _values(self) -> dict:
		return self._sites[local.site_path if is_bound() else ""]

	def _key(self, key, user=None) -> str:
		return f"user:{local.session.user if user is True else user}:{key}" if user else str(key)

	def _drop_on_rollback(self, key) -> None:
		db = local.db if is_bound() else None
		if db is not None and db.open and not db.read_only:
			values = self._values()
			db.after_rollback.add(lambda: values.pop(key, None))

	def _get(self, key):
		entry = self._values().get(key)
		if entry is None:
			return None
		packed, ends = entry
		if ends and ends < time.monotonic():
			self._values().pop(key, None)
			return None
		return pickle.loads(packed)

	def _set(self, key, value, seconds=None) -> None:
		self._drop_on_rollback(key)
		ends = time.monotonic() + seconds if seconds else None
		self._values()[key] = (pickle.dumps(value), ends)

	def get_value(self, key, generator=None, user=None, expires=False, shared=False):
		"""The value of a key; a missing one is made by `generator` and kept."""
		value = self._get(self._key(key, user))
		if value is None and generator:
			value = generator()
			self.set_value(key, value, user)
		return value

	def set_value(self, key, val, user=None, expires_in_sec=None, shared=False) -> None:
		self._set(self._key(key, user), val, expires_in_sec)

	def delete_value(self, keys, user=None, make_keys=True, shared=False) -> None:
		for key in keys if isinstance(keys, list | tuple | set) else [keys]:
			self._values().pop(self._key(key, user), None)
			self._values().pop((key,), None)

	def delete_keys(self, key) -> None:
		"""Drop every key that begins so."""
		values = self._values()
		with self._guard:
			for name in [name for name in values if isinstance(name, str) and name.startswith(str(key))]:
				values.pop(name, None)

	def hgetall(self, name) -> dict:
		return self._get((name,)) or {}

	def hget(self, name, key, generator=None, shared=False):
		value = self.hgetall(name).get(key)
		if value is None and generator:
			value = generator()
			self.hset(name, key, value)
		return value

	def hset(self, name, key, value, shared=False) -> None:
		with self._guard:
			self._set((name,), {**self.hgetall(name), key: value})

	def hexists(self, name, key, shared=False) -> bool:
		return key in self.hgetall(name)

	def hdel(self, name, keys, shared=False, pipeline=None) -> None:
		with self._guard:
			gone = keys if isinstance(keys, list | tuple | set) else [keys]
			self._set((name,), {key: value for key, value in self.hgetall(name).items() if key not in gone})

	def clear(self) -> None:
		"""Drop everything of this site."""
		self._values().clear()


cache = Cache()
