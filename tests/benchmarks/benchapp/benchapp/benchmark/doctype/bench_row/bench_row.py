from frappe.model.document import Document


class BenchRow(Document):
	pass
