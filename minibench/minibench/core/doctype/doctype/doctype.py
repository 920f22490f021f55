"""DocTypes made in the desk. Those of apps come from their files through `meta.save_doctype`."""

from minibench.apps import scrub
from minibench.document import Document
from minibench.local import local
from minibench.messages import throw
from minibench.meta import bump_schema, check_definition, display_fieldtypes, get_meta
from minibench.translate import _


class DocType(Document):
	def validate(self):
		self.must_be_custom()
		self.name_fields()
		check_definition(self.as_dict())

	def must_be_custom(self):
		if not self.custom:
			throw(
				_("{0} belongs to an app: use Custom Field, Property Setter or permissions.").format(
					self.name
				)
			)

	def name_fields(self):
		"""Fields without a name get it from their label; breaks from their place."""
		taken = {field.fieldname for field in self.fields}
		for n, field in enumerate(self.fields, 1):
			if field.fieldname:
				continue
			name = scrub(field.label or f"{field.fieldtype}_{n}")
			field.fieldname = (
				f"{name}_{n}" if name in taken or field.fieldtype in display_fieldtypes else name
			)
			taken.add(field.fieldname)

	def on_update(self):
		from minibench.schema import sync_table

		bump_schema()
		sync_table(get_meta(self.name))

	def on_trash(self):
		self.must_be_custom()
		if local.db.table_exists(self.name) and local.db.count(self.name):
			throw(_("{0} still holds records.").format(self.name))
		for doctype, field in (
			("Custom Field", "dt"),
			("Property Setter", "doc_type"),
			("Custom DocPerm", "parent"),
		):
			local.db.delete(doctype, {field: self.name})

	def after_delete(self):
		bump_schema()

	def before_rename(self, old, new, merge=False):
		throw(_("A record type cannot be renamed."))
