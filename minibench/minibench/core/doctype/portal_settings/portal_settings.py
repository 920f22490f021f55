from minibench.apps import get_hooks
from minibench.document import Document, get_doc
from minibench.local import local
from minibench.whitelist import whitelist


class PortalSettings(Document):
	def sync_menu(self):
		"""Bring the entries of apps into the menu; those whose doctype is gone leave it."""
		changed = False
		for item in get_hooks("standard_portal_menu_items"):
			role = item.get("role")
			if role and not local.db.exists("Role", role):
				get_doc({"doctype": "Role", "role_name": role, "desk_access": 0}).insert(
					ignore_permissions=True
				)
			changed = self.add_item(item) or changed
		if self.remove_lost_items() or changed:
			self.save(ignore_permissions=True)

	def add_item(self, item: dict) -> bool:
		present = [row for row in self.menu if row.route == item.get("route")]
		if not present:
			self.append("menu", {**item, "enabled": 1})
			return True
		changed = bool(item.get("role")) and present[0].role != item["role"]
		if changed:
			present[0].role = item["role"]
		return changed

	def remove_lost_items(self) -> bool:
		"""As on Frappe, an entry without an existing doctype goes too."""
		known = set(local.db.sql("select name from `tabDocType`", pluck=True))
		kept = [row for row in self.menu if row.reference_doctype in known]
		if len(kept) == len(self.menu):
			return False
		self.set("menu", kept)
		return True

	@whitelist()
	def reset(self):
		"""Forget what was switched off and start from the entries of apps."""
		self.check_permission("write")
		self.set("menu", [])
		self.sync_menu()
