"""Opening a family outside one's teams, with a reason: for a day, and told to those who hold it.

Asks for no rights: a manager opens what he or she does not reach yet; who may is checked in the first lines.
"""

import re

import frappe
from frappe import _
from frappe.utils import add_to_date, now_datetime

from earlyhelp.constants import EHM
from earlyhelp.permissions.family_access import IDENTITY, RECORD, reach_of
from earlyhelp.permissions.guard import refuse_as_missing
from earlyhelp.permissions.notices import tell
from earlyhelp.permissions.people import users_of_team

HOURS = 24
SHORTEST, FEWEST = 15, 3  # characters, words
WORD = re.compile(r"[^\W\d_]{2,}")


class OpeningReasonError(frappe.ValidationError):
	"""A family is to be opened without a reason that says anything."""


@frappe.whitelist(methods=["POST"])
def open_with_a_reason(family: str, reason: str) -> dict:
	"""Open a family for the manager signed in, to read for 24 hours, and tell its leads and managers.

	`family` is the number from a search's card, `reason` a sentence. Returns the number and until when. A family
	that the manager may not even know of answers like one that does not exist.
	"""
	if EHM not in frappe.get_roles():
		frappe.throw(_("Only managers open a family with a reason."), frappe.PermissionError)
	reach = reach_of(family)
	if reach.level not in (IDENTITY, RECORD):
		refuse_as_missing("Family", family)
	if reach.level == RECORD:
		return {"family": family, "until": None}
	if len(" ".join(reason.split())) < SHORTEST or len(WORD.findall(reason)) < FEWEST:
		frappe.throw(
			_("Reason: say in a sentence why you need to read this family's record."),
			OpeningReasonError,
			_("Reason"),
		)
	opening = frappe.get_doc(
		{
			"doctype": "Opened With A Reason",
			"family": family,
			"user": frappe.session.user,
			"reason": reason,
			"opened_at": now_datetime(),
			"until": add_to_date(now_datetime(), hours=HOURS),
		}
	).insert(ignore_permissions=True)
	tell(who_holds(family), opening, _("a manager of another team opened this family with a reason."))
	return {"family": family, "until": opening.until}


def who_holds(family):
	"""Return the accounts of the leads of a family's episodes that are not closed, and of those who manage them."""
	episodes = frappe.get_all(
		"Early Help Episode",
		filters={"family": family, "status": ["!=", "Closed"]},
		fields=["lead_practitioner", "team"],
	)
	leads = [row.lead_practitioner for row in episodes if row.lead_practitioner]
	filters = {"name": ["in", leads or [""]], "user": ["is", "set"]}
	users = set(frappe.get_all("Professional", filters=filters, pluck="user"))
	for row in episodes:
		users.update(users_of_team(row.team, "manager"))
	return sorted(users)
