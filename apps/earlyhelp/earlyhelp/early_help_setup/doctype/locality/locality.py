from frappe.model.document import Document


class Locality(Document):
	"""A part of the council's area."""
