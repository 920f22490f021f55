"""What a safeguarding lead does with a concern, and what staff add to it: what the page of a concern posts."""

import frappe
from frappe import _

from earlyhelp.api import concern_forms as forms
from earlyhelp.api.forms import answer, attempt
from earlyhelp.api.pages import go
from earlyhelp.schools import concern_work as work
from earlyhelp.schools.portal_access import LEAD, RECEIVER, WRITER, concern_for, relation_to

PAGE = "/concern"


def step_form(name, action, do, questions, **query):
	"""Read a form of a lead's step and take it; pressed twice, it is answered "already done"."""

	def act(answers):
		_doc, done = do(answers)
		go(PAGE, name=name, done=action if done else "already")

	return answer(action, PAGE, questions, act, name=name, act=action, **query)


def lead_of(name):
	"""Return the concern when the person signed in leads it. Raises DoesNotExistError."""
	doc, _relation = concern_for(name, wanted=(LEAD,))
	return doc


@frappe.whitelist(methods=["POST"])
def see(name: str = ""):
	"""Open an entry that nobody has looked at yet."""
	lead_of(name)
	_doc, _done = work.take(name, "See") if status_of(name) == "Logged" else (None, False)
	go(PAGE, name=name)


def status_of(name):
	return frappe.db.get_value("School Concern", name, "status")


@frappe.whitelist(methods=["POST"])
def take_on(name: str = ""):
	"""Take a concern on: level, who holds it, what happens next, parents."""
	doc = lead_of(name)

	def do(answers):
		row = (answers["what"], answers["who"], answers["by_when"])
		return work.take(name, "Take On", answers, before=lambda doc: work.append_step(doc, *row))

	return step_form(name, "take-on", do, forms.take_on(doc))


@frappe.whitelist(methods=["POST"])
def note(name: str = ""):
	"""Keep an entry for the pattern; no action is needed."""
	doc = lead_of(name)
	questions = [] if doc.kind == "Log-book entry" else forms.note_it(doc)
	return step_form(name, "note", lambda answers: work.take(name, "Note", answers), questions)


@frappe.whitelist(methods=["POST"])
def note_many():
	"""Note several log-book entries at once; what is refused is counted and stays."""
	names = [value for key, value in frappe.form_dict.items() if key.startswith("entry-") and value]
	for name in names:
		lead_of(name)
	noted = [name for name in names if not attempt_note(name)]
	go("/school", noted=len(noted), left=len(names) - len(noted))


def attempt_note(name):
	return attempt(lambda _answers: work.take(name, "Note"), {}, set())


@frappe.whitelist(methods=["POST"])
def take_up(name: str = ""):
	"""Take up what was only noted."""
	lead_of(name)
	return with_reason(name, "take-up", "Take Up")


@frappe.whitelist(methods=["POST"])
def reopen(name: str = ""):
	"""Open a closed concern again."""
	lead_of(name)
	return with_reason(name, "reopen", "Reopen")


def with_reason(name, action, step):
	questions = forms.reason(_("Why?"))
	return step_form(name, action, lambda answers: work.take(name, step, reason=answers["reason"]), questions)


@frappe.whitelist(methods=["POST"])
def close(name: str = ""):
	"""Close a concern with its outcome and a message to the reporter."""
	doc = lead_of(name)
	return step_form(name, "close", lambda answers: work.take(name, "Close", answers), forms.close(doc))


@frappe.whitelist(methods=["POST"])
def share(name: str = ""):
	"""Share a concern with the council."""
	doc = lead_of(name)

	def do(answers):
		if doc.shared_on and doc.shared_what == answers["shared_what"]:
			return doc, False
		return work.take(name, "Share With Council", answers)

	return step_form(name, "share", do, forms.share(doc))


@frappe.whitelist(methods=["POST"])
def wrong_child(name: str = ""):
	"""File an entry under the right child."""
	doc, _relation = concern_for(name)
	if doc.status == "Moved":
		return go(PAGE, name=name, done="already")
	lead_of(name)

	def act(answers):
		_cover, right = work.move_to_right_child(name, answers["pupil"], answers["reason"])
		go(PAGE, name=right.name, done="wrong-child")

	return answer("wrong-child", PAGE, forms.right_child(doc), act, name=name, act="wrong-child")


@frappe.whitelist(methods=["POST"])
def transfer(name: str = ""):
	"""Send the file to the school where the child is a pupil now."""
	doc = lead_of(name)

	def do(answers):
		return (doc, False) if doc.sent_on else work.take(name, "Transfer File", answers)

	return step_form(name, "transfer", do, forms.transfer(doc))


@frappe.whitelist(methods=["POST"])
def accept_file(name: str = ""):
	"""Accept a file that another school sent."""
	doc, _relation = concern_for(name)
	if doc.received_on:
		return go(PAGE, name=name, done="already")
	concern_for(name, wanted=(RECEIVER,))
	return step_form(name, "accept-file", lambda answers: work.take(name, "Accept File"), [])


@frappe.whitelist(methods=["POST"])
def add_step(name: str = ""):
	"""Add what happens next."""
	doc = lead_of(name)

	def do(answers):
		return work.add_step(name, answers["what"], answers["who"], answers["by_when"]), True

	return step_form(name, "add-step", do, forms.next_step(doc))


@frappe.whitelist(methods=["POST"])
def finish_step(name: str = "", row: str = ""):
	"""Say what came of a step."""
	concern_for(name)
	questions = forms.finish_step(row)

	def do(answers):
		return None, work.finish_step(name, row, answers[questions[0].name])

	return step_form(name, "finish-step", do, questions, row=row)


@frappe.whitelist(methods=["POST"])
def add(name: str = ""):
	"""Add to an entry, with the day."""
	doc, _relation = concern_for(name, wanted=(WRITER, LEAD))
	return step_form(
		name, "add", lambda answers: (work.add_to_entry(name, answers["text"]), True), forms.addition(doc)
	)


@frappe.whitelist(methods=["POST"])
def exclude(name: str = ""):
	"""Say that a member of staff is a relative of the child or named in the concern."""
	doc = lead_of(name)

	def act(answers):
		doc = work.exclude_from(name, answers["staff"], answers["why"])
		still = relation_to(doc) == LEAD
		go(PAGE if still else "/school", name=name if still else "", done="exclude")

	return answer("exclude", PAGE, forms.exclusion(doc), act, name=name, act="exclude")
