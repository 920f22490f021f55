"""Own referrals, meetings and actions of people outside the council: what their pages post, and what they read.

Asks for no rights: portal roles have none; each function first finds what is the person's own.
"""

import frappe
from frappe import _
from frappe.utils import format_date

from earlyhelp.api.forms import answer
from earlyhelp.api.pages import go, only_for
from earlyhelp.api.questions import Question
from earlyhelp.constants import PORTAL_ROLES, PU, SSL, SU
from earlyhelp.front_door import beginning
from earlyhelp.schools.portal_access import lead_schools
from earlyhelp.states.moves import move
from earlyhelp.team_around import portal as meetings

BEFORE_SCREENING = ("Draft", "Submitted", "Awaiting Information")
WHY_WITHDRAWN = ("Family declined", "Referrer withdrew", "Made in error")
STATES = {
	"Draft": ("Received", "amber"),
	"Submitted": ("Received", "amber"),
	"Awaiting Information": ("We asked for more", "amber"),
	"Screening": ("Being looked at", "blue"),
	"Awaiting Decision": ("Being decided", "blue"),
	"Withdrawn": ("Withdrawn", "grey"),
	"Finished": ("Decided", "green"),
}


def own_referrals(user=None):
	"""Return the referrals of a person, and of the schools where he or she is a lead, newest first.

	Number, day, state; decision and message once the referrer was told. No name: the record may hold more of
	the family than was written in the referral.
	"""
	user = user or frappe.session.user
	or_filters = {"referrer_user": user}
	if schools := lead_schools(user):
		or_filters["school"] = ["in", schools]
	fields = ["name", "received_on", "status", "decision", "referrer_name", "referrer_user", "referrer_told_on",
		"referrer_told_what", "school", "information_asked_of", "information_asked_what"]  # fmt: skip
	rows = frappe.get_all(
		"Early Help Referral",
		filters={"status": ["!=", "Draft"]},
		or_filters=or_filters,
		fields=fields,
		order_by="received_on desc, name desc",
		limit=200,
	)
	return [referral_line(row, user) for row in rows]


def referral_line(row, user):
	word, colour = STATES.get(row.status, ("Decided", "green"))
	return {
		"name": row.name,
		"received": format_date(row.received_on, "d MMM yyyy") if row.received_on else "",
		"by": row.referrer_name,
		"state": _(word),
		"colour": colour,
		"decision": _(row.decision) if row.decision and row.referrer_told_on else "",
		"message": row.referrer_told_what if row.referrer_told_on else "",
		"asked": asked_of_referrer(row, user),
		"may_withdraw": row.referrer_user == user and row.status in BEFORE_SCREENING,
	}


def asked_of_referrer(row, user):
	"""Return what the referrer was asked; "" when nothing was, or when somebody else was asked."""
	if row.status != "Awaiting Information" or row.referrer_user != user:
		return ""
	asked = " ".join((row.information_asked_of or "").split()).casefold()
	names = {"referrer", "the referrer", (row.referrer_name or "").casefold()}
	return row.information_asked_what if asked in names else ""


def information_questions():
	return [Question("answer", _("Your answer"), "area", rows=5, longest=10_000,
		missing=_("Write your answer."))]  # fmt: skip


@frappe.whitelist(methods=["POST"])
def answer_question(name: str = ""):
	"""Answer what the front door asked about one's own referral."""
	only_for(SSL, PU, SU)
	mine = next((row for row in own_referrals() if row["name"] == name), None)
	if not mine:
		frappe.throw(_("This referral is not here."), frappe.DoesNotExistError)
	if not mine["asked"]:
		return go("/my-referrals", done="already")

	def act(answers):
		beginning.answer_question(name, frappe.session.user, answers["answer"])
		go("/my-referrals", done="answered")

	return answer("information", "/my-referrals", information_questions(), act, question=name)


def withdraw_questions():
	why = Question("withdrawn_because", _("Why do you withdraw it?"), "radios", options=WHY_WITHDRAWN,
		missing=_("Choose why."))  # fmt: skip
	return [why]


@frappe.whitelist(methods=["POST"])
def withdraw(name: str = ""):
	"""Withdraw one's own referral, until somebody screens it."""
	only_for(SSL, PU, SU)
	mine = next((row for row in own_referrals() if row["name"] == name), None)
	if mine and mine["state"] == _("Withdrawn"):
		return go("/my-referrals", done="already")
	if not mine or not mine["may_withdraw"]:
		frappe.throw(_("This referral cannot be withdrawn here."), frappe.DoesNotExistError)

	def act(answers):
		frappe.db.set_value("Early Help Referral", name, "withdrawn_because", answers["withdrawn_because"])
		move(frappe.get_doc("Early Help Referral", name), "Withdraw", on_behalf_of=frappe.session.user)
		go("/my-referrals", done="withdrawn")

	return answer("withdraw", "/my-referrals", withdraw_questions(), act, withdraw=name)


@frappe.whitelist(methods=["POST"])
def answer_invitation(meeting: str = "", coming: str = ""):
	"""Say that one is coming to a meeting, or send apologies."""
	only_for(*PORTAL_ROLES)
	reply = "Coming" if coming == "1" else "Apologies"
	meetings.answer_invitation(meeting, frappe.session.user, reply)
	go("/my-meetings", done=reply.lower())


@frappe.whitelist(methods=["POST"])
def action_done(action: str = ""):
	"""Say that an own action is done."""
	only_for(*PORTAL_ROLES)

	def act(answers):
		open_ones = {row["reference"] for row in meetings.actions_for(frappe.session.user)}
		meetings.mark_action_done(action, frappe.session.user, answers["remark"] or "")
		go("/my-meetings", done="done" if action in open_ones else "already")

	return answer("action", "/my-meetings", done_questions(), act, action=action)


def done_questions():
	return [Question("remark", _("What came of it?"), "area", rows=2, longest=1000, required=False)]
