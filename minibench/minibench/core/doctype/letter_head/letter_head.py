from minibench.core.records import check_template
from minibench.document import Document


class LetterHead(Document):
	def validate(self):
		check_template(self.content)
		check_template(self.footer)
