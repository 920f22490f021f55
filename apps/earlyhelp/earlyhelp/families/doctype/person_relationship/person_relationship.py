import frappe
from frappe import _
from frappe.model.document import Document

from earlyhelp.early_help_setup.date_rules import check_not_future, check_order, day
from earlyhelp.families.relations import OLDER, stored_form


class RelatedToOneselfError(frappe.ValidationError):
	"""A person is said to be related to himself or herself."""


class RelationshipTwiceError(frappe.ValidationError):
	"""The same relationship stands in another record."""


class ParentYoungerError(frappe.ValidationError):
	"""A parent or grandparent is said to be born after the child."""


class ResponsibilityHowError(frappe.ValidationError):
	"""Parental responsibility is claimed, and nobody says where it comes from."""


class PersonRelationship(Document):
	"""What one person is to another: one record, read from both sides.

	Parental responsibility belongs here, because it is held by one adult for one child. The mark on the
	family's member row stays as the coarse answer of a first call or an import, until a relationship
	between the two says more.
	"""

	def validate(self):
		self.check_two_people()
		self.turn()
		check_not_future(self, "started_on", "ended_on", "pr_from")
		check_order(self, "started_on", "ended_on")
		self.check_ages()
		self.check_responsibility()
		self.check_once()
		self.set_title()

	def check_two_people(self):
		if self.person == self.other_person:
			frappe.throw(
				_("Choose two people: nobody is related to himself or herself."),
				RelatedToOneselfError,
				_("Of"),
			)

	def turn(self):
		"""One fact has one form: the elder side comes first."""
		self.person, self.relation, self.other_person = stored_form(
			self.person, self.relation, self.other_person
		)

	def check_ages(self):
		"""A parent was born before the child."""
		if self.relation not in OLDER:
			return
		born, child_born = (
			day(frappe.db.get_value("Early Help Person", name, "date_of_birth"))
			for name in (self.person, self.other_person)
		)
		if born and child_born and born >= child_born:
			frappe.throw(
				_(
					"The {0} was not born before the other. Check who is first, and both dates of birth."
				).format(_(self.relation).lower()),
				ParentYoungerError,
				_("Dates of Birth"),
			)

	def check_responsibility(self):
		"""Who has parental responsibility has it from somewhere."""
		if self.parental_responsibility != "Yes":
			self.pr_how = self.pr_from = None
		elif not self.pr_how:
			frappe.throw(
				_("Say how this person came to have parental responsibility, or choose Not known."),
				ResponsibilityHowError,
				_("How"),
			)

	def check_once(self):
		"""What holds at the moment is written once, from whichever side."""
		if self.made_in_error or self.ended_on:
			return
		for first, second in ((self.person, self.other_person), (self.other_person, self.person)):
			same = {"person": first, "other_person": second, "relation": self.relation}
			current = {"made_in_error": 0, "ended_on": ["is", "not set"], "name": ["!=", self.name or ""]}
			if frappe.db.exists("Person Relationship", {**same, **current}):
				frappe.throw(
					_("This relationship is recorded already. Change that record, or end it."),
					RelationshipTwiceError,
					_("Relationship"),
				)

	def set_title(self):
		names = [
			frappe.db.get_value("Early Help Person", name, "full_name") or name
			for name in (self.person, self.other_person)
		]
		self.person_name, self.other_name = names
		self.title = _("{0}: {1} of {2}").format(names[0], _(self.relation).lower(), names[1])[:140]
