from minibench import comments
from minibench.document import Document
from minibench.local import local
from minibench.whitelist import whitelist


class Comment(Document):
	def validate(self):
		from minibench.utils.html import sanitize_html

		self.comment_email = self.comment_email or local.session.user
		self.content = sanitize_html(self.content or "")

	def on_update(self):
		comments.mirror(self)

	def on_trash(self):
		comments.mirror(self, removed=True)


@whitelist(methods=["POST", "PUT"])
def add_comment(
	reference_doctype: str, reference_name: str, content: str, comment_email: str = "", comment_by: str = ""
):
	"""Add a remark to a document the user may read; it always stands under the user's own name."""
	from minibench.document import get_doc

	doc = get_doc(reference_doctype, reference_name)
	doc.check_permission("read")
	return comments.add(doc, "Comment", content)


@whitelist(methods=["POST", "PUT"])
def update_comment(name: str, content: str):
	"""Change the wording of an own remark."""
	from minibench.document import get_doc

	comment = get_doc("Comment", name)
	comments.may_change(comment)
	comment.content = content
	comment.save(ignore_permissions=True)
