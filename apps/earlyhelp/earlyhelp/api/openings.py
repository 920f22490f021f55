"""What the page posts where a manager opens a family of another team and says why."""

import frappe
from frappe import _

from earlyhelp.api.pages import go, keep
from earlyhelp.api.questions import Question, read
from earlyhelp.constants import EHM
from earlyhelp.permissions.openings import OpeningReasonError, open_with_a_reason

FORM = "open_with_a_reason"


def questions():
	"""Return what is asked: one sentence."""
	return [
		Question(
			"reason",
			_("Why do you need to read this family's record?"),
			"area",
			hint=_("A sentence. The family's lead and the manager of its team read it."),
			missing=_("Say in a sentence why you need to read this family's record."),
			longest=500,
		)
	]


@frappe.whitelist(methods=["POST"])
def open_family(family: str, reason: str = ""):
	"""Open a family for the manager signed in and show it, or the form again with what is missing."""
	if EHM not in frappe.get_roles():
		frappe.throw(_("Only managers open a family with a reason."), frappe.PermissionError)
	_answers, typed, errors = read(questions(), {"reason": reason})
	if not errors:
		try:
			open_with_a_reason(family, reason)
			return go(f"/app/family/{family}")
		except OpeningReasonError as error:
			frappe.clear_last_message()
			errors = [{"name": "reason", "sentence": str(error)}]
	return go("/eh-open", family=family, again=keep(FORM, typed, errors))
