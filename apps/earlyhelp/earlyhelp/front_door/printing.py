"""What the hand-over sheet to social care shows beside the fields of a referral."""

import frappe
from frappe import _
from frappe.utils import format_date, format_datetime

from earlyhelp.families.safe_contact import address_withheld


def hand_over_sheet(doc):
	"""Return {step_up, children, adults, address, origin} of a referral, in words.

	What is withheld is left out: a sheet leaves the house.
	"""
	return {
		"step_up": _facts(doc, STEP_UP),
		"children": [_child(row) for row in doc.children],
		"adults": [_adult(row) for row in doc.adults],
		"address": _address(doc.family),
		"origin": _facts(doc, ORIGIN),
	}


STEP_UP = (
	"stepped_up_on",
	"step_up_reason",
	"step_up_to",
	"step_up_how",
	"step_up_at",
	"step_up_family_knows",
	"step_up_family_why",
)
ORIGIN = (
	"received_on",
	"source",
	"referrer_name",
	"referrer_post",
	"referrer_agency",
	"referrer_telephone",
	"family_agrees",
	"family_agrees_why",
	"level_of_need",
	"contacts_12_months",
)


def _facts(doc, names):
	facts = [{"label": _(doc.meta.get_label(name)), "text": _text(doc, name)} for name in names]
	answered = doc.step_up_family_knows == "No"
	return [fact for fact, name in zip(facts, names, strict=True) if name != "step_up_family_why" or answered]


def _text(doc, name):
	value, kind = doc.get(name), doc.meta.get_field(name).fieldtype
	if not value:
		return ""
	if kind == "Datetime":
		return format_datetime(value, "d MMMM yyyy, HH:mm")
	return format_date(value, "d MMMM yyyy") if kind == "Date" else _(str(value))


def _child(row):
	born = row.date_of_birth or row.expected_on
	said = format_date(born, "d MMMM yyyy") if born else ""
	school = (row.school and frappe.db.get_value("School", row.school, "school_name")) or ""
	return {
		"name": _name(row),
		"born": _("expected {0}").format(said) if row.unborn else said,
		"school": school,
		"view": row.childs_view or "",
	}


def _adult(row):
	kept = row.person and frappe.db.get_value("Early Help Person", row.person, "telephone_withheld")
	return {
		"name": _name(row),
		"relationship": _(row.relationship or ""),
		"responsibility": _(row.parental_responsibility or ""),
		"telephone": _("not to be disclosed") if kept else row.telephone or "",
	}


def _name(row):
	name = " ".join(filter(None, (row.first_name, row.last_name)))
	stored = row.person and frappe.db.get_value("Early Help Person", row.person, "full_name")
	return name or stored or (_("Unborn baby") if row.get("unborn") else "")


def _address(family):
	doc = family and frappe.get_doc("Family", family)
	if not doc or address_withheld(doc):
		return ""
	return ", ".join(filter(None, (doc.street, doc.town, doc.postcode)))
