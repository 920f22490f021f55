"""The parts of a Thank You card: the words of thanks, and how it was given. Once given it stays as it is."""

from dataclasses import dataclass, replace

from frappe import _
from frappe.utils import format_date, today

from earlyhelp.api.leading.parts import Part
from earlyhelp.api.leading.special_parts import NewRecordPart
from earlyhelp.team_around.cards import safe_ways

CARD = "Thank You Card"


@dataclass(frozen=True)
class CardPart(Part):
	"""Something that is written on a card until it is given; nothing for a person who has died."""

	def is_open(self, doc):
		return not doc.given_on and bool(safe_ways(doc.person))

	def is_shown(self, doc):
		return self.is_open(doc) or bool(self.lines(doc))


@dataclass(frozen=True)
class GivenPart(CardPart):
	"""The day and the way; only ways that put nobody at risk are offered."""

	def question(self, doc, df):
		asked = super().question(doc, df)
		if df.fieldname == "given_on":
			return replace(asked, not_future=True, missing=_("Say on which day."))
		safe = safe_ways(doc.person)
		options = tuple((one["value"], one["label"]) for one in asked.choices if one["value"] in safe)
		hint = _("Only ways that are safe for this person are offered.")
		return replace(asked, kind="radios", options=options, hint=hint, missing=_("Say how."))

	def values(self, doc, row=""):
		held = super().values(doc, row)
		return held if doc.given_on else {**held, "given_on": today()}


@dataclass(frozen=True)
class CardsPart(NewRecordPart):
	"""The cards of a meeting: one for each of the family who agreed to something, from its end on."""

	def is_shown(self, doc):
		return bool(self.lines(doc))

	def line_of(self, doc, row, words):
		return {**super().line_of(doc, row, words), "text": card_state(row)}


def card_state(row):
	if row.given_on:
		return _("Given on {0}").format(format_date(row.given_on, "d MMM yyyy"))
	return _("To be given") if safe_ways(row.person) else _("No card is given")


CARD_PARTS = (
	CardPart("thanks", CARD, "What we thank for", ("thanks",)),
	GivenPart("given", CARD, "How it was given", ("given_how", "given_on"), needed=("given_how", "given_on")),
)
