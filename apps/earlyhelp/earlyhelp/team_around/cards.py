"""Thank You cards: who gets one, and what stands on it.

Asks for no rights: the cards follow from the end of a meeting, for whoever may end it.
"""

import frappe

YOU, FAMILY, HELPERS = "You", "Your family", "The people who help"
OVER = ("Done", "No Longer Needed")
# The way that a person marked as safe, for each way in which a card leaves the room.
SAFE = {"Post": "Letter", "E-mail": "E-mail"}


def make_cards(meeting) -> list[str]:
	"""Make a card for each living member of the family who agreed to something, and return their names.

	A card that is not given yet is written anew; one that was given stays as it is.
	"""
	made = []
	for person in who_agreed(meeting):
		filters = {"meeting": meeting.name, "person": person}
		card = frappe.db.get_value("Thank You Card", filters, ["name", "given_on"], as_dict=True)
		if card and card.given_on:
			continue
		doc = frappe.get_doc("Thank You Card", card.name) if card else frappe.new_doc("Thank You Card")
		doc.update({**filters, "lines": []})
		doc.save(ignore_permissions=True)
		made.append(doc.name)
	return made


def safe_ways(person) -> list[str]:
	"""Return the ways in which a card may reach a person without putting anybody at risk; none for the dead."""
	safe, died = frappe.db.get_value("Early Help Person", person, ["safe_contact", "date_of_death"])
	if died:
		return []
	by_hand = [] if safe == "Not safe to contact" else ["Handed over"]
	return [*by_hand, *(way for way, marked in SAFE.items() if safe == marked), "Shown"]


def who_agreed(meeting) -> list[str]:
	"""Return the living members of the family who have something to do, each once."""
	people = [row.person for row in meeting.actions if row.person and is_to_do(row)]
	living = {"name": ["in", people or [""]], "date_of_death": ["is", "not set"]}
	alive = set(frappe.get_all("Early Help Person", filters=living, pluck="name"))
	return [person for person in dict.fromkeys(people) if person in alive]


def is_to_do(row) -> bool:
	"""Say whether a row is still ahead: new, or carried and not over."""
	return not (row.carried and row.answer in OVER)


def lines_for(meeting, person) -> list[dict]:
	"""Return the lines of one person's card: their own first, then the family's, then those of the helpers."""
	lines = []
	for row in meeting.actions:
		if not is_to_do(row) or not is_shown(row, person):
			continue
		whose = HELPERS if row.who_kind != "Family member" else YOU if row.person == person else FAMILY
		action = row.action or None
		fields = {"whose": whose, "what": row.what, "who": plain_name(row), "action": action}
		lines.append({**fields, "due_on": current_due(row)})
	order = [YOU, FAMILY, HELPERS]
	return sorted(lines, key=lambda line: order.index(line["whose"]))


def is_shown(row, person) -> bool:
	"""Say whether a row stands on a person's card."""
	if row.show_on_card == "Nobody":
		return False
	if row.show_on_card == "This person only":
		return (row.card_for or row.person) == person
	return True


def current_due(row):
	return (row.action and frappe.db.get_value("Agreed Action", row.action, "due_on")) or row.due_on


def plain_name(row) -> str:
	"""Return a name as the family says it: a first name, a professional's name, an agency."""
	if row.who_kind == "Family member":
		return frappe.db.get_value("Early Help Person", row.person, "first_name") or ""
	if row.professional:
		name, agency = frappe.db.get_value("Professional", row.professional, ["full_name", "agency"])
		agency = row.agency or agency
		return f"{name}, {agency}" if agency else name
	return row.agency or ""
