"""Rows that the machine writes about others (versions, logs): one insert, no controller, no hooks."""

from minibench.local import local
from minibench.utils.dates import now
from minibench.utils.text import random_name


def add_row(doctype: str, **values) -> str:
	"""Insert one row with a random name and today's stamps; returns the name."""
	stamp, user = now(), local.session.user
	row = {"name": random_name(), "creation": stamp, "modified": stamp, "owner": user, "modified_by": user}
	row.update(values)
	local.db.bulk_insert(doctype, list(row), [tuple(row.values())])
	return row["name"]


def write_after_answer(function) -> None:
	"""Run a short write: now where the transaction may write, else in one of its own after it."""
	db = local.db
	if not db.read_only:
		function()
		return
	if local.request is not None:
		local.request.after_response.add(function)
		return
	left = [function]

	def alone():
		if not left:
			return
		write = left.pop()
		db.read_only = False
		try:
			write()
			db.commit()
		except Exception:
			db.rollback()
			raise
		finally:
			db.read_only = True

	db.after_commit.add(alone)
	db.after_rollback.add(alone)
