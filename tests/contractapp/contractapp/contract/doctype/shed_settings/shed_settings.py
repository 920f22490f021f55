from frappe.model.document import Document


class ShedSettings(Document):
	pass
