from frappe.model.document import Document


class PresentingNeed(Document):
	"""A worry that brings families to early help."""
