from frappe.model.document import Document


class Member(Document):
	pass
