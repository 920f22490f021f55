from frappe.model.document import Document


class ToolPart(Document):
	pass
