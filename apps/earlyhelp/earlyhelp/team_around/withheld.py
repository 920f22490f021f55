"""What must never leave on paper, in an invitation or on a portal page: addresses and numbers that are withheld."""

import re

import frappe
from frappe import _

from earlyhelp.permissions.answers import kept_while_reading
from earlyhelp.team_around.people import may_take_part

SHORTEST = 4


@kept_while_reading
def withheld_words(family: str) -> list[str]:
	"""Return streets, postcodes and telephone numbers of a family that nobody outside may learn."""
	home = frappe.db.get_value("Family", family, ["address_withheld", "street", "postcode"], as_dict=True)
	words = [home.street, home.postcode] if home and home.address_withheld else []
	fields = ["address_withheld", "street", "postcode", "telephone_withheld", "telephone"]
	people = {"name": ["in", sorted(may_take_part(family)) or [""]]}
	for person in frappe.get_all("Early Help Person", filters=people, fields=fields):
		if person.address_withheld:
			words += [person.street, person.postcode, home and home.street, home and home.postcode]
		if person.telephone_withheld:
			words.append(person.telephone)
	return sorted({word.strip() for word in words if word and len(word.strip()) >= SHORTEST}, key=len)


def blotted(doc, text: str | None) -> str:
	"""Return a text as people outside the council may read it on a record of a family."""
	return hide(text, withheld_words(doc.family))


def hide(text: str | None, words: list[str]) -> str:
	"""Return a text in which withheld words, however they are spaced or written, are blotted out."""
	text = text or ""
	for word in words:
		letters = r"[\s-]*".join(re.escape(letter) for letter in re.sub(r"[\s-]", "", word))
		text = re.sub(letters, _("(withheld)"), text, flags=re.IGNORECASE)
	return text
