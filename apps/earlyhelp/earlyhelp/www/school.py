"""The page where school staff begin: own entries, and for a safeguarding lead what waits."""

import frappe
from frappe import _
from frappe.utils import cint

from earlyhelp.api.concern_actions import DONE
from earlyhelp.api.concern_view import line_of
from earlyhelp.api.pages import begin, only_for
from earlyhelp.constants import SSL, SU
from earlyhelp.schools.portal_access import LEAD, RECEIVER, concerns_for, lead_schools, schools_of

no_cache = 1
OLDER = ("Noted", "Closed", "Moved")


def get_context(context):
	"""Show own entries and what became of them; for a lead the inbox, longest wait first."""
	only_for(SU, SSL)
	names = [frappe.db.get_value("School", school, "school_name") for school in schools_of()]
	begin(context, _("Concerns"), place_title=", ".join(names), note=what_was_done())
	own = [line_of(doc, relation) for doc, relation in concerns_for(limit=50)]
	context.drafts = [line for line in own if line["status"] == "Draft"]
	context.leads = bool(lead_schools())
	context.own = [line for line in own if line["status"] != "Draft" and not context.leads]
	if context.leads:
		inbox(context)


def what_was_done():
	noted, left = cint(frappe.form_dict.get("noted")), cint(frappe.form_dict.get("left"))
	if noted or left:
		return _("{0} noted, {1} left as they were.").format(noted, left)
	note = DONE.get(frappe.form_dict.get("done"))
	return note and _(note)


def inbox(context):
	waiting = concerns_for(as_lead=True, statuses=("Logged", "Seen", "In Hand"), limit=500)
	older = concerns_for(as_lead=True, statuses=OLDER, limit=60)
	unseen = [(doc, relation) for doc, relation in waiting if doc.status == "Logged"]
	books = [doc for doc, _relation in unseen if doc.kind == "Log-book entry"]
	lines = [line_of(doc, relation) for doc, relation in unseen if doc not in books]
	context.waiting = sorted(lines, key=lambda line: -line["minutes"])
	context.log_book = [{**line_of(doc, LEAD), "text": doc.what_happened[:160]} for doc in books]
	context.in_hand = [line_of(doc, relation) for doc, relation in waiting if doc.status != "Logged"]
	context.files = [line_of(doc, relation) for doc, relation in older if relation == RECEIVER]
	context.others = [line_of(doc, relation) for doc, relation in older if relation != RECEIVER]
