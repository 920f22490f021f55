from frappe.model.document import Document


class Agency(Document):
	"""An organisation that works with families."""
