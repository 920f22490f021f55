"""Red, amber and green: what finalised supervisions said. Those set aside are not counted."""

import frappe


def history_of(episode):
	"""Return the finalised supervisions of an episode, newest first: name, number, rating and when."""
	return frappe.get_all(
		"Case Supervision",
		filters={"episode": episode, "status": "Finalised"},
		fields=["name", "number", "rating", "started_at", "finalised_on"],
		order_by="started_at desc, finalised_on desc, name desc",
	)
