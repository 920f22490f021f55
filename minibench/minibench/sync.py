"""Brings the records of apps' module folders into the site.

DocTypes are compared by the hash of their file. Any other record is imported when it is absent or its `modified`
is newer than the stored one. One without `modified`, and every fixture, is what its file says: it is imported
again when its file or its stored row changed since.
"""

import hashlib
import json
from datetime import datetime
from pathlib import Path

from minibench.apps import get_app_path, get_installed_apps, get_module_list, load_json, scrub
from minibench.delete import remove_rows
from minibench.documents import get_doc
from minibench.local import local
from minibench.meta import CHILDREN, save_doctype
from minibench.perschema import bump_schema

# in Frappe's order
RECORD_FOLDERS = (
	"page", "report", "dashboard_chart_source", "print_format", "web_page", "website_theme", "web_form",
	"web_template", "notification", "print_style", "workspace", "onboarding_step", "module_onboarding",
	"form_tour", "client_script", "server_script", "custom_field", "property_setter",
)  # fmt: skip
# what an administrator may switch, and an import leaves as it is
KEPT_VALUES = {
	"Report": "disabled", "Print Format": "disabled", "Notification": "enabled", "Workspace": "is_hidden",
	"Module Onboarding": "is_complete", "Onboarding Step": "is_complete",
}  # fmt: skip
IMPORTS_TABLE = """create table if not exists `__import`
	(doctype text, name text, source text, stored text, primary key (doctype, name))"""
# DocTypes that describe DocTypes: nothing can be stored before they are there
FIRST = ("docfield", "docperm", "doctype_action", "doctype_link", "doctype_state", "doctype")


def digest(text: str) -> str:
	return hashlib.sha256(text.encode()).hexdigest()[:40]


def record_files(app: str, folder: str) -> list[Path]:
	"""The JSON files `<module>/<folder>/<name>/<name>.json` of an app, module by module in name order."""
	found = []
	for module in get_module_list(app):
		name = f"{scrub(module)}_dashboard" if folder == "<module>_dashboard" else folder
		base = Path(get_app_path(app, scrub(module), name))
		if base.is_dir():
			paths = (entry / f"{entry.name}.json" for entry in sorted(base.iterdir()))
			found.extend(path for path in paths if path.exists())
	return found


def doctype_files(app: str) -> list[Path]:
	order = {name: n for n, name in enumerate(FIRST)} if app == "frappe" else {}
	return sorted(record_files(app, "doctype"), key=lambda path: order.get(path.stem, len(order)))


def sync_app(app: str) -> int:
	"""Import what an app's module folders hold and the site lacks; the number of imported records."""
	return sync_doctypes(app) + sum(sync_records(app, folder) for folder in RECORD_FOLDERS)


def sync_dashboards(app: str) -> int:
	"""Charts, number cards and dashboards: after the fixtures, as in Frappe."""
	return sum(sync_records(app, name) for name in ("dashboard_chart", "number_card", "<module>_dashboard"))


def sync_doctypes(app: str) -> int:
	known = {}
	if local.db.table_exists("DocType"):
		known = dict(local.db.sql("select name, migration_hash from `tabDocType`"))
	changed = []
	for path in doctype_files(app):
		text = path.read_text()
		data, file_hash = load_json(path), digest(text)
		if known.get(data["name"]) != file_hash:
			save_doctype({**data, "migration_hash": file_hash})
			changed.append(data)
	ensure_roles({row["role"] for data in changed for row in data.get("permissions", ())})
	return len(changed)


def ensure_roles(roles: set[str]) -> None:
	"""Create the roles that DocTypes name, with desk access: a fixture corrects a portal role."""
	for role in sorted(roles - set(local.db.sql("select name from `tabRole`", pluck=True)) if roles else ()):
		get_doc({"doctype": "Role", "role_name": role, "desk_access": 1}).insert(ignore_permissions=True)


def sync_records(app: str, folder: str) -> int:
	count = 0
	for path in record_files(app, folder):
		data = load_json(path)
		if not data.get("modified"):
			count += import_always(data)
			continue
		stored = local.db.sql(f"select modified from `tab{data['doctype']}` where name = %s", (data["name"],))
		if not stored or datetime.fromisoformat(data["modified"]) > stored[0][0]:
			import_record(data)
			count += 1
	return count


def import_record(data: dict, validate: bool = False):
	"""Replace a record by what a file says. `validate`: as a fixture, with its controller's checks."""
	local.flags.in_import = True
	try:
		doc = get_doc({**data, "__islocal": 1})
		if local.db.exists(doc.doctype, doc.name):
			old = get_doc(doc.doctype, doc.name)
			if key := KEPT_VALUES.get(doc.doctype):
				doc.set(key, old.get(key))
			remove_rows(old)
		doc.flags.ignore_version = doc.flags.ignore_links = True
		if not validate:
			doc.flags.update(ignore_validate=True, ignore_permissions=True, ignore_mandatory=True)
		doc.insert()
		if data.get("modified"):
			local.db.set_value(doc.doctype, doc.name, "modified", data["modified"], update_modified=False)
	finally:
		local.flags.in_import = False
	return doc


def import_always(data: dict, validate: bool = False) -> int:
	"""Make a record what its file says: 0 when neither the file nor the row changed since the last time."""
	doctype, name = data["doctype"], data["name"]
	source = digest(json.dumps(data, sort_keys=True))
	seen = "select 1 from `__import` where (doctype, name, source, stored) = (%s, %s, %s, %s)"
	if local.db.sql(seen, (doctype, name, source, _fingerprint(doctype, name))):
		return 0
	doc = import_record(data, validate)
	local.db.sql(
		"insert or replace into `__import` (doctype, name, source, stored) values (%s, %s, %s, %s)",
		(doctype, name, source, _fingerprint(doctype, doc.name)),
	)
	return 1


def _fingerprint(doctype: str, name: str) -> str:
	if not local.db.exists(doctype, name):
		return ""
	values = {k: v for k, v in get_doc(doctype, name).as_dict().items() if not k.startswith("_")}
	return digest(json.dumps(values, sort_keys=True, default=str))


def remove_orphan_doctypes() -> None:
	"""Forget DocTypes whose file is gone from every installed app; their tables stay."""
	kept = {load_json(path)["name"] for app in get_installed_apps() for path in doctype_files(app)}
	stored = local.db.sql("select name from `tabDocType` where custom = 0", pluck=True)
	gone = [name for name in stored if name not in kept]
	if gone:
		remove_doctypes(gone)
		bump_schema()


def remove_doctypes(names: list[str]) -> None:
	for child in CHILDREN.values():
		local.db.sql(f"delete from `tab{child}` where parenttype = 'DocType' and parent in %s", (names,))
	local.db.sql("delete from `tabDocType` where name in %s", (names,))
