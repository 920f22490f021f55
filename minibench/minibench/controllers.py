"""The class behind a DocType: the app's controller, or plain Document where it has none."""

import importlib
import importlib.util
from functools import cache
from pathlib import Path

from minibench import root
from minibench.apps import get_attr, get_hooks, get_module_app, get_module_path, scrub
from minibench.meta import core_meta, get_meta
from minibench.perschema import per_schema


@per_schema
def get_controller(doctype: str) -> type:
	"""The controller class of a DocType; `override_doctype_class` in hooks replaces it."""
	from minibench.document import Document

	if override := get_hooks("override_doctype_class", {}).get(doctype):
		return get_attr(override[-1])
	name = scrub(doctype)
	if (root() / "core" / "doctype" / name / f"{name}.json").exists():
		return _class_in(f"minibench.core.doctype.{name}.{name}", doctype) or Document
	meta = get_meta(doctype) if doctype != "DocType" else core_meta(doctype)
	if meta.custom or not meta.module:
		return Document
	try:
		app = get_module_app(meta.module)
	except KeyError:
		return Document
	if not Path(get_module_path(meta.module, "doctype", name, f"{name}.py")).exists():
		return Document
	return _class_in(f"{app}.{scrub(meta.module)}.doctype.{name}.{name}", doctype) or Document


@cache
def _class_in(module: str, doctype: str) -> type | None:
	if importlib.util.find_spec(module) is None:
		return None
	wanted = doctype.replace(" ", "").replace("-", "")
	return getattr(importlib.import_module(module), wanted, None)
