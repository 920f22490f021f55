from frappe.model.document import Document


class EarlyHelpSettings(Document):
	"""What a site's administrator decides once for the whole app."""
