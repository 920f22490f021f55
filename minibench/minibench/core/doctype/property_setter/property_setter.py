from minibench.core.records import SchemaRecord, check_template
from minibench.local import local
from minibench.messages import throw
from minibench.meta import get_meta
from minibench.translate import _

FIXED = ("fieldtype", "fieldname", "name", "istable", "issingle", "autoname")


class PropertySetter(SchemaRecord):
	def autoname(self):
		self.name = f"{self.doc_type}-{self.field_name or self.row_name or 'main'}-{self.property}"

	def validate(self):
		if self.property in FIXED:
			throw(_("{0} cannot be changed for {1}.").format(self.property, _(self.doc_type)))
		if self.field_name and not get_meta(self.doc_type).has_field(self.field_name):
			throw(_("{0} has no field {1}.").format(_(self.doc_type), self.field_name))
		if self.property == "options":
			check_template(self.value)
		if self.is_new():
			# a second setter for the same property takes the place of the first
			local.db.delete("Property Setter", {"name": self.name})
