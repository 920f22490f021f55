"""What a site laid over the DocTypes of apps: Custom Fields, Property Setters and Custom DocPerms, as Frappe reads them."""

import json

from minibench.local import local
from minibench.meta import DocField, Meta
from minibench.utils.numbers import cint

# DocTypes whose forms Frappe's Customize Form refuses, and those that are needed before their own table is read
CORE = frozenset((
	"DefaultValue", "DocType", "DocField", "DocPerm", "DocType Action", "DocType Link", "DocType State", "User", "Role",
	"Has Role", "Module Def", "Print Format", "Report", "Customize Form", "Customize Form Field", "Property Setter",
	"Custom Field", "Custom DocPerm", "Client Script",
))  # fmt: skip


def customise(meta: Meta, custom: dict) -> None:
	"""Lay Custom Fields, Custom DocPerms and Property Setters over a DocType."""
	for row in custom["fields"]:
		meta.fields.append(DocField(row, is_custom_field=1, parent=meta.name))
	if custom["permissions"]:
		meta.permissions = [DocField(row) for row in custom["permissions"]]
	for setter in custom["setters"]:
		value = setter_value(setter)
		if setter.doctype_or_field == "DocType":
			setattr(meta, setter.property, value)
		for field in meta.fields:
			if setter.doctype_or_field == "DocField" and field.fieldname == setter.field_name:
				field[setter.property] = value
	if custom["fields"] or meta.field_order:
		meta.fields = in_order(meta.fields, json.loads(meta.field_order or "[]"))
		for number, field in enumerate(meta.fields, 1):
			field.idx = number


def setter_value(setter):
	return cint(setter.value) if setter.property_type in ("Check", "Int") else setter.value


def in_order(fields: list, wanted: list[str]) -> list:
	"""Fields in the order that somebody wants; those it does not name follow the field that they name or followed.

	A Custom Field that names none stands first; one that names an unknown field stands last.
	"""
	by_name = {field.fieldname: field for field in fields}
	placed = [by_name[name] for name in dict.fromkeys(wanted) if name in by_name]
	placed = placed or [field for field in fields if not field.is_custom_field]
	waiting, before = [], None
	for field in fields:
		if field not in placed:
			waiting.append((field.insert_after if field.is_custom_field else before, field))
		before = field.fieldname
	while waiting:
		places = {None: 0, "": 0} | {field.fieldname: at for at, field in enumerate(placed, 1)}
		ready = [(places[after], field) for after, field in waiting if after in places]
		if not ready:
			return placed + [field for _after, field in waiting]
		waiting = [(after, field) for after, field in waiting if after not in places]
		for at, field in sorted(reversed(ready), key=lambda pair: -pair[0]):
			placed.insert(at, field)
	return placed


def shipped(doctype: str, fieldname: str, name: str):
	"""What an app says of a property of a field, or of the DocType itself for an empty field name."""
	if fieldname:
		return local.db.get_value("DocField", {"parent": doctype, "fieldname": fieldname}, name)
	return local.db.get_value("DocType", doctype, name)
