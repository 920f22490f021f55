from minibench.document import Document
from minibench.errors import DuplicateEntryError
from minibench.local import local
from minibench.messages import throw
from minibench.permissions import clear_cache
from minibench.translate import _


class UserPermission(Document):
	def validate(self):
		self.refuse_duplicate()
		self.refuse_second_default()

	def refuse_duplicate(self):
		same = {key: self.get(key) for key in ("user", "allow", "for_value")}
		for row in local.db.get_values("User Permission", same, ["name", "applicable_for"], as_dict=True):
			if row.name != self.name and (row.applicable_for or "") == (self.applicable_for or ""):
				throw(_("This user is already limited to this value."), DuplicateEntryError)

	def refuse_second_default(self):
		filters = {"user": self.user, "allow": self.allow, "is_default": 1, "name": ("!=", self.name or "")}
		if not self.is_default:
			return
		for row in local.db.get_values("User Permission", filters, ["applicable_for"], as_dict=True):
			if not row.applicable_for or row.applicable_for == self.applicable_for:
				throw(_("{0} already has a default for this user.").format(_(self.allow)))

	def on_update(self):
		clear_cache()

	def after_delete(self):
		clear_cache()
