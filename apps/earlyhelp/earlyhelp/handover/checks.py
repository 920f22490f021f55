"""What speaks against loading an archive into this site. Everything is asked before anything is written."""

import json
import re
import unicodedata

import frappe

from earlyhelp.handover.archive import damages
from earlyhelp.handover.site import is_apps, remembered
from earlyhelp.install import INSTALLED

SHORT = frozenset(
	("Data", "Link", "Dynamic Link", "Select", "Read Only", "Color", "Phone", "Autocomplete", "Icon")
)
TEXT = frozenset(("Small Text", "Text", "Attach", "Attach Image"))
TEXT_BYTES = 65_535
PLACE = re.compile(r"/(private/)?files/[^/]+")
SHOWN = 20


def refusals(archive):
	"""Sentences that say why this archive cannot be loaded here, and what to do; empty when it can."""
	found = damages(archive) or other_versions(archive) or other_fields(archive)
	if not found:
		found = too_long(archive) + twins(archive) + strange_places(archive) + other_data(archive)
	return found[:SHOWN]


def other_versions(archive):
	"""Apps that are missing here or have another version; of Frappe the first number counts."""
	found = []
	for app, version in archive.manifest["apps"].items():
		here = installed_version(app)
		if here is None:
			found.append(f"The archive has records of {app}, which is not installed here: install it first.")
		elif short(app, here) != short(app, version):
			found.append(f"The archive is of {app} {version}, here it is {here}: bring both to one version.")
	return found


def installed_version(app):
	"""The version of an installed app; None when it is not installed."""
	if app not in frappe.get_installed_apps():
		return None
	return getattr(frappe.get_module(app), "__version__", "")


def short(app, version):
	return version.partition(".")[0] if app == "frappe" else version


def other_fields(archive):
	"""Tables whose fields differ: there the version is the same by name only."""
	custom = {(row["dt"], row["fieldname"]) for row in archive.rows("Custom Field")}
	found = []
	for doctype in archive.doctypes:
		if not archive.tables[doctype]["count"]:
			continue
		if not frappe.db.exists("DocType", doctype):
			found.append(f"{doctype} is not a DocType here: bring the apps of both sites to one version.")
			continue
		lacking = set(archive.fields(doctype)) - set(frappe.db.get_table_columns(doctype))
		lacking = {name for name in lacking if (doctype, name) not in custom}
		if lacking:
			names = ", ".join(sorted(lacking))
			found.append(f"{doctype} has no {names} here: bring the apps of both sites to one version.")
		if is_apps(doctype) and (newer := fields_here(doctype) - known_fields(archive, doctype)):
			names = ", ".join(sorted(newer))
			found.append(f"{doctype} in the archive has no {names}: bring the apps of both to one version.")
	return found


def fields_here(doctype):
	meta = frappe.get_meta(doctype)
	valid = set(meta.get_valid_columns())
	return {field.fieldname for field in meta.fields if not field.get("is_custom_field")} & valid


def known_fields(archive, doctype):
	return {*archive.fields(doctype), *archive.manifest["left_out_fields"].get(doctype, ())}


def too_long(archive):
	"""Values that columns of this database cannot hold."""
	found = []
	for doctype in archive.doctypes:
		if not archive.tables[doctype]["count"]:
			continue
		limits = limits_of(doctype, archive.fields(doctype))
		for row in archive.rows(doctype):
			for name, (limit, measure) in limits.items():
				if measure(row.get(name) or "") > limit:
					place = f"{doctype} {row['name']}: {name}"
					found.append(f"{place} is longer than {limit:,}: shorten it and export the site again.")
	return found


def limits_of(doctype, fields):
	"""{field: (most, how it is measured)}"""
	meta, found = frappe.get_meta(doctype), {}
	for name, kind in fields.items():
		field = meta.get_field(name)
		if kind in SHORT and not name.startswith("_"):
			found[name] = ((field and field.length) or 140, len)
		elif kind in TEXT:
			found[name] = (TEXT_BYTES, byte_length)
	return found


def byte_length(text):
	return len(text.encode())


def twins(archive):
	"""Names, and values that no two records share, which differ by accents or blanks only: MariaDB sees one."""
	found = []
	for doctype in archive.doctypes:
		if not archive.tables[doctype]["count"]:
			continue
		unique = {field.fieldname for field in frappe.get_meta(doctype).fields if field.unique}
		for name in ("name", *sorted(unique & set(archive.fields(doctype)))):
			for one, other in alike(archive, doctype, name):
				found.append(
					f"{doctype}: {one!r} and {other!r} are one {name} to MariaDB: change one of them."
				)
	return found


def alike(archive, doctype, name):
	"""[(value, other value)] of a field; few values are not plain, and only those are kept in memory."""
	values = [
		row[name] for row in archive.rows(doctype) if row.get(name) and folded(row[name]) != row[name].lower()
	]
	if not values:
		return
	seen = {}
	for value in values:
		if folded(value) in seen:
			yield seen[folded(value)], value
		seen[folded(value)] = value
	for row in archive.rows(doctype):
		value = row.get(name) or ""
		if value.lower() in seen and folded(value) == value.lower():
			yield seen[value.lower()], value


def folded(text):
	"""A text as MariaDB compares it: without case, accents and blanks at the end."""
	parts = unicodedata.normalize("NFKD", text.casefold())
	return "".join(c for c in parts if not unicodedata.combining(c)).rstrip()


def strange_places(archive):
	"""Files whose address leads elsewhere than into the folders of files, or is taken here."""
	found = []
	for rows in archive.batches("File"):
		urls = {row["file_url"]: row["name"] for row in rows if row.get("file_url") and not row["is_folder"]}
		for url in urls:
			if not PLACE.fullmatch(url) or url.rsplit("/", 1)[-1] in (".", ".."):
				found.append(f"The archive has a file at {url}, which is no place for files.")
		table = frappe.qb.DocType("File")
		query = frappe.qb.from_(table).select(table.name, table.file_url)
		for name, url in query.where(table.file_url.isin(list(urls) or [""])).run():
			if url in urls and not begun(archive) and name not in {row["name"] for row in rows}:
				found.append(f"There is another file at {url} here: hand over into a new site.")
	return found


def begun(archive):
	"""Whether this archive was begun, or loaded, on this site before."""
	state = remembered()
	return bool(state and state["archive"] == archive.key)


def other_data(archive):
	"""Records that this site holds already, other than the look-ups that installing brought."""
	if begun(archive):
		return []
	if remembered():
		return ["Another archive was handed over to this site: hand this one over into a new site."]
	installed = json.loads(frappe.db.get_global(INSTALLED) or "{}")
	found = []
	for doctype in archive.doctypes:
		if not is_apps(doctype) or not (count := frappe.db.count(doctype)):
			continue
		names = frappe.get_all(doctype, pluck="name") if doctype in installed else ()
		others = count - len(set(names) & set(installed.get(doctype, ())))
		if others:
			found.append(f"This site holds {others} {doctype} already: hand over into a new site.")
	return found
