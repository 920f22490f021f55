from minibench.apps import get_hooks
from minibench.document import Document
from minibench.local import local


class PortalSettings(Document):
	def sync_menu(self):
		"""Bring the entries of apps into the menu; as on Frappe, those without an existing doctype leave it."""
		before = [row.route for row in self.menu]
		for item in get_hooks("standard_portal_menu_items"):
			if item.get("route") not in before:
				self.append("menu", {**item, "enabled": 1})
		known = set(local.db.sql("select name from `tabDocType`", pluck=True))
		self.set("menu", [row for row in self.menu if row.reference_doctype in known])
		if [row.route for row in self.menu] != before:
			self.save(ignore_permissions=True)
