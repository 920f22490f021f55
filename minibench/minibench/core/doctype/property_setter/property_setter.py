from minibench.document import Document, get_doc
from minibench.local import local
from minibench.messages import throw
from minibench.meta import bump_schema, get_meta
from minibench.translate import _

FIXED = ("fieldtype", "fieldname", "name", "istable", "issingle", "autoname")


class PropertySetter(Document):
	def autoname(self):
		self.name = f"{self.doc_type}-{self.field_name or self.row_name or 'main'}-{self.property}"

	def validate(self):
		if self.property in FIXED:
			throw(_("{0} cannot be changed for {1}.").format(self.property, _(self.doc_type)))
		if self.field_name and not get_meta(self.doc_type).has_field(self.field_name):
			throw(_("{0} has no field {1}.").format(_(self.doc_type), self.field_name))
		if self.is_new():
			# a second setter for the same property takes the place of the first
			local.db.delete("Property Setter", {"name": self.name})

	def on_update(self):
		bump_schema()

	def after_delete(self):
		bump_schema()


def make_property_setter(
	doctype,
	fieldname,
	property,
	value,
	property_type,
	for_doctype=False,
	validate_fields_for_doctype=True,
	is_system_generated=True,
):
	"""Set a property of a doctype or of one of its fields on this site, without asking for permission."""
	return get_doc(
		{
			"doctype": "Property Setter",
			"doctype_or_field": "DocType" if for_doctype else "DocField",
			"doc_type": doctype,
			"field_name": fieldname,
			"property": property,
			"value": value,
			"property_type": property_type,
			"is_system_generated": int(is_system_generated),
		}
	).insert(ignore_permissions=True)
