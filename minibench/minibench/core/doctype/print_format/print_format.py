from minibench.core.records import StandardRecord, check_template
from minibench.errors import MandatoryError
from minibench.messages import throw
from minibench.meta import get_meta
from minibench.translate import _


class PrintFormat(StandardRecord):
	def validate(self):
		super().validate()
		if self.doc_type and not self.module:
			self.module = get_meta(self.doc_type).module
		if self.html:
			check_template(self.html)
		elif self.custom_format and self.standard != "Yes":
			throw(_("A custom format needs its markup."), MandatoryError)
