from minibench import comments
from minibench.document import Document
from minibench.local import local
from minibench.utils.html import sanitize_html


class Comment(Document):
	def validate(self):
		self.comment_email = self.comment_email or local.session.user
		self.content = sanitize_html(self.content or "")

	def on_update(self):
		comments.mirror(self)

	def on_trash(self):
		comments.mirror(self, removed=True)
