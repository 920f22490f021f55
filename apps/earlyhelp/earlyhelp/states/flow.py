"""What a workflow is made of: states, steps, and what is still missing for a step.

Imports no Frappe.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

ALL = "*"


def said_as(phrase):
	"""Mark a `named` function with whom it means, for the message that refuses others: phrase(doc) -> words."""

	def mark(named):
		named.phrase = phrase
		return named

	return mark


class Missing(NamedTuple):
	"""What is missing before a step: the field that it belongs to, and a sentence that says what to do."""

	fieldname: str
	sentence: str


@dataclass(frozen=True)
class Edit:
	"""What a role may change in a state: ALL or a tuple of fields, and for whom of that role it holds."""

	fields: str | tuple = ALL
	named: Callable | None = None


@dataclass(frozen=True)
class State:
	"""One state; `edit` gives for each role that may change the content ALL, a tuple of fields or an Edit.

	`portal`: what a page lets somebody outside the council change, who leads or chairs.
	"""

	name: str
	edit: dict = field(default_factory=dict)
	portal: str | tuple = ()
	docstatus: int = 0


@dataclass(frozen=True)
class Step:
	"""One row of a table of steps.

	`start`: states it leads from; an empty one is a new record. `who`: roles; an empty one is the app itself,
	and `system` lets the app take a step that people take, too. `named(doc, user)`: is it the person of that
	role? `needs(doc)`: list of Missing. `when(doc)`: which of two endings applies. `stamp(doc)` writes dates
	and people before the record is stored, `then(doc)` brings the consequences after it.
	`when_text` and `named_text` say the same in plain fields for the button of the desk.
	"""

	row: str
	start: tuple
	action: str
	to: str
	who: tuple = ()
	named: Callable | None = None
	named_text: str = ""
	needs: Callable | None = None
	reason: bool = False
	not_own: bool | Callable = False
	when: Callable | None = None
	when_text: str = ""
	stamp: Callable | None = None
	then: Callable | None = None
	system: bool = False


@dataclass(frozen=True)
class Flow:
	"""The table of one workflow. `stamps`: fields that only steps write."""

	doctype: str
	name: str
	states: tuple
	steps: tuple
	stamps: tuple = ()
	field: str = "status"
	has_workflow: bool = True

	@property
	def first(self):
		return self.states[0].name

	def state(self, name):
		"""Return a State by its name, None when there is none of that name."""
		return next((state for state in self.states if state.name == name), None)

	def steps_from(self, state, action=None):
		"""Return the steps that lead from a state, of one action when it is given."""
		return [
			step for step in self.steps if state in step.start and (action is None or step.action == action)
		]

	def first_step(self, doc):
		"""Return the step of a new record `doc`, None when the table has none for it."""
		new = (step for step in self.steps if not step.start)
		return next((step for step in new if step.when is None or step.when(doc)), None)
