from frappe.model.document import Document


class Repair(Document):
	pass
