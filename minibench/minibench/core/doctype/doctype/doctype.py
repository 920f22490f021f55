"""DocTypes made in the desk. Those of apps come from their files through `meta.save_doctype`."""

from minibench.apps import scrub
from minibench.core.records import SchemaRecord, check_template
from minibench.local import local
from minibench.messages import throw
from minibench.meta import check_definition, display_fieldtypes, get_meta
from minibench.translate import _


class DocType(SchemaRecord):
	def validate(self):
		self.must_be_custom()
		self.name_fields()
		check_definition(self.as_dict())
		for field in self.fields:
			if field.fieldtype == "HTML":
				check_template(field.options)

	def must_be_custom(self):
		if not self.custom:
			message = _("{0} belongs to an app: use Custom Field, Property Setter or permissions.")
			throw(message.format(self.name))

	def name_fields(self):
		"""Fields without a name get it from their label; breaks from their place."""
		taken = {field.fieldname for field in self.fields}
		for n, field in enumerate(self.fields, 1):
			if field.fieldname:
				continue
			name = scrub(field.label or f"{field.fieldtype}_{n}")
			numbered = name in taken or field.fieldtype in display_fieldtypes
			field.fieldname = f"{name}_{n}" if numbered else name
			taken.add(field.fieldname)

	def on_update(self):
		from minibench.schema import sync_table

		super().on_update()
		sync_table(get_meta(self.name))

	def on_trash(self):
		self.must_be_custom()
		if local.db.table_exists(self.name) and local.db.count(self.name):
			throw(_("{0} still holds records.").format(self.name))
		followers = {"Custom Field": "dt", "Property Setter": "doc_type", "Custom DocPerm": "parent"}
		for doctype, field in followers.items():
			local.db.delete(doctype, {field: self.name})

	def before_rename(self, old, new, merge=False):
		throw(_("A record type cannot be renamed."))
