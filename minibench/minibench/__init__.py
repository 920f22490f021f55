"""minibench: an embedded bench that runs Frappe 15 apps in one process on SQLite."""

import sys
from pathlib import Path

__version__ = "0.1.0"


def activate() -> None:
	"""Make `import frappe` mean the facade. Raises RuntimeError where a real Frappe is importable."""
	from minibench import facade

	if facade.is_mounted():
		return
	loaded = sys.modules.get("frappe")
	if loaded is not None or facade.real_frappe_installed():
		raise RuntimeError("a real Frappe is installed here: use its own bench, or another environment")
	sys.meta_path.insert(0, facade.Finder())
	sys.path.insert(0, str(facade.folder()))


def root() -> Path:
	return Path(__file__).resolve().parent
