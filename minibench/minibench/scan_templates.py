"""The install scan's third part: templates. What does not parse, unknown filters, and names of `frappe.`."""

import inspect
from collections.abc import Iterator
from pathlib import Path

from minibench import apps, jinja
from minibench.facade import offered
from minibench.jinja import template_filters
from minibench.scan import files_of


def scan_templates(folder: Path, app: str) -> Iterator[str]:
	"""Findings `file:line name` in the Jinja templates of an app's package."""
	from jinja2 import TemplateError, nodes

	environment = _environment(app)
	for path in files_of(folder, "*.html"):
		place = path.relative_to(folder)
		if "public" in place.parts:
			continue
		try:
			tree = environment.parse(path.read_text())
			environment.compile(tree)
		except TemplateError as error:
			yield f"{place}:{getattr(error, 'lineno', 1)} {error}"
			continue
		for node in tree.find_all((nodes.Getattr, nodes.Name)):
			if name := _lacking(_chain(node)):
				yield f"{place}:{node.lineno} {name} in a template"


def _environment(app: str):
	"""An environment that knows the filters of minibench and of the app."""
	from jinja2 import Environment

	environment = Environment()
	environment.filters.update(template_filters())
	for path in apps.get_hooks("jinja", {}, app_name=app).get("filters", ()):
		try:
			environment.filters.update(inspect.getmembers(apps.get_module(path), inspect.isfunction))
		except ModuleNotFoundError:  # the path of one function
			environment.filters[path.rpartition(".")[2]] = str
	return environment


def _chain(node) -> list[str]:
	"""["frappe", "utils", "getdate"] of the node for `frappe.utils.getdate`; empty for anything else."""
	parts = []
	while hasattr(node, "attr"):
		parts.append(node.attr)
		node = node.node
	return [node.name, *reversed(parts)] if hasattr(node, "name") else []


def _lacking(chain: list[str]) -> str | None:
	"""The part of a chain that templates are not given."""
	if chain and chain[0] in jinja.NOT_HERE:
		return chain[0]
	if len(chain) < 2 or chain[0] != "frappe":
		return None
	inner = {"utils": offered()["frappe.utils"], "db": jinja.DB_NAMES}.get(chain[1])
	if inner is not None:
		return ".".join(chain[:3]) if chain[2:] and chain[2] not in inner else None
	known = {*jinja.NAMES, *jinja.DYNAMIC, *offered()["frappe.exceptions"]}
	return None if chain[1] in known else ".".join(chain[:2])
