"""The install scan: what an app uses of Frappe, held against what minibench offers, before it is installed."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from minibench.apps import app_module, get_attr
from minibench.facade import modules, offered

# hooks of Frappe that would change what happens, and that nothing here reads; other names are an app's own
REFUSED_HOOKS = frozenset((
	"after_app_install", "after_app_uninstall", "after_job", "auth_hooks", "base_template",
	"base_template_map", "before_app_install", "before_app_uninstall", "before_job", "before_write_file",
	"boot_session", "delete_file_data_content", "extend_bootinfo", "extend_doctype_class",
	"get_print_format_template", "get_web_pages_with_dynamic_routes", "ignore_links_on_delete", "jenv",
	"make_email_body_message", "naming_series_variables", "notification_config", "on_print_pdf",
	"override_doctype_dashboards", "override_email_send", "page_renderer", "pdf_body_html",
	"pdf_generator", "setup_wizard_complete", "setup_wizard_requires", "signup_form_template",
	"website_context", "website_generators", "website_path_resolver", "webform_list_context", "write_file",
))  # fmt: skip
# objects behind a name whose own attributes are checked too
OBJECTS = {"frappe.db": "minibench.database.Database", "frappe.cache": "minibench.cache.Cache"}
_DOTTED = re.compile(r"frappe(\.[A-Za-z_]\w*)+\Z")
SKIPPED = frozenset(("node_modules", "__pycache__", ".git", "dist"))


def scan_app(app: str) -> list[str]:
	"""Findings `file:line name` of an importable app; an empty list when all that it uses is offered."""
	from minibench.scan_records import scan_records
	from minibench.scan_templates import scan_templates

	folder = Path(app_module(app).__file__).parent
	found = [*scan_hooks(folder), *scan_records(folder), *scan_templates(folder, app)]
	for path in files_of(folder, "*.py"):
		text = path.read_text()
		if "frappe" in text:
			found += [f"{path.relative_to(folder)}:{line} {name}" for line, name in scan_python(text)]
	return list(dict.fromkeys(found))


def files_of(folder: Path, pattern: str) -> Iterator[Path]:
	for path in sorted(folder.rglob(pattern)):
		if not SKIPPED.intersection(path.relative_to(folder).parts):
			yield path


def scan_hooks(folder: Path) -> Iterator[str]:
	path = folder / "hooks.py"
	for node in ast.parse(path.read_text()).body:
		for target in getattr(node, "targets", ()):
			if getattr(target, "id", "") in REFUSED_HOOKS:
				yield f"hooks.py:{node.lineno} hook {target.id}"
	patches = folder / "patches.txt"
	for number, line in enumerate(patches.read_text().splitlines() if patches.exists() else (), 1):
		if line.startswith(("execute:", "finally:")):
			yield f"patches.txt:{number} {line.partition(':')[0]} lines"


def scan_python(text: str) -> list[tuple[int, str]]:
	"""[(line, name)] of what a piece of Python uses of Frappe and minibench does not offer."""
	scanner = _Scanner()
	scanner.visit(ast.parse(text))
	return scanner.found


def lacking(path: str) -> str | None:
	"""The first part of a dotted path below `frappe` that is not offered; None when all of it is."""
	module, *parts = path.split(".")
	while (
		parts
		and f"{module}.{parts[0]}" in modules()
		and (parts[1:] or parts[0] not in offered().get(module, {}))
	):
		module = f"{module}.{parts.pop(0)}"
	if not parts or parts[0].startswith("__"):
		return None
	name = f"{module}.{parts[0]}"
	if parts[0] not in offered().get(module, {}):
		return name
	if name not in OBJECTS or not parts[1:]:
		return None
	owner = get_attr(OBJECTS[name])
	known = hasattr(owner, parts[1]) or parts[1] in owner.__init__.__code__.co_names
	return None if known else f"{name}.{parts[1]}"


class _Scanner(ast.NodeVisitor):
	def __init__(self):
		self.found: list[tuple[int, str]] = []
		self.names: dict[str, str] = {}

	def check(self, line: int, path: str) -> None:
		if name := lacking(path):
			self.found.append((line, name))

	def visit_If(self, node):
		test = getattr(node.test, "id", getattr(node.test, "attr", None))
		for part in node.orelse if test == "TYPE_CHECKING" else [node.test, *node.body, *node.orelse]:
			self.visit(part)

	def visit_Import(self, node):
		for alias in node.names:
			if alias.name.split(".")[0] == "frappe":
				self.check(node.lineno, alias.name)
				self.names[alias.asname or "frappe"] = alias.name if alias.asname else "frappe"

	def visit_ImportFrom(self, node):
		module = node.module or ""
		if node.level or module.split(".")[0] != "frappe":
			return
		if missing := lacking(module):
			self.found.append((node.lineno, missing))
			return
		for alias in node.names:
			name = f"{module}.{alias.name}"
			if alias.name == "*":
				self.found.append((node.lineno, f"from {module} import *"))
			elif offered().get(module, {}).get(alias.name, "").startswith("state:"):
				self.found.append(
					(node.lineno, f"from {module} import {alias.name} (write {name} where it is used)")
				)
			else:
				self.check(node.lineno, name)
				self.names[alias.asname or alias.name] = name

	def visit_Attribute(self, node):
		parts, value = [node.attr], node.value
		while isinstance(value, ast.Attribute):
			parts.append(value.attr)
			value = value.value
		if isinstance(value, ast.Name):
			if value.id in self.names:
				self.check(node.lineno, ".".join([self.names[value.id], *reversed(parts)]))
		else:
			self.visit(value)

	def visit_Assign(self, node):
		"""To override a method that is not offered loses nothing: there is none to be overridden."""
		overrides = getattr(node.targets[0], "id", "") == "override_whitelisted_methods"
		for part in getattr(node.value, "values", ()) if overrides else (*node.targets, node.value):
			self.visit(part)

	def visit_Constant(self, node):
		if isinstance(node.value, str) and _DOTTED.match(node.value):
			self.check(node.lineno, node.value)
