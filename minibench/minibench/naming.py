"""How records get their names. Counters rise inside the transaction: a failed insert gives its number back."""

import re
from datetime import datetime

from minibench.errors import NameError
from minibench.local import local
from minibench.messages import throw
from minibench.meta import get_meta
from minibench.translate import _
from minibench.utils.dates import now_datetime
from minibench.utils.text import random_name

DATED = {"YYYY": "%Y", "YY": "%y", "MM": "%m", "DD": "%d"}
_BRACES = re.compile(r"\{([^{}]+)\}")


def getseries(key: str, digits: int) -> str:
	"""The next number of a counter, zero-padded."""
	row = local.db.execute(
		"insert into tabSeries (name, current) values (?, 1)"
		" on conflict (name) do update set current = current + 1 returning current",
		(key,),
	).fetchone()
	return str(row[0]).zfill(digits)


def set_new_name(doc) -> None:
	"""Give a new document its name, by its DocType's rule. Raises ValidationError when the rule lacks a value."""
	if doc.flags.name_set:
		return
	doc.run_method("before_naming")
	meta, autoname = doc.meta, doc.meta.autoname or ""
	if autoname.lower() != "prompt" and not local.flags.in_import:
		doc.name = None
	if doc.get("amended_from"):
		_set_amended_name(doc)
	elif meta.issingle:
		doc.name = doc.doctype
	elif meta.istable:
		doc.name = random_name()
	if doc.name and (doc.get("amended_from") or meta.issingle or meta.istable):
		return
	doc.run_method("autoname")
	if not doc.name and autoname:
		_set_by_rule(doc, autoname)
	if not doc.name:
		doc.name = make_autoname("hash", doc.doctype)
	doc.name = validate_name(doc.doctype, doc.name)


def _set_by_rule(doc, autoname: str) -> None:
	kind = autoname.lower()
	if kind.startswith("field:"):
		fieldname = autoname[6:]
		doc.name = str(doc.get(fieldname) or "").strip()
		if not doc.name:
			throw(_("{0} is required").format(_(doc.meta.get_label(fieldname))))
	elif kind.startswith("naming_series:"):
		set_name_by_naming_series(doc)
	elif kind.startswith("format:"):
		doc.name = _format(autoname[autoname.find(":") + 1 :], doc)
	elif kind.startswith("prompt"):
		if not doc.name:
			throw(_("Please set the document name"))
	elif "#" in autoname or kind == "hash":
		doc.name = make_autoname(autoname, doc=doc)


def set_name_by_naming_series(doc) -> None:
	"""Name a document by its `naming_series`; the field's default or first option where it is empty."""
	if not doc.get("naming_series"):
		doc.naming_series = get_default_naming_series(doc.doctype)
	if not doc.naming_series:
		throw(_("Naming Series mandatory"))
	doc.name = make_autoname(doc.naming_series + ("" if "#" in doc.naming_series else ".#####"), "", doc)


def get_default_naming_series(doctype: str) -> str | None:
	"""The default series of a DocType, or its first."""
	field = get_meta(doctype).get_field("naming_series")
	if not field:
		return None
	return field.default or next((line for line in (field.options or "").split("\n") if line), None)


def make_autoname(key: str = "", doctype: str = "", doc="", *, ignore_validate: bool = False) -> str:
	"""A name from a pattern such as `ABC-.YYYY.-.#####` or `hash`."""
	if key == "hash":
		return random_name()
	parts = key.split(".")
	if "#" not in key:
		parts.append("#####")
	return parse_naming_series(parts, doctype, doc)


def _dated(part: str, today: datetime) -> str | None:
	if part == "WW":
		return f"{(today.timetuple().tm_yday + datetime(today.year, 1, 1).weekday()) // 7 + 1:02}"
	if part == "timestamp":
		return str(today)
	return today.strftime(DATED[part]) if part in DATED else None


def parse_naming_series(parts: list[str] | str, doctype: str = "", doc="", number_generator=None) -> str:
	"""The text of a series: dates and fields filled in, the run of # replaced by the next number."""
	if isinstance(parts, str):
		parts = parts.split(".")
	name, today, counted = "", now_datetime(), False
	for part in parts:
		if not part:
			continue
		if part.startswith("#"):
			if not counted:
				name += (number_generator or getseries)(name, len(part))
				counted = True
			continue
		dated = _dated(part, today)
		field = part.strip("{}")
		if dated is not None:
			name += dated
		elif doc and (part.startswith("{") or doc.meta.has_field(field) or field in doc):
			name += str(doc.get(field) if doc.get(field) is not None else "").strip()
		else:
			name += part
	return name


def _format(pattern: str, doc) -> str:
	"""`format:` names: each {..} is a date part, a field, or a run of # from the counter without a name."""

	def fill(match):
		return parse_naming_series([match[1]], doc=doc)

	return _BRACES.sub(fill, pattern)


def _set_amended_name(doc) -> None:
	number, base = 1, doc.amended_from
	if local.db.get_value(doc.doctype, base, "amended_from"):
		stem, _dash, last = base.rpartition("-")
		base, number = stem, int(last) + 1
	doc.name = f"{base}-{number}"


def validate_name(doctype: str, name):
	"""A name without outer blanks. Raises NameError for one that cannot be used."""
	if not name:
		throw(_("No Name Specified for {0}").format(doctype))
	name = str(name).strip()
	if name.startswith("New " + doctype):
		throw(_("There were some errors setting the name, please contact the administrator"), NameError)
	if doctype == name and doctype != "DocType" and not get_meta(doctype).issingle:
		throw(_("Name of {0} cannot be {1}").format(doctype, name), NameError)
	if set(name) & set("<>"):
		message = _("Name cannot contain special characters like {0}").format("'<', '>'")
		throw(message, NameError)
	return name


def append_number_if_name_exists(doctype, value, fieldname="name", separator="-", filters=None) -> str:
	"""The value, or the value with the next free number behind it."""
	filters = {**(filters or {}), fieldname: value}
	if not local.db.exists(doctype, filters):
		return value
	number = 1
	while local.db.exists(doctype, {**filters, fieldname: f"{value}{separator}{number}"}):
		number += 1
	return f"{value}{separator}{number}"


def revert_series_if_last(key: str, name: str, doc=None) -> None:
	"""Give the last number of a series back when the record that bore it is deleted."""
	parts = key.split(".")
	if "#" not in key:
		parts.append("#####")
	number = []

	def read(prefix, digits):
		number.append(prefix)
		return "0" * digits

	parse_naming_series(parts, doc=doc or "", number_generator=read)
	count = name.removeprefix(number[0])[: max(len(part) for part in parts if part.startswith("#"))]
	if count.isdigit():
		local.db.sql(
			"update tabSeries set current = current - 1 where name = %s and current = %s",
			(number[0], int(count)),
		)
