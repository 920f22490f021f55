from frappe.model.document import Document


class ReferralSource(Document):
	"""Where a referral can come from."""
