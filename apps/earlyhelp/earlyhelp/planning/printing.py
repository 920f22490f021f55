"""What everything printed shows beside its own fields."""

import frappe
from frappe.utils import format_datetime, get_fullname, now_datetime


def paper_settings():
	"""Return the council's name, the line that stands on everything printed, and who prints it when."""
	settings = frappe.get_cached_doc("Early Help Settings")
	return {
		"council": settings.council_name or "",
		"confidential": settings.confidentiality_line or "",
		"printed_by": get_fullname(),
		"printed_on": format_datetime(now_datetime(), "d MMMM yyyy, HH:mm"),
	}
