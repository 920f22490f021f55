from frappe.model.document import Document


class Shelf(Document):
	pass
