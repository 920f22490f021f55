from frappe.model.document import Document


class ProfessionalDiscipline(Document):
	"""What a professional is by training; it decides whether the worker counts for case supervision."""
