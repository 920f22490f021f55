"""What happened before a referral: shown before anybody recommends or decides."""

import frappe
from frappe import _
from frappe.utils import format_date

from earlyhelp.api.pages import begin, only_for
from earlyhelp.constants import BSO, EHM, EHP, FSP
from earlyhelp.front_door.contacts import history_of

no_cache = 1


def get_context(context):
	"""Show repeat contacts, earlier endings, open involvement and warnings that the person reaches."""
	only_for(BSO, EHP, FSP, EHM)
	name = frappe.form_dict.get("referral")
	if not isinstance(name, str) or not name:
		raise frappe.DoesNotExistError
	doc = frappe.get_doc("Early Help Referral", name)
	doc.check_permission("read")
	begin(
		context,
		_("What happened before"),
		back=f"/app/early-help-referral/{doc.name}",
		back_title=_("Referral {0}").format(doc.name),
	)
	context.doc, context.may_note = doc, bool(doc.has_permission("write"))
	context.update(history_of(doc))
	context.said = said


def said(day):
	"""Return a date as people say it."""
	return format_date(day, "d MMM yyyy") if day else ""
