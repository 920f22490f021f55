"""The parts of a meeting that a school or partner plans, chairs and minutes: each is there when it is its time."""

from dataclasses import dataclass
from datetime import time

import frappe
from frappe import _
from frappe.utils import format_date, today

from earlyhelp.api.leading import choices
from earlyhelp.api.leading.parts import NEW, Part
from earlyhelp.api.leading.special_parts import ActionPart, NewRecordPart, fields_of, who_may, who_of
from earlyhelp.api.questions import Question
from earlyhelp.planning.chair_outside import chair_of, give_chair, leads_family_of, may_chair
from earlyhelp.states.errors import LockedError
from earlyhelp.states.moves import write_on_page
from earlyhelp.team_around.meeting_flow import AMONG_PROFESSIONALS
from earlyhelp.team_around.meeting_needs import people_not_asked
from earlyhelp.team_around.withheld import blotted, hide, withheld_words

BEFORE, DURING, AFTER = ("Planned", "Invited"), ("In Progress",), ("Minutes To Check",)
WRITTEN = (*DURING, *AFTER)
PERMISSION = (
	"Tick when the family's permission to share covers them. Without it a manager of the council must authorise"
	" that they come: ask the team first."
)


@dataclass(frozen=True)
class MeetingPart(Part):
	"""Some fields of a meeting. `open_in`: states in which they are written.

	What is not written now is shown when something stands there.
	"""

	open_in: tuple = ()

	def is_open(self, doc):
		return doc.status in self.open_in and super().is_open(doc)

	def is_shown(self, doc):
		return super().is_shown(doc) and (self.is_open(doc) or bool(self.lines(doc)))

	def write(self, doc, row, answers):
		self.check_open(doc)
		return super().write(doc, row, answers)

	def remove(self, doc, row):
		self.check_open(doc)
		super().remove(doc, row)

	def check_open(self, doc):
		"""Refuse what is not written at this time of a meeting. Raises LockedError."""
		if not self.is_open(doc):
			said = _("{0}: this is not written while the meeting is {1}.")
			frappe.throw(said.format(_(self.title), _(doc.status)), LockedError, _("Not Now"))

	def question(self, doc, df):
		"""Times are asked as times; where only the meeting is the school's own, only its people are offered."""
		asked = super().question(doc, df)
		if df.fieldname in ("starts_at", "finishes_at"):
			return Question(df.fieldname, asked.label, "time", required=False, plain=True)
		if df.fieldname == "meeting_type":
			return type_question(asked, doc.get("meeting_type"))
		if df.options == "Early Help Person" and not leads_family_of(doc):
			here = people_here(doc)
			options = tuple((one["value"], one["label"]) for one in asked.choices if one["value"] in here)
			return Question(asked.name, asked.label, "select", asked.hint, False, options=options, plain=True)
		return asked

	def stored(self, answers):
		return super().stored(clock_written(answers))


def clock_written(answers):
	"""Return the answers with times as they are stored: 14:00."""
	return {
		name: value.strftime("%H:%M") if isinstance(value, time) else value for name, value in answers.items()
	}


def type_question(asked, now=None):
	"""What professionals talk over among themselves is not planned here."""
	options = [(one["value"], one["label"]) for one in asked.choices]
	options = [(value, label) for value, label in options if value != AMONG_PROFESSIONALS or value == now]
	return Question(asked.name, asked.label, "select", asked.hint, True, options=tuple(options), plain=True,
		missing=_("Say what kind of meeting it is."))  # fmt: skip


def people_here(doc):
	return {row.person for row in (*doc.attendees, *doc.voices) if row.person}


def who_at(doc):
	"""Return whom a meeting may name: those who are asked to it first; others of the family where it is led."""
	asked = [(who_of(row), row.full_name) for row in doc.attendees if who_of(row)]
	known = {value for value, _label in asked}
	offered = who_may(doc)
	if not leads_family_of(doc):
		offered = [(value, label) for value, label in offered if value.startswith("agency|")]
	return asked + [(value, label) for value, label in offered if value not in known]


@dataclass(frozen=True)
class NewMeetingPart(NewRecordPart):
	"""A meeting that is planned: whose it is and who chairs follow from the episode and the account."""

	def questions(self, doc, row=""):
		asked = super().questions(doc, row)
		reviews = planned_reviews(frappe.db.get_value("My Family Plan", {"episode": doc.name}))
		return [*asked, review_question(reviews)] if reviews else asked

	def question(self, doc, df):
		asked = super().question(doc, df)
		if df.fieldname in ("starts_at", "finishes_at"):
			return Question(df.fieldname, asked.label, "time", required=False, plain=True)
		return type_question(asked) if df.fieldname == "meeting_type" else asked

	def values(self, doc, row=""):
		return {**super().values(doc, row), **next_agreed(doc)}

	def write(self, doc, row, answers):
		chair, school = chair_of(doc.name, frappe.session.user)
		new = frappe.new_doc(self.makes)
		new.update(self.stored(clock_written(answers)))
		plan = frappe.db.get_value("My Family Plan", {"episode": doc.name})
		new.update({"episode": doc.name, "family": doc.family, "plan": plan, "service": doc.service})
		new.update({"chair": chair, "called_by_school": school})
		return write_on_page(new)

	def stored(self, answers):
		review = {"review": answers.pop("review")} if "review" in answers else {}
		return {**super().stored(answers), **review}


def next_agreed(episode):
	"""Return what is known of the next meeting: the day that the last one agreed, at the same time and place."""
	filters = {"episode": episode.name, "next_meeting_on": [">=", today()], "status": ["!=", "Cancelled"]}
	filters["meeting_type"] = ["!=", AMONG_PROFESSIONALS]
	fields = ["next_meeting_on", "starts_at", "finishes_at", "venue", "online_link"]
	found = frappe.get_all("TAC Meeting", filters, fields, order_by="meeting_on desc", limit=1)
	if not found:
		return {}
	last = found[0]
	on = {"episode": episode.name, "meeting_on": last.pop("next_meeting_on")}
	if frappe.db.exists("TAC Meeting", {**on, "status": ["!=", "Cancelled"]}):
		return {}
	words = withheld_words(episode.family)
	same = {name: value for name, value in last.items() if value and hide(value, words) == value}
	return {**same, "meeting_on": str(on["meeting_on"])}


def planned_reviews(plan):
	"""Return the reviews of a plan that are still to come, as choices."""
	filters = {"plan": plan, "status": "Planned", "kind": "Review"}
	rows = plan and frappe.get_all("Plan Review", filters, ["name", "due_on"], order_by="due_on, name")
	return [(row.name, review_said(row)) for row in rows or ()]


def review_said(row):
	return _("Review due on {0}").format(format_date(row.due_on, "d MMM yyyy")) if row.due_on else row.name


def review_question(options):
	hint = _("Choose it when the plan is reviewed in this meeting; nothing is then written twice.")
	return Question(
		"review", _("Review of the plan"), "select", hint, False, options=tuple(options), plain=True
	)


@dataclass(frozen=True)
class ReviewPart(MeetingPart):
	"""The review of the plan that takes place in the meeting; its own page is one tap away."""

	def question(self, doc, df):
		held = [(doc.review, self.said(doc))] if doc.review else []
		offered = planned_reviews(doc.plan) if leads_family_of(doc) else []
		return review_question(list(dict([*held, *offered]).items()))

	def said(self, doc):
		row = frappe.db.get_value("Plan Review", doc.review, ["name", "due_on", "status"], as_dict=True)
		return f"{review_said(row)}, {_(row.status)}"

	def lines(self, doc):
		return [{"title": _("Review of the plan"), "text": self.said(doc)}] if doc.review else []

	def is_shown(self, doc):
		return bool(doc.review) or (
			self.is_open(doc) and leads_family_of(doc) and bool(planned_reviews(doc.plan))
		)

	def leads_to(self, doc):
		if doc.review and leads_family_of(doc):
			return _("Open the review"), f"/lead-record?kind=review&of={doc.review}"
		return None


@dataclass(frozen=True)
class ChairPart(MeetingPart):
	"""Who chairs: one of the leads of the school, or the partner; a chair of the council is only read."""

	def is_open(self, doc):
		return super().is_open(doc) and bool(may_chair(doc, frappe.session.user))

	def question(self, doc, df):
		users = may_chair(doc, frappe.session.user)
		options = tuple((user, frappe.utils.get_fullname(user)) for user in users)
		return Question("chair", _(df.label), "select", options=options, missing=_("Say who chairs."))

	def values(self, doc, row=""):
		return {"chair": doc.chair_user or ""}

	def write(self, doc, row, answers):
		self.check_open(doc)
		give_chair(doc, answers["chair"], frappe.session.user)
		write_on_page(doc)


@dataclass(frozen=True)
class GuestPart(MeetingPart):
	"""One person who is asked, or should be and is not."""

	def asked(self, row):
		return ("takes_part", "sharing_covered") if row == NEW else self.fields

	def questions(self, doc, row=""):
		asked = super().questions(doc, row)
		if row != NEW:
			return asked
		here = {who_of(one) for one in doc.attendees}
		options = tuple(one for one in who_at(doc) if one[0] not in here)
		who = Question(
			"who", _("Who is it?"), "select", options=options, plain=True, missing=_("Say who it is.")
		)
		return [who, *asked]

	def question(self, doc, df):
		asked = super().question(doc, df)
		if df.fieldname != "sharing_covered":
			return asked
		return Question(df.fieldname, _("We may share with them"), "check", _(PERMISSION), False)

	def values(self, doc, row=""):
		return {"who": "", "takes_part": "In the room"} if row == NEW else super().values(doc, row)

	def stored(self, answers):
		answers = dict(answers)
		whose = {"invited": 1, **fields_of(answers.pop("who"))} if "who" in answers else {}
		return {**super().stored(answers), **whose}

	def line_of(self, doc, row, words):
		line = super().line_of(doc, row, words)
		return {**line, "text": "\n".join(filter(None, guest_said(row, line["text"])))}

	def may_remove(self, doc, row):
		return super().may_remove(doc, row) and not self.holder(doc, row).is_chair

	def name_of_row(self, doc, row):
		return "" if row == NEW else self.holder(doc, row).full_name

	def wants(self, doc):
		return bool(people_not_asked(doc))


def needs_permission(row):
	return bool(row.agency) and row.kind != "Family member"


def guest_said(row, why_not):
	"""Yield how somebody stands to the meeting, in words."""
	if not row.invited:
		yield _("Not invited: {0}").format(why_not) if why_not else _("Not invited. Say why not.")
		return
	yield _("Chairs") if row.is_chair else ""
	yield _(row.takes_part) if row.takes_part != "In the room" else ""
	yield {"Coming": _("Is coming"), "Apologies": _("Sent apologies")}.get(row.answer, "")


@dataclass(frozen=True)
class AgreedPart(MeetingPart, ActionPart):
	"""What is agreed now. Once the meeting is over it runs, and stays as it was agreed."""

	def shows(self, row):
		return not row.carried

	def holder(self, doc, row):
		held = super().holder(doc, row)
		if held and not self.shows(held):
			frappe.throw(_("This is not here any more."), frappe.DoesNotExistError, _("Not Found"))
		return held

	def who(self, doc):
		return who_at(doc)


@dataclass(frozen=True)
class ApartPart(MeetingPart):
	"""Two who must not meet: read here, decided by a manager of the council."""

	def is_open(self, doc):
		return False

	def lines(self, doc):
		known = {row.person: row.full_name for row in doc.attendees if row.person}
		found = []
		for row in doc.kept_apart:
			names = [
				known.get(one) or choices.title_of("Early Help Person", one)
				for one in (row.person, row.other_person)
			]
			decided = blotted(doc, row.decision) or _(
				"Ask one of them to another room or time. Both in one room is for a manager."
			)
			found.append({"title": " - ".join(names), "text": decided})
		return found


@dataclass(frozen=True)
class ClashPart(MeetingPart):
	"""Who or what is taken at that time."""

	def is_shown(self, doc):
		return super().is_shown(doc) and bool(doc.clashes)

	def lines(self, doc):
		accepted = _("Accepted") if doc.clashes_accepted else _("Choose another time or place, or accept it.")
		return [{"title": _("Taken"), "text": f"{blotted(doc, doc.clashes)}\n{accepted}"}]
