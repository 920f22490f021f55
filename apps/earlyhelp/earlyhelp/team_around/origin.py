"""Where a meeting belongs: the family of its review, plan or period of help, as stored."""

import frappe
from frappe import _

# The nearest record first: each says the next.
PARENTS = (
	("review", "Plan Review", ("plan", "family")),
	("plan", "My Family Plan", ("episode", "family")),
	("episode", "Early Help Episode", ("service", "family")),
)


class AnotherFamilyError(frappe.ValidationError):
	"""A meeting names a record of another family."""


def set_family(doc):
	"""Fill what follows from the review, plan or period of help, and refuse those of another family."""
	for fieldname, doctype, told in PARENTS:
		if not doc.get(fieldname):
			continue
		stored = frappe.db.get_value(doctype, doc.get(fieldname), told, as_dict=True)
		if not stored:
			continue  # a link that leads nowhere is refused by its own name
		if doc.family and doc.family != stored.family:
			label = _(doc.meta.get_label(fieldname))
			frappe.throw(_("{0} belongs to another family.").format(label), AnotherFamilyError, label)
		for name in told:
			if not doc.get(name):
				doc.set(name, stored[name])
