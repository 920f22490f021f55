"""What a family's earlier contacts were: counted for a referral, and listed before a decision."""

import frappe
from frappe.utils import getdate, today

from earlyhelp.front_door.repeat_contacts import WINDOWS, count_contacts


def earlier_referrals(doc):
	"""Return the days on which other referrals of the same family were received.

	One that was made in error is no contact.
	"""
	if not doc.family:
		return []
	rows = frappe.get_all(
		"Early Help Referral",
		filters={"family": doc.family, "name": ["!=", doc.name or ""], "received_on": ["is", "set"]},
		fields=["received_on", "withdrawn_because"],
	)
	return [getdate(row.received_on) for row in rows if row.withdrawn_because != "Made in error"]


def set_repeat_contacts(doc):
	"""Write how often the family was heard of in the 3, 6 and 12 months before this referral."""
	counts = count_contacts(earlier_referrals(doc), getdate(doc.received_on or today()))
	for months in WINDOWS:
		doc.set(f"contacts_{months}_months", counts[months])
