from frappe.model.document import Document


class LevelOfNeed(Document):
	"""A level of the area's thresholds, with the signs by which it is known."""
