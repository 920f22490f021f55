"""Fields that a site adds to the doctypes of apps."""

from minibench.apps import scrub
from minibench.document import Document, get_doc
from minibench.local import _dict, local
from minibench.messages import throw
from minibench.meta import bump_schema, check_definition, get_meta
from minibench.translate import _


class CustomField(Document):
	def autoname(self):
		self.set_fieldname()
		self.name = f"{self.dt}-{self.fieldname}"

	def set_fieldname(self):
		if not self.fieldname:
			if not self.label:
				throw(_("A field needs a label."))
			letters = "".join(c for c in self.label.replace(" ", "_") if c.isalnum() or c == "_")
			self.fieldname = f"custom_{letters}"
		self.fieldname = self.fieldname.lower()

	def validate(self):
		meta = get_meta(self.dt)
		if self.is_new() and meta.has_field(self.fieldname):
			throw(_("{0} already has a field {1}.").format(_(self.dt), self.fieldname))
		before = self.get_doc_before_save()
		if before and before.fieldtype != self.fieldtype:
			throw(_("The type of a field cannot be changed."))
		names = [field.fieldname for field in meta.fields]
		if self.insert_after == "append" and names:
			self.insert_after = names[-1]
		if self.insert_after in names:
			self.idx = names.index(self.insert_after) + 1
		check_definition({"name": self.dt, "fields": [self.as_dict()]})

	def on_update(self):
		from minibench.schema import sync_table

		bump_schema()
		sync_table(get_meta(self.dt))

	def on_trash(self):
		local.db.delete("Property Setter", {"doc_type": self.dt, "field_name": self.fieldname})

	def after_delete(self):
		bump_schema()


def create_custom_field(
	doctype: str, df: dict, ignore_validate: bool = False, is_system_generated: bool = True
):
	"""Add one field; None if the doctype has a Custom Field of that name."""
	df = _dict(df)
	df.fieldname = df.fieldname or scrub(df.label)
	if local.db.exists("Custom Field", {"dt": doctype, "fieldname": df.fieldname}):
		return None
	defaults = {"doctype": "Custom Field", "dt": doctype, "fieldtype": "Data"}
	doc = get_doc({**defaults, "is_system_generated": int(is_system_generated), **df})
	doc.flags.ignore_validate = ignore_validate
	return doc.insert(ignore_permissions=True)


def create_custom_fields(custom_fields: dict, ignore_validate: bool = False, update: bool = True) -> None:
	"""Add or update fields: {doctype or tuple of doctypes: field or list of fields}."""
	for doctypes, fields in custom_fields.items():
		for doctype in (doctypes,) if isinstance(doctypes, str) else doctypes:
			for df in [fields] if isinstance(fields, dict) else fields:
				_create_or_update(doctype, _dict(df), ignore_validate, update)


def _create_or_update(doctype: str, df: dict, ignore_validate: bool, update: bool) -> None:
	name = local.db.exists("Custom Field", {"dt": doctype, "fieldname": df.fieldname or scrub(df.label)})
	if not name:
		create_custom_field(doctype, df, ignore_validate)
	elif update:
		doc = get_doc("Custom Field", name)
		doc.update(df)
		doc.flags.ignore_validate = ignore_validate
		doc.save(ignore_permissions=True)
