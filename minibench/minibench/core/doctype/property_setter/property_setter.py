import json

from minibench import definitions
from minibench.core.records import SchemaRecord, check_template
from minibench.local import local
from minibench.messages import throw
from minibench.meta import core_meta, get_meta, no_value_fields
from minibench.translate import _

FIXED = ("fieldtype", "fieldname", "name", "istable", "issingle", "autoname")


class PropertySetter(SchemaRecord):
	def autoname(self):
		self.name = f"{self.doc_type}-{self.field_name or self.row_name or 'main'}-{self.property}"

	def validate(self):
		if self.property in FIXED:
			throw(_("{0} cannot be changed for {1}.").format(self.property, _(self.doc_type)))
		if self.field_name and not get_meta(self.doc_type).has_field(self.field_name):
			throw(_("Field Name: {0} has no field {1}.").format(_(self.doc_type), self.field_name))
		self.check_property()
		if self.property == "options":
			check_template(self.value)
		if self.is_new():
			# a second setter for the same property takes the place of the first
			local.db.delete("Property Setter", {"name": self.name})

	def check_property(self):
		"""A property that Frappe has, of its own type: otherwise the setter would say something that nobody can read."""
		if self.doctype_or_field not in ("DocField", "DocType"):
			return
		known = core_meta(self.doctype_or_field).get_field(self.property)
		if self.property == "field_order":
			self.check_order()
		elif known and known.fieldtype not in no_value_fields:
			self.property_type = self.property_type or known.fieldtype
		elif not definitions.from_files():
			throw(_("Property: {0} is none of {1}.").format(self.property, _(self.doctype_or_field)))

	def check_order(self):
		try:
			names = json.loads(self.value or "")
		except ValueError:
			names = None
		if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
			throw(_("Set Value: the order of fields is a JSON list of their names."))

	def on_update(self):
		super().on_update()
		if not self.flags.one_of_many:
			definitions.check(self.doc_type, (self.field_name,))
