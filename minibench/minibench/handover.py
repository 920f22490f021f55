"""Hand-over: a whole site in one archive that is plain to read and that another bench can load.

A zip with a JSON line for each record, values as text, so that two databases write the same; the contents of files
under their hashes; and a manifest with counts and check-sums. docs/handover.md of the repository has the format.
Nothing that opens a door is in it: no password, key or session. What installing the apps makes again is not either.
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from datetime import timedelta
from importlib import import_module
from pathlib import Path

from minibench import files, meta, sync
from minibench.apps import get_installed_apps, load_json, scrub
from minibench.core.records import STANDARD_USERS
from minibench.errors import ValidationError
from minibench.fixtures import custom_files, custom_records, fixture_files
from minibench.install import ROLES
from minibench.jobs import reading
from minibench.local import local
from minibench.locks import filelock
from minibench.schema import OPTIONAL
from minibench.utils.dates import now_datetime
from minibench.values import STANDARD_TYPES

FORMAT = 1
# DocTypes whose records stay behind, each with its reason
LEFT_OUT = {
	**dict.fromkeys(("DocType", *meta.CHILDREN.values(), "Module Def"), "made by installing the apps"),
	**dict.fromkeys(("Customize Form", "Customize Form Field"), "made from the records that are handed over"),
	"Patch Log": "a bench has run patches of its own",
	"Scheduled Job Type": "made by installing the apps",
	"Scheduled Job Log": "of this machine",
	"Error Log": "of this machine",
	"Email Queue": "it holds links to sign in, and would be sent twice",
	"Email Queue Recipient": "part of Email Queue",
	"Language": "made by installing Frappe",
	"Web Form List Column": "Frappe numbers these itself",
}
SECRET = {"User": ("api_key", "reset_password_key", "last_reset_password_key_generated_on")}
OF_THE_BENCH = ("installed_apps", "setup_complete", "enable_scheduler")
SECRET_DEFAULTS = ("_otpsecret", "_otplogin")


def plain(value, fieldtype: str):
	"""A stored value as every bench writes it: whole numbers, else text; None stays None.

	Decimals have at most nine places (a Rating two), as Frappe's columns. Raises ValueError for what does not fit.
	"""
	if value is None or (value == "" and fieldtype in ("Date", "Datetime", "Time", "JSON")):
		return None
	if fieldtype in ("Int", "Check", "Long Int"):
		return int(value)
	if fieldtype in ("Float", "Currency", "Percent", "Duration", "Rating"):
		text = f"{float(value):.{2 if fieldtype == 'Rating' else 9}f}".rstrip("0").rstrip(".")
		return "0" if text == "-0" else text
	if isinstance(value, str) and fieldtype in ("Date", "Datetime", "Time"):
		raise ValueError
	if fieldtype == "Datetime":
		return value.isoformat(" ", "microseconds")
	if isinstance(value, timedelta):
		minutes, rest = divmod(value // timedelta(microseconds=1), 60_000_000)
		return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1_000_000:02}.{rest % 1_000_000:06}"
	return str(value)


def line_of(row: dict) -> bytes:
	return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(row: dict) -> int:
	"""The check-sum of a record: empty texts count as nothing. Those of a table are added, in any order."""
	filled = {key: value for key, value in row.items() if value not in (None, "")}
	return int.from_bytes(hashlib.sha256(line_of(filled)).digest())


def export_site(target: str) -> tuple[Path, dict]:
	"""Write the archive of the open site into a folder, or under a name that is free; its path and manifest.

	Raises ValidationError for DocTypes that people made: they belong to no app that the other bench could install.
	"""
	path = Path(target).resolve()
	if path.is_dir():
		path = path / f"{local.site}-{now_datetime():%Y%m%d_%H%M%S}.zip"
	if path.exists():
		raise ValidationError(f"{path} exists already: give a folder, or a name that is free")
	local.db.commit()
	work = path.with_name(f".{path.name}.new")
	work.unlink(missing_ok=True)
	try:
		with (
			filelock("files", timeout=60),
			reading(),
			open(os.open(work, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "w+b") as stream,
		):
			manifest = _write_site(stream)
			os.fsync(stream.fileno())
		os.replace(work, path)
	finally:
		work.unlink(missing_ok=True)
	return path, manifest


def _write_site(stream) -> dict:
	if made := local.db.sql("select name from `tabDocType` where custom = 1", pluck=True):
		raise ValidationError(
			f"Put these DocTypes into an app (export-doctype), or delete them, first: {', '.join(made)}"
		)
	with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
		tables = {}
		left, shipped = {}, _shipped()
		for doctype in local.db.sql(
			"select name from `tabDocType` where issingle = 0 and is_virtual = 0 order by istable, name",
			pluck=True,
		):
			if doctype in LEFT_OUT:
				left[doctype] = {"count": local.db.count(doctype), "reason": LEFT_OUT[doctype]}
				continue
			columns = _columns(doctype)
			rows = _records(doctype, columns, shipped)
			tables[doctype] = {**_write_table(packed, doctype, rows), "fields": columns}
		known = list(tables)
		tables["Singles"] = _write_table(packed, "Singles", _singles())
		tables["Defaults"] = _write_table(packed, "Defaults", _defaults())
		tables["Series"] = _write_table(packed, "Series", _series())
		stored, missing = _write_files(packed)
		manifest = {
			"format": FORMAT,
			"site": local.site,
			"made": f"{now_datetime():%Y-%m-%d %H:%M:%S}",
			"apps": {app: getattr(import_module(app), "__version__", "") for app in get_installed_apps()},
			"tables": tables,
			"files": stored,
			"missing_files": missing,
			"to_enter_again": _passwords(),
			"left_out": {name: entry for name, entry in left.items() if entry["count"]},
			"left_out_fields": {name: list(hidden) for name in known if (hidden := _secret(name))},
		}
		packed.writestr("manifest.json", json.dumps(manifest, indent=1, ensure_ascii=False))
	return manifest


def _shipped() -> set[tuple[str, str]]:
	"""(DocType, name) of what each installation makes: from files of the apps, and Frappe's own first records."""
	found = {("User", name) for name in STANDARD_USERS} | {("Role", name) for name in ROLES}
	found |= {("Role", role) for role in local.db.sql("select distinct role from tabDocPerm", pluck=True)}
	found |= {("File", "Home"), ("File", "Home/Attachments")}
	for app in get_installed_apps():
		folders = (*sync.RECORD_FOLDERS, "dashboard_chart", "number_card", "<module>_dashboard")
		for path in (path for folder in folders for path in sync.record_files(app, folder)):
			record = load_json(path)
			found.add((record["doctype"], record["name"]))
		for path in fixture_files(app):
			found.update((record["doctype"], record["name"]) for record in load_json(path))
		for path in custom_files(app):
			found.update((record["doctype"], record["name"]) for record in custom_records(path))
	return found


def _secret(doctype: str) -> set[str]:
	fields = meta.get_meta(doctype).column_fields
	return {f.fieldname for f in fields if f.fieldtype == "Password"}.union(SECRET.get(doctype, ()))


def _columns(doctype: str) -> dict[str, str]:
	"""{column: field type} of a DocType, without what opens a door."""
	described = meta.get_meta(doctype)
	present = {*local.db.get_table_columns(doctype)} - _secret(doctype)
	names = [name for name in (*described.columns, *OPTIONAL) if name in present]
	fields = {name: described.get_field(name) for name in names}
	return {
		name: field.fieldtype if field else STANDARD_TYPES.get(name, "Data") for name, field in fields.items()
	}


def _records(doctype: str, columns: dict[str, str], shipped: set) -> Iterator[dict]:
	names = ", ".join(f"`{name}`" for name in columns)
	for values in local.db.execute(f"select {names} from `tab{doctype}` order by rowid"):
		row = dict(zip(columns, values, strict=True))
		parent = (row.get("parenttype"), row.get("parent"))
		if (doctype, row["name"]) in shipped or parent in shipped or parent[0] in LEFT_OUT:
			continue
		if doctype == "DefaultValue" and row["parent"].startswith("__"):
			continue
		yield {
			name: _plain(doctype, row, name, kind) for name, kind in columns.items() if row[name] is not None
		}


def _plain(doctype: str, row: dict, name: str, kind: str):
	try:
		return plain(row[name], kind)
	except (TypeError, ValueError):
		raise ValidationError(
			f"{doctype} {row['name']}: {name} holds {row[name]!r}, which is no {kind}"
		) from None


def _singles() -> Iterator[dict]:
	for doctype, field, value in local.db.sql("select doctype, field, value from tabSingles order by 1, 2"):
		if value not in (None, "") and field not in (*_secret(doctype), *OF_THE_BENCH):
			yield {"name": f"{doctype}: {field}", "doctype": doctype, "field": field, "value": str(value)}


def _defaults() -> Iterator[dict]:
	rows = "select parent, defkey, defvalue from tabDefaultValue where parent like '\\_\\_%' escape '\\' order by 1, 2"
	for parent, key, value in local.db.execute(rows):
		if value not in (None, "") and key not in OF_THE_BENCH and not key.endswith(SECRET_DEFAULTS):
			yield {"name": f"{parent}: {key}", "parent": parent, "defkey": key, "defvalue": value}


def _series() -> Iterator[dict]:
	for name, current in local.db.sql("select name, current from tabSeries order by name"):
		yield {"name": name, "current": current}


def _passwords() -> list[str]:
	"""The Password fields that somebody must fill in again, as `DocType name: field`."""
	rows = local.db.execute(
		"select doctype, name, fieldname from `__Auth` where encrypted = 1 order by 1, 2, 3"
	)
	return [f"{doctype} {name}: {field}" for doctype, name, field in rows]


def _write_table(packed: zipfile.ZipFile, name: str, rows: Iterable[dict]) -> dict:
	count, added, hashed = 0, 0, hashlib.sha256()
	member = f"records/{scrub(name)}.jsonl"
	with packed.open(member, "w", force_zip64=True) as stream:
		for row in rows:
			line = line_of(row) + b"\n"
			stream.write(line)
			hashed.update(line)
			count, added = count + 1, (added + digest(row)) % 2**256
	return {"file": member, "count": count, "sum": f"{added:064x}", "sha256": hashed.hexdigest()}


def _write_files(packed: zipfile.ZipFile) -> tuple[dict[str, int], list[str]]:
	"""({hash: bytes} of the contents, the URLs of files whose content is not there)"""
	stored, missing = {}, []
	rows = (
		"select content_hash, min(file_url) from tabFile where is_folder = 0 group by content_hash order by 1"
	)
	for content_hash, url in local.db.execute(rows).fetchall():
		path = Path(files.path_of(content_hash or "none"))
		if not path.is_file():
			missing.append(url)
			continue
		packed.write(path, f"files/{content_hash}")
		stored[content_hash] = path.stat().st_size
	return stored, missing
