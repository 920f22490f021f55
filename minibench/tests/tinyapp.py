"""Writes small apps for tests: a package with hooks, modules and records, importable at once."""

import json
import sys
from itertools import count
from pathlib import Path

_numbers = count(1)
HOOKS = """
app_name = "{name}"
app_title = "Tiny"
before_install = "{name}.events.before_install"
after_install = "{name}.events.after_install"
after_sync = "{name}.events.after_sync"
before_migrate = "{name}.events.before_migrate"
after_migrate = "{name}.events.after_migrate"
before_uninstall = "{name}.events.before_uninstall"
before_tests = "{name}.events.before_tests"
"""
EVENTS = """
log = []


def __getattr__(event):
	if event.startswith("__"):
		raise AttributeError(event)
	return lambda *args: log.append(event)
"""


def doctype(name: str, fields=(), **values) -> dict:
	fields = list(fields) or [{"fieldname": "title", "fieldtype": "Data", "label": "Title"}]
	permissions = [{"role": "System Manager", "read": 1, "write": 1, "create": 1, "delete": 1}]
	values.setdefault("permissions", permissions)
	return {"doctype": "DocType", "name": name, "module": "Tiny", "fields": fields, **values}


def report(name: str, ref_doctype: str, **values) -> dict:
	return {
		"doctype": "Report",
		"name": name,
		"report_name": name,
		"ref_doctype": ref_doctype,
		"report_type": "Query Report",
		"is_standard": "Yes",
		"module": "Tiny",
		"query": "select 1",
		**values,
	}


class TinyApp:
	"""An app in a folder of its own, with one module "Tiny"."""

	def __init__(self, folder: Path):
		self.name = f"tinyapp{next(_numbers)}"
		self.root = folder / self.name
		self.write("__init__.py", '__version__ = "0.0.1"\n')
		self.write("hooks.py", HOOKS.format(name=self.name))
		self.write("events.py", EVENTS)
		self.write("modules.txt", "Tiny\n")
		self.write("patches.txt", "[pre_model_sync]\n\n[post_model_sync]\n")
		self.write("tiny/__init__.py", "")
		sys.path.insert(0, str(folder))

	@property
	def log(self) -> list[str]:
		return sys.modules[f"{self.name}.events"].log

	def write(self, path: str, text: str) -> Path:
		target = self.root / path
		target.parent.mkdir(parents=True, exist_ok=True)
		target.write_text(text)
		return target

	def record(self, data: dict) -> Path:
		"""Write a record into its module folder."""
		kind, name = (data[key].lower().replace(" ", "_") for key in ("doctype", "name"))
		return self.write(f"tiny/{kind}/{name}/{name}.json", json.dumps(data, indent=1))

	def fixture(self, name: str, records: list[dict]) -> Path:
		return self.write(f"fixtures/{name}.json", json.dumps(records, indent=1))
