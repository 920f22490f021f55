from minibench.apps import scrub
from minibench.core.records import StandardRecord
from minibench.messages import throw
from minibench.meta import get_meta
from minibench.translate import _

BREAKS = ("Page Break", "Section Break", "Column Break", "HTML")


class WebForm(StandardRecord):
	def autoname(self):
		self.name = self.name or scrub(self.title).replace("_", "-")

	def validate(self):
		super().validate()
		self.route = (self.route or self.name).strip("/")
		meta = get_meta(self.doc_type)
		for row in self.web_form_fields:
			if row.fieldtype not in BREAKS and row.fieldname and not meta.has_field(row.fieldname):
				throw(_("{0} has no field {1}.").format(_(self.doc_type), row.fieldname))
		if self.anonymous and self.login_required:
			self.login_required = 0
