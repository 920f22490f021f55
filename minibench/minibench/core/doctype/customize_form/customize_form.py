"""One form for what a site changes of a record type of an app, as Frappe's Customize Form has it.

A document stands for a DocType and has its name. It is made from what holds now, and saving it writes what differs
from the app's files as Property Setters, Custom Fields and Custom DocPerms: nothing of it is stored itself.
"""

import json

from minibench import definitions
from minibench.core.records import SchemaRecord
from minibench.customised import CORE, shipped
from minibench.documents import get_doc, new_doc
from minibench.errors import DoesNotExistError
from minibench.local import local
from minibench.messages import throw
from minibench.meta import STANDARD_LABELS, bump_schema, get_meta
from minibench.permissions import rights
from minibench.schema import sync_table
from minibench.translate import _

OWN = ("fieldname", "fieldtype", "is_custom_field")
OF_PERM = ("role", "permlevel", "if_owner", *rights)
# the app's answer stands where it says that something must be so
KEPT = {
	"reqd": "the app needs it: it stays required.",
	"read_only": "the app fills it in: it stays read only.",
}
OPEN_OPTIONS = ("Read Only", "HTML", "Data", "Select")


class CustomizeForm(SchemaRecord):
	def load_from_db(self):
		meta = get_meta(self.name) if local.db.exists("DocType", self.name) else None
		if not meta or meta.name in CORE or meta.custom:
			message = _("{0} is no record type of an app whose form can be changed.")
			throw(message.format(self.name), DoesNotExistError)
		values = {key: meta.get(key) for key in self.properties()} | self.stamps()
		values |= {"doctype": self.doctype, "name": meta.name, "doc_type": meta.name, "docstatus": 0}
		self.__dict__.update(values, reset_fields=0, reset_permissions=0)
		self.fill("fields", "Customize Form Field", [(field.fieldname, field) for field in meta.fields])
		self.fill("permissions", "DocPerm", [(f"row{at}", row) for at, row in enumerate(meta.permissions)])
		return self

	def fill(self, table, doctype, rows):
		known = [df.fieldname for df in get_meta(doctype).column_fields]
		self.set(table, [])
		for name, row in rows:
			child = self.append(table, {key: row.get(key) for key in known} | {"name": name})
			child.__dict__.pop("__islocal", None)

	def properties(self):
		"""The properties of the DocType itself that the form has."""
		own = ("doc_type", "reset_fields", "reset_permissions")
		return [df.fieldname for df in self.meta.column_fields if df.fieldname not in own]

	def stamps(self):
		"""Who changed something of this record type last, and when: somebody else's change is a conflict."""
		places = {"Custom Field": "dt", "Property Setter": "doc_type", "Custom DocPerm": "parent"}
		part = "select modified, modified_by, creation, owner from `tab{}` where `{}` = %(n)s"
		parts = (part.format(*place) for place in (*places.items(), ("DocType", "name")))
		sql = " union all ".join(parts) + " order by modified desc limit 1"
		return local.db.sql(sql, {"n": self.name}, as_dict=True)[0]

	def form_choices(self, fieldname):
		"""What the form offers in a box that chooses a field."""
		standard = [(name, _(STANDARD_LABELS[name])) for name in ("modified", "creation", "name")]
		kinds = ("Data", "Select", "Link", "Read Only", "Date", "Datetime", "Int")
		offered = definitions.choices(self.name, kinds)
		order = [("ASC", _("The smallest or oldest first")), ("DESC", _("The largest or newest first"))]
		found = {"title_field": offered, "sort_field": standard + offered, "sort_order": order}
		return found.get(fieldname)

	def db_update(self):
		"""Write what was changed, read the whole once; what stands in the form's rows is stored nowhere else."""
		self.flags.changed = set()
		if self.reset_fields:
			local.db.delete("Property Setter", {"doc_type": self.name, "is_system_generated": 0})
		else:
			self.write_fields()
			self.write_properties()
		if self.reset_permissions:
			local.db.delete("Custom DocPerm", {"parent": self.name})
		else:
			self.write_permissions()
		bump_schema()
		if self.flags.changed:
			definitions.check(self.name, self.flags.changed)
			sync_table(get_meta(self.name))

	def _update_children(self):
		pass

	def db_insert(self, *args, **kwargs):
		throw(_("Open the form of a record type to change it."))

	def on_trash(self):
		throw(_("Reset the form instead: there is nothing to delete."))

	def write_fields(self):
		before = {row.fieldname: row for row in self.get_doc_before_save().fields}
		above = None
		for row in self.fields:
			stored = before.pop(row.fieldname, None)
			if stored is None:
				self.add_field(row, above)
			elif stored.is_custom_field:
				self.change_custom_field(row, above)
			else:
				self.change_field(row, stored)
			above = row.fieldname
		for row in before.values():
			if not row.is_custom_field:
				message = _("Fields: {0} belongs to the app. Hide it instead.")
				throw(message.format(row.label or row.fieldname))
			get_doc("Custom Field", f"{self.name}-{row.fieldname}").delete()
		self.write_order()

	def values_of(self, row):
		names = [df.fieldname for df in row.meta.column_fields]
		return {name: row.get(name) for name in names if name not in OWN}

	def add_field(self, row, above):
		field = new_doc("Custom Field", dt=self.name, fieldtype=row.fieldtype, **self.values_of(row))
		field.insert_after = above
		row.fieldname = field.insert().fieldname

	def change_custom_field(self, row, above):
		field = get_doc("Custom Field", f"{self.name}-{row.fieldname}")
		wanted = {**self.values_of(row), "fieldtype": row.fieldtype}
		moved = above != field.insert_after and self.order_changed()
		if moved or any((field.get(key) or "") != (value or "") for key, value in wanted.items()):
			field.update(wanted)
			field.insert_after = above if moved else field.insert_after
			field.flags.one_of_many = True
			field.save()
			self.flags.changed.add(row.fieldname)

	def change_field(self, row, stored):
		if row.fieldtype != stored.fieldtype:
			throw(_("Type: that of {0} cannot be changed.").format(row.label or row.fieldname))
		for key, value in self.values_of(row).items():
			if (value or "") == (stored.get(key) or ""):
				continue
			if key in KEPT and not value and shipped(self.name, row.fieldname, key):
				throw(f"{row.label or row.fieldname}: {_(KEPT[key])}")
			if key == "options" and row.fieldtype not in OPEN_OPTIONS:
				throw(f"{row.label or row.fieldname}: {_('its options belong to the app.')}")
			self.set_property(row.fieldname, key, value, row.meta.get_field(key).fieldtype)

	def write_properties(self):
		before = self.get_doc_before_save()
		for key in self.properties():
			if (self.get(key) or "") != (before.get(key) or ""):
				self.set_property(None, key, self.get(key), self.meta.get_field(key).fieldtype)

	def set_property(self, fieldname, key, value, kind):
		"""A Property Setter, or none where the app says the same."""
		where = {"doc_type": self.name, "property": key, "field_name": fieldname or ["is", "not set"]}
		local.db.delete("Property Setter", where)
		self.flags.changed.add(fieldname)
		if (value or "") == (shipped(self.name, fieldname, key) or ""):
			return
		kind = {"Select": "Data", "Link": "Data", "Code": "Data"}.get(kind, kind)
		setter = {"doctype_or_field": "DocField" if fieldname else "DocType", "property_type": kind}
		setter |= {"doc_type": self.name, "field_name": fieldname, "property": key}
		value = str(value or (0 if kind in ("Check", "Int") else ""))
		self.add("Property Setter", setter | {"value": value})

	@staticmethod
	def add(doctype, values):
		doc = get_doc({"doctype": doctype, **values})
		doc.flags.one_of_many = True
		doc.insert()

	def order_changed(self):
		now = [row.fieldname for row in self.fields if row.fieldname]
		kept = [row.fieldname for row in self.get_doc_before_save().fields if row.fieldname in now]
		return now != kept

	def write_order(self):
		"""The order of the app needs no record: Custom Fields say themselves what they follow."""
		order = [row.fieldname for row in self.fields]
		if order == [row.fieldname for row in self.get_doc_before_save().fields]:
			return
		where = {"doc_type": self.name, "property": "field_order"}
		local.db.delete("Property Setter", where)
		bump_schema()
		if order != [field.fieldname for field in get_meta(self.name).fields]:
			setter = {"doctype_or_field": "DocType", "property_type": "Data", "value": json.dumps(order)}
			self.add("Property Setter", where | setter)

	def write_permissions(self):
		now, before = (self.plain_rules(doc) for doc in (self, self.get_doc_before_save()))
		if now == before:
			return
		if not any(rule.get("read") and not rule.get("permlevel") for rule in now):
			throw(_("Roles and their rights: somebody must be able to read these records."))
		local.db.delete("Custom DocPerm", {"parent": self.name})
		for rule in now:
			self.add("Custom DocPerm", {"parent": self.name, **rule})

	@staticmethod
	def plain_rules(doc):
		return [{key: row.get(key) or 0 for key in OF_PERM} for row in doc.permissions]
