from frappe.model.document import Document


class DecisionReason(Document):
	"""A reason for which a referral is not accepted."""
