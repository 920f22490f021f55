"""What lies ready where the help for a family is about to end."""

import frappe

BEGUN_BY = ("closure_reason", "closing_summary")


def needs_of_plan(doc):
	"""Return (need, person) of the needs of an episode's plan, each once."""
	plan = frappe.db.get_value("My Family Plan", {"episode": doc.name})
	of_plan = {"parent": plan or "", "parenttype": "My Family Plan"}
	rows = frappe.get_all("Plan Need", filters=of_plan, fields=["need", "person"], order_by="idx")
	return list(dict.fromkeys((row.need, row.person or "") for row in rows))


def lay_out_outcomes(doc):
	"""Put a row for the outcome of each need once somebody begins to write the closing."""
	if doc.status != "Open" or doc.is_new() or doc.flags.by_system:
		return
	if not any(doc.get(name) and doc.has_value_changed(name) for name in BEGUN_BY):
		return
	known = {(row.need, row.person or "") for row in doc.outcomes}
	for need, person in needs_of_plan(doc):
		if (need, person) not in known:
			doc.append("outcomes", {"need": need, "person": person or None, "outcome": ""})
