"""Parts of a meeting that ask about everybody, or about every action, on one page: minuting takes few taps."""

from dataclasses import dataclass

from frappe import _
from frappe.utils import format_date

from earlyhelp.api.leading.meeting_parts import PERMISSION, MeetingPart, needs_permission, who_at
from earlyhelp.api.leading.special_parts import RowsPart, fields_of, who_of
from earlyhelp.api.questions import Question
from earlyhelp.team_around.actions import NEEDS_WHY
from earlyhelp.team_around.people import name_of


@dataclass(frozen=True)
class MeetingRowsPart(MeetingPart, RowsPart):
	"""Fields of many rows of a meeting on one page: minuting takes few taps."""


@dataclass(frozen=True)
class CoveredPart(MeetingRowsPart):
	"""For whom the family's permission to share holds: all agencies on one page."""

	def holders(self, doc, row=""):
		return [row for row in doc.attendees if row.invited and needs_permission(row)]

	def questions(self, doc, row=""):
		asked = super().questions(doc, row)
		hints = [_(PERMISSION), *[""] * len(asked)]
		return [
			Question(q.name, q.label, "check", hint, False) for q, hint in zip(asked, hints, strict=False)
		]

	def row_said(self, doc, held):
		if held.sharing_covered:
			return _("Yes")
		authorised = held.sharing_reason and held.sharing_authorised_by
		return _("A manager authorised that they come") if authorised else _("Not ticked yet")

	def is_shown(self, doc):
		return self.is_open(doc) and bool(self.holders(doc))


@dataclass(frozen=True)
class AttendancePart(MeetingRowsPart):
	"""Who was there: everybody on one page, and somebody who came without being asked."""

	def holders(self, doc, row=""):
		return [row for row in doc.attendees if row.invited or row.attended]

	def questions(self, doc, row=""):
		here = {who_of(one) for one in self.holders(doc)}
		options = tuple(one for one in who_at(doc) if one[0] not in here)
		also = Question("also", _("Somebody else came"), "select", required=False, options=options)
		return [*super().questions(doc, row), also]

	def values(self, doc, row=""):
		return {**super().values(doc, row), "also": ""}

	def write(self, doc, row, answers):
		also = answers.pop("also", None)
		if also:
			known = next((one for one in doc.attendees if who_of(one) == also), None)
			came = known or doc.append("attendees", {**fields_of(also), "invited": 0})
			came.attended = "Yes"
		super().write(doc, row, answers)


@dataclass(frozen=True)
class CarriedPart(MeetingRowsPart):
	"""What was agreed before, and how it went: all of it on one page."""

	def holders(self, doc, row=""):
		return [row for row in doc.actions if row.carried]

	def named(self, held):
		return held.what

	def is_shown(self, doc):
		return bool(self.holders(doc)) and doc.status != "Cancelled"

	def row_said(self, doc, held):
		by = held.due_on and _("by {0}").format(format_date(held.due_on, "d MMM yyyy"))
		who = ", ".join(filter(None, (name_of(held.who_kind, held), by)))
		return "\n".join((who, super().row_said(doc, held) or _("Not answered yet")))

	def wants(self, doc):
		rows = self.holders(doc)
		return any(not row.answer or (row.answer in NEEDS_WHY and not row.answer_why) for row in rows)


@dataclass(frozen=True)
class CirculationPart(MeetingRowsPart):
	"""Who gets which version of the minutes."""

	def holders(self, doc, row=""):
		return doc.attendees
