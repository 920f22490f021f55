"""The page where a manager opens a family of another team for a day, and says why."""

import frappe
from frappe import _

from earlyhelp.api.openings import FORM, questions
from earlyhelp.api.pages import begin, kept, leave_for, only_for
from earlyhelp.api.questions import fill
from earlyhelp.constants import EHM
from earlyhelp.permissions.family_access import IDENTITY, RECORD, reach_of
from earlyhelp.permissions.guard import refuse_as_missing

no_cache = 1


def get_context(context):
	"""Ask for the reason; who reads the family already is shown it, and one that is shut does not exist."""
	only_for(EHM)
	family = frappe.form_dict.get("family")
	family = family if isinstance(family, str) else ""
	level = reach_of(family).level
	if level == RECORD:
		leave_for(f"/app/family/{family}")
	if level != IDENTITY:
		refuse_as_missing("Family", family)
	values, errors = kept(FORM)
	begin(context, _("Open with a reason"), back="/eh-search", back_title=_("Search"), errors=errors)
	context.update({"family": family, "questions": fill(questions(), values, errors)})
