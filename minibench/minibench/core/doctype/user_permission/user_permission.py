from minibench.document import Document
from minibench.errors import DuplicateEntryError
from minibench.local import local
from minibench.messages import throw
from minibench.permissions import clear_cache
from minibench.translate import _


class UserPermission(Document):
	def validate(self):
		scope = self.applicable_for or ""
		if scope in self.other_scopes(for_value=self.for_value):
			throw(_("This user is already limited to this value."), DuplicateEntryError)
		if self.is_default and {"", scope} & self.other_scopes(is_default=1):
			throw(_("{0} already has a default for this user.").format(_(self.allow)))

	def other_scopes(self, **filters) -> set[str]:
		"""What other rows of this user for this doctype apply to; empty text is everything."""
		same = {"user": self.user, "allow": self.allow, "name": ("!=", self.name or "")}
		rows = local.db.get_values("User Permission", {**same, **filters}, "applicable_for", pluck=True)
		return {scope or "" for scope in rows}

	def on_update(self):
		clear_cache()

	def after_delete(self):
		clear_cache()
