"""Fields that a site adds to the doctypes of apps."""

import re

from minibench.core.records import SchemaRecord, check_template
from minibench.local import local
from minibench.messages import throw
from minibench.meta import check_definition, get_meta
from minibench.translate import _


class CustomField(SchemaRecord):
	def autoname(self):
		if not self.fieldname:
			if not self.label:
				throw(_("A field needs a label."))
			self.fieldname = "custom_" + re.sub(r"\W", "", self.label.replace(" ", "_"))
		self.fieldname = self.fieldname.lower()
		self.name = f"{self.dt}-{self.fieldname}"

	def validate(self):
		meta = get_meta(self.dt)
		if self.fieldtype == "HTML":
			check_template(self.options)
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

		super().on_update()
		sync_table(get_meta(self.dt))

	def on_trash(self):
		local.db.delete("Property Setter", {"doc_type": self.dt, "field_name": self.fieldname})
