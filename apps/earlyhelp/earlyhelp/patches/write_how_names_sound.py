"""Write how the names of people sound, for those recorded before the search asked for it."""

import frappe

from earlyhelp.families.doctype.early_help_person.early_help_person import sounds_like

FIELDS = ("name", "first_name", "last_name", "known_as")


def execute():
	"""Fill the field where it is empty; running it again changes nothing."""
	silent = {"sounds_like": ["is", "not set"]}
	for row in frappe.get_all("Early Help Person", filters=silent, fields=list(FIELDS)):
		heard = sounds_like(row.last_name, row.first_name, row.known_as)
		frappe.db.set_value("Early Help Person", row.name, "sounds_like", heard, update_modified=False)
