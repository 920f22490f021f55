from frappe.model.document import Document


class Ethnicity(Document):
	"""An ethnic background, by the code of the school census."""
