"""What was made by form becomes an app's files, in the shapes that Frappe reads: fixtures, customisations, DocTypes."""

from pathlib import Path

from minibench import meta as metas
from minibench.apps import get_app_path, get_hooks, get_module_app, get_module_path, scrub
from minibench.documents import get_doc
from minibench.errors import ValidationError
from minibench.fixtures import CUSTOM_KEYS
from minibench.local import local
from minibench.utils.data import as_json

# of this site, and never of an app
OF_SITE = ("creation", "owner", "modified_by", "idx")
OF_ROW = (*OF_SITE, *metas.child_table_fields, "name", "doctype", "docstatus", "modified")
CONTROLLER = "from frappe.model.document import Document\n\n\nclass {name}(Document):\n\tpass\n"


def export_fixtures(app: str) -> dict[str, int]:
	"""Write `fixtures/<doctype>.json` for each entry of the app's hook `fixtures`; {path: number of records}."""
	written = {}
	for entry in get_hooks("fixtures", app_name=app):
		entry = entry if isinstance(entry, dict) else {"dt": entry}
		doctype = entry.get("dt") or entry.get("doctype")
		limits = {key: entry[key] for key in ("filters", "or_filters") if entry.get(key)}
		names = [doctype]
		if not metas.get_meta(doctype).issingle:
			names = local.db.get_all(doctype, pluck="name", order_by="idx asc, creation asc", **limits)
		records = [_plain(get_doc(doctype, name)) for name in names]
		path = Path(get_app_path(app, "fixtures", f"{scrub(doctype)}.json"))
		written[_write(path, records)] = len(records)
	return written


def export_customisations(doctype: str, module: str, with_permissions: bool = False) -> list[str]:
	"""Write `<module>/custom/<doctype>.json`, and the same for its child tables; the paths. A migrate takes them in."""
	written = []
	kinds = {key: kind for key, kind in CUSTOM_KEYS.items() if with_permissions or kind != "Custom DocPerm"}
	for name in (doctype, *(field.options for field in metas.get_meta(doctype).get_table_fields())):
		rows = {key: _rows(kind, {metas.LAID_OVER[kind]: name}) for key, kind in kinds.items()}
		if any(rows.values()):
			data = {"custom_fields": [], "custom_perms": [], "links": [], "property_setters": [], **rows}
			path = _module_folder(module) / "custom" / f"{scrub(name)}.json"
			written.append(_write(path, {**data, "doctype": name, "sync_on_migrate": 1}))
	return written


def export_doctype(name: str, module: str | None = None) -> str:
	"""Write a record type that was made by form as the files of an app's module; the path of its folder.

	What stands there as a controller stays. Raises ValidationError for a DocType of an app, and for a module of none.
	"""
	doc = get_doc("DocType", name)
	if not doc.custom:
		raise ValidationError(f"{name} comes from the files of an app already")
	data = _without_nothing(_plain(doc))
	data |= {
		"module": module or doc.module,
		"custom": 0,
		"field_order": [field.fieldname for field in doc.fields],
	}
	data.pop("migration_hash", None)
	folder = _module_folder(data["module"]) / "doctype" / scrub(name)
	_write(folder / f"{scrub(name)}.json", data)
	for path in (folder.parent / "__init__.py", folder / "__init__.py"):
		path.touch()
	controller = folder / f"{scrub(name)}.py"
	if not controller.exists():
		controller.write_text(CONTROLLER.format(name=name.replace(" ", "").replace("-", "")))
	return str(folder)


def _module_folder(module: str) -> Path:
	try:
		of_frappe = get_module_app(module) == "frappe"
	except KeyError:
		raise ValidationError(f"No installed app has a module {module}") from None
	if of_frappe:
		raise ValidationError(
			f"{module} is a module of the bench itself: say which module of an app with --module"
		)
	return Path(get_module_path(module))


def _rows(doctype: str, filters: dict) -> list[dict]:
	rows = local.db.get_all(doctype, filters, ["*"], order_by="name")
	return [{key: value for key, value in row.items() if key not in metas.optional_fields} for row in rows]


def _plain(doc) -> dict:
	"""A document without what belongs to this site and to its rows in it."""
	data = {
		key: value for key, value in doc.as_dict().items() if key not in (*OF_SITE, *metas.optional_fields)
	}
	for key, value in data.items():
		if isinstance(value, list):
			data[key] = [{name: each for name, each in row.items() if name not in OF_ROW} for row in value]
	return data


def _without_nothing(data):
	"""As Frappe writes a DocType: without what is empty."""
	if isinstance(data, list):
		return [_without_nothing(row) for row in data]
	kept = (list, dict)
	return {
		k: _without_nothing(v) if isinstance(v, kept) else v
		for k, v in data.items()
		if v or isinstance(v, list)
	}


def _write(path: Path, data) -> str:
	path.parent.mkdir(parents=True, exist_ok=True)
	path.write_text(as_json(data) + "\n")
	return str(path)
