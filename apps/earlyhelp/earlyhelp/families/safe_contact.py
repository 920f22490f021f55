"""What of a family and its people is not disclosed: obeyed by every card, letter, invitation and print."""

import frappe


def address_withheld(family) -> bool:
	"""Say whether the home of a Family (the document) is withheld, for the family or for somebody who lives in it."""
	living = [row.person for row in family.members if not row.left_on]
	hidden = {"name": ["in", living or [""]], "address_withheld": 1, "street": ["is", "not set"]}
	return bool(family.address_withheld or frappe.db.exists("Early Help Person", hidden))


def may_be_sent_to(person: str) -> bool:
	"""Say whether anything may be sent to a person: not after a death, nor where no contact is safe."""
	row = frappe.db.get_value("Early Help Person", person, ["date_of_death", "safe_contact"], as_dict=True)
	return bool(row) and not row.date_of_death and row.safe_contact != "Not safe to contact"
