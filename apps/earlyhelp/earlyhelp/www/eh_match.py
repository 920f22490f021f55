"""A referral beside a family that it may be about, for those who were told of the possible match."""

import frappe
from frappe import _
from frappe.utils import format_date

from earlyhelp.api.pages import begin, sign_in_first
from earlyhelp.families.search import card_of
from earlyhelp.front_door.possible_matches import check_told

no_cache = 1


def get_context(context):
	"""Show who the referral names beside the family's card; both are identity, not the record."""
	sign_in_first()
	names = [frappe.form_dict.get(name) for name in ("referral", "family")]
	doc = check_told(*(name if isinstance(name, str) else "" for name in names))
	begin(context, _("Is it the same family?"), back="/app", back_title=_("Desk"))
	context.doc, context.card = doc, card_of(names[1], [], 0)
	context.received = format_date(doc.received_on, "d MMM yyyy") if doc.received_on else ""
	context.people = [_said(row) for row in (*doc.children, *doc.adults)]


def _said(row):
	born = format_date(row.date_of_birth, "d MMM yyyy") if row.date_of_birth else ""
	name = " ".join(filter(None, (row.first_name, row.last_name))) or _("Not known")
	return {"name": name, "relationship": _(row.get("relationship") or "Child"), "born": born}
