"""All that a site lets a request call by name, read from its own registry and not from a list.

A function may be called by every path that leads to it, also by that of a module which merely imports it.
"""

import contextlib
import importlib
import inspect
import io
import pkgutil

LEFT_OUT = (".tests", ".test_", ".patches", ".www.", ".commands", ".demo")
# Not called: they end the session or take so many calls an hour, work on the whole site, ask other machines, or keep
# what they are sent for the one who sent it.
NOT_WALKED = (
	"earlyhelp.api.session.sign_out",
	"frappe.auth.LoginManager",
	"frappe.core.doctype.installed_applications.",
	"frappe.core.doctype.recorder.",
	"frappe.core.doctype.rq_job.",
	"frappe.core.doctype.scheduled_job_type.",
	"frappe.core.doctype.user.user.impersonate",
	"frappe.core.doctype.user.user.reset_password",
	"frappe.core.doctype.user.user.update_password",
	"frappe.desk.doctype.system_console.",
	"frappe.desk.doctype.kanban_board.kanban_board.quick_kanban_board",
	"frappe.desk.page.backups.",
	"frappe.desk.page.setup_wizard.",
	"frappe.desk.page.user_profile.",
	"frappe.email.doctype.email_account.",
	"frappe.email.doctype.email_queue.",
	"frappe.handler.logout",
	"frappe.handler.web_logout",
	"frappe.integrations.",
	"frappe.model.utils.user_settings.save",
	"frappe.printing.doctype.network_printer_settings.",
	"frappe.printing.page.print_format_builder_beta.",
	"frappe.push_notification.",
	"frappe.recorder.",
	"frappe.sessions.clear",
	"frappe.utils.backups.",
	"frappe.utils.change_log.",
	"frappe.utils.nestedset.",
	"frappe.utils.scheduler.",
)


def whitelisted() -> dict:
	"""Return {path: [names of parameters]} of every function that a request may call on this site."""
	import frappe

	apps = [importlib.import_module(app) for app in frappe.get_installed_apps()]
	modules = [module for app in apps for module in _modules(app)]
	is_offered, found = _offered(), {}  # filled while the modules are imported
	for module in modules:
		for name, thing in list(vars(module).items()):
			path = f"{module.__name__}.{name}"
			if inspect.isfunction(thing) and is_offered(thing) and not path.startswith(NOT_WALKED):
				found[path] = _parameters(thing)
	return found | _offered_by_minibench()


def _parameters(function):
	return list(inspect.signature(function).parameters)


def _offered():
	"""Return the bench's own answer to whether a function may be called."""
	import frappe

	if (registry := vars(frappe).get("whitelisted")) is not None:
		return set(registry).__contains__
	from minibench.whitelist import rule_of

	return rule_of


def _offered_by_minibench():
	"""Return the same of Frappe's own names where minibench stands for it: they are in a table, not in modules."""
	import frappe

	if vars(frappe).get("whitelisted") is not None:
		return {}
	from minibench.web import methods

	names = methods._FOR_ALL | methods._FOR_DESK
	return {
		name: _parameters(frappe.get_attr(name))
		for name in sorted(names)
		if name.startswith("frappe.") and not name.startswith(NOT_WALKED)
	}


def _modules(package):
	yield package
	for found in pkgutil.walk_packages(package.__path__, package.__name__ + ".", onerror=lambda name: None):
		if any(part in found.name + "." for part in LEFT_OUT):
			continue
		with contextlib.suppress(Exception, SystemExit), contextlib.redirect_stdout(io.StringIO()):
			yield importlib.import_module(found.name)
