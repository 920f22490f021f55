"""The install scan's second half: DocTypes, records and fixtures of an app as JSON."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from minibench import meta
from minibench.apps import load_json
from minibench.errors import ValidationError
from minibench.fixtures import custom_records
from minibench.local import is_bound, local
from minibench.scan import files_of, scan_python
from minibench.sync import RECORD_FOLDERS, doctype_files

# MariaDB counts four bytes a character, all columns of a row together
ROW_LIMIT = 65_535
COLUMN_BYTES = {
	"Check": 1, "Int": 4, "Long Int": 8, "Date": 3, "Datetime": 8, "Time": 6, "Rating": 2,
	**dict.fromkeys(("Float", "Currency", "Percent", "Duration", "Small Text", "Text", "Attach"), 10),
	**dict.fromkeys(("Attach Image", "Password"), 10),
	**dict.fromkeys(("Long Text", "Text Editor", "Code", "HTML Editor", "Markdown Editor", "JSON"), 12),
}  # fmt: skip
UNOFFERED = {
	"DocType": (
		"is_tree",
		"is_virtual",
		"has_web_view",
		"queue_in_background",
		"is_calendar_and_gantt",
		"max_attachments",
	),
	"DocField": ("is_virtual",),
	"Custom Field": ("is_virtual",),
	"Report": ("prepared_report",),
}
# values that are drawn or run; any other of these keys is a finding
DRAWN = {
	"Dashboard Chart": {"chart_type": ("Count", "Sum", "Average", "Group By", "Report")},
	"Notification": {"channel": ("Email", "System Notification"), "message_type": ("HTML", "Plain Text")},
	"Report": {"report_type": ("Script Report", "Query Report", "Report Builder")},
}
# texts of filters, and of those whose values are expressions
FILTERED = {
	"Dashboard Chart": ("filters_json", "dynamic_filters_json"),
	"Number Card": ("filters_json", "dynamic_filters_json"),
	"Workspace Shortcut": ("stats_filter",),
	"Workspace Quick List": ("quick_list_filter",),
}
BLOCKS = ("header", "shortcut", "number_card", "card", "quick_list", "chart", "paragraph", "spacer")
# what Frappe's tools write into files and nothing reads
INERT = frozenset((
	"doctype", "field_order", "__islocal", "__unsaved", "migration_hash", "custom_css", "google_font", "hide_toolbar",
	"_comments", "_assign", "_liked_by", "_user_tags", "parent", "parentfield", "parenttype",
	"__last_sync_on", "last_updated_by", "app", "extends", "roles_json", "link_count", "is_default",
	"version", "workflow_builder_id", "css_class",
))  # fmt: skip
EXPRESSIONS = ("depends_on", "mandatory_depends_on", "read_only_depends_on", "collapsible_depends_on")
CONDITIONAL = ("Notification", "Workflow Transition")


def scan_records(folder: Path) -> Iterator[str]:
	"""Findings `file:line name` in the JSON files of an app's package."""
	records = list(_records(folder))
	names = {data["name"] for _, data in records if data.get("doctype") == "DocType"} | known_doctypes()
	for path, data in records:
		text = None
		for needle, finding in _record(data, names):
			text = text or path.read_text()
			yield f"{path.relative_to(folder)}:{_line(text, needle)} {finding}"


def _records(folder: Path) -> Iterator[tuple[Path, dict]]:
	kinds = {"doctype", "dashboard_chart", "number_card", *RECORD_FOLDERS}
	for path in files_of(folder, "*.json"):
		kind = path.parent.parent.name
		of_module = path.stem == path.parent.name and (kind in kinds or kind.endswith("_dashboard"))
		if of_module or path.parent == folder / "fixtures":
			data = load_json(path)
			for entry in data if isinstance(data, list) else [data]:
				yield path, entry
		elif path.parent.name == "custom" and path.parent.parent.parent == folder:
			yield from ((path, entry) for entry in custom_records(path))


def _line(text: str, needle: str) -> int:
	at = text.find(f'"{needle}"')
	return text.count("\n", 0, at) + 1 if at >= 0 else 1


@cache
def core_doctypes() -> frozenset[str]:
	return frozenset(load_json(path)["name"] for path in doctype_files("frappe"))


def known_doctypes() -> frozenset[str]:
	"""The DocTypes of minibench, and of the site that is open."""
	stored = local.db.sql("select name from `tabDocType`", pluck=True) if is_bound() and local.db else ()
	return core_doctypes().union(stored)


def _record(data: dict, names: frozenset[str]) -> Iterator[tuple[str, str]]:
	"""(text to look for, finding) for a record and its child rows."""
	doctype = data.get("doctype")
	if doctype not in names:
		yield doctype, f"DocType {doctype}"
		return
	if doctype in core_doctypes():
		yield from _keys(doctype, data)
	if doctype == "DocType":
		yield from _doctype(data, names)


def _keys(doctype: str, data: dict) -> Iterator[tuple[str, str]]:
	known = meta.core_meta(doctype)
	for key, value in data.items():
		if not value or key in INERT or key in meta.default_fields:
			continue
		field = known.get_field(key)
		if field is None or key in UNOFFERED.get(doctype, ()):
			yield key, f"{key} of {doctype}"
		elif field.fieldtype in meta.table_fields:
			for row in value:
				yield from _keys(field.options, row)
	yield from _drawn(doctype, data)
	if doctype in CONDITIONAL and data.get("condition"):
		yield from _condition(data["condition"])


def _drawn(doctype: str, data: dict) -> Iterator[tuple[str, str]]:
	"""What would be left out of a page, or never sent, without a word."""
	for key, values in DRAWN.get(doctype, {}).items():
		if data.get(key) and data[key] not in values:
			yield key, f"{key} {data[key]} of {doctype}"
	grouped = json.dumps(json.loads(data.get("json") or "{}").get("group_by")) if doctype == "Report" else ""
	if "`tab" in grouped.replace(f"`tab{data.get('ref_doctype')}`", ""):
		yield "json", "group_by of another doctype's field"
	for key in FILTERED.get(doctype, ()):
		yield from _filter(doctype, key, data.get(key) or "[]")
	if doctype == "Workspace":
		for kind in {block["type"] for block in json.loads(data.get("content") or "[]")} - {*BLOCKS}:
			yield "content", f"block {kind} of Workspace"


def _filter(doctype: str, key: str, text: str) -> Iterator[tuple[str, str]]:
	from minibench.web.desk import dynamic

	try:
		dynamic.check(text, key == "dynamic_filters_json")
	except ValueError as error:
		yield key, f"{key} of {doctype}: {error}"


def _condition(text: str) -> Iterator[tuple[str, str]]:
	try:
		found = scan_python(f"import frappe\n{text.strip()}")
	except SyntaxError:
		yield "condition", f"condition {text!r}"
		return
	for _, name in found:
		yield "condition", f"{name} in condition {text!r}"


def _doctype(data: dict, names: frozenset[str]) -> Iterator[tuple[str, str]]:
	try:
		meta.check_definition(data)
	except ValidationError as error:
		yield data["name"], str(error)
		return
	name, size = data["name"], row_bytes(data)
	if size > ROW_LIMIT:
		yield name, f"{name}: {size} bytes a row, over MariaDB's {ROW_LIMIT}; make some fields Small Text"
	for field in data.get("fields", ()):
		if field["fieldtype"] in ("Link", *meta.table_fields) and field["options"] not in names:
			yield field["fieldname"], f"DocType {field['options']} (field {field['fieldname']})"
		for key in EXPRESSIONS:
			if field.get(key):
				yield from _expression(field.get("fieldname") or key, key, field[key])


def _expression(place: str, key: str, text: str) -> Iterator[tuple[str, str]]:
	from minibench.web.desk.expressions import parse

	try:
		if text.startswith("fn:"):
			raise ValidationError("scripts are not run")
		if text.startswith("eval:"):
			parse(text)
	except Exception as error:
		yield place, f"{key} {text!r}: {error}"


def row_bytes(definition: dict) -> int:
	"""What a row of a DocType needs on MariaDB, in bytes, long texts counted by their pointer."""
	if definition.get("issingle"):
		return 0
	# name, owner and modified_by; creation and modified; docstatus; idx; then a child row's parents or `_comments` etc.
	table = bool(definition.get("istable"))
	total = (6 if table else 3) * (140 * 4 + 2) + 2 * 8 + 1 + 8 + (0 if table else 4 * 10)
	for field in definition.get("fields", ()):
		if field["fieldtype"] in meta.data_fieldtypes:
			length = max(64, int(field.get("length") or 140))
			total += COLUMN_BYTES.get(field["fieldtype"], length * 4 + 2)
	return total
