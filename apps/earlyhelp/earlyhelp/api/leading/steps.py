"""What the pages of a lead outside the council post.

Every method first finds the record among those of the account: what is not its own does not exist.
"""

import frappe
from frappe import _

from earlyhelp.api.forms import answer, attempt
from earlyhelp.api.leading.kinds import BY_NAME, KIND_OF, KINDS, PLAN, kind_of, parts_of
from earlyhelp.api.leading.parts import NEW
from earlyhelp.api.pages import go, keep, only_for
from earlyhelp.api.questions import Question, read
from earlyhelp.constants import PU, SSL
from earlyhelp.planning import led_outside
from earlyhelp.states.moves import move, write_on_page
from earlyhelp.states.registry import FLOWS, flow_of


def mine(doctype, name):
	"""Return a record of the account. Raises PermissionError without a role for it, DoesNotExistError otherwise."""
	only_for(SSL, PU)
	return led_outside.led_record(doctype, name, frappe.session.user)


def part_named(name):
	if name not in BY_NAME:
		frappe.throw(_("This is not here."), frappe.DoesNotExistError, _("Not Found"))
	return BY_NAME[name]


@frappe.whitelist(methods=["POST"])
def save(part: str = "", of: str = "", row: str = "", seen: str = "", another: str = ""):
	"""Save one part of a record; somebody else's change meanwhile is said, and nothing is written over unread.

	`another`: a new row follows the one that is saved.
	"""
	only_for(SSL, PU)
	asked = part_named(part)
	doc = mine(asked.doctype, of)
	questions = asked.questions(doc, row)
	if asked.is_withheld(doc, row):
		frappe.throw(_("Only the team may change this."), frappe.PermissionError)
	if asked.mark(doc, row) != seen:
		_answers, typed, _errors = read(questions, frappe.form_dict)
		error = {"name": "", "sentence": changed_meanwhile(asked, doc, row)}
		return go("/lead-part", part=part, of=of, row=row, again=keep("lead", typed, [error]))

	def act(answers):
		made = asked.write(doc, row, answers)
		if another and row == NEW:
			return go("/lead-part", part=part, of=of, row=NEW, done="saved")
		return go_to_part(asked, doc, made)

	return answer("lead", "/lead-part", questions, act, part=part, of=of, row=row)


def go_to_part(part, doc, made):
	"""Lead to what was made where it has a page of its own in place of this record's, else back to the part."""
	if made is None and doc.doctype not in KIND_OF:
		return go("/lead", of=doc.name, done="saved")
	if doc.doctype not in KIND_OF:
		return go("/lead-record", kind=kind_of(made.doctype), of=made.name, done="made")
	return go(
		"/lead-record",
		at=f"t-{part.name}",
		kind=kind_of(doc.doctype),
		of=doc.name,
		done="saved",
		part=part.name,
	)


def changed_meanwhile(part, doc, row):
	now = part.says_now(doc, row)
	said = _("Somebody else changed this while you wrote. It now says: {0}").format(now[:500] or _("nothing"))
	return said + " " + _("Save again to put your words in its place.")


@frappe.whitelist(methods=["POST"])
def remove(part: str = "", of: str = "", row: str = ""):
	"""Take a row out."""
	only_for(SSL, PU)
	asked = part_named(part)
	doc = mine(asked.doctype, of)
	if not asked.may_remove(doc, row):
		frappe.throw(_("This cannot be taken out."), frappe.PermissionError)
	errors = attempt(lambda _answers: asked.remove(doc, row), {}, set())
	kept = errors and keep("lead-record", {}, errors)
	go("/lead-record", kind=kind_of(asked.doctype), of=of, done="" if errors else "removed", again=kept)


@frappe.whitelist(methods=["POST"])
def press(kind: str = "", of: str = "", action: str = ""):
	"""Take a step of a record. What is missing is listed on its page."""
	only_for(SSL, PU)
	if kind not in KINDS:
		frappe.throw(_("This is not here."), frappe.DoesNotExistError, _("Not Found"))
	doc = mine(KINDS[kind].doctype, of)
	if action not in KINDS[kind].steps or not KINDS[kind].may(doc, action):
		frappe.throw(_("This step is not yours to take."), frappe.PermissionError)
	asked, form = asked_before(doc, action), KINDS[kind].asks.get(action)

	def act(answers):
		before = doc.get("status")
		if form and action in possible(doc):
			form.write(doc, answers)
		after = move(doc, action, on_behalf_of=frappe.session.user, reason=answers.get("reason"))
		done = "already" if after.status == before else "pressed"
		go("/lead-record", kind=kind, of=of, done=done)

	if asked:
		return answer("lead-step", "/lead-record", asked, act, kind=kind, of=of, step=action)
	errors = attempt(act, {}, places(doc))
	return errors and go("/lead-record", kind=kind, of=of, again=keep("lead-record", {}, errors))


def places(doc):
	"""Return {field: the name of the part that holds it}, to lead from what is missing to where it is written now."""
	parts = parts_of(doc.doctype)[::-1]
	found = {}
	for now in (False, True):
		for part in parts:
			if not now or (part.is_open(doc) and part.wants(doc)):
				found |= {name: part.name for name in (part.table, *part.fields) if name}
	return found


def asked_before(doc, action):
	"""Return what a step asks: its own questions, and why."""
	form = KINDS[kind_of(doc.doctype)].asks.get(action)
	return [*(form.questions(doc) if form else ()), *reason_asked(doc, action)]


def reason_asked(doc, action):
	"""Return the question why a step is taken; none where the table asks for no reason."""
	steps = [step for step in flow_of(doc.doctype).steps if step.action == action and step.system]
	if not any(step.reason for step in steps):
		return []
	return [Question("reason", _("Why?"), "area", rows=3, longest=1000, missing=_("Say why."))]


def possible(doc):
	"""Return the steps that a page offers for a record as it stands now."""
	kind = KINDS[kind_of(doc.doctype)]
	if doc.doctype not in FLOWS:
		return []
	flow = flow_of(doc.doctype)
	leads = {step.action for step in flow.steps_from(doc.get(flow.field)) if step.system}
	return [action for action in kind.steps if action in leads and kind.may(doc, action)]


@frappe.whitelist(methods=["POST"])
def begin_plan(episode: str = ""):
	"""Begin the plan of an episode that has none; pressed twice, the first one opens."""
	only_for(SSL, PU)
	doc = led_outside.led_episode(episode, frappe.session.user)
	frappe.db.get_value("Early Help Episode", doc.name, "name", for_update=True)
	name = frappe.db.get_value(PLAN, {"episode": doc.name})
	if not name:
		plan = frappe.new_doc(PLAN)
		plan.episode = doc.name
		name = write_on_page(plan).name
	go("/lead-record", kind="plan", of=name)


@frappe.whitelist(methods=["POST"])
def accept(episode: str = ""):
	"""Become the lead practitioner of a family."""
	only_for(SSL, PU)
	user = frappe.session.user
	if any(row.name == episode for row in led_outside.led(user)):
		return go("/lead", of=episode, done="already")

	def act(_answers):
		led_outside.accept(episode, user)
		go("/lead", of=episode, done="accepted")

	return answer("asked", "/my-families", [], act, asked=episode)


def decline_questions():
	return [Question("reason", _("Why can you not be the lead?"), "area", rows=3, longest=1000,
		missing=_("Say why, so that the team can ask somebody else."))]  # fmt: skip


@frappe.whitelist(methods=["POST"])
def decline(episode: str = ""):
	"""Say that one does not become the lead practitioner, and why."""
	only_for(SSL, PU)

	def act(answers):
		led_outside.decline(episode, frappe.session.user, answers["reason"])
		go("/my-families", done="declined")

	return answer("asked", "/my-families", decline_questions(), act, asked=episode)
