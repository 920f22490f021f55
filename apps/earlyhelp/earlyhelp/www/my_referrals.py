"""Own referrals and those of the school: state, decision and message."""

import frappe
from frappe import _

from earlyhelp.api.my_work import information_questions, own_referrals, withdraw_questions
from earlyhelp.api.pages import begin, kept, only_for
from earlyhelp.api.questions import fill
from earlyhelp.constants import PU, SSL, SU

no_cache = 1
DONE = {
	"already": "That was done already. Nothing was changed.",
	"withdrawn": "The referral is withdrawn.",
	"answered": "Thank you. Your answer arrived.",
}


def get_context(context):
	"""Show what became of own referrals, or ask why one is withdrawn."""
	only_for(SSL, PU, SU)
	note = DONE.get(frappe.form_dict.get("done"))
	begin(context, _("Referrals"), note=note and _(note))
	context.referrals = own_referrals()
	context.withdrawing = chosen(context, "withdraw", "may_withdraw")
	context.answering = chosen(context, "question", "asked")
	if context.withdrawing:
		ask(context, "withdraw", withdraw_questions(), _("Withdraw {0}").format(context.withdrawing["name"]))
	elif context.answering:
		ask(context, "information", information_questions(), _("We have a question"))


def chosen(context, query, key):
	"""Return the referral that the address names, when this may be done with it."""
	name = frappe.form_dict.get(query)
	return next((row for row in context.referrals if row["name"] == name and row[key]), None)


def ask(context, form, questions, title):
	values, errors = kept(form)
	context.update({"questions": fill(questions, values, errors), "errors": errors, "title": title})
	context.back = "/my-referrals"
