from minibench.document import Document, get_doc
from minibench.local import local


class RoleProfile(Document):
	def on_update(self):
		"""Users of the profile get exactly its roles."""
		wanted = {row.role for row in self.roles}
		for name in local.db.get_values("User", {"role_profile_name": self.name}, "name", pluck=True):
			user = get_doc("User", name)
			if {row.role for row in user.roles} != wanted:
				user.save(ignore_permissions=True)
