"""A visit is seen by the steward of its shelf; keepers and System Managers see all."""

import frappe


def _restricted(user: str) -> bool:
	roles = set(frappe.get_roles(user))
	return (
		user != "Administrator" and "Shed Visitor" in roles and not roles & {"Shed Keeper", "System Manager"}
	)


def shelves_of(user: str) -> list[str]:
	return frappe.get_all("Shelf", filters={"steward": user}, pluck="name")


def visit_query(user=None, doctype=None):
	user = user or frappe.session.user
	if not _restricted(user):
		return ""
	shelves = shelves_of(user)
	if not shelves:
		return "1=0"
	return "`tabVisit`.`shelf` in ({})".format(", ".join(frappe.db.escape(s) for s in shelves))


def member_has_permission(doc, ptype=None, user=None, debug=False):
	"""Members whose colour is grey do not exist for anybody but keepers: not even a refusal tells of them."""
	roles = set(frappe.get_roles(user or frappe.session.user))
	if doc.colour == "grey" and not roles & {"Shed Keeper", "System Manager"}:
		frappe.throw(frappe._("{0} {1} not found").format("Member", doc.name), frappe.DoesNotExistError)
	return True


def visit_line_query(user=None, doctype=None):
	"""Lines are listed as their visits are."""
	condition = visit_query(user)
	if not condition:
		return ""
	return f"`tabVisit Line`.`parent` in (select `tabVisit`.`name` from `tabVisit` where {condition})"


def visit_has_permission(doc, ptype=None, user=None, debug=False):
	"""Asks the stored shelf as well as the one being written: the changed document alone is not enough."""
	user = user or frappe.session.user
	if not _restricted(user):
		return True
	mine = shelves_of(user)
	if doc.shelf and doc.shelf not in mine:
		return False
	stored = frappe.db.get_value("Visit", doc.name, "shelf") if doc.name else None
	return (stored or doc.shelf or (mine and mine[0])) in mine
