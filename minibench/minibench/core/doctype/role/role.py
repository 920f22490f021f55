from minibench.core.records import STANDARD_ROLES
from minibench.document import Document
from minibench.documents import get_doc
from minibench.local import local
from minibench.messages import throw
from minibench.permissions import clear_cache
from minibench.translate import _


class Role(Document):
	def validate(self):
		if self.name == "Guest":
			self.desk_access = 0
		if self.disabled:
			refuse_standard(self.name)
			local.db.delete("Has Role", {"role": self.name})

	def on_update(self):
		clear_cache()
		if not local.flags.in_install and self.has_value_changed("desk_access"):
			self.renew_user_types()

	def renew_user_types(self):
		"""Whoever has the role may now belong to the desk, or no longer."""
		for name in get_users(self.name):
			user = get_doc("User", name)
			before = user.user_type
			user.set_system_user()
			if user.user_type != before:
				user.save(ignore_permissions=True)

	def on_trash(self):
		refuse_standard(self.name)

	def before_rename(self, old, new, merge=False):
		refuse_standard(old)


def refuse_standard(name: str) -> None:
	if name in STANDARD_ROLES:
		throw(_("The role {0} cannot be switched off, deleted or renamed.").format(name))


def get_users(role: str) -> list[str]:
	"""The names of all users who were given a role."""
	given = {"role": role, "parenttype": "User"}
	return local.db.get_values("Has Role", given, "parent", pluck=True, distinct=True, order_by=None)
