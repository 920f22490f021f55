"""Apps: which are installed, their hooks, modules and files, and what a dotted path means."""

import importlib
import json
from functools import cache
from pathlib import Path

from minibench.errors import AppNotInstalledError
from minibench.local import _dict, is_bound, local
from minibench.perschema import forget as forget_kept
from minibench.perschema import per_schema


def scrub(txt: str) -> str:
	"""The folder and field form of a title: "Sales Order" -> "sales_order"."""
	return txt.replace(" ", "_").replace("-", "_").lower()


def unscrub(txt: str) -> str:
	return txt.replace("_", " ").replace("-", " ").title()


def load_json(path: str | Path):
	"""The content of a JSON file; ValueError names the file when it is broken."""
	try:
		return json.loads(Path(path).read_text())
	except ValueError as error:
		raise ValueError(f"{path} is not valid JSON: {error}") from None


def get_installed_apps(*, _ensure_on_bench: bool = False) -> list[str]:
	"""The apps of this site in the order of their installation, frappe first."""
	if local.db is None:
		return ["frappe"]
	return list(_stored_apps())


@per_schema
def _stored_apps() -> tuple[str, ...]:
	stored = local.db.get_global("installed_apps")
	return tuple(json.loads(stored) if stored else ["frappe"])


def get_all_apps(sites_path: str | None = None) -> list[str]:
	"""The apps named in sites/apps.txt."""
	path = Path(sites_path or local.sites_path) / "apps.txt"
	names = path.read_text().split() if path.exists() else []
	return ["frappe", *(name for name in names if name != "frappe")]


@cache
def app_module(app: str):
	"""The package of an app; AppNotInstalledError when it cannot be imported."""
	if app == "frappe":
		import minibench

		return minibench
	try:
		return importlib.import_module(app)
	except ModuleNotFoundError as error:
		if error.name != app:
			raise
		raise AppNotInstalledError(f"App {app} is not installed in this environment") from None


def get_app_path(app_name: str, *joins: str) -> str:
	"""A path inside the package of an app."""
	return str(Path(app_module(app_name).__file__).parent.joinpath(*joins))


@cache
def _app_hooks(app: str) -> dict:
	if app == "frappe":
		module = importlib.import_module("minibench.core_hooks")
	else:
		app_module(app)
		module = importlib.import_module(f"{app}.hooks")
	return {k: v for k, v in vars(module).items() if not k.startswith("__") and not callable(v)}


def _append(target: dict, key: str, value) -> None:
	if isinstance(value, dict):
		inner = target.setdefault(key, _dict())
		for name, entry in value.items():
			_append(inner, name, entry)
	else:
		target.setdefault(key, []).extend(value if isinstance(value, list | tuple) else [value])


@cache
def _merged_hooks(apps: tuple[str, ...]) -> _dict:
	hooks = _dict()
	for app in apps:
		for key, value in _app_hooks(app).items():
			_append(hooks, key, value)
	return hooks


def get_hooks(hook: str | None = None, default="_KEEP_DEFAULT_LIST", app_name: str | None = None):
	"""The hooks of one app or of all installed ones: lists are joined, dictionaries merged key by key."""
	if app_name:
		hooks = _merged_hooks((app_name,))
	elif is_bound():
		hooks = _merged_hooks(tuple(get_installed_apps()))
	else:
		hooks = _dict()
	if hook is None:
		return hooks
	found = hooks.get(hook)
	if found:
		return found
	return [] if default == "_KEEP_DEFAULT_LIST" else default


def get_attr(method_string: str):
	"""The object that a dotted path names; paths below `frappe.` go through the facade."""
	module, _, name = method_string.rpartition(".")
	app = method_string.partition(".")[0]
	if app not in ("frappe", "minibench") and not local.flags.in_install and app not in get_installed_apps():
		raise AppNotInstalledError(f"App {app} is not installed")
	return getattr(get_module(module), name)


def get_module(modulename: str):
	return importlib.import_module(modulename)


@cache
def get_module_list(app: str) -> list[str]:
	"""The module titles of an app, from its modules.txt."""
	if app == "frappe":
		return ["Core", "Custom"]  # what people make on a site has Frappe's module for it
	lines = Path(get_app_path(app, "modules.txt")).read_text().splitlines()
	return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


@cache
def _module_owners(apps: tuple[str, ...]) -> dict[str, str]:
	return {scrub(module): app for app in apps for module in get_module_list(app)}


def get_module_app(module: str) -> str:
	"""The app that owns a module (title or folder name); KeyError when none does."""
	apps = list(dict.fromkeys(get_installed_apps() + list(local.flags.installing_apps or ())))
	return _module_owners(tuple(apps))[scrub(module)]


def get_module_path(module: str, *joins: str) -> str:
	"""A path inside the folder of a module."""
	return str(Path(get_app_path(get_module_app(module), scrub(module))).joinpath(*joins))


def text_beside(module: str, kind: str, name: str, ending: str) -> str | None:
	"""The text that stands beside the JSON of a module's record; None without one."""
	name = scrub(name)
	path = Path(get_module_path(module, kind, name, name + ending))
	return path.read_text(encoding="utf-8") if path.exists() else None


def forget() -> None:
	"""Drop what is cached about apps: after one was installed or removed."""
	for cached in (app_module, _app_hooks, _merged_hooks, get_module_list, _module_owners):
		cached.cache_clear()
	if is_bound():
		forget_kept(local.site_path)
