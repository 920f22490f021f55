"""What goes wrong in a request: its status, its words for programs and for people, and its Error Log."""

import sys
import traceback

from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from minibench.errors import (
	DoesNotExistError,
	NotOffered,
	PermissionError,
	Redirect,
	SessionStopped,
	UnknownDocTypeError,
)
from minibench.local import local
from minibench.logrows import add_row
from minibench.permissions import check_doctype_permission
from minibench.translate import _
from minibench.web import responses
from minibench.web.pages import message_page

# What a reader of a page is told: title and sentence.
WORDS = {
	401: ("Please sign in", "Your session has ended. Sign in again to go on."),
	403: ("Not permitted", "You do not have permission to open this. Ask whoever manages your access."),
	404: ("Page not found", "There is nothing here, or it is not for you. Check the address, or go back."),
	405: ("Not possible here", "This address does not accept what was sent."),
	413: ("Too large", "What was sent is larger than this site allows."),
	429: ("Too many attempts", "There were many attempts in a short time. Wait a little, then try again."),
	503: ("Please wait", "The site is being brought up to date. Try again in a few minutes."),
}
SOMETHING = ("Something went wrong", "The problem was recorded. Nothing of this step was saved.")


def answer(error: Exception, request) -> Response:
	"""The answer to an exception. Never shows a traceback unless System Settings allow it."""
	error = _instead_of_missing(error)
	if isinstance(error, Redirect):
		target = local.flags.redirect_location or local.response.location
		return responses.redirect(target, error.http_status_code)
	status = status_of(error)
	if status == 401:
		local.flags.clear_cookies = True
	if local.db:
		local.db.rollback()
		local.db.read_only = True
	reference = record(error) if status >= 500 and not isinstance(error, SessionStopped) else None
	if request.wants_json:
		return _as_json(error, status, reference)
	return _as_page(error, status, reference)


def status_of(error: Exception) -> int:
	if isinstance(error, HTTPException):
		return error.code or 500
	return getattr(error, "http_status_code", 500)


def _instead_of_missing(error: Exception) -> Exception:
	"""Who may not read a doctype at all is not told whether one of its records exists."""
	if not isinstance(error, DoesNotExistError):
		return error

	doctype = getattr(error, "doctype", None) or (error.args[0] if error.args else None)
	if not isinstance(doctype, str) or not local.db.exists("DocType", doctype):
		return error
	told, local.message_log = local.message_log, []
	try:
		check_doctype_permission(doctype)
	except PermissionError as refused:
		return refused
	local.message_log = told
	return error


def record(error: Exception) -> str | None:
	"""Write an Error Log in a transaction of its own; its name, or None when even that fails."""
	try:
		local.db.read_only = False
		title = f"{type(error).__name__}: {error}"[:140].splitlines()[0]
		text = "".join(traceback.format_exception(error))
		name = add_row("Error Log", method=title, error=text, seen=0)
		local.db.commit()
		return name
	except Exception:
		print_traceback(error)
		return None
	finally:
		if local.db:
			local.db.rollback()
			local.db.read_only = True


def print_traceback(error: Exception) -> None:
	"""For failures that cannot be recorded in the site."""
	print("".join(traceback.format_exception(error)), file=sys.stderr)


def traceback_allowed() -> bool:
	"""Only for developers, and only where System Settings do not forbid it."""
	if local.flags.disable_traceback or not local.conf.developer_mode:
		return False
	try:
		return bool(local.db and local.db.get_single_value("System Settings", "allow_error_traceback"))
	except Exception:
		return False


def _as_json(error: Exception, status: int, reference: str | None) -> Response:
	name = _exception_type(error)
	local.response.pop("docs", None)
	local.response["exc_type"] = name
	if isinstance(error, NotOffered | UnknownDocTypeError) and not local.message_log:
		local.message_log.append({"message": str(error), "title": _("Message"), "indicator": "red"})
	if reference:
		told = _("Something went wrong. It was recorded as Error Log {0}.")
		local.flags.error_message = told.format(reference)
	if status != 404 and traceback_allowed():
		local.response["exception"] = "".join(traceback.format_exception_only(error)).strip()
		local.response["exc"] = responses.json.dumps(["".join(traceback.format_exception(error))])
	if local.flags.api_version == "v2":
		return _as_json_v2(error, name, status)
	local.response.http_status_code = status
	return responses.as_json()


def _as_json_v2(error: Exception, name: str, status: int) -> Response:
	entry = {"type": name}
	own = getattr(error, "__frappe_exc_id", None)
	told = (message for message in local.message_log if message.get("__frappe_exc_id") == own)
	entry.update(next(told, {}))
	for hidden in ("raise_exception", "__frappe_exc_id"):
		entry.pop(hidden, None)
	return responses.json_response({"errors": [entry]}, status)


def _exception_type(error: Exception) -> str:
	if isinstance(error, UnknownDocTypeError):
		return "DoesNotExistError"
	codes = {404: "DoesNotExistError", 413: "MaxFileSizeReachedError", 405: "PermissionError"}
	name = type(error).__name__
	return codes.get(error.code, name) if isinstance(error, HTTPException) else name


def _as_page(error: Exception, status: int, reference: str | None) -> Response:
	title, text = WORDS.get(status, SOMETHING)
	told = [entry["message"] for entry in local.message_log if entry.get("message")]
	if status == 417 and told:
		title = "Please check"
	return message_page(_(title), "" if told and status < 500 else _(text), status, told, reference=reference)
