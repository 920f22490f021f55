"""Fields that a site adds to the doctypes of apps."""

import re

from minibench import definitions
from minibench.core.records import SchemaRecord, check_template
from minibench.customised import CORE
from minibench.local import local
from minibench.messages import msgprint, throw
from minibench.meta import check_definition, display_fieldtypes, get_meta
from minibench.schema import sync_table
from minibench.translate import _
from minibench.utils.text import random_name


class CustomField(SchemaRecord):
	def autoname(self):
		if not self.fieldname:
			if not self.label and self.fieldtype not in display_fieldtypes:
				throw(_("Label: a field needs one."))
			label = self.label or f"{self.fieldtype}_{random_name(5)}"
			self.fieldname = "custom_" + re.sub(r"\W", "", label.replace(" ", "_"))
		self.fieldname = self.fieldname.lower()
		if self.fieldname in definitions.RESTRICTED:
			self.fieldname += "1"
		definitions.check_name(self.fieldname)
		self.name = f"{self.dt}-{self.fieldname}"

	def form_choices(self, fieldname):
		"""What the form offers in a box that chooses a field."""
		return definitions.choices(self.dt) if fieldname == "insert_after" else None

	def validate(self):
		meta = get_meta(self.dt)
		if self.dt in CORE and not definitions.from_files() and local.session.user != "Administrator":
			throw(_("{0} belongs to the bench itself: it takes no fields.").format(_(self.dt)))
		if self.fieldtype == "HTML":
			check_template(self.options)
		before = self.get_doc_before_save()
		if self.is_new():
			if meta.has_field(self.fieldname):
				throw(_("Label: {0} already has a field {1}.").format(_(self.dt), self.fieldname))
			definitions.column_kept(self.dt, self)
		if before and before.fieldtype != self.fieldtype:
			throw(_("Field Type: it cannot be changed. Add another field, and remove this one."))
		if before and (before.dt, before.fieldname) != (self.dt, self.fieldname):
			throw(_("DocType: a field stays where it was made."))
		self.set_place([field.fieldname for field in meta.fields if field.fieldname != self.fieldname])
		check_definition({"name": self.dt, "fields": [self.as_dict()]})

	def set_place(self, names):
		"""The place below another field; a person who names none means the end."""
		nowhere = self.is_new() and not self.insert_after and not definitions.from_files()
		if names and (nowhere or self.insert_after == "append"):
			self.insert_after = names[-1]
		if self.insert_after in names:
			self.idx = names.index(self.insert_after) + 1

	def after_insert(self):
		place = f'<a href="/app/{self.dt.lower().replace(" ", "-")}">{_(self.dt)}</a>'
		msgprint(_("{0} has the field {1} now.").format(place, self.label or self.fieldname), alert=True)

	def on_update(self):
		super().on_update()
		if not self.flags.one_of_many:
			definitions.check(self.dt, (self.fieldname,))
			sync_table(get_meta(self.dt))

	def on_trash(self):
		local.db.delete("Property Setter", {"doc_type": self.dt, "field_name": self.fieldname})

	def after_delete(self):
		super().after_delete()
		if self.fieldtype not in display_fieldtypes and not definitions.from_files():
			text = _("What was typed into it stays in the database: a field of the same name brings it back.")
			msgprint(text, alert=True)
