"""What a new meeting knows by itself, so that nobody types it: who comes, and who must not meet."""

import frappe
from frappe.utils import getdate, today

from earlyhelp.families.relationships import must_not_meet
from earlyhelp.team_around.meeting_needs import must_be_asked


def prefill(doc):
	"""Put in who should come: parents, children old enough, the network, the lead practitioner, the chair."""
	if doc.attendees or not doc.family:
		return
	for person in must_be_asked(doc.family):
		doc.append("attendees", {"person": person, "invited": 1})
	for professional in dict.fromkeys([doc.chair, lead_of(doc.episode), *network_of(doc.family)]):
		if professional:
			doc.append("attendees", {"professional": professional, "invited": 1})


def lead_of(episode):
	return episode and frappe.db.get_value("Early Help Episode", episode, "lead_practitioner")


def network_of(family) -> list[str]:
	"""Return the professionals around a family who are invited by default and still there."""
	rows = frappe.get_all(
		"Family Professional",
		filters={"parenttype": "Family", "parent": family, "invite_by_default": 1},
		fields=["professional", "to_date"],
		order_by="idx",
	)
	day = getdate(today())
	return [row.professional for row in rows if not row.to_date or getdate(row.to_date) >= day]


def set_kept_apart(doc):
	"""Add the pairs whose relationship says that they must not meet; rows that people added stay."""
	known = {frozenset((row.person, row.other_person)) for row in doc.kept_apart}
	for first, second in must_not_meet([row.person for row in doc.attendees if row.person and row.invited]):
		if frozenset((first, second)) not in known:
			doc.append("kept_apart", {"person": first, "other_person": second})
