"""What the front door and the team did in the year before: help that has ended.

It is inserted as history, as an import does it: a year of figures needs many records and little of each.

Asks for no rights: only the commands that load the demo, and tests, come here.
"""

import frappe

from earlyhelp.demo.acting import acting_as, day, professional_of, put_back
from earlyhelp.demo.clock import at
from earlyhelp.demo.families import add_family, children_of
from earlyhelp.demo.people import EARLY_HELP, JO, KIM, PAT, ROBIN
from earlyhelp.demo.referrals import first_call

HERE, ELSEWHERE = "Closed within the programme", "Moved out of area"
STEPPED_UP = "Stepped up to Children's Social Care"
# family, its people, who led, the days since it was first heard of and since help ended, why, who was worried about what
ENDED = (
	("Cotterill", ("Marcia", "Toby"), PAT, -338, -203, HERE, "Toby would not go into class without his mother."),
	("Dhillon", ("Harpreet", "Simran"), JO, -301, -152, ELSEWHERE, "Three moves in one year, and no doctor."),
	("Eastwood", ("Shelley", "Kai"), JO, -247, -60, HERE, "Kai breaks things when his father has rung."),
	(
		"Fenwick",
		("Norma", "Josie"),
		PAT,
		-208,
		-32,
		"Family no longer wishes help",
		"Josie looks after her grandmother and misses school.",
	),
	("Garside", ("Trudy", "Billie"), JO, -181, -74, HERE, "Billie screams at night, and Trudy has nobody to take a turn."),
	("Hirst", ("Amina", "Dylan"), PAT, -156, -46, HERE, "Dylan was sent home from school five times in May."),
	("Ibbotson", ("Lorna", "Esme"), JO, -119, -25, STEPPED_UP, "Esme came to school with a bruise that nobody explained."),
)  # fmt: skip


def add_past(town):
	"""Add the year before; its families stand in `town` beside the others."""
	for family_name, people, lead, heard, ended, reason, worry in ENDED:
		at(heard, "09:00")
		rows = ((people[0], "Mother", 33, "Yes", {}), (people[1], "Child", 9, None, {}))
		family = town.families[family_name] = add_family(family_name, rows)
		referral = call(town, worry, family=family, children=names_of(family))
		over(referral, heard)
		at(heard + 1, "14:20")
		help_that_ended(town, referral, lead, heard, ended, reason)


def names_of(family):
	child = children_of(family)[0]
	names = frappe.db.get_value("Early Help Person", child, ["first_name", "last_name"], as_dict=True)
	return [{"person": child, **names}]


def call(town, worry, **more):
	return insert(KIM, "Early Help Referral", **first_call(town, "", "", worry, **more), number_of_children=1)


def insert(email, doctype, **fields):
	"""Return a record of history, in the name of a person: no steps are taken and nothing follows."""
	with acting_as(email):
		doc = frappe.get_doc({"doctype": doctype, **fields})
		doc.flags.by_system = True
		return doc.insert(ignore_permissions=True)


def over(referral, heard):
	decided = {"decision": "Accepted", "decided_on": day(heard + 1), "decided_by": ROBIN, "team": EARLY_HELP}
	referral.status = "Finished"
	put_back(referral, received_on=day(heard), decision_due_on=day(heard + 1), **decided)


def help_that_ended(town, referral, lead, heard, ended, reason):
	opened = day(heard + 5)
	doc = insert(
		ROBIN,
		"Early Help Episode",
		family=referral.family,
		referral=referral.name,
		service=town.service,
		team=EARLY_HELP,
		accepted_on=day(heard + 1),
		opened_on=opened,
		closed_on=day(ended),
		closure_reason=reason,
		children=[{"person": row.person} for row in referral.children],
		allocations=[
			{"professional": professional_of(lead), "role": "Lead Practitioner", "from_date": opened}
		],
	)
	doc.status = "Closed"
	put_back(doc, closed_by=ROBIN)
