"""Locks between the processes and threads of one site: files under sites/<site>/locks."""

import fcntl
import os
import time
from contextlib import contextmanager

from minibench.errors import LockTimeoutError
from minibench.local import get_site_path


@contextmanager
def filelock(lock_name: str, timeout: float = 30):
	"""Hold a named lock of the site; LockTimeoutError after `timeout` seconds (0: try once).

	The system frees it when its process dies, so a crash leaves nothing to clean up.
	"""
	path = get_site_path("locks", f"{lock_name}.lock")
	os.makedirs(os.path.dirname(path), exist_ok=True)
	end = time.monotonic() + timeout
	with open(path, "a+") as handle:
		while True:
			try:
				fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
				break
			except OSError:
				if time.monotonic() >= end:
					raise LockTimeoutError(
						f"{lock_name} is already running for this site ({path} is locked)"
					) from None
				time.sleep(0.05)
		yield path
