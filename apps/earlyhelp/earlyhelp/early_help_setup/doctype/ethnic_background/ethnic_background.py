from frappe.model.document import Document


class EthnicBackground(Document):
	"""An ethnic background, by the code of the school census."""
