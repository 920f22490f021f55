from frappe.model.document import Document


class ClosureReason(Document):
	"""Why help can end: a row of the reconciliation of referrals."""
