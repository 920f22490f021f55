"""Who may not see a family, and who alone may: what is checked when that is written on the family."""

import frappe
from frappe import _
from frappe.utils import now, today

from earlyhelp.constants import EHM

RESTRICTION = ("restricted", "restricted_reason", "restricted_to")


class RestrictionByManagerError(frappe.ValidationError):
	"""Somebody who is no manager sets or lifts a restriction."""


class RestrictionReasonError(frappe.ValidationError):
	"""A family is restricted and nobody says why."""


class RestrictionPeopleError(frappe.ValidationError):
	"""A restriction names no manager, so that nobody could lift it."""


class RestrictedConflictError(frappe.ValidationError):
	"""Somebody is named both as having a conflict of interest and as the one who may see the family."""


class ConflictKeptError(frappe.ValidationError):
	"""A conflict of interest is changed or taken away by somebody who is no manager."""


class ConflictOfOthersError(frappe.ValidationError):
	"""A conflict of interest is noted for a colleague by somebody who is no manager."""


def check_restriction(doc):
	"""A restriction is set and lifted by managers, says why, and names at least one manager."""
	if _changed(doc):
		if not _is_manager():
			frappe.throw(
				_("Only a manager restricts a family or lifts that."),
				RestrictionByManagerError,
				_("Restricted"),
			)
		set_now = bool(doc.restricted)
		doc.restricted_by = frappe.session.user if set_now else None
		doc.restricted_on = now() if set_now else None
	if not doc.restricted:
		return
	if not (doc.restricted_reason or "").strip():
		frappe.throw(
			_("Reason: say why only named people may see this family."), RestrictionReasonError, _("Reason")
		)
	if not any(_is_manager(row.user) for row in doc.restricted_to):
		frappe.throw(
			_("May Be Seen By: name at least one manager, who can lift the restriction."),
			RestrictionPeopleError,
			_("May Be Seen By"),
		)


def _changed(doc):
	before = doc.get_doc_before_save()
	if not before:
		return bool(doc.restricted or doc.restricted_to)
	rows = [sorted((row.user, row.why or "") for row in one.restricted_to) for one in (before, doc)]
	values = [[one.restricted or 0, one.restricted_reason or ""] for one in (before, doc)]
	return rows[0] != rows[1] or values[0] != values[1]


def _is_manager(user=None):
	user = user or frappe.session.user
	return user == "Administrator" or EHM in frappe.get_roles(user)


def check_conflicts(doc):
	"""Whoever writes the family notes the own conflict of interest, and a manager that of a colleague: it shuts that
	person out at once. Only a manager changes one or takes it away."""
	for row in doc.conflicts:
		row.noted_on = row.noted_on or today()
	before = doc.get_doc_before_save()
	kept = {(row.user, row.kind) for row in before.conflicts} if before else set()
	now_noted = {(row.user, row.kind) for row in doc.conflicts}
	heading = _("Conflicts of Interest")
	if _is_manager():
		pass
	elif kept - now_noted:
		frappe.throw(
			_("Conflicts of Interest: only a manager changes one or takes it away."),
			ConflictKeptError,
			heading,
		)
	elif any(user != frappe.session.user for user, _kind in now_noted - kept):
		words = _(
			"Conflicts of Interest: note your own here. A colleague's is noted by a manager: ask yours."
		)
		frappe.throw(words, ConflictOfOthersError, heading)
	if doc.restricted and {row.user for row in doc.conflicts} & {row.user for row in doc.restricted_to}:
		frappe.throw(
			_("May Be Seen By: somebody with a conflict of interest cannot be named here."),
			RestrictedConflictError,
			_("May Be Seen By"),
		)
