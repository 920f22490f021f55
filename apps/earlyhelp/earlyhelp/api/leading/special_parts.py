"""Parts that are more than the fields of one row: who does an action, the scores of a goal, a new goal."""

from dataclasses import dataclass

import frappe
from frappe import _

from earlyhelp.api.leading import choices
from earlyhelp.api.leading.parts import NEW, Part, typed
from earlyhelp.api.questions import Question
from earlyhelp.states.errors import LockedError
from earlyhelp.states.moves import write_on_page
from earlyhelp.team_around.withheld import blotted, hide, withheld_words

WHOSE = ("person", "professional", "agency")
FAMILY_SCORERS = ("Parent or carer", "Child")


@dataclass(frozen=True)
class ActionPart(Part):
	"""What somebody does by when; who it is, is one choice among the family, those around it and agencies."""

	def questions(self, doc, row=""):
		asked = super().questions(doc, row)
		who = Question("who", _("Who does it?"), "select", options=tuple(self.who(doc)), plain=True,
			required=False)  # fmt: skip
		return [asked[0], who, *asked[1:]]

	def who(self, doc):
		return who_may(doc)

	def values(self, doc, row=""):
		holder = self.holder(doc, row)
		return {**super().values(doc, row), "who": who_of(holder) if holder else ""}

	def stored(self, answers):
		answers = dict(answers)
		whose = fields_of(answers.pop("who"))
		return {**super().stored(answers), **whose}

	def line_of(self, doc, row, words):
		line = super().line_of(doc, row, words)
		who = next((who_named(field, row.get(field)) for field in WHOSE if row.get(field)), "")
		return {**line, "text": "\n".join(filter(None, (who, line["text"])))}


def who_of(row):
	"""Return whom a row names, as the choices say it."""
	return next((f"{field}|{row.get(field)}" for field in WHOSE if row.get(field)), "")


def fields_of(who):
	"""Return the three fields that say who it is, filled from one choice."""
	field, _bar, name = (who or "").partition("|")
	return {one: name if one == field else None for one in WHOSE}


def who_may(doc):
	"""Return the choices of who does an action, each with the field that it fills."""
	found = [(f"person|{name}", label) for name, label in choices.people(doc)]
	found += [(f"professional|{name}", label) for name, label in choices.professionals(doc)]
	return found + [(f"agency|{name}", label) for name, label in choices.lookup("Agency")]


def who_named(field, name):
	doctype = {"person": "Early Help Person", "professional": "Professional", "agency": "Agency"}[field]
	return choices.title_of(doctype, name)


@dataclass(frozen=True)
class RowsPart(Part):
	"""Fields of many rows on one page, so that nobody opens row after row; a field is named field-row."""

	def holders(self, doc, row=""):
		return doc.get(self.table)

	def named(self, held):
		"""Return whom or what a row is about."""
		return held.full_name

	def fields_asked(self, held):
		"""Return the names of the fields that are asked of a row."""
		return self.fields

	def questions(self, doc, row=""):
		return [
			self.one(doc, held, name) for held in self.holders(doc, row) for name in self.fields_asked(held)
		]

	def one(self, doc, held, name):
		asked = self.question(doc, self.meta.get_field(name))
		options = tuple((one["value"], one["label"]) for one in asked.choices)
		few = asked.kind in ("select", "radios") and len(options) <= 5
		kind = "radios" if few else asked.kind
		first = name == self.fields[0]
		who = blotted(doc, self.named(held))
		label = who if first else f"{who}: {asked.label.lower()}"
		return Question(f"{name}-{held.name}", label, kind, options=options, required=False, plain=True, rows=2,
			longest=asked.longest, inline=few)  # fmt: skip

	def values(self, doc, row=""):
		return {
			f"{name}-{held.name}": typed(held.get(name))
			for held in self.holders(doc, row)
			for name in self.fields
		}

	def write(self, doc, row, answers):
		for held in self.holders(doc, row):
			keys = {name: f"{name}-{held.name}" for name in self.fields}
			held.update(self.stored({name: answers[key] for name, key in keys.items() if key in answers}))
		write_on_page(doc)

	def lines(self, doc):
		shown = ((held, self.row_said(doc, held)) for held in self.holders(doc))
		words = withheld_words(doc.family)
		return [
			{"title": hide(self.named(held), words), "text": hide(text, words)}
			for held, text in shown
			if text
		]

	def row_said(self, doc, held):
		said = (self.shown(doc, self.meta.get_field(name), held.get(name)) for name in self.fields)
		return "\n".join(filter(None, said))

	def says_now(self, doc, row):
		said = ((self.named(held), self.row_said(doc, held)) for held in self.holders(doc, row))
		return " · ".join(f"{name}: {text}" for name, text in said if text)

	def may_remove(self, doc, row):
		return False


@dataclass(frozen=True)
class ScorePart(RowsPart):
	"""All scores of one goal on one page: `row` is the goal."""

	def holders(self, doc, row=""):
		found = [held for held in doc.scores if row in ("", held.goal)]
		if not found and row:
			frappe.throw(_("This is not here any more."), frappe.DoesNotExistError, _("Not Found"))
		return found

	def named(self, held):
		return scorer_named(held)

	def fields_asked(self, held):
		"""What workers say may be shown to everybody; members of the family are asked."""
		return [name for name in self.fields if name != "may_be_shown_to" or held.scorer in FAMILY_SCORERS]

	def row_said(self, doc, held):
		given = held.score or (held.why_not and _("no score: {0}").format(held.why_not))
		return given or _("not scored yet")

	def name_of_row(self, doc, row):
		return choices.title_of("Scaling Goal", row)

	def lines(self, doc):
		"""One line for each goal: its words, and who scored it how."""
		found, words = {}, withheld_words(doc.family)
		for held in doc.scores:
			found.setdefault(held.goal, []).append(f"{self.named(held)}: {self.row_said(doc, held)}")
		return [
			{
				"href": f"/lead-part?part={self.name}&of={doc.name}&row={goal}",
				"title": hide(choices.title_of("Scaling Goal", goal), words),
				"text": hide("\n".join(said), words),
			}
			for goal, said in found.items()
		]


@dataclass(frozen=True)
class ScorerPart(Part):
	"""One more person's score; the scores that are there stand with their goals."""

	def shows(self, row):
		return False


def scorer_named(score):
	"""Return whose score it is, by name where it is somebody's own."""
	if score.person:
		return choices.title_of("Early Help Person", score.person)
	if score.professional:
		return choices.title_of("Professional", score.professional)
	return _("Agreed by everybody") if score.scorer == "Agreed" else _(score.scorer)


@dataclass(frozen=True)
class NewRecordPart(Part):
	"""Records that hang on the one that is open; a new one is made with the fields of its own doctype.

	`makes`: its doctype. `hangs`: (field, field of the open record) pairs that it is given. `makes_while`: the
	states of the open record in which one may be made. `kind`: of the page of one. `reads`: what a line needs beside
	its words.
	"""

	makes: str = ""
	hangs: tuple = ()
	makes_while: tuple = ()
	kind: str = ""
	reads: tuple = ()

	@property
	def meta(self):
		return frappe.get_meta(self.makes)

	@property
	def opens(self):
		return True

	def asked(self, row):
		return self.fields

	def values(self, doc, row=""):
		new = frappe.new_doc(self.makes)
		return {name: typed(new.get(name)) for name in self.fields}

	def write(self, doc, row, answers):
		self.check_open(doc)
		new = frappe.new_doc(self.makes)
		new.update({field: doc.get(source) for field, source in self.hangs})
		new.update(self.stored(answers))
		return write_on_page(new)

	def check_open(self, doc):
		"""Refuse a new record where none may be made now. Raises LockedError."""
		if not self.is_open(doc):
			says = _("While this is {0}, nothing can be added here.").format(_(doc.get("status")))
			frappe.throw(says, LockedError, _("Not Now"))

	def lines(self, doc):
		"""One line for each record that hangs there already; it leads to its own page."""
		field, source = self.hangs[0]
		filters, fields = {field: doc.get(source)}, ["name", *self.says, *self.reads]
		rows = frappe.get_all(self.makes, filters=filters, fields=fields, order_by="creation")
		words = withheld_words(doc.family)
		return [
			{**self.line_of(doc, row, words), "href": f"/lead-record?kind={self.kind}&of={row.name}"}
			for row in rows
		]

	def is_open(self, doc):
		return doc.get("status") in self.makes_while

	def may_remove(self, doc, row):
		return False

	def name_of_row(self, doc, row):
		return ""

	def mark(self, doc, row):
		return NEW
