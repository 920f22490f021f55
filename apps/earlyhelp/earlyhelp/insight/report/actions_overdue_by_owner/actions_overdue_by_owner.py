"""Who has agreed to do what and has not yet done it: one row for each owner, the longest overdue first."""

import frappe
from frappe import _
from frappe.utils import getdate, today

from earlyhelp.insight.access import check_caller, own_episodes, own_professional
from earlyhelp.insight.columns import NUMBER, cards, columns
from earlyhelp.insight.links import list_link, text_cell

TO_DO = ("Open", "Partly Done")
OWNER = {"Family member": "person", "Professional": "professional", "Agency": "agency"}


def execute(filters=None):
	check_caller()
	filters = validate_filters(filters)
	actions = read_actions(filters)
	return (
		get_columns(),
		get_data(actions, filters),
		get_message(actions),
		None,
		get_summary(actions, filters),
	)


def validate_filters(filters):
	"""Return the filters; `as_of` is the day that has come, today."""
	filters = frappe._dict(filters or {})
	filters.as_of = getdate(today())
	return filters


def read_actions(filters):
	"""Return what is still to do for the families within reach, or for the own ones of a practitioner."""
	wanted = {"status": ["in", TO_DO]}
	if filters.who_kind:
		wanted["who_kind"] = filters.who_kind
	families = chosen_families(filters)
	if families is not None:
		wanted["family"] = ["in", sorted(families) or [""]]
	fields = ["name", "family", "who_kind", "person", "professional", "agency", "who", "due_on"]
	return frappe.get_list("Agreed Action", filters=wanted, fields=fields, limit_page_length=0)


def chosen_families(filters):
	"""Return the families of the own episodes, or of the service and team asked for; None for all."""
	wanted = {name: filters[name] for name in ("service", "team") if filters.get(name)}
	mine = own_episodes()
	if mine is not None:
		wanted["name"] = ["in", sorted(mine) or [""]]
	if not wanted:
		return None
	wanted["status"] = ["!=", "Closed"]
	return set(
		frappe.get_list("Early Help Episode", filters=wanted, pluck="family", limit_page_length=0) or []
	)


def get_columns():
	return columns(
		("who", _("Who Agreed to Do It"), "Data", 240),
		("who_kind", _("Who That Is"), "Data", 140),
		("overdue", _("Overdue"), NUMBER, 90),
		("to_do", _("Still to Do"), NUMBER, 100),
		("families", _("Families"), "Int", 90),
		("longest", _("Longest Overdue (Days)"), "Int", 170),
		("next_due", _("Next Due"), "Date", 110),
	)


def get_data(actions, filters):
	"""Return a row for each owner with anything to do; who has nothing overdue comes last."""
	owners = {}
	for action in actions:
		owner = OWNER.get(action.who_kind, "who")
		owners.setdefault((owner, action.get(owner) or action.who), []).append(action)
	rows = [owner_row(*key, found, filters) for key, found in owners.items()]
	return sorted(rows, key=lambda row: (-row["longest"], row["next_due"] or filters.as_of, row["who"]))


def owner_row(owner, name, found, filters):
	late = [action for action in found if is_overdue(action, filters)]
	coming = [action.due_on for action in found if action.due_on and not is_overdue(action, filters)]
	chosen = {owner: name, "status": ["in", list(TO_DO)]}
	return {
		"who": text_cell(found[0].who or name),
		"who_kind": _(found[0].who_kind or ""),
		"overdue": list_link(len(late), "Agreed Action", **chosen, due_on=["<", filters.as_of]),
		"to_do": list_link(len(found), "Agreed Action", **chosen),
		"families": len({action.family for action in found}),
		"longest": max(((filters.as_of - action.due_on).days for action in late), default=0),
		"next_due": min(coming, default=None),
	}


def is_overdue(action, filters):
	"""What is due today is not overdue yet."""
	return bool(action.due_on) and action.due_on < filters.as_of


def get_summary(actions, filters):
	late = [action for action in actions if is_overdue(action, filters)]
	return cards(
		(_("Still to Do"), len(actions), "Blue"),
		(_("Overdue"), len(late), "Red" if late else "Green"),
		(_("Families Waiting"), len({action.family for action in late}), "Orange" if late else "Green"),
	)


def get_message(actions):
	if not actions:
		return _("Nothing is waiting to be done for the families that you reach.")
	return None if own_professional() is None else _("Only the families you work with are counted.")
