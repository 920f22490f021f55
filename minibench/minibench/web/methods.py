"""The methods of Frappe that exist over HTTP, who may call them, and how a call is made."""

from inspect import signature

from werkzeug.wrappers import Response

from minibench.apps import get_attr, get_hooks
from minibench.documents import get_doc
from minibench.errors import DoesNotExistError, FrappeTypeError, PermissionError, ValidationError
from minibench.local import _dict, local
from minibench.messages import throw
from minibench.permissions import check_doctype_permission
from minibench.transitions import check_if_latest
from minibench.translate import _
from minibench.web.home import is_system_user
from minibench.web.request import document_values, json_argument
from minibench.whitelist import (
	call,
	check_verb,
	get_newargs,
	is_whitelisted,
	missing_arguments,
	reads_only,
	whitelist,
)


def _all(offered: dict[str, str]) -> set[str]:
	return {f"frappe.{module}.{name}" for module, names in offered.items() for name in names.split()}


# Names without a dot, as Frappe's own handler offers them.
_HANDLER = "logout upload_file download_file run_doc_method"
SHORT = {name: f"frappe.handler.{name}" for name in _HANDLER.split()}
SHORT |= {"ping": "frappe.ping", "login": "minibench.web.auth.login"}
_FOR_ALL = {"frappe.ping"} | _all({
	"handler": _HANDLER,
	"client": "get get_list get_count get_value get_single_value insert insert_many save set_value submit cancel delete"
	" validate_link has_permission get_time_zone",
	"auth": "get_logged_user",
	"desk.listview": "get_group_by_count",
	"desk.reportview": "get get_count get_list",
	"desk.query_report": "get_script run",
	"desk.search": "search_link",
	"model.workflow": "apply_workflow get_transitions",
	"core.doctype.user.user": "reset_password update_password",
	"utils.print_format": "download_pdf",
	"website.doctype.web_form.web_form": "accept delete",
})  # fmt: skip
_FOR_DESK = _all({
	"core.doctype.user.user": "generate_keys",
	"desk.desktop": "get_desktop_page get_workspace_sidebar_items",
	"desk.doctype.dashboard.dashboard": "get_permitted_cards get_permitted_charts",
	"desk.doctype.dashboard_chart.dashboard_chart": "get",
	"desk.doctype.number_card.number_card": "get_percentage_difference get_result",
	"desk.form": "load.getdoc load.getdoctype save.cancel save.savedocs utils.add_comment",
	"desk.reportview": "save_report delete_report",
})  # fmt: skip


def handle(cmd: str):
	"""Call a method and answer with what it returns, under `message`."""
	data = execute(cmd)
	if isinstance(data, Response):
		return data
	if data is not None:
		local.response["message"] = data
	return None


def execute(cmd: str):
	"""Find a method, check that this person and verb may call it, and call it with the form."""
	name, function = find(cmd)
	is_whitelisted(function, name)
	check_verb(function)
	return call_checked(function, local.form_dict)


def call_checked(function, arguments: dict):
	"""Call with a request's arguments. Raises FrappeTypeError for what is missing."""
	check_arguments(function, arguments)
	if reads_only(function) and not local.db.read_only:
		local.db.commit()
		local.db.read_only = True
	return call(function, **arguments)


def check_arguments(function, arguments: dict) -> None:
	"""Raises FrappeTypeError for what a function needs and a request did not send."""
	if missing := missing_arguments(function, arguments):
		raise FrappeTypeError(_("Missing argument: {0}").format(", ".join(missing)))


def ask(cmd: str, **arguments):
	"""The answer of a method as Frappe's desk gets it by HTTP: what an app put in its place is asked instead."""
	name, function = find(cmd)
	is_whitelisted(function, name)
	kept, local.form_dict = local.form_dict, _dict(arguments)
	try:
		return call_checked(function, local.form_dict)
	finally:
		local.form_dict = kept


def find(cmd: str):
	"""(full name, function) of a method. Raises ValidationError with the name when there is none."""
	if not isinstance(cmd, str):
		_refuse(cmd, _("it does not exist"))
	overrides = get_hooks("override_whitelisted_methods", default={}).get(cmd)
	name = overrides[-1] if overrides else SHORT.get(cmd, cmd)
	if name.startswith("frappe."):
		_fence(name)
	elif "." not in name or (name.startswith("minibench.") and cmd not in SHORT):
		_refuse(name, _("it does not exist"))
	try:
		function = get_attr(name)
	except Exception as error:
		_refuse(name, error)
	own = name.startswith("frappe.") or cmd in SHORT
	if not own and str(getattr(function, "__module__", "")).startswith("minibench."):
		_refuse(name, _("it has another name"))
	return name, function


def _fence(name: str) -> None:
	"""People without desk access reach only what pages outside of the desk need."""
	if name in _FOR_ALL:
		return
	if name not in _FOR_DESK:
		_refuse(name, _("it is not offered by minibench"))
	if not is_system_user():
		throw(_("Not permitted"), PermissionError)


def _refuse(name: str, why, kind=ValidationError):
	throw(_("Failed to get method for command {0} with {1}").format(name, why), kind)


@whitelist(allow_guest=True)
def ping():
	return "pong"


@whitelist(allow_guest=True, xss_safe=True)
def run_doc_method(
	method: str, docs=None, dt: str | None = None, dn: str | int | None = None, arg=None, args=None
):
	"""Call a whitelisted method of a document, stored or as sent by a form."""
	doc = _document(docs, dt, dn)
	if not doc.has_permission("read"):
		check_doctype_permission(doc.doctype)
		throw(_("Not permitted"), PermissionError)
	if not dt and not doc.is_new():
		check_if_latest(doc)
	answer = _call_method(doc, method, document_method(doc, method), _arguments(args or arg))
	local.response.docs.append(doc)
	if answer is not None:
		local.response["message"] = answer


def _document(docs, dt, dn):
	if dt:
		return get_doc(dt, dn or dt)
	sent = json_argument("docs", docs, dict) or {}
	doc = get_doc(document_values(sent, str(sent.get("doctype"))))
	doc._original_modified = doc.modified
	return doc


def document_method(doc, method: str):
	"""The plain function behind a document's method. Raises PermissionError where a request like this may not call it."""
	bound = getattr(doc, method, None)
	if not callable(bound):
		_refuse(method, doc.doctype, DoesNotExistError)
	function = getattr(bound, "__func__", bound)
	is_whitelisted(function)
	check_verb(function)
	return function


def _arguments(args):
	"""What `args` stands for where it is JSON, else the text itself."""
	try:
		return json_argument("args", args, object)
	except ValidationError:
		local.message_log = []
		return args


def _call_method(doc, method: str, function, arguments):
	"""By name with a dictionary, else with that one argument or with none."""
	names = [name for name in signature(function).parameters if name != "self"]
	if not names:
		return doc.run_method(method)
	if "args" in names or not isinstance(arguments, dict):
		return doc.run_method(method, arguments)
	check_arguments(function, {"self": doc, **arguments})
	return doc.run_method(method, **get_newargs(function, arguments))
