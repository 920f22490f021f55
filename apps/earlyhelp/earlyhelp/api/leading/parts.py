"""A part of a record: the fields that a page shows together and asks together.

Labels, hints and choices are those of the doctype, so that a page and a form never say different things.
"""

import hashlib
import json
from dataclasses import dataclass

import frappe
from frappe import _
from frappe.utils import format_date

from earlyhelp.api.leading import choices
from earlyhelp.api.questions import Question
from earlyhelp.states.flow import ALL
from earlyhelp.states.moves import write_on_page
from earlyhelp.states.registry import FLOWS, flow_of
from earlyhelp.team_around.withheld import hide, withheld_words

KINDS = {"Text": "area", "Small Text": "area", "Long Text": "area", "Date": "date", "Check": "check",
	"Select": "select", "Link": "select"}  # fmt: skip
LONG_TEXT = 10_000
NEW = "new"


@dataclass(frozen=True)
class Part:
	"""Some fields of a record, or of the rows of one of its tables: one row a page.

	`doctype`: the record's. `adds`: rows may be added and taken out. `needed`: fields without which nothing is
	kept. `says`: the fields whose values stand in the line of a row; the first is its title. `added`: fields that
	only a new row is asked. `while_`: the states of the record in which it is shown; empty: all.
	"""

	name: str
	doctype: str
	title: str
	fields: tuple
	table: str = ""
	adds: bool = False
	needed: tuple = ()
	says: tuple = ()
	add_title: str = ""
	added: tuple = ()
	while_: tuple = ()

	@property
	def meta(self):
		meta = frappe.get_meta(self.doctype)
		return frappe.get_meta(meta.get_field(self.table).options) if self.table else meta

	def holder(self, doc, row):
		"""Return the record or the row whose fields are asked; None for a row that is to be added.

		Raises DoesNotExistError for a row that is not there.
		"""
		if not self.table:
			return doc
		if row == NEW and self.adds:
			return None
		found = next((one for one in doc.get(self.table) if one.name == row), None)
		if not found:
			frappe.throw(_("This is not here any more."), frappe.DoesNotExistError, _("Not Found"))
		return found

	def questions(self, doc, row=""):
		return [self.question(doc, self.meta.get_field(name)) for name in self.asked(row)]

	def asked(self, row):
		"""Return the names of the fields that are asked."""
		return (*self.added, *self.fields) if row == NEW else self.fields

	def question(self, doc, df):
		kind, options, needed = KINDS.get(df.fieldtype, "text"), (), df.fieldname in self.needed
		if kind == "select":
			options = choices.of(doc, df)
			kind = "radios" if df.fieldtype == "Select" and len(options) <= 4 else kind
		return Question(
			df.fieldname, _(df.label), kind, _(df.description or ""),
			required=needed, options=tuple(options), inline=kind == "radios",
			longest=LONG_TEXT if kind == "area" else 140, plain=True,
			missing=_("{0}: this is needed.").format(_(df.label)) if needed else "",
		)  # fmt: skip

	def values(self, doc, row=""):
		"""Return {field: text} as it stands now, as a form shows it."""
		holder = self.holder(doc, row) or frappe.new_doc(self.meta.name)
		return {name: typed(holder.get(name)) for name in self.asked(row)}

	def write(self, doc, row, answers):
		"""Save the answers in the record, and return a record that was made. Raises the errors of the record and
		of its state."""
		holder = self.holder(doc, row) or doc.append(self.table, {})
		holder.update(self.stored(answers))
		write_on_page(doc)

	def stored(self, answers):
		"""Return the answers as the fields hold them: an empty choice is an empty text."""
		selects = {name for name in answers if self.meta.get_field(name).fieldtype == "Select"}
		return {name: "" if value is None and name in selects else value for name, value in answers.items()}

	def remove(self, doc, row):
		"""Take a row out and save the record."""
		doc.remove(self.holder(doc, row))
		write_on_page(doc)

	def is_open(self, doc):
		"""Say whether the state of the record lets a page change this part."""
		if doc.doctype not in FLOWS:
			return True
		flow = flow_of(doc.doctype)
		allowed = flow.state(doc.get(flow.field)).portal
		return allowed == ALL or set([self.table] if self.table else self.fields) <= set(allowed)

	def lines(self, doc):
		"""Return what the part says now: rows of {href, title, text}, or title and text of each field that is filled."""
		words = withheld_words(doc.family)
		if self.table:
			return [self.line_of(doc, row, words) for row in doc.get(self.table) if self.shows(row)]
		found = [
			(df, self.shown(doc, df, doc.get(df.fieldname))) for df in map(self.meta.get_field, self.fields)
		]
		return [{"title": _(df.label), "text": hide(text, words)} for df, text in found if text]

	def line_of(self, doc, row, words):
		said = [self.shown(doc, self.meta.get_field(name), row.get(name)) for name in self.says]
		said = [hide(text, words) for text in said]
		return {
			"href": f"/lead-part?part={self.name}&of={doc.name}&row={row.name}",
			"title": said[0] or _("Not named"),
			"text": "\n".join(filter(None, said[1:])),
		}

	@property
	def opens(self):
		"""Say whether a line leads to a page of its own, whatever the state."""
		return False

	def shows(self, row):
		"""Say whether a row has a line."""
		return True

	def shown(self, doc, df, value):
		"""Return a value in words."""
		if df.fieldtype == "Check":
			return _("Yes") if value else ""
		if not value:
			return ""
		if df.fieldtype == "Date":
			return format_date(value, "d MMM yyyy")
		if df.fieldtype == "Link":
			return choices.title_of(df.options, value)
		return _(value) if df.fieldtype == "Select" else str(value)

	def is_shown(self, doc):
		"""Say whether the part has a place on the record's page, as the record stands."""
		return not self.while_ or doc.get("status") in self.while_

	def wants(self, doc):
		"""Say whether something of this part can be what is missing, where several parts hold the same rows."""
		return True

	def leads_to(self, doc):
		"""Return (title, address) of another page that belongs to the part; None without one."""
		return

	def may_remove(self, doc, row):
		"""Say whether this row may be taken out: what runs as an agreed action stays."""
		return bool(self.adds and self.table and row != NEW and not self.holder(doc, row).get("action"))

	def name_of_row(self, doc, row):
		"""Return what a row is about, where its questions do not say it: the child whose voice it is."""
		first = self.says[0] if self.table and self.says and row != NEW else None
		return self.holder(doc, row).get(first) or "" if first and first not in self.fields else ""

	def is_withheld(self, doc, row):
		"""Say whether the part holds an address or number that nobody outside may learn: then the team changes it."""
		words = withheld_words(doc.family)
		return any(hide(text, words) != text for text in self.values(doc, row).values())

	def says_now(self, doc, row):
		"""Return what stands there now, in words and on one line."""
		holder = self.holder(doc, row)
		said = [self.shown(doc, self.meta.get_field(name), holder.get(name)) for name in self.asked(row)]
		return " · ".join(filter(None, said))

	def mark(self, doc, row):
		"""Return a mark of what stands there now: another one says that somebody changed it meanwhile."""
		now = [] if row == NEW else self.values(doc, row)
		return hashlib.sha256(json.dumps(now, sort_keys=True).encode()).hexdigest()[:20]


def typed(value):
	"""Return a stored value as a form of a page holds it."""
	return "" if value in (None, 0) else str(value)
