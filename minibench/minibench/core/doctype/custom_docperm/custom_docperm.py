from minibench.document import Document
from minibench.meta import bump_schema


class CustomDocPerm(Document):
	def on_update(self):
		bump_schema()

	def after_delete(self):
		bump_schema()
