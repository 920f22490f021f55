from minibench.core.records import refuse_standard
from minibench.document import Document
from minibench.errors import MandatoryError
from minibench.jinja import validate_template
from minibench.messages import throw
from minibench.meta import get_meta
from minibench.translate import _


class PrintFormat(Document):
	def validate(self):
		refuse_standard(self, self.standard == "Yes")
		if self.doc_type and not self.module:
			self.module = get_meta(self.doc_type).module
		if self.html:
			validate_template(self.html)
		elif self.custom_format and self.standard != "Yes":
			throw(_("A custom format needs its markup."), MandatoryError)

	def on_trash(self):
		refuse_standard(self, self.standard == "Yes")
