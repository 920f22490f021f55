from minibench.core.records import refuse_standard
from minibench.document import Document


class Dashboard(Document):
	def validate(self):
		refuse_standard(self, self.is_standard)

	def on_trash(self):
		refuse_standard(self, self.is_standard)
