from minibench.core.records import refuse_standard
from minibench.document import Document
from minibench.local import local


class NumberCard(Document):
	def autoname(self):
		name, n = self.name or self.label, 1
		while local.db.exists("Number Card", name):
			n += 1
			name = f"{self.label}-{n}"
		self.name = name

	def validate(self):
		refuse_standard(self, self.is_standard)

	def on_trash(self):
		refuse_standard(self, self.is_standard)
