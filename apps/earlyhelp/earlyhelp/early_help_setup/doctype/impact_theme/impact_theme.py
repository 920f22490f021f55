from frappe.model.document import Document


class ImpactTheme(Document):
	"""What a goal is about: a row of the table Impact Achieved."""
