"""What a family's earlier contacts were: counted for a referral, and listed before a decision."""

import frappe
from frappe.utils import getdate, today

from earlyhelp.families.relationships import must_not_meet
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


def history_of(doc):
	"""Return what happened before a referral, as far as the person signed in reaches it.

	{referrals, episodes, apart}: the earlier referrals of the family with their decisions, its episodes with how
	they ended, and the pairs of its members who must not meet.
	"""
	if not doc.family:
		return {"referrals": [], "episodes": [], "apart": []}
	referrals = frappe.get_list(
		"Early Help Referral",
		filters={"family": doc.family, "name": ["!=", doc.name], "received_on": ["is", "set"]},
		fields=["name", "received_on", "source", "main_presenting_need", "decision", "decided_on", "status"],
		order_by="received_on desc",
		limit=0,
	)
	episodes = frappe.get_list(
		"Early Help Episode",
		filters={"family": doc.family},
		fields=["name", "service", "status", "opened_on", "closed_on", "closure_reason", "closing_summary"],
		order_by="creation desc",
		limit=0,
	)
	return {"referrals": referrals, "episodes": episodes, "apart": _kept_apart(doc.family)}


def _kept_apart(family):
	members = frappe.get_list("Family", filters={"name": family}, pluck="name") and frappe.get_all(
		"Family Member", filters={"parent": family, "parenttype": "Family"}, fields=["person", "full_name"]
	)
	names = {row.person: row.full_name for row in members or ()}
	return [(names[one], names[other]) for one, other in must_not_meet(names)]
