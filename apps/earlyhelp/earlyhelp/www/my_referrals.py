"""Own referrals and those of the school: state, decision and message."""

import frappe
from frappe import _

from earlyhelp.api.my_work import own_referrals, withdraw_questions
from earlyhelp.api.pages import begin, kept, only_for
from earlyhelp.api.questions import fill
from earlyhelp.constants import PU, SSL, SU

no_cache = 1
DONE = {"already": "That was done already. Nothing was changed.", "withdrawn": "The referral is withdrawn."}


def get_context(context):
	"""Show what became of own referrals, or ask why one is withdrawn."""
	only_for(SSL, PU, SU)
	note = DONE.get(frappe.form_dict.get("done"))
	begin(context, _("Referrals"), note=note and _(note))
	context.referrals = own_referrals()
	asked = frappe.form_dict.get("withdraw")
	context.withdrawing = next(
		(row["name"] for row in context.referrals if row["name"] == asked and row["may_withdraw"]), None
	)
	if context.withdrawing:
		values, errors = kept("withdraw")
		context.update({"questions": fill(withdraw_questions(), values, errors), "errors": errors})
		context.update({"back": "/my-referrals", "title": _("Withdraw {0}").format(context.withdrawing)})
