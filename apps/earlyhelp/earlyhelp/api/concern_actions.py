"""Which steps the page of a concern offers to whom."""

from collections.abc import Callable
from dataclasses import dataclass

from earlyhelp.api import concern_forms as forms
from earlyhelp.schools.portal_access import LEAD, RECEIVER, TEAM, WRITER


@dataclass(frozen=True)
class Action:
	"""One thing to do. `statuses`: where it is offered; `first`: as a button, otherwise under "more"."""

	title: str
	method: str
	questions: Callable
	statuses: tuple
	relations: tuple = (LEAD,)
	first: bool = False
	sentence: str = ""


def nothing(doc):
	return []


def note_questions(doc):
	return [] if doc.kind == "Log-book entry" else forms.note_it(doc)


def why(doc):
	return forms.reason("Why?")


LOOKED_AT = ("Seen", "In Hand", "Noted", "Closed")
ACTIONS = {
	"take-on": Action("Take it on", "take_on", forms.take_on, ("Seen",), first=True),
	"note": Action(
		"Note it", "note", note_questions, ("Seen",), first=True,
		sentence="It is kept for the pattern. No action is needed.",
	),
	"close": Action("Close it", "close", forms.close, ("In Hand",), first=True),
	"add-step": Action("Add a step", "add_step", forms.next_step, ("In Hand",), first=True),
	"take-up": Action("Take it up", "take_up", why, ("Noted",), first=True),
	"reopen": Action("Open it again", "reopen", why, ("Closed",)),
	"share": Action("Share with the council", "share", forms.share, LOOKED_AT, first=True),
	"add": Action(
		"Add to the entry", "add", forms.addition, ("Logged", *LOOKED_AT), relations=(WRITER, LEAD), first=False
	),
	"exclude": Action("Somebody must not read this", "exclude", forms.exclusion, LOOKED_AT),
	"wrong-child": Action("It is about another child", "wrong_child", forms.right_child, ("Seen", "In Hand", "Noted")),
	"transfer": Action("Send the file to another school", "transfer", forms.transfer, ("Closed",)),
	"accept-file": Action(
		"Accept the file", "accept_file", nothing, ("Closed",), relations=(RECEIVER,), first=True,
		sentence="From now on you read it. The school that sent it keeps reading it, too.",
	),
	"finish-step": Action(
		"Say it is done", "finish_step", nothing, ("In Hand", "Seen"), relations=(LEAD, TEAM)
	),
}  # fmt: skip
DONE = {
	"already": "That was done already. Nothing was changed.",
	"take-on": "You took it on.",
	"note": "It is noted.",
	"close": "It is closed. The reporter can read your message.",
	"add-step": "The step is added.",
	"finish-step": "The step is done.",
	"take-up": "It is in hand again.",
	"reopen": "It is open again.",
	"share": "It is shared with the council. Their answer will stand here.",
	"add": "Your addition stands below the entry.",
	"exclude": "That person reads nothing of it from now on.",
	"wrong-child": "It is filed under the right child now. An empty cover stays with the other.",
	"transfer": "The file was sent. You keep reading it.",
	"accept-file": "You received the file.",
}


def possible(doc, relation, steps):
	"""Return the names of what this reader may do with the concern now."""
	found = [
		name
		for name, action in ACTIONS.items()
		if relation in action.relations and doc.status in action.statuses
	]
	if doc.sent_on:
		found = [name for name in found if name != "transfer"]
	mine = any(step["mine"] and not step["done_on"] for step in steps)
	return found if mine else [name for name in found if name != "finish-step"]
