"""The meeting after this one: planned in one press, with the people and the place of this one."""

import frappe
from frappe import _

SAME = ("family", "meeting_type", "episode", "plan", "service", "called_by_school", "chair", "chair_user")
SAME += ("starts_at", "finishes_at", "venue", "online_link")
SAME_ROW = ("person", "professional", "agency", "takes_part", "invited", "why_not_invited", "sharing_covered")
SAME_ROW += ("sharing_reason", "sharing_authorised_by")
SAME_PAIR = ("person", "other_person")


class NoNextDayError(frappe.ValidationError):
	"""The next meeting is asked for and nobody said when it is."""


@frappe.whitelist(methods=["POST"])
def plan_next(doc: str | dict):
	"""Return the meeting on the next day that was agreed: a new one, or the one that is planned already.

	A decision of a manager about two who must not meet is asked anew. Raises NoNextDayError without a day.
	"""
	meeting = frappe.get_doc("TAC Meeting", frappe.parse_json(doc).get("name"))
	meeting.check_permission("read")
	if not meeting.next_meeting_on:
		frappe.throw(_("Say in Next Meeting On when you meet again."), NoNextDayError, _("Next Meeting On"))
	day = {"family": meeting.family, "meeting_on": meeting.next_meeting_on}
	planned = frappe.db.exists("TAC Meeting", {**day, "status": ["!=", "Cancelled"]})
	if planned:
		return frappe.get_doc("TAC Meeting", planned).as_dict()
	following = frappe.new_doc("TAC Meeting")
	following.update({**{name: meeting.get(name) for name in SAME}, **day})
	for row in meeting.attendees:
		following.append("attendees", {name: row.get(name) for name in SAME_ROW})
	for row in meeting.kept_apart:
		following.append("kept_apart", {name: row.get(name) for name in SAME_PAIR})
	return following.insert().as_dict()
