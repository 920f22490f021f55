"""SQLite connections: how they are opened, pooled and how their values become Python's."""

import sqlite3
import threading
from datetime import date, datetime, timedelta

MINIMUM_VERSION = (3, 35, 0)
_pools: dict[str, list[sqlite3.Connection]] = {}
_guard = threading.Lock()
_POOL_SIZE = 16


def to_date(text: str):
	try:
		return date.fromisoformat(text[:10])
	except ValueError:
		return text


def to_datetime(text: str):
	try:
		return datetime.fromisoformat(text)
	except ValueError:
		return text


def to_timedelta(text: str):
	try:
		hours, minutes, seconds = text.split(":")
		return timedelta(hours=int(hours), minutes=int(minutes), seconds=float(seconds))
	except ValueError:
		return text


CONVERTERS = {"DATE": to_date, "DATETIME": to_datetime, "TIME": to_timedelta}

for _name, _convert in CONVERTERS.items():
	sqlite3.register_converter(_name, lambda raw, convert=_convert: convert(raw.decode()))


def open_connection(path: str) -> sqlite3.Connection:
	"""A connection in autocommit mode with write-ahead log and full synchronous commits."""
	connection = sqlite3.connect(
		path,
		timeout=30,
		isolation_level=None,
		detect_types=sqlite3.PARSE_DECLTYPES,
		check_same_thread=False,
		cached_statements=512,
	)
	connection.execute("PRAGMA page_size=8192")  # of a new database
	connection.execute("PRAGMA journal_mode=WAL")
	connection.execute("PRAGMA synchronous=FULL")
	connection.execute("PRAGMA temp_store=MEMORY")
	connection.execute("PRAGMA cache_size=-4000")
	return connection


def take(path: str) -> sqlite3.Connection:
	"""A connection from the pool of this database, or a new one."""
	with _guard:
		pool = _pools.setdefault(path, [])
		if pool:
			return pool.pop()
	return open_connection(path)


def give_back(path: str, connection: sqlite3.Connection) -> None:
	"""Return a connection that has no open transaction."""
	with _guard:
		pool = _pools.setdefault(path, [])
		if len(pool) < _POOL_SIZE:
			pool.append(connection)
			return
	connection.close()


def close_pool(path: str) -> None:
	"""Close what is pooled: before a database file is moved or replaced."""
	with _guard:
		for connection in _pools.pop(path, ()):
			connection.close()
