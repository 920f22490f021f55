"""The rows of Referral Reconciliation for one service."""

import frappe
from frappe import _
from frappe.utils import formatdate

from earlyhelp.insight.links import text_cell
from earlyhelp.insight.reconciliation import CLOSED, LATER, OPEN, WAITING, reconcile
from earlyhelp.insight.referrals import open_children, read_referrals


def service_rows(service, filters):
	"""Return (rows, figures) of one service; figures are what the summary adds up."""
	referrals = read_referrals(service, filters.from_date, filters.to_date)
	children, counts, differences = reconcile(referrals, filters.as_of)
	difference = sum(differences.values())
	referred = sum(referral.number_of_children for referral in referrals)
	rows = [(_("Referred"), referred, len(referrals), 1)]
	rows += [(_(place), children[place], counts[place], 0) for place in ordered(children)]
	rows.append((_("Difference"), difference, len(differences), 1))
	rows += difference_rows(differences)
	figures = frappe._dict(referred=referred, places=children, difference=difference)
	if filters.report_date:
		figures.open_later = open_children(service, filters.report_date)
		rows.append(
			(
				_("All open on {0}").format(formatdate(filters.report_date, "d MMMM yyyy")),
				figures.open_later,
				None,
				1,
			)
		)
	names = ("place", "children", "referrals", "bold")
	return [{"service": service, **dict(zip(names, row, strict=True))} for row in rows], figures


def difference_rows(differences):
	"""Return a row for each referral whose children do not add up, as far as the reader reaches it."""
	if not differences or not frappe.has_permission("Early Help Referral", "read"):
		return []
	wanted = {"name": ["in", list(differences)]}
	fields = ["name", "family_name"]
	rows = frappe.get_list("Early Help Referral", filters=wanted, fields=fields, limit_page_length=0)
	label = _("Difference in {0}, {1}")
	return [
		(text_cell(label.format(row.name, row.family_name or "")), differences[row.name], 1, 0)
		for row in rows
	]


def ordered(children):
	"""Return the places in the order of the published sentence, closure reasons as in their list."""
	reasons = frappe.get_all("Closure Reason", pluck="name", order_by="sequence, name")
	first = [OPEN, *(CLOSED + reason for reason in reasons), LATER, "Not Accepted", "Signposted"]
	last = [WAITING] if WAITING in children else []
	others = sorted(place for place in children if place not in (*first, *last))
	return [place for place in first if place in children or place == OPEN] + others + last
