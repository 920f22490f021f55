"""What a referral knows by itself, so that nobody types it: filled in only where the person left it empty."""

import frappe
from frappe.utils import getdate, today

from earlyhelp.families.ages import age_on
from earlyhelp.families.relationships import holders_of_responsibility

ADULT, YOUNG = "Adult with parental responsibility", "Young person of 16 or 17"


def fill_team(doc):
	"""The only team of a service is the one that helps; whoever decides may choose another."""
	if doc.is_new() and doc.service and not doc.team:
		ours = {"service": doc.service, "disabled": 0, "is_front_door": 0}
		teams = frappe.get_all("Early Help Team", filters=ours, pluck="name", limit=2)
		doc.team = teams[0] if len(teams) == 1 else None


def fill_agreed_as(doc):
	"""What gives a person the right to agree follows from the records, but for a child's own competence."""
	if not doc.agreed_by or doc.agreed_as or not doc.has_value_changed("agreed_by"):
		return
	children = [row.person for row in doc.children if row.person]
	if any(doc.agreed_by in holders_of_responsibility(child) for child in children):
		doc.agreed_as = ADULT
		return
	born = frappe.db.get_value("Early Help Person", doc.agreed_by, "date_of_birth")
	if doc.agreed_by in children and born and age_on(born, getdate(doc.agreed_on or today())) in (16, 17):
		doc.agreed_as = YOUNG


def fill_telling(doc):
	"""Who writes today what was told is who told it, today."""
	for who in ("referrer", "family"):
		written = [f"{who}_told_what", f"{who}_told_how"]
		if not any(doc.get(name) and doc.has_value_changed(name) for name in written):
			continue
		doc.set(f"{who}_told_on", doc.get(f"{who}_told_on") or today())
		name = doc.get(f"{who}_told_by") or frappe.utils.get_fullname(frappe.session.user)
		doc.set(f"{who}_told_by", name)
