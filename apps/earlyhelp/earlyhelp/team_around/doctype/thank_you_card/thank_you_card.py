import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import today

from earlyhelp.early_help_setup.date_rules import check_not_future, check_order
from earlyhelp.families.belonging import belongs_to
from earlyhelp.permissions.child_rows import guard_child_rows
from earlyhelp.states.content import changed_fields
from earlyhelp.team_around.cards import lines_for, safe_ways
from earlyhelp.team_around.people import may_take_part

WHILE = ("In Progress", "Minutes To Check", "Issued")


class CardTooEarlyError(frappe.ValidationError):
	"""A card is written before the meeting began."""


class CardForSomebodyElseError(frappe.ValidationError):
	"""A card is written for somebody who is not of this family."""


class CardForTheDeadError(frappe.ValidationError):
	"""A card is written for, or given to, a person who has died."""


class CardTwiceError(frappe.ValidationError):
	"""A person has a card of this meeting already."""


class CardGivenError(frappe.ValidationError):
	"""A card that was given stays as it was."""


class UnsafeWayError(frappe.ValidationError):
	"""A card is sent by a way that is not marked as safe for this person."""


class HowGivenError(frappe.ValidationError):
	"""A card is given and nobody says how."""


class ThankYouCard(Document):
	"""Thanks to one member of the family after a meeting, and what everybody agreed to do."""

	def validate(self):
		guard_child_rows(self)
		self.check_not_given_before()
		self.set_family()
		self.check_person()
		self.check_once()
		self.set_lines()
		check_not_future(self, "given_on")
		check_order(self, "meeting_on", "given_on")
		self.check_giving()

	def set_family(self):
		"""The family is that of the meeting, whatever was sent; cards are made from its start on."""
		stored = frappe.db.get_value("TAC Meeting", self.meeting, ["family", "status"], as_dict=True)
		belongs_to(self, stored and stored.family)
		if self.is_new() and stored and stored.status not in WHILE:
			frappe.throw(
				_("A card can be made from the start of the meeting on."), CardTooEarlyError, _("Meeting")
			)

	def check_person(self):
		"""A card is for a living member of the family."""
		if self.person not in may_take_part(self.family):
			frappe.throw(
				_("For: choose a member of this family."), CardForSomebodyElseError, _("For Somebody Else")
			)
		told = frappe.db.get_value(
			"Early Help Person", self.person, ["date_of_death", "preferred_language"], as_dict=True
		)
		if told.date_of_death:
			frappe.throw(
				_("This person has died: no card is written or given."), CardForTheDeadError, _("For")
			)
		self.language = self.language or told.preferred_language or _("English")

	def check_once(self):
		filters = {"meeting": self.meeting, "person": self.person, "name": ["!=", self.name or ""]}
		if self.is_new() and frappe.db.exists("Thank You Card", filters):
			frappe.throw(
				_("{0} has a card of this meeting already.").format(self.person_name or _("This person")),
				CardTwiceError,
				_("One Card Each"),
			)

	def set_lines(self):
		"""A new card takes its lines from the meeting; they may be worded more simply until it is given."""
		if not self.lines:
			for line in lines_for(frappe.get_doc("TAC Meeting", self.meeting), self.person):
				self.append("lines", line)

	def check_giving(self):
		"""Given is one thing: the day, the way and who; and only by a way that puts nobody at risk."""
		if not (self.given_on or self.given_how):
			return
		self.given_on = self.given_on or today()
		self.given_by = self.given_by or frappe.session.user
		if not self.given_how:
			frappe.throw(_("Say in How how the card was given."), HowGivenError, _("How"))
		if self.given_how not in safe_ways(self.person):
			says = _("How: {0} is not marked as a safe way for this person. Show the card instead.")
			frappe.throw(says.format(_(self.given_how)), UnsafeWayError, _("Not Safe"))

	def check_not_given_before(self):
		before = None if self.is_new() else self.get_doc_before_save()
		if before and before.given_on and changed_fields(self, before):
			frappe.throw(_("A card that was given stays as it was."), CardGivenError, _("Given"))
