"""The staff of a school: what the page of a lead posts."""

import frappe
from frappe import _

from earlyhelp.api.forms import answer
from earlyhelp.api.pages import go
from earlyhelp.api.pupils import school_asked
from earlyhelp.api.questions import Question
from earlyhelp.schools import staff_work as work

PAGE = "/school-staff"


def person_questions():
	return [
		Question("full_name", _("Name"), missing=_("Enter the name."),
			hint=_("As colleagues know this person, first name first.")),
		Question("post", _("Post"), required=False, hint=_("Such as class teacher or school nurse.")),
	]  # fmt: skip


def email_question():
	hint = _(
		"The person's own, at work. With it she or he can sign in, enter concerns and read what became of them."
		" Leave it empty for somebody without an account."
	)
	return Question("email", _("E-mail address"), "email", required=False, hint=hint)


def invite_questions():
	return [*person_questions(), email_question()]


def change_questions(doc):
	"""Return what the person signed in may change of somebody: who is a lead is not everybody's to say."""
	asked = person_questions()
	if not (doc.user or doc.invited_email):
		asked.append(email_question())
	says_lead = not work.why_not_lead(doc)
	if says_lead:
		asked.append(Question("is_lead", _("Safeguarding lead"), "check", required=False,
			hint=_("Reads every concern of the school, and invites and suspends colleagues.")))  # fmt: skip
	if says_lead or doc.is_lead or doc.is_head:
		asked.append(Question("on_duty", _("On duty"), "check", required=False,
			hint=_("A lead on duty gets the notices about new concerns.")))  # fmt: skip
	return asked


@frappe.whitelist(methods=["POST"])
def invite(school: str = ""):
	"""Enter a colleague, and ask her or him in when there is an e-mail address."""
	school = school_asked(school)

	def act(answers):
		doc, goes_out = work.invite(school, answers)
		go(PAGE, member=doc.name, done=outcome("entered", answers, goes_out))

	return answer("colleague", PAGE, invite_questions(), act, school=school, act="invite")


@frappe.whitelist(methods=["POST"])
def change(member: str = ""):
	"""Change a colleague, and ask her or him in when an e-mail address was added."""
	doc = work.member_of(member)

	def act(answers):
		_doc, goes_out = work.change(doc.name, answers)
		go(PAGE, member=doc.name, done=outcome("saved", answers, goes_out))

	return answer("colleague", PAGE, change_questions(doc), act, member=doc.name, act="change")


def outcome(plain, answers, goes_out):
	"""Return what the next page says: the same whether the address is new or has an account somewhere."""
	if not answers.get("email"):
		return plain
	return "invited" if goes_out else "not-sent"


@frappe.whitelist(methods=["POST"])
def suspend(member: str = ""):
	"""Close the pages of the school for a colleague."""
	return switch(member, work.suspend, "suspend", "suspended")


@frappe.whitelist(methods=["POST"])
def let_in(member: str = ""):
	"""Let a colleague who was suspended back in."""
	return switch(member, work.let_in, "", "let-in")


def switch(member, step, form, done):
	name = work.member_of(member).name

	def act(answers):
		_doc, changed = step(name)
		go(PAGE, member=name, done=done if changed else "already")

	return answer("colleague", PAGE, [], act, member=name, act=form)
