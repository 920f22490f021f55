"""Who may write what decides the reach of others: accounts, teams, line managers, cover, deputies.

Nobody widens the own reach: somebody else puts a person into a team, links an account or names cover.
"""

import frappe
from frappe import _
from frappe.utils import cint

from earlyhelp.constants import EHA, EHM
from earlyhelp.permissions.people import every_professional, manages

REACH = ("user", "team", "line_manager", "school")
TEAM = ("manager", "line_manager", "is_front_door", "service", "team_name", "disabled")


class ReachOfOthersError(frappe.PermissionError):
	"""Somebody changes what a colleague reaches and neither leads the team nor administers."""


class OwnReachError(frappe.PermissionError):
	"""Somebody changes what he or she reaches."""


def check_professional(doc):
	"""Account, team, line manager, school and whether the record is in use: who leads the team, or an administrator; never on the own record.

	Cover: these, and the person who is away. Nobody names himself or herself as cover or line manager of
	somebody whose team he or she does not lead.
	"""
	if frappe.session.user == "Administrator" or doc.flags.by_system:
		return
	before = doc.get_doc_before_save()
	changed = _changed(doc, before, REACH) or _switched(doc, before)
	leads = _leads(doc, before)
	if changed:
		label = _(doc.meta.get_label(changed[0]))
		own = _is_own(doc) or _is_own(before) or ("line_manager" in changed and _names_me([doc.line_manager]))
		_check(label, own and not leads, leads)
	added = _cover(doc) - _cover(before)
	if _cover(doc) != _cover(before) and not (before and _is_own(before)):
		_check(_("Covered By"), _names_me(who for who, _from, _to in added) and not leads, leads)


def _check(label, own, leads):
	if own:
		frappe.throw(_("{0}: somebody else must say this about you.").format(label), OwnReachError, label)
	if not leads and not _administers():
		frappe.throw(
			_("{0}: who leads the team or an administrator changes this.").format(label),
			ReachOfOthersError,
			label,
		)


def _leads(doc, before):
	teams = {one.team for one in (doc, before) if one and one.team}
	return EHM in frappe.get_roles() and bool(teams) and all(manages(team) for team in teams)


def _administers():
	return bool({EHA, "System Manager"} & set(frappe.get_roles()))


def _changed(doc, before, names):
	return [
		name for name in names if ((before.get(name) if before else None) or None) != (doc.get(name) or None)
	]


def _switched(doc, before):
	"""A record that reaches families is put out of use, or into it again."""
	on = [cint(one.disabled) for one in (before, doc) if one]
	return ["disabled"] if len(set(on)) > 1 and (doc.user or doc.team) else []


def _is_own(doc):
	return bool(doc and doc.user and doc.user == frappe.session.user)


def _names_me(professionals):
	return bool(set(professionals) & set(every_professional()))


def _cover(doc):
	rows = doc.cover if doc else ()
	return {(row.covered_by, str(row.from_date), str(row.to_date)) for row in rows}


def check_team(doc):
	"""Who manages a team, and what it is: administrators. Its deputies: these, and whoever leads it.

	Nobody puts himself or herself at the head of a team.
	"""
	user, before = frappe.session.user, doc.get_doc_before_save()
	if user == "Administrator":
		return
	leads = bool(before) and EHM in frappe.get_roles() and manages(doc.name)
	if not leads and user in _heads(doc) - _heads(before):
		frappe.throw(_("Somebody else must put you at the head of a team."), OwnReachError, _("Team"))
	if _administers():
		return
	if changed := _changed(doc, before, TEAM):
		label = _(doc.meta.get_label(changed[0]))
		frappe.throw(_("{0}: an administrator changes this.").format(label), ReachOfOthersError, label)
	if not leads:
		frappe.throw(_("Only who leads this team changes it."), ReachOfOthersError, _("Team"))


def _heads(doc):
	return {doc.manager, doc.line_manager, *(row.user for row in doc.deputies)} if doc else set()
