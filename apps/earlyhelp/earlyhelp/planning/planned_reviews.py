"""The next review of a plan: there is always one in view while the plan lives, and never two.

Asks for no rights: a review is planned because a plan was approved or a review was finalised.
"""

import frappe
from frappe import _

from earlyhelp.states.moves import move

TO_COME = {"status": ["in", ("Planned", "Held", "Awaiting Sign-Off")], "kind": "Review"}


def plan_review(plan, due_on, planned_for=None):
	"""Plan a review by `due_on`, unless one is to come already; return its name."""
	coming = frappe.db.get_value("Plan Review", {"plan": plan.name, **TO_COME})
	if coming:
		return coming
	review = frappe.get_doc({"doctype": "Plan Review", "plan": plan.name, "planned_for": planned_for})
	review.due_on = due_on
	review.flags.by_system = True
	return review.insert(ignore_permissions=True).name


def cancel_planned(plan):
	"""A plan that is closed has no review to come."""
	planned = {"plan": plan.name, "status": "Planned"}
	for name in frappe.get_all("Plan Review", filters=planned, pluck="name"):
		move(frappe.get_doc("Plan Review", name), "Cancel", reason=_("The plan was closed"))
