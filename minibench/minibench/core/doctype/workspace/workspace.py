import json

from minibench.core.records import comes_from_files
from minibench.document import Document
from minibench.errors import PermissionError
from minibench.local import local
from minibench.messages import throw
from minibench.permissions import get_roles
from minibench.translate import _


class Workspace(Document):
	def validate(self):
		self.only_managers()
		self.title = self.title or self.label
		try:
			blocks = json.loads(self.content or "[]")
		except ValueError:
			blocks = None
		if not isinstance(blocks, list):
			throw(_("The content of a workspace is a list of blocks."))

	def only_managers(self):
		mine = self.for_user and self.for_user == local.session.user
		managers = {"Workspace Manager", "System Manager"}
		if not (comes_from_files() or mine or managers & set(get_roles())):
			throw(_("Only a Workspace Manager may change this."), PermissionError)

	def on_trash(self):
		self.only_managers()
