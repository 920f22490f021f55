"""Red, amber and green: what finalised supervisions said, newest first. Those set aside are not counted."""

import frappe

RATINGS = ("Red", "Amber", "Green")


def history_of(episode):
	"""Return the finalised supervisions of an episode, newest first: name, number, rating and when."""
	return frappe.get_all(
		"Case Supervision",
		filters={"episode": episode, "status": "Finalised"},
		fields=["name", "number", "rating", "rating_why", "started_at", "finalised_on", "kind"],
		order_by="started_at desc, finalised_on desc, name desc",
	)


def since(history):
	"""Return the first row of the unbroken run of the newest rating, from rows newest first; None without any."""
	first = None
	for row in history:
		if first and row.rating != first.rating:
			break
		first = row
	return first
