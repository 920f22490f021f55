import frappe
from frappe import _
from frappe.model.document import Document

from earlyhelp.early_help_setup.date_rules import check_not_future, check_order
from earlyhelp.early_help_setup.import_keys import set_import_key
from earlyhelp.families.identifier_rules import keep_checked
from earlyhelp.families.identifiers import (
	check_nhs_number,
	check_postcode,
	check_upn_area,
	check_upn_letter,
)
from earlyhelp.families.matching import sound_keys
from earlyhelp.permissions.identity import check_identity_only


def sounds_like(*names):
	"""Return how names sound, each key between spaces: what the search before create asks for."""
	keys = dict.fromkeys(key for name in names for key in sound_keys(name or ""))
	return f" {' '.join(keys)} "[:140]


class UPNLetterRefused(frappe.ValidationError):
	"""The UPN does not fit its check letter or form."""


class UPNAreaRefused(frappe.ValidationError):
	"""The UPN names no local authority."""


class NHSNumberRefused(frappe.ValidationError):
	"""The NHS number does not fit its check digit."""


class PersonPostcodeError(frappe.ValidationError):
	"""The postcode of the person's own home is none."""


class BornAndExpectedError(frappe.ValidationError):
	"""Somebody who was born is said to be expected."""


class EarlyHelpPerson(Document):
	"""A child or an adult, recorded once.

	The same UPN on a second record is not refused here: the refusal would tell that a child
	whom the reader may not see is known. The importer checks it within one service's spreadsheets.
	"""

	def validate(self):
		self.set_names()
		self.check_dates()
		keep_checked(self, "upn", check_upn_letter, UPNLetterRefused)
		keep_checked(self, "upn", check_upn_area, UPNAreaRefused)
		keep_checked(self, "nhs_number", check_nhs_number, NHSNumberRefused)
		keep_checked(self, "postcode", check_postcode, PersonPostcodeError)
		check_identity_only(self)
		set_import_key(self)

	def set_names(self):
		"""The full name is always first and last name."""
		self.first_name, self.last_name = (
			" ".join((n or "").split()) for n in (self.first_name, self.last_name)
		)
		self.full_name = f"{self.first_name} {self.last_name}".strip()
		self.sounds_like = sounds_like(self.last_name, self.first_name, self.known_as)

	def check_dates(self):
		"""Birth comes before death, and who was born is no longer expected."""
		check_not_future(self, "date_of_birth", "date_of_death")
		check_order(self, "date_of_birth", "date_of_death")
		if self.unborn and self.date_of_birth:
			frappe.throw(
				_("Take the tick from Not Born Yet now that there is a date of birth, or empty that date."),
				BornAndExpectedError,
				_("Date of Birth"),
			)
