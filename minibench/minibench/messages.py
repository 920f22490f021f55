"""Messages to the person behind a request: `throw`, `msgprint` and the log that the answer carries."""

import hashlib
import secrets

from minibench.errors import NotOffered, ValidationError
from minibench.local import _dict, local
from minibench.translate import _


def msgprint(
	msg,
	title: str | None = None,
	raise_exception: type[Exception] | Exception | int = 0,
	as_table: bool = False,
	as_list: bool = False,
	indicator: str | None = None,
	alert: bool = False,
	primary_action=None,
	is_minimizable: bool = False,
	wide: bool = False,
	*,
	realtime: bool = False,
) -> None:
	"""Add a message for the person; with `raise_exception` also raise it."""
	if as_table or realtime or primary_action:
		raise NotOffered("frappe.msgprint(as_table, realtime, primary_action)")
	out = _dict(message=msg)
	if as_list and isinstance(msg, list | tuple):
		out.as_list = 1
	out.title = title or _("Message")
	if indicator is None and raise_exception:
		indicator = "red"
	if indicator:
		out.indicator = indicator
	if alert:
		out.alert = 1
	if not raise_exception:
		if not local.flags.mute_messages:
			local.message_log.append(out)
		return
	_raise(out, msg, raise_exception)


def _raise(out: _dict, msg, raise_exception):
	out.raise_exception = 1
	if isinstance(raise_exception, type) and issubclass(raise_exception, Exception):
		error = raise_exception(msg)
	elif isinstance(raise_exception, Exception):
		error = raise_exception
	else:
		error = ValidationError(msg)
	error.__frappe_exc_id = hashlib.sha224(secrets.token_bytes(16)).hexdigest()[:56]
	out["__frappe_exc_id"] = error.__frappe_exc_id
	local.message_log.append(out)
	raise error


def throw(
	msg,
	exc: type[Exception] | Exception = ValidationError,
	title: str | None = None,
	is_minimizable: bool = False,
	wide: bool = False,
	as_list: bool = False,
	primary_action=None,
) -> None:
	"""Refuse with a message; `exc` says what kind of refusal it is."""
	msgprint(msg, raise_exception=exc, title=title, indicator="red", as_list=as_list)


def clear_messages() -> None:
	local.message_log = []


def clear_last_message() -> None:
	if local.message_log:
		local.message_log = local.message_log[:-1]


def get_message_log() -> list[dict]:
	return local.message_log


def bold(text) -> str:
	return f"<strong>{text}</strong>"
