"""Mounts the facade: the modules `frappe` and `frappe.*`, made from the one list `offered.toml`."""

import importlib
import importlib.machinery
import importlib.util
import sys
import tomllib
from functools import cache
from pathlib import Path

from minibench.errors import NotOffered


def folder() -> Path:
	"""The folder that holds the facade package `frappe`: beside us in a checkout, apart when installed."""
	beside = Path(__file__).resolve().parent.parent
	return beside if (beside / "frappe" / "offered.toml").exists() else beside / "minibench_facade"


@cache
def offered() -> dict[str, dict[str, str]]:
	"""{module: {name: "module:attribute" of minibench}}"""
	return tomllib.loads((folder() / "frappe" / "offered.toml").read_text())


def real_frappe_installed() -> bool:
	"""True for a real Frappe; the empty placeholder of the package registry does not count."""
	spec = importlib.util.find_spec("frappe")
	if spec is None or not spec.origin:
		return False
	home = Path(spec.origin).parent
	return home.parent != folder() and (home / "model" / "document.py").exists()


def resolve(target: str):
	"""What "module:attribute" names inside minibench; "state:x" is the attribute x of frappe.local."""
	module, _, attribute = target.partition(":")
	if module == "state":
		from minibench.local import local

		return getattr(local, attribute)
	found = importlib.import_module(f"minibench.{module}")
	for part in attribute.split(".") if attribute else ():
		found = getattr(found, part)
	return found


def attribute_getter(module: str):
	"""The module-level `__getattr__` of a facade module."""
	if not is_mounted():
		raise ImportError("the facade is not mounted: call minibench.activate() first")
	names = offered().get(module, {})
	namespace = sys.modules[module].__dict__

	def __getattr__(name: str):
		if name.startswith("__"):
			raise AttributeError(f"module {module!r} has no attribute {name!r}")
		target = names.get(name)
		if target is None:
			if f"{module}.{name}" in modules():
				return importlib.import_module(f"{module}.{name}")
			raise NotOffered(f"{module}.{name}")
		value = resolve(target)
		if not target.startswith("state:"):
			namespace[name] = value
		return value

	return __getattr__


def is_mounted() -> bool:
	return any(isinstance(finder, Finder) for finder in sys.meta_path)


@cache
def modules() -> frozenset[str]:
	"""Every offered module, with the packages above it."""
	found = set()
	for name in offered():
		parts = name.split(".")
		found.update(".".join(parts[:n]) for n in range(1, len(parts) + 1))
	return frozenset(found)


class Finder:
	"""Finds the virtual modules `frappe.*`; the package itself is an ordinary file."""

	def find_spec(self, name, path=None, target=None):
		if not name.startswith("frappe."):
			return None
		if name not in modules():
			raise NotOffered(name)
		spec = importlib.machinery.ModuleSpec(name, self, is_package=True)
		spec.submodule_search_locations = []
		return spec

	def create_module(self, spec):
		return None

	def exec_module(self, module):
		names = offered().get(module.__name__, {})
		module.__getattr__ = attribute_getter(module.__name__)
		module.__all__ = sorted(names)
