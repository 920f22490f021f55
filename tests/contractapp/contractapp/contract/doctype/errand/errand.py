from frappe.model.document import Document


class Errand(Document):
	"""Its workflow keeps the state in a Select field that is called status."""
