from frappe.model.document import Document


class ConcernCategory(Document):
	"""What a school's concern is about."""
