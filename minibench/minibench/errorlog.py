"""The Error Log: failures that were caught, kept even when the transaction around them is rolled back."""

import contextlib
import traceback

from minibench.local import _dict, is_bound, local
from minibench.logrows import add_row, write_after_answer


def _traceback() -> str:
	"""The traceback of the exception being handled, without the values of variables."""
	text = traceback.format_exc()
	return "" if text.startswith("NoneType: None") else text


def log_error(title=None, message=None, reference_doctype=None, reference_name=None, *, defer_insert=False):
	"""Write an Error Log and return its row; None where it is written later.

	Title and message may change places: the one with line breaks is the message.
	"""
	if message and title and "\n" in str(title):
		title, message = message, title
	row = {"method": str(title or "Error")[:140], "error": str(message or _traceback() or title or "")}
	row |= {"reference_doctype": reference_doctype, "reference_name": reference_name, "seen": 0}
	if not is_bound() or local.db is None:
		print(row["method"], row["error"], sep="\n")
		return None
	db = local.db
	if db.read_only or defer_insert:
		write_after_answer(lambda: add_row("Error Log", **row))
		return None
	name = add_row("Error Log", **row)
	if not local.flags.in_test:
		db.after_rollback.add(lambda: _write_again(row))
	return _dict(row, doctype="Error Log", name=name)


def _write_again(row: dict) -> None:
	"""The transaction that held the row is gone; a failure to keep it must not hide the first one."""
	with contextlib.suppress(Exception):
		add_row("Error Log", **row)
		local.db.commit()
