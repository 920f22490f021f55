from frappe.model.document import Document


class BenchPlain(Document):
	pass
