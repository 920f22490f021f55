import frappe
from frappe.model.document import Document


class VisitLine(Document):
	def has_permission(self, permtype="read", *, debug=False, user=None):
		"""A line is reached through the visit that is stored for it, never through the one it names."""
		stored = frappe.db.get_value(self.doctype, self.name, ["parent", "parenttype"]) if self.name else None
		parent, parenttype = stored or (self.parent, self.parenttype)
		if parenttype != "Visit" or not parent:
			return super().has_permission(permtype, debug=debug, user=user)
		return frappe.get_doc("Visit", parent).has_permission(permtype, debug=debug, user=user)
