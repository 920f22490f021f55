from frappe.model.document import Document


class Timescale(Document):
	"""How long something may take: the default of every due date."""
